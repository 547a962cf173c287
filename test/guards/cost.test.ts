import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { getIntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import * as cliDocuments from '../../src/cli/documents.ts';
import { defaultLimits } from '../../src/shared/limits.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { post } from './support.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

/** What an operation costs, whether it was refused or not. */
async function costOf(query: string, variables: object = {}): Promise<number> {
  const { result } = await post(gateway, { query, variables }, { 'leadgraph-cost': '1' });
  const [error] = result.errors ?? [];
  const excess = error?.extensions?.excess;
  if (typeof excess === 'object' && excess !== null && 'found' in excess) return Number(excess.found);
  const cost: unknown = result.extensions?.cost;
  if (typeof cost === 'object' && cost !== null && 'requested' in cost) return Number(cost.requested);
  throw new Error(`No cost in ${JSON.stringify(result)}`);
}

describe('a cost', () => {
  const costs: [string, number, string, object?][] = [
    ['counts each field', 3, '{ viewer { keyName workspaceId } }'],
    ['counts a page of 25 unless told', 52, '{ leads { nodes { id status } } }'],
    ['counts a page with its size', 202, '{ leads(first: 100) { nodes { id status } } }'],
    ['counts a page from the end', 22, '{ leads(last: 10) { nodes { id status } } }'],
    ['counts null as the usual page', 52, '{ leads(first: null) { nodes { id status } } }'],
    [
      'counts pages inside pages',
      2 + 10 * (2 + 10 * 1),
      '{ leads(first: 10) { nodes { prospects(first: 10) { nodes { id } } } } }',
    ],
    ['counts what stands beside the rows once', 4, '{ leads(first: 100) { totalCount pageInfo { hasNextPage } } }'],
    ['counts edges as nodes', 2 + 10 * 3, '{ leads(first: 10) { edges { cursor node { id } } } }'],
    ['counts a list of unknown length as 5', 2 + 10 * 6, '{ leads(first: 10) { nodes { contacts { value } } } }'],
    ['counts ids that are given', 1 + 3 * 1, '{ nodes(ids: ["a", "b", "c"]) { id } }'],
    ['reads a variable', 202, 'query ($n: Int) { leads(first: $n) { nodes { id status } } }', { n: 100 }],
    ['reads the default of a variable', 202, 'query ($n: Int = 100) { leads(first: $n) { nodes { id status } } }'],
    [
      'reads a variable over its default',
      6,
      'query ($n: Int = 100) { leads(first: $n) { nodes { id status } } }',
      { n: 2 },
    ],
    ['reads a list variable', 1 + 4, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c', 'd'] }],
    ['leaves out what is skipped', 1, '{ __typename leads @skip(if: true) { totalCount } }'],
    [
      'leaves out what a variable does not include',
      1,
      'query ($x: Boolean!) { __typename leads @include(if: $x) { totalCount } }',
      { x: false },
    ],
    [
      'counts what a variable includes',
      3,
      'query ($x: Boolean!) { __typename leads @include(if: $x) { totalCount } }',
      { x: true },
    ],
    [
      'counts what one directive of two leaves in',
      1,
      '{ __typename leads @include(if: true) @skip(if: true) { totalCount } }',
    ],
    ['counts a field that is asked for twice once', 2, '{ viewer { keyName keyName } viewer { keyName } }'],
    ['counts each alias', 4, '{ a: viewer { keyName } b: viewer { keyName } }'],
    [
      'counts a fragment wherever it is spread',
      6,
      '{ a: viewer { ...F } b: viewer { ...F } } fragment F on Viewer { keyName workspaceId }',
    ],
    [
      'counts the dearest of possible types',
      1 + 3,
      '{ node(id: "x") { id ... on Lead { title status } ... on Campaign { name } } }',
    ],
    [
      'counts fragments on other types as nothing',
      2,
      '{ node(id: "x") { id ...F } } fragment F on Campaign { ... on Node { ...G } } fragment G on Lead { title }',
    ],
  ];
  test.each(costs)('%s: %i', async (_what, expected, query, variables) => {
    expect(await costOf(query, variables)).toBe(expected);
  });

  test('of a batch counts its rows with the length of the batch', async () => {
    const rows = (count: number) => Array.from({ length: count }, () => ({ type: 'PERSON', name: { full: 'A' } }));
    const query = `mutation ($inputs: [CreateLeadInput!]!) {
      createLeads(inputs: $inputs, dryRun: true) { ... on CreateLeadsPayload { items { outcome lead { id } } } } }`;
    expect(await costOf(query, { inputs: rows(4) })).toBe(2 + 4 * 3);
    expect(await costOf(query, { inputs: rows(400) })).toBe(2 + 400 * 3);
  });

  test('is told only to those who ask', async () => {
    const query = '{ viewer { keyName } }';
    expect((await post(gateway, { query })).result.extensions).toBeUndefined();
    const told = await post(gateway, { query }, { 'leadgraph-cost': '1' });
    expect(told.result.extensions).toEqual({ cost: { requested: 2, limit: 20_000 } });
  });
});

describe('the limit', () => {
  const dear: [string, string, object?][] = [
    ['pages inside pages', '{ leads(first: 100) { nodes { lists { leads(first: 100) { nodes { id } } } } } }'],
    [
      'by variables',
      'query ($n: Int) { leads(first: $n) { nodes { lists { leads(first: $n) { nodes { id } } } } } }',
      { n: 100 },
    ],
    [
      'by defaults of variables',
      'query ($n: Int = 100) { leads(first: $n) { nodes { lists { leads(last: $n) { nodes { id } } } } } }',
    ],
    [
      'by fragments',
      '{ leads(first: 100) { nodes { lists { ...F } } } } fragment F on LeadList { leads(first: 100) { nodes { id } } }',
    ],
    [
      'by aliases',
      `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: leads(first: 100) { nodes { id title email phone status domain size } }`).join(' ')} }`,
    ],
    ['by edges', '{ leads(first: 100) { edges { node { lists { leads(first: 100) { edges { node { id } } } } } } } }'],
    [
      'by introspection',
      `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: __schema { types { name fields { name args { name } } } }`).join(' ')} }`,
    ],
    [
      'by types of introspection',
      `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: __type(name: "Lead") { fields { type { fields { type { name } } } } }`).join(' ')} }`,
    ],
  ];
  test.each(dear)('refuses %s, before anything is read', async (_what, query, variables) => {
    const commands = await gateway.commandsOf(async () => {
      const { errors, data } = await client.send(query, { ...variables });
      expect(errors?.map(({ extensions }) => extensions.excess)).toEqual([
        { limit: 'cost', max: 20_000, found: expect.any(Number) },
      ]);
      expect(data).toBeUndefined();
    });
    expect(commands).toEqual([]);
  });

  test('holds for each run of a document, whatever its variables were before', async () => {
    const query = `query ($n: Int, $all: Boolean!) {
      leads(first: $n) { nodes { lists @include(if: $all) { leads(first: $n) { nodes { id } } } } } }`;
    const runs = [
      [{ n: 1, all: true }, undefined],
      [{ n: 100, all: true }, 'QUERY_TOO_COMPLEX'],
      [{ n: 100, all: false }, undefined],
      [{ n: 100, all: true }, 'QUERY_TOO_COMPLEX'],
      [{ n: 2, all: true }, undefined],
    ] as const;
    for (const [variables, code] of runs) {
      expect((await client.send(query, variables)).errors?.[0]?.extensions.code).toBe(code);
    }
  });

  test('refuses a mutation before it writes', async () => {
    const inputs = Array.from({ length: 500 }, (_, i) => ({ type: 'PERSON', name: { full: `Dear ${i}` } }));
    const query = `mutation ($inputs: [CreateLeadInput!]!) { createLeads(inputs: $inputs) {
      ... on CreateLeadsPayload { items { lead { lists { leads(first: 100) { nodes { id } } } } } } } }`;
    const { errors } = await client.send(query, { inputs });
    expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect((await client.send('{ leads(filter: { text: "Dear" }) { totalCount } }')).data).toEqual({
      leads: { totalCount: 0 },
    });
  });

  test('leaves a page that is too large to the field, which says so', async () => {
    const { errors } = await client.send('{ leads(first: 1000000000) { nodes { id } } }');
    expect(errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
  });

  test('is far from what our own clients ask for', async () => {
    const folder = new URL('../../schema/operations/', import.meta.url);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.graphql'))) {
      const file = new URL(name.replace(/graphql$/, 'variables.json'), folder);
      const variables = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
      const cost = await costOf(readFileSync(new URL(name, folder), 'utf8'), { ...variables, first: 100 });
      expect([name, cost]).toEqual([name, expect.toSatisfy((one: number) => one < 5_000)]);
    }
    const variables = { first: 100, dryRun: true, inputs: Array.from({ length: 500 }, () => ({})), id: 'x', input: {} };
    for (const [name, query] of Object.entries(cliDocuments)) {
      if (!query.startsWith('query') && !query.includes('createLeads(')) continue;
      const { errors } = await client.send(query, variables);
      expect([name, errors?.[0]?.extensions.code]).not.toEqual([name, 'QUERY_TOO_COMPLEX']);
    }
  });

  test('leaves GraphiQL its introspection, and half as much again', async () => {
    expect(await costOf(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }))).toBeLessThan(
      defaultLimits.cost / 1.5,
    );
  });
});

test('no operation resolves more fields than it costs, where its lists are no longer than they count for', async () => {
  const leads = Array.from({ length: 12 }, (_, i) => ({ type: 'company' as const, name: { full: `Cost ${i}` } }));
  await Promise.all(leads.map((lead) => client.services.lead.create(lead)));
  const leaf = fc.constantFrom('id', 'title', 'name { full first }', 'contacts { value kind }', 'lists { name }');
  const page = fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    fields: fc.array(leaf, { minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(page, fc.boolean(), async ({ size, fields }, edges) => {
      const rows = edges ? `edges { cursor node { ${fields.join(' ')} } }` : `nodes { ${fields.join(' ')} }`;
      const query = `{ leads(first: ${size}) { ${rows} } }`;
      const { data } = await client.send(query);
      expect(fieldsOf(data)).toBeLessThanOrEqual(await costOf(query));
    }),
    { numRuns: 40 },
  );
});

function fieldsOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + fieldsOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, inside) => sum + 1 + fieldsOf(inside), 0);
}
