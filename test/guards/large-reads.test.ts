import { expect, test } from 'vitest';
import { createTestGateway } from '../support/gateway.ts';
import { slowReads } from './slow.ts';
import { post } from './support.ts';

// Reads that cost a thousand and more take turns: src/shared/turns.ts. An operation that is not known yet takes none.

const fields = 'id type version status title email phone industry size source createdAt updatedAt';

test('large pages at once are answered as each alone, refusals and costs among them', async () => {
  const gateway = await createTestGateway();
  const { key, send } = await gateway.client();
  const inputs = Array.from({ length: 40 }, (_, at) => ({
    ...{ type: 'PERSON', name: { full: `Jane ${at}` }, contacts: [{ value: `jane${at}@acme.com` }] },
  }));
  const creating = 'mutation ($inputs: [CreateLeadInput!]!) { createLeads(inputs: $inputs) { __typename } }';
  expect((await send(creating, { inputs })).errors).toBeUndefined();
  const query = `query ($first: Int!, $after: String) {
    leads(first: $first, after: $after) { nodes { ${fields} contacts { value } lists { id } } } }`;
  const asked = [
    ...Array.from({ length: 10 }, (_, at) => ({ first: 91 + at })),
    ...[{ first: 0 }, { first: 95, after: 'nowhere' }, { first: 1 }],
  ];
  const ask = (variables: object) =>
    post(gateway, { query, variables }, { authorization: `Bearer ${key}`, 'leadgraph-cost': '1' });
  const alone = [];
  for (const variables of asked) alone.push(await ask(variables));
  expect(alone[0]?.result).toMatchObject({ data: { leads: { nodes: { length: 40 } } } });
  const costs = alone.map(
    ({ result: { extensions } }) => (extensions as { cost: { requested: number } }).cost.requested,
  );
  expect(costs.map((cost) => cost >= 1_000)).toEqual(asked.map(({ first }) => first > 1));
  expect(await Promise.all(asked.map(ask))).toEqual(alone);
});

test('large reads that wait for the database hold up no others', async () => {
  const gateway = await createTestGateway({ executionMs: 3_000 });
  const client = await gateway.client();
  await slowReads(gateway, 'leads', { workspaceId: client.workspaceId });
  const [slow, quick] = [
    `{ leads(first: 100) { nodes { ${fields} } } }`,
    '{ campaigns(first: 100) { nodes { id name status createdAt updatedAt prospects(first: 1) { nodes { id } } } } }',
  ];
  const ask = async (query: string) =>
    (await post(gateway, { query }, { authorization: `Bearer ${client.key}` })).status;
  for (const query of [slow, quick]) await ask(query);
  const slowOnes = Array.from({ length: 5 }, () => ask(slow));
  const first = await Promise.race([ask(quick), ...slowOnes]);
  expect(first).toBe(200);
  expect(await Promise.all(slowOnes)).toEqual([503, 503, 503, 503, 503]);
});
