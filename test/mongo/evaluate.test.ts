import { type Collection, type Document, ObjectId } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../../src/mongo/evaluate/evaluate.ts';
import type { Expression, Stage } from '../../src/mongo/expressions.ts';
import { openTestDatabase } from '../support/database.ts';

// Pipelines are evaluated here as by MongoDB. test/lead/rewrite.property.test.ts has those of leads.

let collection: Collection<Document>;

beforeAll(async () => {
  collection = (await openTestDatabase()).db.collection('evaluated');
});

const document = {
  _id: new ObjectId('650000000000000000000001'),
  text: ' a text\u00a0',
  empty: '',
  number: 3,
  zero: 0,
  minus: -2,
  yes: true,
  no: false,
  nothing: null,
  at: new Date(1_700_000_000_000),
  list: ['b', 'a', 'b', 1, null],
  short: ['a', 'c'],
  none: [],
  object: { x: 1, y: { z: 'deep' }, 'a.b': 2, $c: 3 },
  pairs: [
    { k: 'one', v: 1 },
    { k: 'two', v: null },
    { k: 'one', v: 3 },
  ],
  items: [{ key: 'k1', inner: [{ n: 1 }, { n: 2 }] }, { key: null }, 'none', { other: 1 }, [{ key: 'within' }]],
  long: Array.from({ length: 40 }, (_, at) => ({ k: `key ${at % 30}`, v: at % 30 })),
  paths: ['metadata/a', 'metadata/a/b', '🙂metadata/a'],
};

/** The document behind the pipeline, as MongoDB makes it; null where it refuses. */
async function byMongo(pipeline: Stage[]): Promise<Document | null> {
  await collection.deleteMany({});
  await collection.insertOne({ ...document });
  return collection
    .findOneAndUpdate({}, pipeline, { returnDocument: 'after' })
    .catch((error: { code?: number }) => (error.code === undefined ? Promise.reject(error) : null));
}

const each = (input: string, inside: Expression, as = 'item'): Expression => ({ $map: { input, as, in: inside } });

