import { BSON } from 'mongodb';
import type { Mongo } from '../../src/mongo/client.ts';

/** A document exactly as stored. Equal documents are one object. */
export interface Stored {
  collection: string;
  workspaceId: string;
  raw: Uint8Array;
  /** The document as extended JSON. */
  text: string;
}

/** Every document of a workspace. */
export type Dump = readonly Stored[];

/** Collections whose documents belong to no workspace, each with why. A new one needs a reason too. */
const workspaceless: Record<string, string> = { workspaces: 'they are the workspaces' };

export type Database = ReturnType<typeof openDatabase>;

/** The database behind the gateway's back. */
export function openDatabase({ db }: Mongo) {
  const known = new Map<string, Stored>();

  function toStored(collection: string, document: unknown): Stored {
    if (!(document instanceof Uint8Array)) throw new Error('A document was not read as bytes');
    const key = `${collection} ${Buffer.from(document).toString('latin1')}`;
    const stored = known.get(key) ?? parse(collection, document);
    known.set(key, stored);
    return stored;
  }

  return {
    /** All that the database has, by workspace. */
    async dump(): Promise<(workspaceId: string) => Dump> {
      const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
      const found = await Promise.all(
        names.map((name) => db.collection(name).find({}, { raw: true, batchSize: 1_000 }).sort({ _id: 1 }).toArray()),
      );
      const all = names.flatMap((name, index) => found[index]?.map((document) => toStored(name, document)) ?? []);
      return (workspaceId) => all.filter((stored) => stored.workspaceId === workspaceId);
    },

    /** Puts a workspace back to an earlier dump. */
    async restore(before: Dump, now: Dump): Promise<void> {
      const { added, gone } = difference(before, now);
      for (const name of new Set([...added, ...gone].map(({ collection }) => collection))) {
        const of = (dump: Dump) =>
          dump.filter(({ collection }) => collection === name).map(({ raw }) => toDocument(raw));
        await db.collection(name).deleteMany({ _id: { $in: of(added).map(({ _id }) => _id) } });
        if (of(gone).length > 0) await db.collection(name).insertMany(of(gone));
      }
    },

    /** Writes a document in the place of one of the same id. */
    async replace({ collection, raw }: Stored, document: BSON.Document): Promise<void> {
      await db.collection(collection).replaceOne({ _id: toDocument(raw)._id }, document);
    },
  };
}

/** What is in one dump and not in the other. */
export function difference(before: Dump, now: Dump): { added: Stored[]; gone: Stored[] } {
  const [earlier, later] = [new Set(before), new Set(now)];
  return {
    added: now.filter((stored) => !earlier.has(stored)),
    gone: before.filter((stored) => !later.has(stored)),
  };
}

/** A dump as text. */
export function textOf(dump: Dump): string {
  return dump.map(({ collection, text }) => `${collection} ${text}`).join('\n');
}

/** A document with its numbers as they are stored, so that it can be written back the same. */
function toDocument(raw: Uint8Array): BSON.Document {
  return BSON.deserialize(raw, { promoteValues: false, promoteLongs: false });
}

function parse(collection: string, raw: Uint8Array): Stored {
  const document = toDocument(raw);
  const text = BSON.EJSON.stringify(document, { relaxed: false });
  const workspaceId: unknown = collection in workspaceless ? `ws_${document._id}` : document.workspaceId;
  if (typeof workspaceId !== 'string') {
    throw new Error(`"${collection}" has a document without workspaceId: say in database.ts why, or give it one`);
  }
  return { collection, workspaceId, raw, text };
}
