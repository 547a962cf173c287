import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import { byId, type IndexSpec } from '../mongo/indexes.ts';
import { findPage, type KeysetOrder } from '../mongo/keyset.ts';
import { parseUuid } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import type { Reason } from './duplicate.score.ts';
import { type DuplicatePair, type DuplicateScan, keptDays, type ScanProgress, silentMs } from './scan.ts';

interface ScanDocument extends Omit<DuplicateScan, 'id' | 'state'> {
  _id: string;
  state: 'running' | 'done' | 'stopped';
  /** The worker that is at it, and when it was last heard of; null where none is. */
  owner: string | null;
  heardAt: Date | null;
}

interface PairDocument {
  /** Scan and pair: what makes a pair be found once, however often a page is read. */
  _id: string;
  workspaceId: string;
  scanId: string;
  pair: string;
  leadIds: [string, string];
  score: number;
  reasons: Reason[];
  /** Rises as the score falls. */
  rank: string;
  expiresAt: Date;
}

const running = { state: 'running' } as const;
const byRank = { workspaceId: 1, scanId: 1, rank: 1, _id: 1 } as const;

export const scanIndexes: IndexSpec[] = [
  // One scan of a workspace at a time: MongoDB itself sees to it.
  {
    collection: 'duplicateScans',
    key: { workspaceId: 1 },
    options: { unique: true, partialFilterExpression: running },
  },
  { collection: 'duplicateScans', key: { workspaceId: 1, startedAt: -1 } },
  { collection: 'duplicateScans', key: { state: 1, heardAt: 1 } },
  { collection: 'duplicatePairs', key: byRank },
  { collection: 'duplicatePairs', key: { workspaceId: 1, pair: 1 } },
  // MongoDB sweeps by these itself; the embedded engine accepts them and never does.
  { collection: 'duplicateScans', key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  { collection: 'duplicatePairs', key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
];

const maxAttempts = 5;

/** Ended scans of a workspace that are kept beside a new one. */
const keptScans = 2;
const likeliestFirst: KeysetOrder = { name: 'pair', field: 'rank', kind: 'string', direction: 1 };
const pairIds = {
  toText: String,
  fromText: (text: string) => (/^[0-9a-f-]{36}:lead_[0-9a-f]{24}:lead_[0-9a-f]{24}$/.test(text) ? text : undefined),
};

export type ScanStore = ReturnType<typeof createScanStore>;

/** All of MongoDB for scans and the pairs that they find. */
export function createScanStore(db: Db) {
  const scans: Collection<ScanDocument> = db.collection('duplicateScans');
  const pairs: Collection<PairDocument> = db.collection('duplicatePairs');
  const expired = (now: Date) => ({ expiresAt: { $lte: now } });

  return {
    /**
     * Begins a scan, or answers the one that is running, or has been begun under this id. Index: the unique workspaceId.
     */
    async begin(
      workspaceId: string,
      { id, minScore, total, now }: { id: string; minScore: number; total: number; now: Date },
    ): Promise<DuplicateScan> {
      const scan: ScanDocument = {
        _id: id,
        workspaceId,
        state: 'running',
        minScore,
        done: 0,
        total,
        position: { type: 'person', after: '' },
        tooCommon: [],
        truncated: false,
        startedAt: now,
        endedAt: null,
        expiresAt: new Date(now.getTime() + keptDays * 24 * 60 * 60 * 1000),
        owner: null,
        heardAt: null,
      };
      for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
        try {
          await scans.insertOne(scan);
          return toScan(scan, now);
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const other = await scans.findOne({ workspaceId, $or: [{ _id: id }, running] });
          if (other !== null) return toScan(other, now);
          // The scan that was running has just ended.
        }
      }
      throw new Error('startDuplicateScan lost too many races');
    },

    /** Ends a scan that is running; null where there is none of this id. Index: _id. */
    async stop(workspaceId: string, id: string, now: Date): Promise<DuplicateScan | null> {
      const _id = parseUuid(id);
      if (_id === null) return null;
      const ended: ScanDocument | null = await scans.findOneAndUpdate(
        { _id, workspaceId, ...running },
        { $set: { state: 'stopped', endedAt: now, owner: null } },
        { returnDocument: 'after', hint: byId },
      );
      const scan = ended ?? (await scans.findOne({ _id, workspaceId }));
      return scan === null ? null : toScan(scan, now);
    },

    /** A scan by id, or the latest. Index: _id; workspaceId, startedAt. */
    async find(workspaceId: string, id: string | null, now: Date): Promise<DuplicateScan | null> {
      const _id = id === null ? null : parseUuid(id);
      if (id !== null && _id === null) return null;
      const filter = { workspaceId, ...(_id === null ? {} : { _id }), expiresAt: { $gt: now } };
      const scan = await scans.findOne(filter, { sort: { startedAt: -1 } });
      return scan === null ? null : toScan(scan, now);
    },

    /** Gives a running scan that nobody is at to a worker; null where there is none. Index: state, heardAt. */
    async claim(owner: string, now: Date): Promise<DuplicateScan | null> {
      const silent = new Date(now.getTime() - silentMs);
      const scan = await scans.findOneAndUpdate(
        { ...running, $or: [{ heardAt: null }, { heardAt: { $lte: silent } }] },
        { $set: { owner, heardAt: now } },
        { returnDocument: 'after' },
      );
      return scan === null ? null : toScan(scan, now);
    },

    /** Saves a page's progress; false where the scan was stopped, or another worker is at it. Index: _id. */
    async advance(scanId: string, owner: string, progress: ScanProgress, now: Date): Promise<boolean> {
      const { matchedCount } = await scans.updateOne(
        { _id: scanId, owner, ...running },
        [
          {
            $set: {
              heardAt: now,
              position: { $literal: progress.position },
              done: { $add: ['$done', progress.leads] },
              truncated: { $or: ['$truncated', progress.truncated] },
              tooCommon: {
                $slice: [{ $setUnion: ['$tooCommon', { $literal: progress.tooCommon.slice(0, 50) }] }, 50],
              },
            },
          },
        ],
        { hint: byId },
      );
      return matchedCount === 1;
    },

    /** Ends a scan that has come to its end. Index: _id. */
    async finish(scanId: string, owner: string, now: Date): Promise<void> {
      const set = { state: 'done', endedAt: now, heardAt: now, owner: null } as const;
      await scans.updateOne({ _id: scanId, owner, ...running }, { $set: set }, { hint: byId });
    },

    /** Leaves a scan to whoever takes it up next. Index: _id. */
    async release(scanId: string, owner: string): Promise<void> {
      const set = { owner: null, heardAt: null };
      await scans.updateOne({ _id: scanId, owner, ...running }, { $set: set }, { hint: byId });
    },

    /** Keeps pairs; those that are there already stay as they are. Answers how many are new. Index: _id. */
    async addPairs(scan: DuplicateScan, found: readonly DuplicatePair[]): Promise<number> {
      if (found.length === 0) return 0;
      const { upsertedCount } = await pairs.bulkWrite(
        found.map(({ leadIds, score, reasons }) => {
          const pair = leadIds.join(':');
          const rank = (1 - score).toFixed(2);
          const { id: scanId, workspaceId, expiresAt } = scan;
          const own = { workspaceId, scanId, pair, leadIds, score, reasons, rank, expiresAt };
          return {
            updateOne: {
              filter: { _id: `${scanId}:${pair}` },
              update: { $setOnInsert: own },
              upsert: true,
              hint: byId,
            },
          };
        }),
        { ordered: false },
      );
      return upsertedCount;
    },

    /** How many pairs a scan has found. Index: workspaceId, scanId, rank. */
    countPairs: ({ workspaceId, id }: DuplicateScan): Promise<number> =>
      pairs.countDocuments({ workspaceId, scanId: id }),

    /** Forgets the least likely pairs of a scan beyond so many. Index: workspaceId, scanId, rank. */
    async keepBest({ workspaceId, id }: DuplicateScan, count: number): Promise<void> {
      const own = { workspaceId, scanId: id };
      const [worst] = await pairs.find(own, { hint: byRank }).sort({ rank: 1, _id: 1 }).skip(count).limit(1).toArray();
      if (worst === undefined) return;
      const { rank, _id } = worst;
      await pairs.deleteMany({ ...own, rank: { $gte: rank }, $or: [{ rank: { $gt: rank } }, { _id: { $gte: _id } }] });
    },

    /** Forgets a pair in every scan. Index: workspaceId, pair. */
    async removePair(workspaceId: string, leadIds: readonly [string, string]): Promise<void> {
      await pairs.deleteMany({ workspaceId, pair: leadIds.join(':') });
    },

    /** One page of what a scan has found, the likeliest first. Index: workspaceId, scanId, rank. */
    findPairs: (workspaceId: string, scanId: string, request: PageRequest): Promise<Page<DuplicatePair>> =>
      findPage<PairDocument, DuplicatePair>(
        pairs,
        { workspaceId, scanId },
        { order: likeliestFirst, ids: pairIds, request },
        ({ leadIds, score, reasons }) => ({ leadIds, score, reasons }),
      ),

    /** Removes what has had its time, of every workspace, and all but the latest scans of this one. Index: expiresAt. */
    async sweep(workspaceId: string, now: Date): Promise<void> {
      const old = await scans
        .find({ workspaceId, state: { $ne: 'running' } }, { projection: { _id: 1 } })
        .sort({ startedAt: -1 })
        .skip(keptScans)
        .toArray();
      for (const { _id } of old) await pairs.deleteMany({ workspaceId, scanId: _id });
      await scans.deleteMany({ $or: [{ _id: { $in: old.map(({ _id }) => _id) } }, expired(now)] });
      await pairs.deleteMany(expired(now));
    },
  };
}

function toScan({ _id, owner: _owner, heardAt, state, ...scan }: ScanDocument, now: Date): DuplicateScan {
  // A scan that nobody has taken up yet was only just asked for, or let go of by a gateway that stopped.
  const lastSign = heardAt ?? (scan.done === 0 ? scan.startedAt : null);
  const silent = lastSign === null || now.getTime() - lastSign.getTime() > silentMs;
  return { id: _id, ...scan, state: state === 'running' && silent ? 'interrupted' : state };
}
