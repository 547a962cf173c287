import fc from 'fast-check';
import type { Collection } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { toBson } from '../../src/mongo/expressions.ts';
import { mergePatchExpression, type NullRule } from '../../src/mongo/merge-patch.ts';
import type { JsonObject, JsonValue } from '../../src/shared/json.ts';
import { jsonLimits } from '../../src/shared/rules.ts';
import {
  exactly,
  hostileKeys,
  jsonObject,
  mergePatch,
  mergeWithoutNulls,
  nested,
  runs,
  timeFor,
  withKey,
} from '../lead/json-values.ts';
import { openTestDatabase } from '../support/database.ts';

type Case = readonly [target: JsonValue | undefined, patch: JsonObject];

let collection: Collection<{ _id: number; json?: unknown }>;

beforeAll(async () => {
  collection = (await openTestDatabase()).db.collection('patched', { fieldsAsRaw: Object.create(null) });
});

/** Stores the targets, applies each patch to its own in the engine, and reads what is stored then. */
async function patched(cases: readonly Case[], nulls: NullRule = 'remove'): Promise<unknown[]> {
  await collection.deleteMany({});
  await collection.insertMany(
    cases.map(([target], _id) => (target === undefined ? { _id } : { _id, json: toBson(target) })),
  );
  await collection.bulkWrite(
    cases.map(([, patch], _id) => ({
      updateOne: { filter: { _id }, update: [{ $set: { json: mergePatchExpression('$json', patch, nulls) } }] },
    })),
  );
  const stored = await collection.find().sort({ _id: 1 }).toArray();
  return stored.map(({ json }) => json);
}

describe('RFC 7396', () => {
  // Appendix A, the whole table. Some patches there are no objects, which only happens to us inside of one.
  const table: [original: JsonValue, patch: JsonValue, result: JsonValue][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];

  test.each(table)('patches %j with %j to %j', async (original, patch, result) => {
    expect(await patched([[{ at: original }, { at: patch }]])).toEqual([{ at: result }]);
    expect(mergePatch(original, patch)).toEqual(result);
  });

  test('removes a member that the patch makes null', async () => {
    expect(await patched([[{ at: { a: 'foo' } }, { at: null }]])).toEqual([{}]);
    expect(mergePatch({ a: 'foo' }, null)).toBeNull();
  });

  test('patches what is no object, or is not there at all, as if it were empty', async () => {
    const patch = { a: { b: 1, c: null } };
    const targets = [undefined, null, 'text', 1, [{ a: { x: 1 } }], { a: null }, { a: [1] }];
    expect(await patched(targets.map((target) => [target, patch]))).toEqual(targets.map(() => ({ a: { b: 1 } })));
  });

  test(
    'holds for any document and any patch',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(jsonObject, jsonObject), { minLength: 1, maxLength: 10 }), async (cases) => {
          const stored = await patched(cases);
          expect(stored.map(exactly)).toEqual(cases.map(([target, patch]) => exactly(mergePatch(target, patch))));
        }),
        runs(200),
      );
    },
    timeFor(60_000),
  );
});

describe('merging without nulls', () => {
  test(
    'holds for any document and any patch: a null neither clears nor is stored',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(jsonObject, jsonObject), { minLength: 1, maxLength: 10 }), async (cases) => {
          const stored = await patched(cases, 'ignore');
          const expected = cases.map(([target, patch]) => exactly(mergeWithoutNulls(target, patch)));
          expect(stored.map(exactly)).toEqual(expected);
        }),
        runs(100),
      );
    },
    timeFor(60_000),
  );
});

describe('limits of the engine', () => {
  const { depth, keys } = jsonLimits;

  test('takes the deepest patch, whatever it merges with', async () => {
    const levelKey = (level: number) => hostileKeys[level] ?? 'deep';
    const deep = nested(depth, levelKey, { value: 1, gone: 1 });
    const patch = nested(depth, levelKey, { value: 2, gone: null, added: [{ $set: null }] });
    const stored = await patched([
      [deep, patch],
      [{}, patch],
    ]);
    expect(stored.map(exactly)).toEqual([exactly(mergePatch(deep, patch)), exactly(mergePatch({}, patch))]);
  });

  test.each(['value', 'null', 'object', 'array'])(
    'takes as many keys as an input may have, each with one %s',
    async (kind) => {
      const values: Record<string, JsonValue> = { value: 1, null: null, object: {}, array: [null] };
      const wide = (value: JsonValue, count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, n) => [`$key.${n}`, value]));
      const target = wide({ old: true }, keys);
      const patch = wide(values[kind] ?? null, keys);
      expect((await patched([[target, patch]])).map(exactly)).toEqual([exactly(mergePatch(target, patch))]);
    },
  );

  test('takes the deepest patch with all its keys on every level', async () => {
    const each = Math.floor((keys - depth) / depth);
    const level = (inner: JsonObject): JsonObject => ({
      ...Object.fromEntries(Array.from({ length: each }, (_, n) => [`k${n}`, n % 3 === 0 ? null : { n }])),
      inner,
    });
    let patch: JsonObject = { last: null };
    for (let n = 2; n < depth; n += 1) patch = level(patch);
    const target = nested(depth, () => 'inner', { last: 1 });
    expect((await patched([[target, patch]])).map(exactly)).toEqual([exactly(mergePatch(target, patch))]);
  });
});

test.each(hostileKeys.map((key) => [key.slice(0, 20), key]))(
  'keeps, merges and removes the key %j',
  async (_shown, key) => {
    const values: JsonValue[] = [1, '$name', [], [{ [key]: 1 }, [null]], {}, withKey(key, [withKey(key, { a: 1 })])];
    const cases: Case[] = values.flatMap((value): Case[] => [
      [{ other: 1 }, withKey(key, value)],
      [{ ...withKey(key, value), other: 1 }, withKey(key, null)],
      [{ ...withKey(key, value), other: 1 }, withKey(key, { added: true, ...withKey(key, null) })],
    ]);
    const stored = await patched(cases);
    expect(stored.map(exactly)).toEqual(cases.map(([target, patch]) => exactly(mergePatch(target, patch))));
  },
);
