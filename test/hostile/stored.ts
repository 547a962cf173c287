import { BSON, type Db } from 'mongodb';

interface Row {
  collection: string;
  raw: Uint8Array;
}

/** Every document of a database, byte by byte, by its collection and id. */
export type Snapshot = ReadonlyMap<string, Row>;

/** What became of a document: new without `before`, deleted without `after`. */
export interface Change {
  collection: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export async function takeSnapshot(db: Db): Promise<Snapshot> {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  const found = await Promise.all(
    names.map(async (collection): Promise<[string, Row][]> => {
      const documents = await db.collection(collection).find({}, { raw: true, batchSize: 1_000 }).toArray();
      return documents.map((document) => {
        if (!(document instanceof Uint8Array)) throw new Error('A document was not read as bytes');
        return [`${collection} ${String(BSON.deserialize(document)._id)}`, { collection, raw: document }];
      });
    }),
  );
  return new Map(found.flat());
}

/** All that has changed since a snapshot; it is put back as it was. */
export async function undoChanges(db: Db, before: Snapshot): Promise<Change[]> {
  const now = await takeSnapshot(db);
  const keys = [...new Set([...before.keys(), ...now.keys()])];
  const changes = await Promise.all(
    keys.map(async (key): Promise<Change | null> => {
      const [former, current] = [before.get(key), now.get(key)];
      if (former !== undefined && current !== undefined && Buffer.compare(former.raw, current.raw) === 0) return null;
      const { collection, raw } = former ?? current ?? { collection: '', raw: new Uint8Array() };
      const documents = db.collection(collection);
      await documents.deleteOne({ _id: BSON.deserialize(raw)._id });
      if (former !== undefined) await documents.insertOne(BSON.deserialize(former.raw, { promoteValues: false }));
      return { collection, before: fieldsOf(former), after: fieldsOf(current) };
    }),
  );
  return changes.filter((change) => change !== null);
}

function fieldsOf(row: Row | undefined): Record<string, unknown> | null {
  return row === undefined ? null : BSON.deserialize(row.raw);
}
