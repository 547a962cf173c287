import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createServices, createStores } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { LeadgraphError } from '../../src/shared/errors.ts';
import { newUuid } from '../../src/shared/ids.ts';
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

/** The first one is part of the middle one, which is part of the top one; that one has given up what came of the first. */
interface Scene {
  top: WholeLead;
  middle: WholeLead;
  other: WholeLead;
  /** What identified the first one, and is wanted by others now. */
  email: string;
  lower: string;
  upper: string;
}

async function scene(): Promise<Scene> {
  const [top, middle, other] = [
    await leads.created(person()),
    await leads.created(person()),
    await leads.created(person()),
  ];
  const first = await leads.created(person());
  const merges = mergeCalls(client);
  const { mergeId: lower } = await merges.merge(middle.id, first.id);
  const { mergeId: upper } = await merges.merge(top.id, middle.id);
  await leads.updated({ id: top.id, contacts: [{ value: top.email ?? '' }] });
  return { top, middle, other, email: first.email ?? '', lower, upper };
}

type Work = (service: Service, scene: Scene) => Promise<unknown>;

const contactsOf = (...leadsOrEmails: (WholeLead | string)[]) =>
  leadsOrEmails.map((one) => ({ value: typeof one === 'string' ? one : (one.email ?? '') }));

const arrival: Work = (service, { email }) => service.create({ type: 'person', name: { full: 'Jane Doe' }, email });
const taking: Work = (service, { top, email }) => service.update({ id: top.id, contacts: contactsOf(top, email) });
const undoing: Work = (service, { upper }) => service.unmerge({ mergeId: upper });
const undoingBoth: Work = async (service, given) => {
  await undoing(service, given);
  await service.unmerge({ mergeId: given.lower });
};
const merging: Work = (service, { top, middle }) =>
  service.mergeLeads({ winnerId: top.id, loserIds: [middle.id] }, false);
const mergingOn: Work = (service, { top, other }) =>
  service.mergeLeads({ winnerId: other.id, loserIds: [top.id] }, false);

const works: [what: string, work: Work][] = [
  ['an arrival that wants the identifier', arrival],
  ['an update of another lead that wants it', (service, { other, email }) => service.update({ id: other.id, email })],
  ['the winner taking it again', taking],
  [
    'the winner taking it and giving it up',
    async (service, given) => {
      await taking(service, given);
      await service.update({ id: given.top.id, contacts: contactsOf(given.top) });
    },
  ],
  ['the undoing of the merge', undoing],
  ['the undoing of both merges', undoingBoth],
  [
    'the undoing of the merge and an arrival',
    async (service, given) => {
      await undoing(service, given);
      await arrival(service, given);
    },
  ],
  [
    'the undoing of the merge and another one',
    async (service, given) => {
      await undoing(service, given);
      await merging(service, given);
    },
  ],
  [
    'the same, and the winner giving it up again',
    async (service, given) => {
      await undoing(service, given);
      await merging(service, given);
      await service.update({ id: given.top.id, contacts: contactsOf(given.top) });
    },
  ],
  ['a merge of the winner', mergingOn],
  [
    'a merge of the winner, and its deletion',
    async (service, given) => {
      await mergingOn(service, given);
      await service.delete(given.other.id);
    },
  ],
];

/** What is refused is as good as what is done; a fault is neither. */
async function tried(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof LeadgraphError)) throw error;
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

const pairs = works.flatMap(([slow, work]) => works.map(([quick, other]) => [slow, quick, work, other] as const));

describe('while a process sleeps before any of its writes', () => {
  test.each(pairs)('%s: %s', { timeout: 120_000 }, async (_slow, _quick, work, other) => {
    for (let allowed = 0, slept = true; slept; allowed += 1) {
      slept = false;
      const given = await scene();
      const meanwhile = async () => {
        slept = true;
        await tried(other(client.services.lead, given));
      };
      const stores = createStores(sleepingAfter(gateway.mongo.db, allowed, meanwhile));
      const services = createServices(stores, client.workspaceId, { clock: systemClock, newId: newUuid });
      await tried(work(services.lead, given));
      await checkLeads(gateway.mongo.db);
      await expectFound(given);
    }
  });
});