const expressions: Expression[] = [
  ...[
    '$text',
    '$missing',
    '$object.y.z',
    '$object.x.y',
    '$items.key',
    '$items.inner.n',
    '$list.a',
    '$$ROOT',
    '$$ROOT.text',
  ],
  ...['$$REMOVE', 'plain', 5, true, null, new Date(5)],
  ['$text', '$missing', 1, ['$number']],
  { $literal: '$text' },
  { $literal: { a: '$text', $b: [1] } },
  { a: '$number', b: '$missing', c: { d: '$yes' } },

  ...['$eq', '$ne'].flatMap((name) =>
    [
      ...[
        ['$number', 3],
        ['$number', '3'],
        ['$missing', null],
        ['$nothing', null],
        ['$missing', '$absent'],
        ['$zero', -0],
      ],
      ...[
        ['$object', { $literal: { x: 1, y: { z: 'deep' }, 'a.b': 2, $c: 3 } }],
        ['$none', []],
        ['$none', {}],
      ],
      ...[
        [{ $literal: { a: 1, b: 2 } }, { $literal: { b: 2, a: 1 } }],
        ['$at', new Date(1_700_000_000_000)],
        ['$no', 0],
      ],
      ...[
        ['$_id', new ObjectId('650000000000000000000001')],
        ['$_id', '$at'],
        ['$list', ['b', 'a', 'b', 1, null]],
      ],
    ].map((operands) => ({ [name]: operands }) as Expression),
  ),
  ...['$gt', '$lte'].flatMap((name) =>
    [
      ...[
        ['$number', 2],
        ['$number', 3],
        ['$missing', null],
        ['$nothing', null],
        ['$text', null],
        ['$none', null],
      ],
      ...[
        ['$object', null],
        ['$no', null],
        ['$nothing', 5],
        ['$zero', '$minus'],
        [{ $bsonSize: '$object' }, 50],
      ],
      ...[
        [{ $bsonSize: '$object' }, 51],
        [{ $bsonSize: '$object' }, 5_000],
        [{ $bsonSize: '$nothing' }, 1],
      ],
    ].map((operands) => ({ [name]: operands }) as Expression),
  ),
  ...['$yes', '$no', '$zero', '$number', '$empty', '$nothing', '$missing', '$none'].flatMap((one): Expression[] => [
    { $not: [one] },
    { $cond: [one, 'then', 'else'] },
    { $and: ['$yes', one] },
    { $or: ['$no', one] },
    { $ifNull: [one, 'instead'] },
    { $ifNull: [one, '$missing'] },
    { $isArray: one },
  ]),
  ...['$at', '$_id', '$object', '$text', '$list', '$yes', '$nothing', '$missing'].map(
    (one): Expression => ({ $type: one }),
  ),
  { $let: { vars: { a: '$number', b: '$text' }, in: ['$$a', '$$b'] } },
  { $let: { vars: { a: 1 }, in: { $let: { vars: { a: 2, b: '$$a' }, in: ['$$a', '$$b'] } } } },
  { $let: { vars: { list: '$items' }, in: '$$list.key' } },
  { $let: { vars: { gone: '$missing' }, in: { $type: '$$gone' } } },

  { $add: ['$number', 1, '$minus'] },
  { $add: ['$number', '$missing'] },
  { $min: ['$number', '$minus'] },
  { $min: ['$number', '$missing'] },
  { $min: ['$nothing', '$missing'] },
  { $bsonSize: '$object' },
  { $bsonSize: '$missing' },
  { $toString: '$_id' },
  { $toInt: '$text' },

  { $concat: ['$text', '-', '$empty'] },
  { $concat: ['$text', '$missing'] },
  { $split: ['a b  c', ' '] },
  { $split: ['$missing', ' '] },
  { $split: ['$empty', ' '] },
  ...['$text', '\ufeff x \u3000', '\t\0x\v\f', '$missing', '  '].map(
    (text): Expression => ({ $trim: { input: text } }),
  ),
  { $replaceOne: { input: 'domain:a.domain:', find: 'domain:', replacement: '$&' } },
  { $replaceOne: { input: '$missing', find: 'a', replacement: 'b' } },
  ...['metadata/a', 'x', ''].map((part): Expression => each('$paths', { $indexOfCP: ['$$item', part] })),
  { $indexOfCP: ['$missing', 'a'] },

  ...['a', 'z', 1, null, '$missing', { $literal: { key: null } }].map((one): Expression => ({ $in: [one, '$list'] })),
  { $in: [{ $literal: { key: null } }, '$items'] },
  { $in: ['a', '$missing'] },
  { $size: '$list' },
  { $size: '$text' },
  ...['$list', '$none', '$missing'].flatMap((list): Expression[] => [
    { $first: list },
    { $arrayElemAt: [list, 1] },
    { $arrayElemAt: [list, -1] },
    { $arrayElemAt: [list, 9] },
    { $indexOfArray: [list, 'b'] },
    { $indexOfArray: [list, 'z'] },
    { $slice: [list, 2] },
    { $slice: [list, -2] },
    { $slice: [list, 99] },
    { $concatArrays: [list, ['x']] },
    { $filter: { input: list, as: 'one', cond: { $ne: ['$$one', 'b'] } } },
    each(list, { $ifNull: ['$$item', '$missing'] }),
    { $reduce: { input: list, initialValue: [], in: { $concatArrays: [['$$this'], '$$value'] } } },
    { $setDifference: [list, ['a']] },
    { $setDifference: [['a', 'z', 'a'], list] },
    { $anyElementTrue: [list] },
    { $objectToArray: list },
  ]),
  { $range: [2, 5] },
  { $range: [5, 2] },
  { $setDifference: ['$long', { $slice: ['$long', 10] }] },
  { $setDifference: ['$long', []] },
  { $setDifference: ['$items', [{ $literal: { key: null } }]] },
  { $mergeObjects: ['$object', { $literal: { x: 9, n: 1 } }, '$missing', null] },
  { $mergeObjects: ['$object', '$number'] },
  ...['x', 'a.b', { $literal: '$c' }, 'none'].flatMap((field): Expression[] => [
    { $getField: { field, input: '$object' } },
    { $type: { $getField: { field, input: '$nothing' } } },
    { $type: { $getField: { field, input: '$missing' } } },
    { $type: { $getField: { field, input: '$number' } } },
  ]),
  { $objectToArray: '$object' },
  { $objectToArray: { b: '$number', a: '$missing' } },
  { $arrayToObject: '$pairs' },
  { $arrayToObject: [[{ k: 'a', v: '$number' }]] },
  { $arrayToObject: '$missing' },
  { $arrayToObject: '$list' },
];

