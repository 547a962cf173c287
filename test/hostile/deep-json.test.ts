import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { jsonLimits } from '../../src/shared/rules.ts';
import { nested } from '../lead/json-values.ts';
import { leadCalls, person } from '../lead/lead-calls.ts';
import { standstillOf } from './event-loop.ts';
import { sendValue } from './graphql-calls.ts';
import type { JsonText } from './hostile-values.ts';
import { findLeaves } from './leaves.ts';
import { bodyWith, sendRest } from './rest-calls.ts';
import { findRestLeaves } from './rest-leaves.ts';
import { undoChanges } from './stored.ts';
import { createHostileWorld, explained, topCodes, type World } from './trial.ts';

let world: World;

beforeAll(async () => {
  world = await createHostileWorld();
});

// Some calls succeed, as where JSON that nothing asks for is ignored; what they have changed is undone.
afterEach(async () => {
  await undoChanges(world.gateway.mongo.db, world.snapshot);
});

/** How long the event loop may stand still for one request, in milliseconds. */
const bound = 150;

const deepest = 60_000;
/** JSON that is as deep or as wide as a body of 256 KB can hold. */
const shapes: [string, JsonText][] = [
  ['lists in lists', `${'['.repeat(deepest)}${']'.repeat(deepest)}`],
  ['objects in objects', `${'{"a":'.repeat(deepest / 2)}1${'}'.repeat(deepest / 2)}`],
  ['objects and lists by turns', `${'[{"a":'.repeat(deepest / 3)}1${'}]'.repeat(deepest / 3)}`],
  ['a list of 100,000 items', `[${'0,'.repeat(100_000)}0]`],
  ['a list of 50,000 objects', `[${'{},'.repeat(50_000)}{}]`],
  ['an object of 20,000 keys', `{${Array.from({ length: 20_000 }, (_, n) => `"${n}":1`).join()}}`],
  ['the same key 20,000 times', `{${'"__proto__":1,'.repeat(15_000)}"a":1}`],
  ['a text of 200,000 quotes', JSON.stringify('"'.repeat(100_000))],
  ['a text of 200,000 letters', JSON.stringify('(a'.repeat(100_000))],
];

/** One place for each type and each part of a call, since all of them are read by the same code. */
const kinds = new Map(
  findLeaves().map((leaf) => [`${leaf.type.name}${leaf.isList ? ' in a list' : ''} of a ${leaf.parent.name}`, leaf]),
);

describe('JSON without end never fails GraphQL nor makes it stand still', () => {
  test.each([...kinds])('as %s', async (_kind, leaf) => {
    for (const [shape, value] of shapes) {
      await explained(shape, async () => {
        const standstill = await standstillOf(async () => topCodes(await sendValue(world, leaf, value)), bound);
        expect(standstill).toBeLessThan(bound);
      });
    }
  });

  test.each(shapes)('as all variables, or as something beside them: %s', async (_shape, value) => {
    const query = JSON.stringify('query($id: ID!) { lead(id: $id) { id } }');
    for (const body of [
      `{"query":${query},"variables":${value}}`,
      `{"query":${query},"variables":{"id":"1","other":${value}}}`,
      `{"query":${query},"variables":{"id":"1"},"extensions":${value}}`,
      `{"query":${value}}`,
      `{"query":${query},"operationName":${value}}`,
      value,
    ]) {
      const ask = async () => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.mine.client.key}` };
        const response = await world.gateway.fetch('/graphql', { method: 'POST', headers, body });
        expect(response.status).toBeLessThan(500);
        expect(await response.text()).not.toContain('INTERNAL_SERVER_ERROR');
      };
      expect(await standstillOf(ask, bound)).toBeLessThan(bound);
    }
  });
});

describe('so it is in REST', () => {
  const places = findRestLeaves().filter(({ where }) => where === 'body');
  const routes = new Map(places.map((leaf) => [`${leaf.route.method} ${leaf.route.path}`, leaf.route]));

  test.each([...routes])('in the body of %s', async (_name, route) => {
    const own = places.filter((leaf) => leaf.route === route);
    for (const [shape, value] of shapes) {
      const inside = shape.includes(' in ') ? own.map((leaf) => bodyWith(world, leaf, value)) : [];
      for (const body of [value, ...inside]) {
        await explained(`${shape} in ${body.slice(0, 100)}`, async () => {
          const ask = async () => sendRest(world, route, body);
          expect(await standstillOf(ask, bound)).toBeLessThan(bound);
        });
      }
    }
  });
});

describe('JSON that is as deep as it can be stored', () => {
  const { depth, keys, bytes } = jsonLimits;
  const deep = nested(depth, (level) => `level ${level}`, { end: 1 });
  const wide = Object.fromEntries(Array.from({ length: keys }, (_, n) => [`key ${n}`, {}]));
  const long = { text: '\\'.repeat(bytes / 2 - 20) };

  test.each([
    ['deepest', deep],
    ['widest', wide],
    ['longest', long],
  ])('is stored, merged and read without a standstill: the %s', async (_what, json) => {
    const leads = leadCalls(world.mine.client);
    const write = async () => {
      const { id } = await leads.created(person({ metadata: json, attributes: json, raw: json }));
      await leads.updated({ id, metadata: json, attributes: json, raw: json });
      expect((await leads.read(id)).metadata).toEqual(json);
    };
    expect(await standstillOf(write, bound)).toBeLessThan(bound);
  });

  test('and deeper, by whatever way it came there, can still be read', async () => {
    const leads = leadCalls(world.mine.client);
    const { id } = await leads.created(person());
    const json = nested(90, () => 'a', { end: 1 });
    const documents = world.gateway.mongo.db.collection('leads');
    await documents.updateOne({ identityKeys: `id:${id}` }, { $set: { metadata: json, raw: json } });
    expect((await leads.read(id)).metadata).toEqual(json);
    const headers = { authorization: `Bearer ${world.mine.client.key}` };
    const response = await world.gateway.fetch(`/api/v1/leads/${id}`, { headers });
    expect(await response.json()).toMatchObject({ data: { metadata: json } });
    expect((await leads.updated({ id, metadata: { b: 1 } })).metadata).toEqual({ ...json, b: 1 });
  });
});
