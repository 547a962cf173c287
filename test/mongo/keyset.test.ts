import fc from 'fast-check';
import { type Db, type Document, ObjectId } from 'mongodb';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Mongo } from '../../src/mongo/client.ts';
import { findPage, type IdCodec, type KeysetOrder, planPage, uuidIds } from '../../src/mongo/keyset.ts';
import { findPagesByParent } from '../../src/mongo/keyset-lookup.ts';
import { InvalidInputError } from '../../src/shared/errors.ts';
import type { Page, PageRequest } from '../../src/shared/paging.ts';
import { runs, timeFor } from '../lead/json-values.ts';
import { openTestDatabase } from '../support/database.ts';

let mongo: Mongo;
let db: Db;

const objectIds: IdCodec = {
  toText: String,
  fromText: (text) => (/^[0-9a-f]{24}$/.test(text) ? new ObjectId(text) : undefined),
};

interface Item extends Document {
  _id: string;
  box: string[];
  owner: string;
  at: Date;
  deep: { name: string };
}

const boxes = ['red', 'blue', 'empty'];
let items: Item[];

beforeAll(async () => {
  mongo = await openTestDatabase();
  db = mongo.db;
  items = Array.from({ length: 30 }, (_, n) => ({
    _id: v7(),
    box: boxes.slice(0, 2).filter((_name, index) => n % (index + 2) === 0),
    owner: ['ann', 'bob', 'cyd', 'dan', 'ann'][n % 5] ?? '',
    at: new Date(n % 4),
    deep: { name: ['a', '', 'A', '$x', 'é'][n % 5] ?? '' },
  }));
  await db.collection<Item>('items').createIndex({ box: 1, _id: 1 });
  await db.collection<Item>('items').createIndex({ owner: 1, _id: 1 });
  await db.collection<Item>('items').insertMany(items);
});

const orders: KeysetOrder[] = [1 as const, -1 as const].flatMap((direction) => [
  { name: `at${direction}`, field: 'at', kind: 'date', direction },
  { name: `name${direction}`, field: 'deep.name', kind: 'string', direction },
  { name: `id${direction}`, field: '_id', kind: 'id', direction },
]);

const idOf = ({ _id }: Item) => _id;
const idsOf = (page: Page<string> | undefined) => page?.edges.map(({ node }) => node);

const pageOf = (order: KeysetOrder, request: PageRequest, filter = {}) =>
  findPage<Item, string>(db.collection<Item>('items'), filter, { order, ids: uuidIds, request }, idOf);

const pagesOf = (order: KeysetOrder, request: PageRequest, parents = boxes) =>
  findPagesByParent<Item, string>(
    db,
    {
      collection: 'items',
      foreignField: 'box',
      filter: {},
      parents: parents.map((box) => [`box ${box}`, box]),
      order,
      ids: uuidIds,
      request,
    },
    idOf,
  );

describe('findPage', () => {
  test.each(orders)('gives the whole sequence, page by page, by $name', async (order) => {
    const whole = idsOf(await pageOf(order, { first: 100 }));
    expect(whole).toHaveLength(items.length);
    for (const size of [1, 7, 29, 30, 31]) {
      const forward: string[] = [];
      const backward: string[] = [];
      let next: PageRequest = { first: size };
      for (let more = true; more; ) {
        const page = await pageOf(order, next);
        forward.push(...(idsOf(page) ?? []));
        more = page.hasNextPage;
        next = { first: size, after: page.edges.at(-1)?.cursor ?? '' };
      }
      let previous: PageRequest = { last: size };
      for (let more = true; more; ) {
        const page = await pageOf(order, previous);
        backward.unshift(...(idsOf(page) ?? []));
        more = page.hasPreviousPage;
        previous = { last: size, before: page.edges.at(0)?.cursor ?? '' };
      }
      expect(forward).toEqual(whole);
      expect(backward).toEqual(whole);
    }
  });

  test('counts only when it is asked to', async () => {
    const [order] = orders;
    const commands: string[] = [];
    const note = ({ commandName }: { commandName: string }) => commands.push(commandName);
    mongo.client.on('commandStarted', note);
    const page = order && (await pageOf(order, { first: 2 }, { box: 'red' }));
    expect(commands).toEqual(['find']);
    expect(await page?.totalCount()).toBe(15);
    expect(commands).toEqual(['find', 'aggregate']);
    mongo.client.off('commandStarted', note);
  });
});

