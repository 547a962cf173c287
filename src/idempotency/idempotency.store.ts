import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import type { IndexSpec } from '../mongo/indexes.ts';

/** What is known of a request that was sent with a key. */
export interface IdempotencyRecord {
  /** Tells one request from another: equal requests have equal fingerprints. */
  fingerprint: string;
  /** Who runs the request. Whoever takes it over puts another name here, and the first one can no longer finish it. */
  owner: string;
  /** Names the request in all that it makes; whoever takes it over goes on under this name. */
  runId: string;
  /** When `owner` began to run it. */
  startedAt: Date;
  /** When the key was first used; its time runs from here. */
  createdAt: Date;
  /** The answer as text, null while the request runs. */
  answer: string | null;
}

interface RecordDocument extends IdempotencyRecord {
  /** Workspace and key: what makes a key one of a kind. */
  _id: string;
  workspaceId: string;
}

/** How long a key is remembered. */
export const keptMs = 24 * 60 * 60 * 1000;

/** A sweep looks for nothing else, so it need not look more often. */
const sweepEveryMs = 10 * 60 * 1000;

/** MongoDB sweeps by this index itself; the embedded engine accepts it and never does. */
export const idempotencyIndexes: IndexSpec[] = [
  { collection: 'idempotency', key: { createdAt: 1 }, options: { expireAfterSeconds: keptMs / 1000 } },
];

export type IdempotencyStore = ReturnType<typeof createIdempotencyStore>;

/** All of MongoDB for requests that are sent with an idempotency key. */
export function createIdempotencyStore(db: Db) {
  const records: Collection<RecordDocument> = db.collection('idempotency');
  const idOf = (workspaceId: string, key: string) => `${workspaceId}:${key}`;
  let sweptAt = Number.NEGATIVE_INFINITY;

  return {
    /** False where the workspace has a record with this key. Index: _id. */
    async insert(workspaceId: string, key: string, record: IdempotencyRecord): Promise<boolean> {
      try {
        await records.insertOne({ _id: idOf(workspaceId, key), workspaceId, ...record });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /** Index: _id. */
    async find(workspaceId: string, key: string): Promise<IdempotencyRecord | null> {
      return records.findOne({ _id: idOf(workspaceId, key), workspaceId });
    },

    /** Puts a record in the place of one that is still as it was seen; false where that has moved on. Index: _id. */
    async replace(
      workspaceId: string,
      key: string,
      seen: IdempotencyRecord,
      record: IdempotencyRecord,
    ): Promise<boolean> {
      const { matchedCount } = await records.replaceOne(
        { _id: idOf(workspaceId, key), workspaceId, owner: seen.owner },
        { workspaceId, ...record },
      );
      return matchedCount === 1;
    },

    /** Keeps the answer, unless another owner has taken the request over. Index: _id. */
    async finish(workspaceId: string, key: string, owner: string, answer: string): Promise<void> {
      await records.updateOne({ _id: idOf(workspaceId, key), workspaceId, owner }, { $set: { answer } });
    },

    /** Forgets a request that came to nothing, so that the key is free again. Index: _id. */
    async release(workspaceId: string, key: string, owner: string): Promise<void> {
      await records.deleteOne({ _id: idOf(workspaceId, key), workspaceId, owner });
    },

    /** Removes what has had its time, of every workspace; at most every ten minutes. Index: createdAt. */
    async sweep(now: Date): Promise<void> {
      if (now.getTime() - sweptAt < sweepEveryMs) return;
      sweptAt = now.getTime();
      await records.deleteMany({ createdAt: { $lte: new Date(now.getTime() - keptMs) } });
    },
  };
}
