import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';
import { mergeCalls } from './merge-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

// A lead that has come back from a merge without an identifier, since another lead has taken it meanwhile.

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let calls: ReturnType<typeof provenanceCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
  calls = provenanceCalls(client);
});

/** Leads: one with two addresses, of which it goes by the first alone, and the one that has the second. */
async function withTaken() {
  const merges = mergeCalls(client);
  const [own, taken] = [person().email ?? '', person().email ?? ''];
  const contacts = [{ value: own }, { value: taken }];
  const winner = await leads.created(person());
  const back = await leads.created({ type: 'PERSON', name: { full: 'Back Again' }, contacts, title: 'CTO' });
  const { mergeId } = await merges.merge(winner.id, back.id);
  await leads.updated({ id: winner.id, contacts: [{ value: winner.email ?? '' }, { value: own }] });
  const taker = await leads.created(person({ email: taken }));
  const { kept } = await merges.unmerge(mergeId);
  expect(kept.map(({ reason }) => reason)).toEqual(['TAKEN']);
  return { back, taker, taken, input: { type: 'PERSON', name: { full: 'Jane Doe' }, contacts, title: 'CEO' } as const };
}

describe('a creation with an identifier of its own and one that was taken', () => {
  test('conflicts, and writes nothing', async () => {
    const { back, taker, input } = await withTaken();
    const before = await leads.read(back.id);
    expect((await calls.resolve(input)).action).toBe('CONFLICT');
    const result = await calls.tryCreate(input);
    expect(result.code).toBe('IDENTITY_CONFLICT');
    expect(result.leads.map(({ id }) => id).sort()).toEqual([back.id, taker.id].sort());
    expect(await leads.read(back.id)).toEqual(before);
  });

  test('conflicts within a batch, too', async () => {
    const { back, input } = await withTaken();
    const items = await calls.createMany([input, person()]);
    expect(items.map(({ outcome }) => outcome)).toEqual(['CONFLICT', 'CREATED']);
    expect((await leads.read(back.id)).title).toBe('CTO');
  });

  test('makes it an identifier again when nobody has it any more', async () => {
    const { back, taker, taken, input } = await withTaken();
    await client.services.lead.delete(taker.id);
    const resolved = await calls.resolve(input);
    const result = await calls.create(input);
    expect(result).toMatchObject({ outcome: 'MERGED', lead: { id: back.id }, changes: resolved.changes });
    expect((await leads.read(back.id)).identityKeys.map(({ value }) => value)).toContain(taken);
    expect((await calls.create(person({ email: taken }))).lead.id).toBe(back.id);
  });
});
