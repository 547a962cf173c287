import { getNamedType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/shared/json.ts';
import { sendValue } from './graphql-calls.ts';
import { findLeaves, type Leaf } from './leaves.ts';
import { findRestLeaves } from './rest-leaves.ts';
import {
  createHostileWorld,
  expectNothingFound,
  expectOnly,
  explained,
  readAnswer,
  topCodes,
  valuesUnder,
  type World,
} from './trial.ts';

/** Every place that takes a cursor, by the schema alone. */
const places = findLeaves().filter(
  ({ field, path: [name = ''], type }) =>
    /^(after|before)$/.test(name) && type.name === 'String' && getNamedType(field.type).name.endsWith('Connection'),
);
const connections = places.filter(({ path }) => path[0] === 'after');

let world: World;
/** A cursor of each connection, by its name. */
const cursors = new Map<string, string>();

beforeAll(async () => {
  world = await createHostileWorld();
  for (const place of connections) {
    const { answer } = await sendValue(world, place, 'null');
    const [cursor] = valuesUnder(answer, 'cursor');
    if (typeof cursor === 'string') cursors.set(place.name, cursor);
  }
});

const encode = (value: JsonValue) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (cursor: string): JsonValue[] => JSON.parse(Buffer.from(cursor, 'base64url').toString());

/** What is no cursor, whatever the list. */
const strangers: JsonValue[] = [
  ...[{}, [], null, 0, '', { $gt: '' }, [null], [[]], [[], [], []], [{}, {}, {}], ['', '', ''], [0, 0, 0]],
  { 0: 'lead', 1: null, 2: '', length: 3 },
];

/** What no part of a cursor is. */
const noParts: JsonValue[] = [
  ...[{ $gt: '' }, { $ne: null }, { $regex: '.*' }, { $date: 0 }, { $oid: 'a'.repeat(24) }, { _bsontype: 'ObjectId' }],
  ...[[], [''], [{ $gt: '' }], true, '$$ROOT', '\0', 1e300, -1e300, 'x'.repeat(5_000)],
];

/** A cursor with each part replaced by what it cannot be, and the cursor cut, reversed and lengthened. */
function spoiltFormsOf(cursor: string): string[] {
  const parts = decode(cursor);
  const exchanged = parts.flatMap((part, index) =>
    noParts
      // A list that sorts by a text takes any text for a place in it.
      .filter((other) => !(index === 1 && typeof part === 'string' && typeof other === 'string'))
      .map((other) => encode(parts.with(index, other))),
  );
  return [
    ...exchanged,
    ...strangers.map(encode),
    encode([...parts, null]),
    encode(parts.slice(0, -1)),
    encode(parts.toReversed()),
    encode(Object.fromEntries(Object.entries(parts))),
    Buffer.from(`${JSON.stringify(parts)},`).toString('base64url'),
    Buffer.from(JSON.stringify(parts).slice(0, -1)).toString('base64url'),
    cursor.slice(0, Math.floor(cursor.length / 2)),
    cursor.slice(2),
    `${cursor.slice(0, -4)}____`,
    '[]',
    '%',
    '\0',
  ];
}

/** What a connection lists, which is what its cursors are of. */
function nodeOf({ field }: Leaf): string {
  const type = getNamedType(field.type);
  const nodes = isObjectType(type) ? type.getFields().nodes : undefined;
  return nodes === undefined ? '' : getNamedType(nodes.type).name;
}

test('every connection has rows to take a cursor from', () => {
  expect(connections.length).toBeGreaterThan(8);
  expect([...cursors.keys()]).toEqual(connections.map(({ name }) => name));
});

describe('a spoilt cursor is refused, with a code', () => {
  test.each(places.map((place) => [place.name, place] as const))('%s', async (name, place) => {
    const cursor = cursors.get(name.replace('(before)', '(after)')) ?? '';
    for (const spoilt of spoiltFormsOf(cursor)) {
      await explained(`${spoilt} ${Buffer.from(spoilt, 'base64url')}`, async () => {
        const answered = await sendValue(world, place, JSON.stringify(spoilt));
        expect(topCodes(answered)).toEqual(['INVALID_INPUT']);
        expectNothingFound(world, answered);
      });
    }
  });
});

describe('a cursor of another list is refused, with a code', () => {
  test.each(places.map((place) => [place.name, place] as const))('%s', async (_name, place) => {
    const others = connections.filter((other) => nodeOf(other) !== nodeOf(place));
    expect(others.length).toBeGreaterThan(3);
    for (const { name } of others) {
      await explained(name, async () => {
        const answered = await sendValue(world, place, JSON.stringify(cursors.get(name)));
        expect(topCodes(answered)).toEqual(['INVALID_INPUT']);
      });
    }
  });
});

describe('so it is in REST', () => {
  const routes = findRestLeaves().filter(({ where, path }) => where === 'query' && path[0] === 'cursor');

  test.each(routes.map(({ name, route }) => [name, route] as const))('%s', async (_name, route) => {
    const path = route.path.replace(/\{\w+\}/, () => world.mine.things.campaign[0]);
    const read = async (query: string) => {
      const headers = { authorization: `Bearer ${world.mine.client.key}` };
      const response = await world.gateway.fetch(`${path}?${query}`, { headers });
      return readAnswer(world, path, response);
    };
    const { nextCursor } = (await read('limit=1')).answer as { nextCursor: string };
    const foreign = [...cursors.values()].filter((cursor) => decode(cursor)[0] !== decode(nextCursor)[0]);
    for (const cursor of [...spoiltFormsOf(nextCursor), ...foreign]) {
      await explained(cursor, async () => {
        const answered = await read(`cursor=${encodeURIComponent(cursor)}`);
        expect(answered.answer).toMatchObject({ code: 'INVALID_INPUT', details: { issues: [{ path: ['cursor'] }] } });
        expect(answered.status).toBe(400);
      });
    }
    expect((await read(`cursor=${nextCursor}`)).status).toBe(200);
    expect(await expectOnly(world, '')).toEqual([]);
  });
});
