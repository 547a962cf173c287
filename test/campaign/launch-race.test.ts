import { beforeAll, describe, expect, test } from 'vitest';
import { createServices, type Stores } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { add, added, idsOf, launched, newCampaign, newPeople, update } from './campaign.helpers.ts';

const fields = ['headline', 'position', 'company'] as const;
type Field = (typeof fields)[number];

/** How the racers reach a campaign: through the gateway, or through services with a store that is broken on purpose. */
interface Door {
  /** Whether the edit was acknowledged. */
  edit(campaignId: string, prospectId: string, field: Field, value: string): Promise<boolean>;
  /** The leads whose addition was acknowledged; null where the call was refused. */
  add(campaignId: string, leadIds: string[]): Promise<string[] | null>;
  launch(campaignId: string): Promise<unknown>;
}

type Row = { _id: string; leadId: string; phase: string } & Record<Field, string | null>;

/** What a round was told, and what was stored. */
interface Round {
  started: string[];
  lastEdits: { prospectId: string; field: Field; value: string | null }[];
  acknowledgedAfterRefusal: string[];
  addedLeads: Set<string>;
  refusedCalls: { edits: number; adds: number };
  acknowledgedEdits: number;
  /** The rows right after the launch was acknowledged, and those after every racer had come to its end. */
  atLaunch: Row[];
  atEnd: Row[];
  status: string | undefined;
}

let gateway: TestGateway;
let client: TestClient;
let leads: string[];

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = idsOf(await newPeople(client, 28));
});

const visibleRows = (campaignId: string): Promise<Row[]> =>
  gateway.mongo.db
    .collection<Row>('prospects')
    .find({ campaignId, phase: { $ne: 'staged' } })
    .sort({ _id: 1 })
    .toArray();

/** Edits one field again and again, each value once, until two edits were refused. */
async function editor(door: Door, campaignId: string, prospectId: string, field: Field, onAck: () => void) {
  let [value, acknowledged, refused, late]: [string | null, number, number, number] = [null, 0, 0, 0];
  for (let n = 1; n <= 60 && refused < 2; n += 1) {
    if (!(await door.edit(campaignId, prospectId, field, `${field} ${n}`))) {
      refused += 1;
      continue;
    }
    value = `${field} ${n}`;
    acknowledged += 1;
    if (refused > 0) late += 1;
    onAck();
  }
  return { prospectId, field, value, acknowledged, refused, late };
}

/** Adds leads two at a time until a call is refused. */
async function adder(door: Door, campaignId: string, own: string[]) {
  const acknowledged: string[] = [];
  for (let at = 0; at < own.length; at += 2) {
    const done = await door.add(campaignId, own.slice(at, at + 2));
    if (done === null) return { acknowledged, refused: 1 };
    acknowledged.push(...done);
  }
  return { acknowledged, refused: 0 };
}

