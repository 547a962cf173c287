import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';
import { type MergeCalls, mergeCalls } from './merge-calls.ts';

// A request with an idempotency key whose process died before it could answer, sent again when its leads have moved on.

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let merges: MergeCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
  merges = mergeCalls(client);
});

const keyless: CreateLeadInput = { type: 'PERSON', name: { full: 'Known To Nobody' }, title: 'CTO' };

const createDocument = `mutation($input: CreateLeadInput!, $onMatch: OnMatch) {
  result: createLead(input: $input, onMatch: $onMatch, idempotencyKey: "k") {
    __typename ... on Error { code message }
    ... on CreateLeadPayload { outcome matchedKeys { value } heldBack { path } changes { path after } lead { id } } } }`;
const createManyDocument = `mutation($inputs: [CreateLeadInput!]!) {
  result: createLeads(inputs: $inputs, idempotencyKey: "k") {
    __typename ... on Error { code message }
    ... on CreateLeadsPayload { items { outcome matchedKeys { value } changes { path after } lead { id } } } } }`;

interface Answer {
  outcome: string;
  changes: unknown[];
  lead: { id: string };
}

async function send<T>(document: string, variables: object): Promise<T> {
  const { data, errors } = await client.send(document, { ...variables });
  expect(errors).toBeUndefined();
  return data?.result as T;
}
const create = (input: CreateLeadInput, onMatch = 'MERGE') => send<Answer>(createDocument, { input, onMatch });
const createMany = async (inputs: readonly CreateLeadInput[]) =>
  (await send<{ items: Answer[] }>(createManyDocument, { inputs })).items;

/** Leaves the record of the key as it stands when a process dies behind its last write. */
async function die() {
  const records = gateway.mongo.db.collection<{ _id: string }>('idempotency');
  const died = { $set: { answer: null, startedAt: new Date(Date.now() - 60_000) } };
  expect((await records.updateOne({ _id: `${client.workspaceId}:k` }, died)).modifiedCount).toBe(1);
}

/** All that is stored of leads in the workspace. */
const stored = () =>
  gateway.mongo.db.collection('leads').find({ workspaceId: client.workspaceId }).sort({ _id: 1 }).toArray();

describe('createLead that comes again after a crash answers the lead that it made', () => {
  /** What has become of the lead; answers the id that leads to it now. */
  type Fate = (id: string) => Promise<string>;

  const merged: Fate = async (id) => {
    const winner = await leads.created(person({ title: 'CEO' }));
    await merges.merge(winner.id, id);
    return winner.id;
  };
  const moved: Fate = async (id) => (await leads.updated({ id, email: `moved.${id}@acme.com` })).id;
  const edited: Fate = async (id) => {
    for (let n = 0; n < 32; n += 1) await leads.updated({ id, title: `No. ${n}` });
    return id;
  };

  test.each<[string, string, () => CreateLeadInput, Fate]>([
    ['without identifiers, merged since', 'MERGE', () => keyless, merged],
    ['without identifiers, merged since', 'FAIL', () => keyless, merged],
    ['merged since', 'MERGE', () => person({ title: 'CTO' }), merged],
    ['merged since', 'FAIL', () => person({ title: 'CTO' }), merged],
    ['merged since', 'FILL_BLANKS', () => person({ title: 'CTO', industry: 'Tools' }), merged],
    ['with another identifier by now', 'MERGE', () => person(), moved],
    ['with another identifier by now', 'REUSE', () => person(), moved],
  ])('%s: %s', async (_what, onMatch, inputOf, fate) => {
    const input = inputOf();
    const first = await create(input, onMatch);
    const id = await fate(first.lead.id);
    await die();
    const before = await stored();
    expect(await create(input, onMatch)).toEqual({ ...first, lead: { id } });
    expect(await stored()).toEqual(before);
  });

  test('whose identifier another lead has by now', async () => {
    const input = person({ title: 'CTO' });
    const first = await create(input);
    await moved(first.lead.id);
    await leads.created({ ...input, title: 'CEO' });
    await die();
    const before = await stored();
    expect(await create(input)).toEqual(first);
    expect(await stored()).toEqual(before);
  });

  test('that has forgotten it, as it stands by then', async () => {
    const input = person({ title: 'CTO' });
    const first = await create(input);
    await edited(first.lead.id);
    await die();
    const before = await stored();
    expect(await create(input)).toEqual({ ...first, changes: [] });
    expect(await stored()).toEqual(before);
  });
});

test('createLeads that comes again finds what it made, merged or moved, and goes on with the rest', async () => {
  const known = await leads.created(person({ title: 'CTO' }));
  const inputs = [keyless, person(), person(), { ...person(), email: known.email }];
  const first = await createMany(inputs);
  const [one, two, three] = first.map(({ lead }) => lead.id);
  const winner = await leads.created(person());
  await merges.merge(winner.id, one ?? '');
  await leads.updated({ id: two ?? '', email: 'moved.away@acme.com' });
  await client.services.lead.delete(three ?? '');
  await die();
  const again = await createMany(inputs);
  expect(again.map(({ outcome }) => outcome)).toEqual(first.map(({ outcome }) => outcome));
  expect(again.map(({ lead }) => lead.id)).toEqual([winner.id, two, three, known.id]);
  expect(await stored()).toHaveLength(5);
});
