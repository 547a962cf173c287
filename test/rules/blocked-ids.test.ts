import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type LeadCalls, leadCalls } from '../lead/lead-calls.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { keysOf, rekeyWorker, rulesCalls } from './rules-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let rules: ReturnType<typeof rulesCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
  rules = rulesCalls(client);
});

const providers = (ignoreCase: boolean) => ({ providers: [{ name: 'hubspot', aliases: ['hs'], ignoreCase }] });
const blocked = { blocked: [{ kind: 'PROVIDER', provider: 'hs', value: 'ABC' }] };
const spellings = [
  { provider: 'hs', id: 'ABC' },
  { provider: 'HubSpot', id: 'ABC' },
  { provider: 'hs', id: 'abc' },
  { provider: 'hubspot', id: 'aBc' },
];

const made = (source: { provider: string; id: string }) =>
  leads.created({ type: 'PERSON', name: { full: 'Jane Doe' }, sources: [source] });

test.each([
  ['in one go', [{ ...providers(true), ...blocked }]],
  ['before it has another name', [blocked, providers(true)]],
  ['when it has another name', [providers(true), blocked]],
])('an id that is blocked %s is no key in any spelling', async (_when, changes) => {
  for (const change of changes) await rules.set(change);
  for (const source of spellings) expect(keysOf(await made(source))).toEqual([]);
});

test('an id is blocked under every name of its provider, and in its own case where case counts', async () => {
  await rules.set({ ...providers(false), ...blocked });
  const keys = [];
  for (const source of spellings) keys.push(keysOf(await made(source)));
  expect(keys).toEqual([[], [], ['PROVIDER hubspot:abc'], ['PROVIDER hubspot:aBc']]);
});

test('leads lose the key that another spelling blocks, are shown beforehand, and get it back', async () => {
  await rules.set(providers(true));
  const { id } = await made({ provider: 'hubspot', id: 'abc' });
  const { splits } = await rules.preview(blocked);
  expect(splits.map(({ leadId, keys }) => [leadId, keysOf({ identityKeys: keys })])).toEqual([
    [id, ['PROVIDER hubspot:abc']],
  ]);
  await rules.set(blocked);
  await rekeyWorker(gateway).runDue();
  expect(keysOf(await leads.read(id))).toEqual([]);
  await rules.set({ blocked: null });
  await rekeyWorker(gateway).runDue();
  expect(keysOf(await leads.read(id))).toEqual(['PROVIDER hubspot:abc']);
});
