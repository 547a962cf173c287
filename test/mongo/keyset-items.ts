import type { Db, Document } from 'mongodb';
import { v7 } from 'uuid';
import { findPage, type KeysetOrder, uuidIds } from '../../src/mongo/keyset.ts';
import type { Page, PageRequest } from '../../src/shared/paging.ts';
import { openTestDatabase } from '../support/database.ts';

export interface Item extends Document {
  _id: string;
  box: string[];
  owner: string;
  at: Date;
  deep: { name: string };
}

export const boxes = ['red', 'blue', 'empty'];
export const itemCount = 30;

/** A database of items to page through, which have ties in all that they are ordered by. */
export async function openItems() {
  const mongo = await openTestDatabase();
  const items = mongo.db.collection<Item>('items');
  await items.createIndex({ box: 1, _id: 1 });
  await items.createIndex({ owner: 1, _id: 1 });
  await items.insertMany(
    Array.from({ length: itemCount }, (_, n) => ({
      _id: v7(),
      box: boxes.slice(0, 2).filter((_name, index) => n % (index + 2) === 0),
      owner: ['ann', 'bob', 'cyd', 'dan', 'ann'][n % 5] ?? '',
      at: new Date(n % 4),
      deep: { name: ['a', '', 'A', '$x', 'é'][n % 5] ?? '' },
    })),
  );
  return mongo;
}

export const orders: KeysetOrder[] = [1 as const, -1 as const].flatMap((direction) => [
  { name: `at${direction}`, field: 'at', kind: 'date', direction },
  { name: `name${direction}`, field: 'deep.name', kind: 'string', direction },
  { name: `id${direction}`, field: '_id', kind: 'id', direction },
]);

export const idOf = ({ _id }: Item) => _id;
export const idsOf = (page: Page<string> | undefined) => page?.edges.map(({ node }) => node);

export const pageOfItems = (db: Db, order: KeysetOrder, request: PageRequest, filter = {}) =>
  findPage<Item, string>(db.collection<Item>('items'), filter, { order, ids: uuidIds, request }, idOf);
