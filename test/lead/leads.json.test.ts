import { beforeAll, describe, expect, test } from 'vitest';
import { type JsonPathFilter, LeadsDocument } from '../../schema/generated/graphql.ts';
import type { JsonObject, JsonValue } from '../../src/shared/json.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { hostileKeys, nested, withKey } from './json-values.ts';
import { leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;

const stored: Record<string, JsonObject> = {
  Plain: { tier: 1, name: 'Gold', vip: true, none: {}, empty: [], zero: 0 },
  Deep: { tier: { level: 1, of: { max: 3 } }, tags: ['a', 'b'], list: [{ a: 1, b: { c: 2, d: [null] } }] },
  Dotted: { 'a.b': 1, a: { b: 2 }, $set: { $gt: 5 }, '': { '': 'blank' } },
  Text: { tier: '1', name: '$name', tags: 'a', price: 1e21, half: 0.5, minus: -1 },
  Empty: {},
};

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  const { create } = leadCalls(client);
  for (const [full, json] of Object.entries(stored)) {
    await create(person({ name: { full }, metadata: json, attributes: { copy: json } }));
  }
});

const orderBy = { field: 'CREATED_AT', direction: 'ASC' } as const;
const namesOf = (leads: { edges: { node: { name: { full: string } } }[] }) =>
  leads.edges.map(({ node }) => node.name.full);
const by = async (metadata: JsonPathFilter) =>
  namesOf((await client.run(LeadsDocument, { filter: { metadata }, orderBy })).leads);

describe('leads by a path of metadata and attributes', () => {
  const everyone = Object.keys(stored);
  const but = (...names: string[]) => everyone.filter((name) => !names.includes(name));
  const paths: [what: string, path: string[], equals: JsonValue | undefined, found: string[]][] = [
    ['a number', ['tier'], 1, ['Plain']],
    ['a number written otherwise', ['tier'], 1.0, ['Plain']],
    ['a large number', ['price'], 1e21, ['Text']],
    ['a fraction', ['half'], 0.5, ['Text']],
    ['a negative number', ['minus'], -1, ['Text']],
    ['minus zero, which is zero', ['zero'], -0, ['Plain']],
    ['a text, not a number', ['tier'], '1', ['Text']],
    ['a boolean', ['vip'], true, ['Plain']],
    ['a text that looks like a field', ['name'], '$name', ['Text']],
    ['a text to the letter', ['name'], 'gold', []],
    ['a value further in', ['tier', 'of', 'max'], 3, ['Deep']],
    ['a list', ['tags'], ['a', 'b'], ['Deep']],
    ['a list in another order', ['tags'], ['b', 'a'], []],
    ['a part of a list', ['tags'], 'a', ['Text']],
    ['an empty list', ['empty'], [], ['Plain']],
    ['an empty object', ['none'], {}, ['Plain']],
    ['an object', ['tier'], { level: 1, of: { max: 3 } }, ['Deep']],
    ['an object with its keys in another order', ['tier'], { of: { max: 3 }, level: 1 }, ['Deep']],
    ['a part of an object', ['tier'], { level: 1 }, []],
    ['more than an object has', ['tier'], { level: 1, of: { max: 3 }, x: null }, []],
    ['objects in a list, keys in another order', ['list'], [{ b: { d: [null], c: 2 }, a: 1 }], ['Deep']],
    ['other objects in a list', ['list'], [{ b: { d: [], c: 2 }, a: 1 }], []],
    ['a list that is shorter', ['list'], [], []],
    ['a list of objects where there is none', ['tier'], [{ a: 1 }], []],
    ['a key with a dot', ['a.b'], 1, ['Dotted']],
    ['keys without one', ['a', 'b'], 2, ['Dotted']],
    ['a key with a dollar', ['$set', '$gt'], 5, ['Dotted']],
    ['an operator as a value', ['$set'], { $gt: 5 }, ['Dotted']],
    ['an operator that would find more', ['tier'], { $gt: 0 }, []],
    ['empty keys', ['', ''], 'blank', ['Dotted']],
    ['an index, which is no key', ['tags', '0'], 'a', []],
    ['a path through a text', ['name', 'length'], 4, []],
    ['null: leads that have nothing there', ['tier'], null, ['Dotted', 'Empty']],
    ['no value, which is null', ['tier'], undefined, ['Dotted', 'Empty']],
    ['null further in', ['tier', 'level'], null, but('Deep')],
    ['null at a key nobody has', ['toString'], null, everyone],
  ];
  test.each(paths)('equal to %s', async (_what, path, equals, found) => {
    expect(await by({ path, equals })).toEqual(found);
    const filter = { attributes: { path: ['copy', ...path], equals } };
    expect(namesOf((await client.run(LeadsDocument, { filter, orderBy })).leads)).toEqual(found);
  });

  test('both at once', async () => {
    const filter = { metadata: { path: ['tier'], equals: 1 }, attributes: { path: ['copy', 'vip'], equals: true } };
    expect(namesOf((await client.run(LeadsDocument, { filter })).leads)).toEqual(['Plain']);
    filter.attributes.equals = false;
    expect(namesOf((await client.run(LeadsDocument, { filter })).leads)).toEqual([]);
  });

  test('as long as a path can be, and as deep as JSON can be', async () => {
    const keys = Array.from({ length: 16 }, (_, n) => hostileKeys[n] ?? '');
    const metadata = nested(16, (level) => keys[level - 1] ?? '', withKey(keys[15] ?? '', 'end'));
    await leadCalls(client).create(person({ name: { full: 'Deepest' }, metadata }));
    expect(await by({ path: keys, equals: 'end' })).toEqual(['Deepest']);
    expect(await by({ path: keys.slice(0, 1), equals: metadata[keys[0] ?? ''] })).toEqual(['Deepest']);
    expect(await by({ path: keys, equals: 'another' })).toEqual([]);
  });

  const refused: [string, JsonPathFilter][] = [
    ['an empty path', { path: [], equals: 1 }],
    ['a path of 17 keys', { path: Array.from({ length: 17 }, () => 'a'), equals: 1 }],
    ['NUL in a key', { path: ['a\0'], equals: 1 }],
    ['half of a surrogate pair in a key', { path: ['a', '\ud800'], equals: 1 }],
    ['NUL in a key of the value', { path: ['a'], equals: { 'a\0': 1 } }],
    ['NUL in the value', { path: ['a'], equals: '\0' }],
    ['a value that is too deep', { path: ['a'], equals: nested(17, () => 'a', { a: 1 }) }],
    ['a value that is too long', { path: ['a'], equals: 'x'.repeat(64 * 1024) }],
    ['a value with too many keys', { path: ['a'], equals: [Array.from({ length: 501 }, () => ({ a: 1 }))] }],
  ];
  test.each(refused)('refuses %s', async (_what, filter) => {
    for (const field of ['metadata', 'attributes']) {
      const commands = await gateway.commandsOf(async () => {
        const { errors } = await client.send(LeadsDocument.toString(), { filter: { [field]: filter } });
        expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_INPUT']);
      });
      expect(commands).toEqual([]);
    }
  });
});
