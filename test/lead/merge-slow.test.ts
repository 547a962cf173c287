import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createServices, createStores } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { LeadgraphError } from '../../src/shared/errors.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { isLong } from '../chaos/form.ts';
import { checkLeads } from '../fuzz/stored-invariants.ts';
import { sleepingAfter } from '../support/dying.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person, type WholeLead } from './lead-calls.ts';
import { mergeCalls } from './merge-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  await gateway.mongo.db.collection('leads').deleteMany({});
  client = await gateway.client();
  leads = leadCalls(client);
});

type Service = TestClient['services']['lead'];

/** Leads that are each part of the next one, up to the top; that one has given up what came of the first. */
interface Scene {
  /** Without the first. */
  chain: WholeLead[];
  top: WholeLead;
  other: WholeLead;
  /** What identified the first one, and is wanted by others now. */
  email: string;
  /** The merges, the last one first. */
  mergeIds: string[];
}

async function scene(depth: number): Promise<Scene> {
  const [first, top, other] = [
    await leads.created(person()),
    await leads.created(person()),
    await leads.created(person()),
  ];
  const chain: WholeLead[] = [];
  while (chain.length < depth - 1) chain.push(await leads.created(person()));
  chain.push(top);
  const mergeIds: string[] = [];
  for (const [at, { id }] of chain.entries()) {
    mergeIds.unshift((await mergeCalls(client).merge(id, chain[at - 1]?.id ?? first.id)).mergeId);
  }
  await leads.updated({ id: top.id, contacts: contactsOf(top) });
  return { chain, top, other, email: first.email ?? '', mergeIds };
}

type Work = (service: Service, scene: Scene) => Promise<unknown>;

const contactsOf = (...all: (WholeLead | string)[]) =>
  all.map((one) => ({ value: typeof one === 'string' ? one : (one.email ?? '') }));

const arrival = (service: Service, { email }: Scene) =>
  service.create({ type: 'person', name: { full: 'Jane Doe' }, email });
const update: Work = (service, { other, email }) => service.update({ id: other.id, email });
const taking: Work = (service, { top, email }) => service.update({ id: top.id, contacts: contactsOf(top, email) });
const giving: Work = (service, { top }) => service.update({ id: top.id, contacts: contactsOf(top) });
const undoing =
  (count: number): Work =>
  async (service, { mergeIds }) => {
    for (const mergeId of mergeIds.slice(0, count)) await service.unmerge({ mergeId });
  };
const merging: Work = (service, { chain, top }) =>
  service.mergeLeads({ winnerId: top.id, loserIds: [chain.at(-2)?.id ?? ''] }, false);
const mergingOn: Work = (service, { top, other }) =>
  service.mergeLeads({ winnerId: other.id, loserIds: [top.id] }, false);
const deleting: Work = (service, { other }) => service.delete(other.id);

const inTurn =
  (...all: Work[]): Work =>
  async (service, given) => {
    for (const work of all) await work(service, given);
  };

const works: Record<string, Work> = {
  'an arrival that wants the identifier': arrival,
  'an update of another lead that wants it': update,
  'the winner taking it again': taking,
  'the winner taking it and giving it up': inTurn(taking, giving),
  'the undoing of the merge': undoing(1),
  'the undoing of both merges': undoing(2),
  'the undoing of the merge and an arrival': inTurn(undoing(1), arrival),
  'the undoing of the merge and another one': inTurn(undoing(1), merging),
  'the same, and the winner giving it up again': inTurn(undoing(1), merging, giving),
  'a merge of the winner': mergingOn,
  'a merge of the winner, and the deletion of that lead': inTurn(mergingOn, deleting),
};

/** A refusal is as good as a success; an unexpected error is neither. */
async function tried(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof LeadgraphError)) throw error;
  }
}

/** Goes through every write before which `work` can sleep, while `meanwhile` goes on. */
async function eachSleep<T>(
  depth: number,
  work: (service: Service, given: Scene) => Promise<T>,
  meanwhile: (given: Scene) => Promise<unknown>,
  check: (given: Scene, result: T) => Promise<void>,
): Promise<number> {
  for (let allowed = 0; ; allowed += 1) {
    const given = await scene(depth);
    let slept = false;
    const sleep = async () => {
      slept = true;
      await meanwhile(given);
    };
    const stores = createStores(sleepingAfter(gateway.mongo.db, allowed, sleep));
    const services = createServices(stores, client.workspaceId, { clock: systemClock, newId: newUuid });
    const result = await work(services.lead, given);
    await checkLeads(gateway.mongo.db);
    if (!slept) return allowed;
    await check(given, result);
  }
}

/** A lead that shows the identifier goes by it, unless another one got it first. */
async function expectFound({ email }: Scene): Promise<void> {
  const shown = { workspaceId: client.workspaceId, 'contacts.value': email };
  const showing = await gateway.mongo.db.collection('leads').countDocuments(shown);
  const { candidates } = await client.services.lead.resolve({ type: 'person', name: { full: 'Jane Doe' }, email });
  expect(candidates).toHaveLength(Math.min(showing, 1));
  const { outcome } = await leads.create(person({ email }));
  expect(outcome).toBe(showing === 0 ? 'CREATED' : 'UNCHANGED');
}

/** How long the chain is, and how many of its merges are undone, the last one first. */
const undone = [
  [1, 1],
  [2, 1],
  [2, 2],
  [3, 1],
  [3, 2],
  [3, 3],
] as const;

describe('a process that sleeps before any of its writes', () => {
  test.each(undone)('gives away no identifier of %i merges, of which %i have been undone', async (depth, count) => {
    const meanwhile = async ({ chain, top, email, mergeIds }: Scene) => {
      for (const mergeId of mergeIds.slice(0, count)) {
        expect((await mergeCalls(client).unmerge(mergeId)).kept).toEqual([]);
      }
      // The key goes back to the uppermost lead below the last undoing.
      const found = await leads.create(person({ email }));
      expect(found.outcome).toBe('UNCHANGED');
      const owner = chain.at(-1 - count);
      if (owner !== undefined) expect(found.lead.id).toBe(owner.id);
      expect((await leads.read(top.id)).identityKeys).toEqual(top.identityKeys);
    };
    const writes = await eachSleep(depth, arrival, meanwhile, async ({ email }, { lead }) => {
      expect((await leads.create(person({ email }))).lead.id).toBe(lead.id);
    });
    // The attempt that fails, one for each of the leads, and the one that goes through.
    expect(writes).toBe(depth + 3);
  });

  /** What sleeps, and what goes on meanwhile; LEADGRAPH_TEST_LONG=1 tries all. */
  const sleeping = isLong ? Object.keys(works) : ['an arrival that wants the identifier'];
  const pairs = sleeping.flatMap((slow) => Object.keys(works).map((quick) => [slow, quick] as const));

  test.each(pairs)(
    'leaves every identifier with one lead: %s, meanwhile %s',
    { timeout: 120_000 },
    async (slow, quick) => {
      const [work, other] = [works[slow], works[quick]];
      if (work === undefined || other === undefined) throw new Error('There is no such work');
      await eachSleep(
        2,
        (service, given) => tried(work(service, given)),
        (given) => tried(other(client.services.lead, given)),
        expectFound,
      );
    },
  );
});
