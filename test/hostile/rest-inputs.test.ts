import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/shared/json.ts';
import { exactly, mergePatch, mergeWithoutNulls } from '../lead/json-values.ts';
import { hostileTexts, hostileValuesOfKind, shareOf } from './hostile-values.ts';
import { bodyFor, bodyWith, pathFor, sendRest } from './rest-calls.ts';
import { findRestLeaves, type RestLeaf } from './rest-leaves.ts';
import type { Change } from './stored.ts';
import { createHostileWorld, expectNothingFound, expectOnly, explained, type World } from './trial.ts';

const leaves = findRestLeaves();
const at = (where: RestLeaf['where']) =>
  leaves.filter((leaf) => leaf.where === where).map((leaf, index) => [leaf.name, leaf, index] as const);

let world: World;

beforeAll(async () => {
  world = await createHostileWorld();
});

describe('a hostile value in a body is refused, or stored as it is and nowhere else', () => {
  test.each(at('body'))('%s', async (_name, leaf, index) => {
    const values = hostileValuesOfKind(leaf.isJson ? 'JSONObject' : 'String');
    for (const value of shareOf(values, index)) {
      await explained(value, async () => {
        const { status, sent } = await sendRest(world, leaf.route, bodyWith(world, leaf, value));
        if (status >= 400) return;
        expectStored(leaf, JSON.parse(value), await expectOnly(world, sent));
      });
    }
    expect(await expectOnly(world, ''), 'a refused request wrote something').toEqual([]);
  });
});

describe('a hostile parameter of a URL is refused or finds nothing', () => {
  test.each(at('query'))('%s', async (_name, leaf, index) => {
    const [name = ''] = leaf.path;
    const path = pathFor(world, leaf.route);
    const isRead = leaf.route.method === 'GET';
    const body = isRead ? undefined : JSON.stringify(bodyFor(world, leaf.route));
    for (const value of shareOf(hostileTexts, index)) {
      await explained(value, async () => {
        const query = new URLSearchParams({ [name]: value.toWellFormed() });
        const answered = await sendRest(world, leaf.route, body, `${path}?${query}`);
        if (!isRead) await expectOnly(world, answered.sent);
        else if (name !== 'limit' && !/_(from|to)$/.test(String(name))) expectNothingFound(world, answered);
        const inside = await sendRest(
          world,
          leaf.route,
          body,
          `${path}?${name}[$ne]=${encodeURIComponent(value.toWellFormed())}`,
        );
        expect(inside.status).toBe(400);
      });
    }
    expect(await expectOnly(world, '')).toEqual([]);
  });
});

describe('a hostile part of a path is refused or finds nothing', () => {
  const encoded = ['%', '%2', '%ff', '%c0%ae%c0%ae', '..%2f..%2f', '%2e%2e/', '%00', '%0d%0aa:b', '*', ':id'];
  test.each(at('params'))('%s', async (_name, leaf) => {
    const body = leaf.route.method === 'GET' ? undefined : JSON.stringify(bodyFor(world, leaf.route));
    const values = hostileTexts
      .filter((value) => value !== '')
      .map((value) => encodeURIComponent(value.toWellFormed()));
    for (const value of [...values, ...encoded]) {
      await explained(value, async () => {
        const answered = await sendRest(world, leaf.route, body, pathFor(world, leaf.route, value));
        expectNothingFound(world, answered);
        if (leaf.route.method !== 'GET') expect(answered.status).toBeGreaterThanOrEqual(400);
      });
    }
    expect(await expectOnly(world, '')).toEqual([]);
  });
});

describe('a key that no body has is refused or ignored', () => {
  const bodies = [
    ...new Map(
      leaves.filter(({ where }) => where === 'body').map(({ route }) => [route.path + route.method, route]),
    ).values(),
  ];
  const keys = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '$set',
    '$where',
    '_id',
    'workspaceId',
    'identityKeys',
    'version',
  ];
  test.each(bodies.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (_name, route) => {
    for (const key of keys) {
      await explained(key, async () => {
        const body = JSON.stringify({ ...bodyFor(world, route), '@@key@@': { polluted: true } }).replace(
          '@@key@@',
          key,
        );
        const { sent } = await sendRest(world, route, body);
        for (const { after } of await expectOnly(world, sent)) {
          expect(JSON.stringify(after)).not.toContain('polluted');
        }
      });
    }
  });
});

/** An accepted text or JSON must stand in a document, to the letter. */
function expectStored({ path, isJson, route }: RestLeaf, value: JsonValue, changes: readonly Change[]): void {
  const name = String(path.at(-1));
  if (value === null || changes.length === 0) return;
  const documents = changes.map(({ after }) => after ?? {});
  if (isJson) {
    const merged = route.method === 'POST' ? mergeWithoutNulls({}, value) : mergePatch({}, value);
    expect(documents.map((document) => asText(document[name] ?? null))).toContain(
      asText(name === 'raw' ? value : merged),
    );
  } else if (typeof value === 'string' && value.trim() !== '' && name !== 'status' && name !== 'type') {
    expect(leafTexts(documents)).toContain(value.trim());
  }
}

function leafTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leafTexts) : [];
}

/** JSON text has no -0. */
function asText(value: unknown): string {
  return exactly(JSON.parse(JSON.stringify(value)));
}
