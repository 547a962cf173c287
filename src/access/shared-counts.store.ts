import type { Collection, Db } from 'mongodb';
import type { IndexSpec } from '../mongo/indexes.ts';
import { type SharedCount, windowMs } from './limiter.ts';

interface CountDocument {
  /** Which limit, and whose: `key:key_…`, `address:203.0.113.7`. */
  _id: string;
  count: number;
  expiresAt: Date;
}

const sweepEveryMs = 10 * 60 * 1000;

/** MongoDB sweeps by this index itself; the embedded engine accepts it and never does. */
export const sharedCountIndexes: IndexSpec[] = [
  { collection: 'rateLimits', key: { expiresAt: 1 }, options: { expireAfterSeconds: 60 } },
];

export type SharedCountStore = ReturnType<typeof createSharedCountStore>;

/** All of MongoDB for limits that several gateways count together. */
export function createSharedCountStore(db: Db) {
  // A count that is lost with a crash is no harm, so no write waits for the journal or for other members.
  const counts: Collection<CountDocument> = db.collection('rateLimits', { writeConcern: { w: 1, journal: false } });
  let sweptAt = Number.NEGATIVE_INFINITY;

  return {
    /**
     * Adds to counts, and answers what they are then; a count whose minute is over begins anew. Two commands. Where two
     * gateways begin the same count at once, MongoDB itself tries the later one again. Index: _id.
     */
    async add(added: ReadonlyMap<string, number>, now: Date): Promise<Map<string, SharedCount>> {
      if (added.size === 0) return new Map();
      const isOver = { $lte: [{ $ifNull: ['$expiresAt', now] }, now] };
      const update = (more: number) => [
        {
          $set: {
            count: { $cond: [isOver, more, { $add: ['$count', more] }] },
            expiresAt: { $cond: [isOver, new Date(now.getTime() + windowMs), '$expiresAt'] },
          },
        },
      ];
      await counts.bulkWrite(
        [...added].map(([_id, more]) => ({ updateOne: { filter: { _id }, update: update(more), upsert: true } })),
        { ordered: false },
      );
      const found = await counts.find({ _id: { $in: [...added.keys()] } }, { batchSize: 100_000 }).toArray();
      return new Map(
        found.map(({ _id, count, expiresAt }) => [_id, { count, endsInMs: expiresAt.getTime() - now.getTime() }]),
      );
    },

    /** Removes counts whose minute is over; at most every ten minutes. Index: expiresAt. */
    async sweep(now: Date): Promise<void> {
      if (now.getTime() - sweptAt < sweepEveryMs) return;
      sweptAt = now.getTime();
      await counts.deleteMany({ expiresAt: { $lt: now } });
    },
  };
}