/** The order of what these make is left open. */
const sets: Expression[] = [
  { $setUnion: ['$list', '$short', [1, null]] },
  { $setUnion: ['$list', '$missing'] },
  { $setUnion: ['$long', '$items'] },
  { $setIntersection: ['$list', '$short'] },
  { $setIntersection: ['$long', { $slice: ['$long', -12] }] },
  { $setIntersection: ['$list', '$missing'] },
];

const inOrder = (value: unknown): unknown =>
  Array.isArray(value) ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value;

describe('an expression has the value that it has in MongoDB', () => {
  test.each(expressions.map((one) => [JSON.stringify(one), one] as const))('%s', async (_name, expression) => {
    const pipeline = [{ $set: { result: { $cond: [true, expression, null] } } }];
    expect(evaluate(pipeline, document)).toStrictEqual(await byMongo(pipeline));
  });

  test.each(sets.map((one) => [JSON.stringify(one), one] as const))('%s, in any order', async (_name, expression) => {
    const pipeline = [{ $set: { result: expression } }];
    const [here, there] = [evaluate(pipeline, document), await byMongo(pipeline)];
    expect(inOrder(here?.result)).toStrictEqual(inOrder(there?.result));
  });
});

const pipelines: Stage[][] = [
  [
    { $set: { before: '$$ROOT' } },
    { $set: { text: 1, former: '$before.text' } },
    { $unset: ['before', 'list', 'absent'] },
  ],
  [{ $set: { text: '$number', number: '$text' } }],
  [{ $set: { text: '$$REMOVE', absent: '$missing' } }, { $set: { type: { $type: '$text' } } }],
  [{ $set: { 'object.x': 2, 'object.new': '$text', 'object.y': '$$REMOVE' } }],
  [{ $set: { 'new.part': 1, 'nothing.part': 2, 'number.part': 3 } }],
  [{ $set: { 'object.x': '$object.y', 'object.y': '$object.x' } }],
  [{ $set: { text: 1 } }, { $replaceWith: { $mergeObjects: ['$$ROOT', { text: 2, more: '$text' }] } }],
  [{ $replaceWith: { $cond: ['$no', '$$ROOT', '$$ROOT'] } }],
];

test.each(pipelines.map((one) => [JSON.stringify(one), one] as const))('%s', async (_name, pipeline) => {
  const former = structuredClone({ ...document, _id: null });
  const here = evaluate(pipeline, document);
  expect(here).toStrictEqual(await byMongo(pipeline));
  expect(Object.keys(here ?? {})).toEqual(Object.keys((await byMongo(pipeline)) ?? {}));
  // What was passed is as it was.
  expect({ ...document, _id: null }).toStrictEqual(former);
});

describe('what is not known here is left to MongoDB', () => {
  test.each<Stage[]>([
    [{ $set: { a: { $rand: {} } } }],
    [{ $set: { a: '$$NOW' } }],
    [{ $set: { a: { b: 1 } } }],
    [{ $set: { 'object.y.z': 1 } }],
    [{ $set: { 'items.key': 1 } }],
    [{ $set: { a: { $literal: new Map([['_bsontype', 'x']]) } } }],
    [
      { $set: { a: { $objectToArray: { $literal: JSON.parse('{"__proto__":1}') } } } },
      { $set: { a: { $arrayToObject: '$a' } } },
    ],
    [{ $project: { a: 1 } }],
  ])('%j', (...pipeline) => {
    expect(evaluate(pipeline, document)).toBeNull();
  });
});
