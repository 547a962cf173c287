import type { AnyBulkWriteOperation, Document } from 'mongodb';
import { ObjectId } from 'mongodb';
import { connectMongo } from '../../../src/mongo/client.ts';
import { leadHex } from '../data/names.ts';

// The floor of an import: documents as they end up stored, in as few commands as the driver needs.

const { MONGODB_URI = '', BENCH_WORKSPACE = '' } = process.env;
const batch = 1_000;
const mongo = await connectMongo({ uri: MONGODB_URI, dataDirectory: '' }, 'own');
const leads = mongo.client
  .db(mongo.db.databaseName, { writeConcern: { w: 1, journal: true } })
  .collection<Document>('leads');
const imported = { workspaceId: BENCH_WORKSPACE, _id: { $gt: new ObjectId(leadHex(0xffffffff)) } };

/** How long writing takes what the import before has left, in seconds. */
async function writeAgain(): Promise<{ rows: number; seconds: number }> {
  const documents = await leads.find(imported).toArray();
  await leads.deleteMany(imported);
  const started = performance.now();
  for (let from = 0; from < documents.length; from += batch) {
    const operations = documents
      .slice(from, from + batch)
      .map((document): AnyBulkWriteOperation => ({ insertOne: { document } }));
    await leads.bulkWrite(operations, { ordered: false });
  }
  return { rows: documents.length, seconds: (performance.now() - started) / 1000 };
}

process.on('message', (message) => {
  if (message === 'write') void writeAgain().then((written) => process.send?.(written));
});
process.stdout.write('Serves bulk\n');
