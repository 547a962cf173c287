import fc from 'fast-check';
import type { Db } from 'mongodb';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Mongo } from '../../src/mongo/client.ts';
import { type KeysetOrder, uuidIds } from '../../src/mongo/keyset.ts';
import { findPagesByParent } from '../../src/mongo/keyset-lookup.ts';
import type { PageRequest } from '../../src/shared/paging.ts';
import { runs, timeFor } from '../lead/json-values.ts';
import { watchCommands } from '../support/commands.ts';
import { boxes, type Item, idOf, openItems, orders, pageOfItems } from './keyset-items.ts';

let mongo: Mongo;
let db: Db;

beforeAll(async () => {
  mongo = await openItems();
  db = mongo.db;
});

const pageOf = (order: KeysetOrder, request: PageRequest, filter = {}) => pageOfItems(db, order, request, filter);

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
    const { answer, commands } = await watchCommands(mongo, async () => {
      const pages = await pagesOfOwners(order, request);
      return Promise.all([...pages.values()].map((page) => page.totalCount()));
    });
    expect(answer).toEqual([12, 12, 0]);
    expect(commands).toEqual(expected);
  });
});
