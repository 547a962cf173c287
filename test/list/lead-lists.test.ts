import { beforeAll, describe, expect, test } from 'vitest';
import { CreateLeadListDocument, TypedDocumentString } from '../../schema/generated/graphql.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const create = async (name: string, as = client) =>
  (await as.run(CreateLeadListDocument, { input: { name } })).createLeadList;
const created = async (name: string, as = client) => expectType(await create(name, as), 'CreateLeadListPayload').list;
const refused = async (name: string) => expectType(await create(name), 'InvalidInputError').issues;

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  nodes: { id: string; name: string }[];
}
type PageArgs = { first?: number; after?: string | null; last?: number; before?: string | null };

const LeadLists = new TypedDocumentString<{ leadLists: Page }, PageArgs>(`
  query LeadLists($first: Int, $after: String, $last: Int, $before: String) {
    leadLists(first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { id name }
    }
  }
`);
const page = async (args: PageArgs, as: TestClient) => (await as.run(LeadLists, args)).leadLists;
const names = ({ nodes }: Page) => nodes.map((list) => list.name);

describe('createLeadList', () => {
  test('creates an empty list with one command', async () => {
    let list: { id: string; name: string } | undefined;
    const commands = await gateway.commandsOf(async () => {
      list = await created('  Berlin founders  ');
    });
    expect(commands).toEqual(['insert']);
    expect(list).toEqual({ id: expect.stringMatching(/^list_[0-9a-f]{24}$/), name: 'Berlin founders' });
  });

  test.each([
    ['the same name', 'Café owners'],
    ['another case', 'CAFÉ OWNERS'],
    ['no accent', 'cafe owners'],
    ['an accent of its own character', 'Cafe\u0301 owners'],
    ['more spaces', 'Café   owners'],
  ])('refuses %s as a list of the workspace has', async (_what, name) => {
    await create('Café owners');
    expect(await refused(name)).toEqual([
      { path: ['input', 'name'], message: `A list named ${name} exists`, code: 'taken' },
    ]);
  });

  test.each([
    ['C++ developers', 'C# developers'],
    ['Leads (old)', 'Leads old'],
    ['हिंदी', 'हदी'],
    ['か', 'が'],
    ['Мой', 'Мои'],
    ['***', '!!!'],
  ])('lets %s and %s stand side by side', async (one, other) => {
    expect((await created(one)).id).not.toBe((await created(other)).id);
  });

  test('makes one list of ten parallel arrivals of a name', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => create('Raced')));
    expect(results.map((result) => result.__typename).sort()).toEqual([
      'CreateLeadListPayload',
      ...Array.from({ length: 9 }, () => 'InvalidInputError'),
    ]);
  });

  test('lets another workspace have the name', async () => {
    await created('Shared name');
    expect((await created('Shared name', await gateway.client())).name).toBe('Shared name');
  });

  test.each([
    ['a blank name', '   ', 'too_small'],
    ['a name of 201 characters', 'x'.repeat(201), 'too_big'],
    ['NUL in the name', 'a\0b', 'invalid_text'],
  ])('refuses %s', async (_what, name, code) => {
    expect(await refused(name)).toEqual([{ path: ['input', 'name'], message: expect.any(String), code }]);
  });
});

describe('leadLists', () => {
  test('lists by name, whatever the case and accents, and pages both ways', async () => {
    const own = await gateway.client();
    for (const name of ['zebra', 'Émile', 'apple', 'Banana', 'eagle']) await created(name, own);
    const all = ['apple', 'Banana', 'eagle', 'Émile', 'zebra'];

    const whole = await page({}, own);
    expect(names(whole)).toEqual(all);
    expect(whole.totalCount).toBe(5);

    const first = await page({ first: 2 }, own);
    expect(names(first)).toEqual(all.slice(0, 2));
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    // What is added in front of the cursor shifts nothing.
    await created('Aardvark', own);
    const second = await page({ first: 2, after: first.pageInfo.endCursor }, own);
    expect(names(second)).toEqual(all.slice(2, 4));
    const last = await page({ last: 2 }, own);
    expect(names(last)).toEqual(all.slice(3));
    expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(names(await page({ last: 2, before: last.pageInfo.startCursor }, own))).toEqual(all.slice(1, 3));
  });

  test('answers null cursors for a workspace without lists, and shows nobody else’s', async () => {
    const stranger = await gateway.client();
    await created('Mine');
    expect(await page({}, stranger)).toEqual({
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      nodes: [],
    });
  });
});

describe('a lead list by its id', () => {
  const ById = new TypedDocumentString<
    { leadList: { name: string } | null; node: { __typename: string; name?: string } | null },
    { id: string }
  >(`
    query LeadListById($id: ID!) {
      leadList(id: $id) { name }
      node(id: $id) { __typename ... on LeadList { name } }
    }
  `);

  test('is found as leadList and as node', async () => {
    const { id } = await created('By id');
    expect(await client.run(ById, { id })).toEqual({
      leadList: { name: 'By id' },
      node: { __typename: 'LeadList', name: 'By id' },
    });
  });

  test('is null for unknown, malformed and foreign ids', async () => {
    const { id: foreign } = await created('Theirs', await gateway.client());
    for (const id of [foreign, `list_${'0'.repeat(24)}`, 'list_nope', 'nope', '']) {
      expect(await client.run(ById, { id })).toEqual({ leadList: null, node: null });
    }
  });
});