describe('findPagesByParent', () => {
  test(
    'gives each parent the page that it would get alone',
    async () => {
      const size = fc.integer({ min: 1, max: 20 });
      const at = fc.option(fc.nat({ max: 29 }), { nil: null });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...orders), size, fc.boolean(), at, at, async (order, count, back, a, b) => {
          const { edges } = await pageOf(order, { first: 100 });
          const request: PageRequest = {
            ...(back ? { last: count } : { first: count }),
            ...(a === null ? {} : { after: edges[a]?.cursor ?? '' }),
            ...(b === null ? {} : { before: edges[b]?.cursor ?? '' }),
          };
          const pages = await pagesOf(order, request);
          expect([...pages.keys()]).toEqual(boxes.map((box) => `box ${box}`));
          for (const box of boxes) {
            const alone = await pageOf(order, request, { box });
            const page = pages.get(`box ${box}`);
            expect({ ...page, totalCount: await page?.totalCount() }).toEqual({
              ...alone,
              totalCount: await alone.totalCount(),
            });
          }
        }),
        runs(60),
      );
    },
    timeFor(60_000),
  );

  test('is one command, and one more for all totals, also for as many rows as one answer can ask for', async () => {
    const parents = Array.from({ length: 100 }, (_, n) => `parent ${n}`);
    const children = parents.flatMap((box) =>
      Array.from(
        { length: 101 },
        (): Item => ({ _id: v7(), box: [box], owner: box, at: new Date(0), deep: { name: 'a' } }),
      ),
    );
    await db.collection<Item>('items').insertMany(children);
    const order: KeysetOrder = { name: 'id', field: '_id', kind: 'id', direction: 1 };
    const commands: string[] = [];
    const note = ({ commandName }: { commandName: string }) => commands.push(commandName);
    mongo.client.on('commandStarted', note);
    const pages = await pagesOf(order, { first: 100 }, parents);
    expect(commands).toEqual(['aggregate']);
    for (const page of pages.values()) {
      expect(page.edges).toHaveLength(100);
      expect(page.hasNextPage).toBe(true);
      expect(await page.totalCount()).toBe(101);
    }
    expect(commands).toEqual(['aggregate', 'aggregate']);
    mongo.client.off('commandStarted', note);
    await db.collection<Item>('items').deleteMany({ box: { $in: parents } });
  });
});

describe('findPagesByParent, where children are few', () => {
  const owners: [id: string, value: string | string[]][] = [
    ['Ann', 'ann'],
    ['Bob, once Cyd', ['bob', 'cyd']],
    ['nobody', 'nobody'],
  ];
  const byId = orders.filter(({ field }) => field === '_id');
  const pagesOfOwners = (order: KeysetOrder, request: PageRequest, parents = owners) =>
    findPagesByParent<Item, string>(
      db,
      {
        collection: 'items',
        foreignField: 'owner',
        filter: {},
        parents,
        order,
        ids: uuidIds,
        request,
        fewBy: { owner: 1, _id: 1 },
      },
      idOf,
    );

  async function watch<T>(work: () => Promise<T>) {
    const commands: string[] = [];
    const note = ({ commandName }: { commandName: string }) => commands.push(commandName);
    mongo.client.on('commandStarted', note);
    try {
      return { answer: await work(), commands };
    } finally {
      mongo.client.off('commandStarted', note);
    }
  }

  test(
    'gives each parent the page that it would get alone',
    async () => {
      const size = fc.integer({ min: 1, max: 20 });
      const at = fc.option(fc.nat({ max: 29 }), { nil: null });
      const some = fc.subarray(owners, { minLength: 1 });
      await fc.assert(
        fc.asyncProperty(
          ...([fc.constantFrom(...byId), size, fc.boolean(), at, at, some] as const),
          async (order, count, back, a, b, parents) => {
            const { edges } = await pageOf(order, { first: 100 });
            const request: PageRequest = {
              ...(back ? { last: count } : { first: count }),
              ...(a === null ? {} : { after: edges[a]?.cursor ?? '' }),
              ...(b === null ? {} : { before: edges[b]?.cursor ?? '' }),
            };
            const pages = await pagesOfOwners(order, request, parents);
            expect([...pages.keys()]).toEqual(parents.map(([id]) => id));
            for (const [id, value] of parents) {
              const alone = await pageOf(order, request, { owner: { $in: [value].flat() } });
              const page = pages.get(id);
              expect({ ...page, totalCount: await page?.totalCount() }).toEqual({
                ...alone,
                totalCount: await alone.totalCount(),
              });
            }
          },
        ),
        runs(60),
      );
    },
    timeFor(60_000),
  );

  test.each<[string, PageRequest, string[]]>([
    ['is one command, totals included', { first: 8 }, ['find']],
    ['is two where they are many, and one more for all totals', { first: 2 }, ['find', 'aggregate', 'aggregate']],
  ])('%s', async (_name, request, expected) => {
    const [order] = byId as [KeysetOrder];
    const { answer, commands } = await watch(async () => {
      const pages = await pagesOfOwners(order, request);
      return Promise.all([...pages.values()].map((page) => page.totalCount()));
    });
    expect(answer).toEqual([12, 12, 0]);
    expect(commands).toEqual(expected);
  });
});

