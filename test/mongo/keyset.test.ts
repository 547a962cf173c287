import fc from 'fast-check';
import { type Db, type Document, ObjectId } from 'mongodb';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Mongo } from '../../src/mongo/client.ts';
import { type IdCodec, type KeysetOrder, planPage, uuidIds } from '../../src/mongo/keyset.ts';
import { InvalidInputError } from '../../src/shared/errors.ts';
import type { PageRequest } from '../../src/shared/paging.ts';
import { runs, timeFor } from '../lead/json-values.ts';
import { idsOf, itemCount, openItems, orders, pageOfItems } from './keyset-items.ts';

const objectIds: IdCodec = {
  toText: String,
  fromText: (text) => (/^[0-9a-f]{24}$/.test(text) ? new ObjectId(text) : undefined),
};

let mongo: Mongo;
let db: Db;

beforeAll(async () => {
  mongo = await openItems();
  db = mongo.db;
});

const pageOf = (order: KeysetOrder, request: PageRequest, filter = {}) => pageOfItems(db, order, request, filter);

describe('findPage', () => {
  test.each(orders)('gives the whole sequence, page by page, by $name', async (order) => {
    const whole = idsOf(await pageOf(order, { first: 100 }));
    expect(whole).toHaveLength(itemCount);
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
