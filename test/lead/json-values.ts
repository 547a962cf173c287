import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../src/shared/json.ts';

/**
 * How often a property runs: a few hundred times in the normal run. `LEADGRAPH_TEST_RUNS=20` multiplies that by 20:
 *
 *     LEADGRAPH_TEST_RUNS=20 npx vitest run --config test/vitest.config.ts test/lead test/mongo
 */
const factor = Number(process.env.LEADGRAPH_TEST_RUNS ?? 1);
export const runs = (normal: number) => ({ numRuns: normal * factor });
/** Time for a property of `runs` runs, in milliseconds. */
export const timeFor = (normal: number) => normal * factor;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** MergePatch of RFC 7396, section 2, line by line. A Map holds the members, so that no key means more than its text. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const members = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, mergePatch(members.get(name), value));
  }
  return Object.fromEntries(members);
}

/** The same, but a null says nothing: what createLead does with JSON that arrives for a lead it knows. */
export function mergeWithoutNulls(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const members = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value !== null) members.set(name, mergeWithoutNulls(members.get(name), value));
  }
  return Object.fromEntries(members);
}

/** One text for equal JSON: keys sorted, and -0 told from 0. */
export function exactly(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(exactly).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${exactly(item)}`).join()}}`;
}

/** An object with this one key, as its own, whatever the key is. */
export const withKey = (key: string, value: JsonValue): JsonObject => Object.fromEntries([[key, value]]);

/** Keys that mean something to JavaScript, BSON, MongoDB or its driver. */
export const hostileKeys = [
  ...['', '.', '..', 'a.b', 'a.', '.a', '$', '$$', '$$NOW', '$$ROOT', '$set', '$literal', '$id', '$db', '$a.$b', '_id'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'toBSON', 'then'],
  ...['_bsontype', 'length', 'k', 'v', 'target', 'entry', 'firstBatch', '0', '1', '-1', '1e3', '4294967295'],
  ...[' ', '\t', '\u0001', '\u2028', '\ufeff', 'é', 'e\u0301', 'ß', '名前', '🙂', '\u{10ffff}', 'x'.repeat(2000)],
];

const oftenShared = ['a', 'b', 'c'];
const wellFormed = fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => !text.includes('\0'));

const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...oftenShared) },
  { weight: 3, arbitrary: fc.constantFrom(...hostileKeys) },
  { weight: 1, arbitrary: wellFormed.filter((text) => text !== '$ref') },
);

const leaf: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.constantFrom<JsonValue>(true, false, '', 0, 1, {}, []) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<JsonValue>(-0, 0.1, 1e21, 1e-7, 2 ** 31, 2 ** 53, -(2 ** 63), 5e-324, 1.7e308),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<JsonValue>('$name', '$$ROOT', '$$REMOVE', 'a.b', '__proto__', 'ObjectId', '🙂'),
  },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: wellFormed },
);

const { object } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 8, withCrossShrink: true },
    leaf,
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));

/** The deepest object that one input may hold: `levels` objects in each other. */
export function nested(levels: number, keyOfLevel: (level: number) => string, innermost: JsonObject): JsonObject {
  let value = innermost;
  for (let level = levels - 1; level > 0; level -= 1) value = withKey(keyOfLevel(level), value);
  return value;
}

/** Any JSON object with many keys in common with any other one, now and then a deep one. */
export const jsonObject: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 9, arbitrary: object },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(key, { minLength: 10, maxLength: 10 }), leaf)
      .map(([keys, value]) => nested(11, (level) => keys[level - 1] ?? 'a', withKey('a', value))),
  },
);
