import { beforeAll, describe, expect, test } from 'vitest';
import { LeadsDocument, type LeadsQuery, type LeadsQueryVariables } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let listId: string;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  listId = (await client.services.list.create({ name: 'Spring' })).id;
  const { create } = leadCalls(client);
  for (const full of ['Ann', 'Bob', 'Cid']) await create(person({ name: { full }, listIds: [listId] }));
});

const encode = (text: string) => Buffer.from(text).toString('base64url');
const hex = 'a'.repeat(24);
const json = (...parts: unknown[]) => encode(JSON.stringify(parts));
const operator = { $gt: 0 };

/** Cursors for the newest leads first that no page of them has given. */
const hostile: [string, string][] = [
  ['nothing', ''],
  ['plain text', 'abc'],
  ['what is no base64', '!!!%%%'],
  ['an id', `lead_${hex}`],
  ['JSON that ends early', encode('["createdAt.desc",1,')],
  ['no UTF-8', Buffer.from([0xff, 0xfe, 0x00]).toString('base64url')],
  ['null', encode('null')],
  ['a number', encode('1')],
  ['an empty list', json()],
  ['an object', encode(JSON.stringify({ 0: 'createdAt.desc', 1: 0, 2: hex, length: 3 }))],
  ['too few parts', json('createdAt.desc', 0)],
  ['too many parts', json('createdAt.desc', 0, hex, 1)],
  ['the order of another direction', json('createdAt.asc', 0, hex)],
  ['the order of another field', json('name.desc', 'ann', hex)],
  ['the order of another list', json('list', 'spring', hex)],
  ['no order', json(null, 0, hex)],
  ['an operator for the order', json(operator, 0, hex)],
  ['an operator for the value', json('createdAt.desc', operator, hex)],
  ['a list for the value', json('createdAt.desc', [0], hex)],
  ['a pattern for the value', json('createdAt.desc', { $regex: '.*' }, hex)],
  ['a text for a moment', json('createdAt.desc', '2026-01-01', hex)],
  ['null for a moment', json('createdAt.desc', null, hex)],
  ['true for a moment', json('createdAt.desc', true, hex)],
  ['a moment that no calendar has', json('createdAt.desc', 8.64e15 + 1000, hex)],
  ['a number that no computer has', encode(`["createdAt.desc",1e999,"${hex}"]`)],
  ['a number of a million digits', encode(`["createdAt.desc",${'9'.repeat(50_000)},"${hex}"]`)],
  ['an operator for the id', json('createdAt.desc', 0, { $ne: null })],
  ['a list for the id', json('createdAt.desc', 0, [hex])],
  ['a number for the id', json('createdAt.desc', 0, 5)],
  ['no id', json('createdAt.desc', 0, '')],
  ['an id with its prefix', json('createdAt.desc', 0, `lead_${hex}`)],
  ['an id that is too long', json('createdAt.desc', 0, `${hex}a`)],
  ['an id in upper case', json('createdAt.desc', 0, hex.toUpperCase())],
  ['lists in lists without end', encode('['.repeat(50_000))],
  ['lists in lists with an end', encode('['.repeat(50_000) + ']'.repeat(50_000))],
];

describe('a cursor', () => {
  test.each(hostile)('that is %s is refused before anything is read', async (_what, cursor) => {
    for (const argument of ['after', 'before'] as const) {
      const commands = await gateway.commandsOf(async () => {
        const { data, errors } = await client.send(LeadsDocument.toString(), { [argument]: cursor });
        expect(data).toBeNull();
        const message = `"${argument}" is not a cursor of this list and order`;
        const issues = [{ path: [argument], message, code: 'invalid_cursor' }];
        expect(errors).toMatchObject([{ message, extensions: { code: 'INVALID_INPUT', issues } }]);
      });
      expect(commands).toEqual([]);
    }
  });

  test('of one order is none of another', async () => {
    const orders = (['CREATED_AT', 'UPDATED_AT', 'NAME'] as const).flatMap((field) =>
      (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
    );
    for (const orderBy of orders) {
      const { leads } = await client.run(LeadsDocument, { orderBy, first: 1 });
      const after = leads.pageInfo.endCursor ?? null;
      for (const other of orders) {
        const variables: LeadsQueryVariables = { orderBy: other, after };
        const { errors } = await client.send(LeadsDocument.toString(), variables);
        expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(
          other === orderBy ? undefined : ['INVALID_INPUT'],
        );
      }
    }
  });

  test('holds a position only: of another filter or another workspace, it starts there and shows nothing else', async () => {
    const first = await client.run(LeadsDocument, { first: 1 });
    const after = first.leads.pageInfo.endCursor ?? null;
    const filtered = await client.run(LeadsDocument, { after, filter: { text: 'ann' } });
    expect(filtered.leads.edges.map(({ node }) => node.name.full)).toEqual(['Ann']);
    const other = await gateway.client();
    const { leads } = await other.run(LeadsDocument, { after });
    expect(leads).toMatchObject({ edges: [], totalCount: 0 });
    await leadCalls(other).create(person({ name: { full: 'Own' } }));
    const own = await other.run(LeadsDocument, { before: after });
    expect(own.leads.edges.map(({ node }) => node.name.full)).toEqual(['Own']);
  });

  test('can be as long as the longest name', async () => {
    const own = await gateway.client();
    const { create } = leadCalls(own);
    for (const letter of ['x', '\ufdfa', '名']) await create(person({ name: { full: letter.repeat(500) } }));
    const orderBy = { field: 'NAME', direction: 'ASC' } as const;
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: LeadsQuery['leads'] = (await own.run(LeadsDocument, { orderBy, first: 1, after })).leads;
      seen.push(...page.edges.map(({ node }) => node.name.full.charAt(0)));
      after = page.pageInfo.endCursor ?? null;
      more = page.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(['x', '\ufdfa', '名']);
  });

  test('of the leads of a list is of its own kind, and refused in the same way', async () => {
    const query = `query($id: ID!, $first: Int, $after: String) {
      leadList(id: $id) { leads(first: $first, after: $after) { nodes { name { full } } pageInfo { endCursor } } }
    }`;
    for (const [, after] of hostile) {
      const { errors } = await client.send(query, { id: listId, after });
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_INPUT']);
    }
  });
});