describe('planPage', () => {
  const byId: KeysetOrder = { name: 'id', field: '_id', kind: 'id', direction: 1 };
  const byName: KeysetOrder = { name: 'name', field: 'name', kind: 'string', direction: 1 };
  const byDate: KeysetOrder = { name: 'at', field: 'at', kind: 'date', direction: 1 };
  const hex = 'a'.repeat(24);
  const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');

  test('reads back what a position is made of', () => {
    const id = new ObjectId(hex);
    expect(planPage(byDate, objectIds, { first: 1, after: encode(['at', 5, hex]) }).filter).toEqual({
      $and: [{ at: { $gte: new Date(5) }, $or: [{ at: { $gt: new Date(5) } }, { _id: { $gt: id } }] }],
    });
    expect(planPage(byName, objectIds, { last: 1, before: encode(['name', '$x', hex]) }).filter).toEqual({
      $and: [{ name: { $lte: '$x' }, $or: [{ name: { $lt: '$x' } }, { _id: { $lt: id } }] }],
    });
    expect(planPage(byId, objectIds, { first: 1, after: encode(['id', null, hex]) }).filter).toEqual({
      $and: [{ _id: { $gt: id } }],
    });
  });

  test.each<[KeysetOrder, unknown]>([
    [byId, 'text'],
    [byId, 5],
    [byId, { $gt: '' }],
    [byName, null],
    [byName, 5],
    [byName, { $gt: '' }],
    [byName, ['a']],
    [byDate, null],
    [byDate, '5'],
    [byDate, { $gt: 0 }],
    [byDate, 9e15],
  ])('takes no value of another kind: %j, %j', (order, value) => {
    const after = encode([order.name, value, hex]);
    expect(() => planPage(order, objectIds, { first: 1, after })).toThrow(InvalidInputError);
  });

  test.each(['', 'x'.repeat(36), `{${v7().slice(2)}}`, v7().toUpperCase(), 5, null, { $ne: 1 }])(
    'takes no id that is none: %j',
    (id) => {
      const after = encode(['id', null, id]);
      expect(() => planPage(byId, uuidIds, { first: 1, after })).toThrow(InvalidInputError);
    },
  );

  test(
    'refuses or takes any text at all as a cursor, and never lets an operator through',
    () => {
      const part = fc.oneof(fc.constantFrom('id', 'name', 'at', hex, null), fc.jsonValue());
      const cursor = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.tuple(part, part, part).map(encode),
        fc.json().map(encode),
      );
      fc.assert(
        fc.property(fc.constantFrom(byId, byName, byDate), cursor, (order, after) => {
          try {
            const { filter } = planPage(order, objectIds, { first: 1, after });
            const [bound]: Document[] = filter.$and ?? [];
            const value = order === byId ? bound?._id.$gt : bound?.[order.field].$gte;
            expect(
              order === byId ? value instanceof ObjectId : value instanceof Date || typeof value === 'string',
            ).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidInputError);
          }
        }),
        runs(2000),
      );
    },
    timeFor(20_000),
  );
});
