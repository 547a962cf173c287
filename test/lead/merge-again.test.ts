import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { leaveUnanswered } from '../support/unanswered.ts';
import { type LeadCalls, leadCalls, person, type WholeLead } from './lead-calls.ts';
import { type MergeCalls, mergeCalls } from './merge-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let merges: MergeCalls;
let winner: WholeLead;
let loser: WholeLead;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
  merges = mergeCalls(client);
  [winner, loser] = [await leads.created(person()), await leads.created(person({ title: 'CTO' }))];
});

const send = async () => {
  const merge = await client.services.lead.mergeLeads({ winnerId: winner.id, loserIds: [loser.id] }, false, 'k');
  return { mergeId: merge.mergeId, winnerId: merge.lead.id, changed: merge.changes().length > 0 };
};

/** What a first request has answered whose process died before it kept the answer. */
async function died() {
  const first = await send();
  await leaveUnanswered(gateway, client, 'k');
  return first;
}

test('mergeLeads that comes again after its process died answers its merge', async () => {
  const first = await died();
  expect(await send()).toEqual(first);
});

test('it merges nothing again that has been undone since', async () => {
  const first = await died();
  await merges.unmerge(first.mergeId ?? '');
  expect(await send()).toEqual(first);
  expect(await send()).toEqual(first);
  expect((await leads.read(loser.id)).id).toBe(loser.id);
});

test('it answers its undone merge though the loser has been deleted since', async () => {
  const first = await died();
  await merges.unmerge(first.mergeId ?? '');
  await client.services.lead.delete(loser.id);
  expect(await send()).toEqual(first);
});

test('it answers its merge though the winner has been merged since', async () => {
  const first = await died();
  const other = await leads.created(person());
  await merges.merge(other.id, winner.id);
  expect(await send()).toMatchObject({ mergeId: first.mergeId, winnerId: other.id });
});
