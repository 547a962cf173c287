import type { Document } from 'mongodb';
import type { TestGateway } from '../support/gateway.ts';

/** An expression that keeps the server busy, the longer the larger `rounds` is. */
const busy = (rounds: Document) => ({
  $reduce: { input: { $range: [0, rounds] }, initialValue: 0, in: { $add: ['$$value', { $mod: ['$$this', 7] }] } },
});

/**
 * Makes every read of a collection take minutes: in its place comes a view that works for each document before it shows
 * none of them.
 */
export async function slowReads({ mongo: { db } }: TestGateway, collection: string, fields: Document): Promise<void> {
  await db.collection(collection).drop();
  await db
    .collection('many')
    .insertMany(Array.from({ length: 20_000 }, () => ({ ...fields, createdAt: new Date(), rounds: 20_000 })));
  const pipeline = [{ $match: { $expr: { $lt: [busy({ $add: ['$rounds', 0] }), 0] } } }];
  await db.createCollection(collection, { viewOn: 'many', pipeline });
}

/** Makes every write of a campaign keep the server busy for some time: the longer its name, the longer. */
export async function slowWrites({ mongo: { db } }: TestGateway): Promise<void> {
  const validator = { $expr: { $gte: [busy({ $multiply: [10_000, { $strLenCP: '$name' }] }), 0] } };
  await db.collection('campaigns').drop();
  await db.createCollection('campaigns', { validator });
}

/** How many commands the server works on at this moment for the documents behind a view. */
export async function slowWork({ mongo: { client, db } }: TestGateway): Promise<number> {
  const all = await client
    .db('admin')
    .aggregate([{ $currentOp: {} }])
    .toArray();
  return all.filter(({ ns, active }) => active === true && ns === `${db.databaseName}.many`).length;
}