/** Twelve editors and four adders at work on one draft, which is launched once so many edits are acknowledged. */
async function race(door: Door, launchAfter: number): Promise<Round> {
  const { id } = await newCampaign(client);
  const { prospects } = await added(client, id, leads.slice(0, 4));
  let acks = 0;
  let start = () => {};
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const onAck = () => {
    acks += 1;
    if (acks === launchAfter) start();
  };
  const editing = prospects.flatMap((prospect) => fields.map((field) => editor(door, id, prospect.id, field, onAck)));
  // Two adders each share their leads, so that the same lead is being added twice at a time.
  const adding = [4, 4, 16, 16].map((from) => adder(door, id, leads.slice(from, from + 12)));
  const launching = started.then(() => door.launch(id)).then(() => visibleRows(id));
  const [edits, adds, atLaunch] = await Promise.all([Promise.all(editing), Promise.all(adding), launching]);
  const [campaign] = await gateway.stores.campaigns.findByIds(client.workspaceId, [id]);
  return {
    started: leads.slice(0, 4),
    lastEdits: edits,
    acknowledgedAfterRefusal: edits.filter(({ late }) => late > 0).map(({ prospectId }) => prospectId),
    addedLeads: new Set(adds.flatMap(({ acknowledged }) => acknowledged)),
    refusedCalls: { edits: sum(edits.map(({ refused }) => refused)), adds: sum(adds.map(({ refused }) => refused)) },
    acknowledgedEdits: sum(edits.map(({ acknowledged }) => acknowledged)),
    atLaunch,
    atEnd: await visibleRows(id),
    status: campaign?.status,
  };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** Every promise of a launch that a round broke. */
function brokenPromises(round: Round): string[] {
  const stored = new Map(round.atEnd.map((row) => [row._id, row]));
  const members = new Set(round.atEnd.map(({ leadId }) => leadId));
  const expected = new Set([...round.started, ...round.addedLeads]);
  const checks: [string, boolean][] = [
    ['the campaign is active', round.status === 'active'],
    ['no prospect is open once it is', [...round.atLaunch, ...round.atEnd].every(({ phase }) => phase === 'locked')],
    ['nothing changes after the launch', JSON.stringify(round.atLaunch) === JSON.stringify(round.atEnd)],
    [
      'the last acknowledged edit is what is stored',
      round.lastEdits.every(({ prospectId, field, value }) => (stored.get(prospectId)?.[field] ?? null) === value),
    ],
    ['no edit is acknowledged after one was refused', round.acknowledgedAfterRefusal.length === 0],
    ['every acknowledged addition is there', [...expected].every((lead) => members.has(lead))],
    ['nobody else is', [...members].every((lead) => expected.has(lead)) && members.size === round.atEnd.length],
  ];
  return checks.filter(([, holds]) => !holds).map(([promise]) => promise);
}

const throughGateway: Door = {
  async edit(campaignId, id, field, value) {
    const result = await update(client, { campaignId, id }, { [field]: value });
    if (result.__typename === 'UpdateCampaignLeadPayload') return true;
    if (result.__typename === 'CampaignNotDraftError') return false;
    throw new Error(JSON.stringify(result));
  },
  async add(campaignId, leadIds) {
    const result = await add(client, campaignId, leadIds);
    if (result.__typename === 'CampaignNotDraftError') return null;
    if (result.__typename !== 'AddCampaignLeadsPayload') throw new Error(JSON.stringify(result));
    return result.prospects.flatMap(({ lead }) => lead?.id ?? []);
  },
  launch: (campaignId) => launched(client, campaignId),
};

function throughServices(stores: Stores): Door {
  const { campaign } = createServices(stores, client.workspaceId, { clock: systemClock, newId: newUuid });
  const refused = (error: { code: string }) => {
    if (error.code !== 'CAMPAIGN_NOT_DRAFT') throw error;
    return null;
  };
  return {
    edit: async (campaignId, prospectId, field, value) =>
      (await campaign.updateLead({ campaignId, prospectId, updates: { [field]: value } }).catch(refused)) !== null,
    add: async (campaignId, leadIds) =>
      (await campaign.addLeads({ campaignId, leadIds }).catch(refused))?.prospects.flatMap(
        ({ leadId }) => leadId ?? [],
      ) ?? null,
    launch: (campaignId) => campaign.launch(campaignId),
  };
}

/** Notes how many prospects are open right before a campaign turns active. */
function watchActivation(stores: Stores, openThen: number[]): Stores {
  const moveStatus: Stores['campaigns']['moveStatus'] = async (...args) => {
    const [, campaignId, , to] = args;
    if (to === 'active') openThen.push((await visibleRows(campaignId)).filter(({ phase }) => phase === 'open').length);
    return stores.campaigns.moveStatus(...args);
  };
  return { ...stores, campaigns: { ...stores.campaigns, moveStatus } };
}

const moments = (rounds: number) => Array.from({ length: rounds }, (_, n) => 5 + ((n * 13) % 60));

describe('a launch that races with edits and additions', () => {
  test('keeps every promise, whenever it comes', async () => {
    const rounds: Round[] = [];
    for (const launchAfter of moments(15)) {
      const round = await race(throughGateway, launchAfter);
      rounds.push(round);
      expect(brokenPromises(round)).toEqual([]);
    }
    // Without these there was no race.
    expect(rounds.every(({ acknowledgedEdits, refusedCalls }) => acknowledgedEdits > 0 && refusedCalls.edits > 0)).toBe(
      true,
    );
    expect(sum(rounds.map(({ addedLeads }) => addedLeads.size))).toBeGreaterThan(0);
    expect(sum(rounds.map(({ refusedCalls }) => refusedCalls.adds))).toBeGreaterThan(0);
  }, 90_000);

  test('has locked every prospect by the moment that the campaign turns active', async () => {
    const openThen: number[] = [];
    for (const launchAfter of moments(5)) {
      const round = await race(throughServices(watchActivation(gateway.stores, openThen)), launchAfter);
      expect(brokenPromises(round)).toEqual([]);
    }
    expect(openThen).toEqual([0, 0, 0, 0, 0]);
  }, 60_000);

  test('is told apart from one that locks nothing', async () => {
    const broken = new Set<string>();
    const openThen: number[] = [];
    const stores = { ...gateway.stores, prospects: { ...gateway.stores.prospects, lockAll: async () => {} } };
    for (const launchAfter of moments(3)) {
      const round = await race(throughServices(watchActivation(stores, openThen)), launchAfter);
      for (const promise of brokenPromises(round)) broken.add(promise);
    }
    expect(broken).toContain('no prospect is open once it is');
    expect(broken).toContain('nothing changes after the launch');
    expect(openThen.every((count) => count > 0)).toBe(true);
  }, 60_000);
});
