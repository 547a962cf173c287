import { createHash } from 'node:crypto';
import { type Collection, type Db, type Filter, ObjectId } from 'mongodb';
import { type IdentityRules, noRules } from '../lead/identity/identity.rules.ts';
import type { KeyCollision } from '../lead/rekey/lead.rekey.ts';
import { byId, type IndexSpec } from '../mongo/indexes.ts';
import { findPage, type KeysetOrder } from '../mongo/keyset.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { type MetCollision, type Rekey, recheckMs, type StoredRekey, silentMs, toRekey } from './rekey.ts';
import type { WorkspaceDocument } from './workspace.store.ts';

interface CollisionDocument extends MetCollision {
  /** Made of the workspace, the lead and the key, so that each is kept once. */
  _id: string;
  workspaceId: string;
  version: number;
}

const dueFirst = { 'identityRekey.dueAt': 1 } as const;

export const rekeyIndexes: IndexSpec[] = [
  { collection: 'workspaces', key: dueFirst, options: { sparse: true } },
  { collection: 'identityCollisions', key: { workspaceId: 1, version: 1, key: 1, _id: 1 } },
];

const byKey: KeysetOrder = { name: 'key', field: 'key', kind: 'string', direction: 1 };
const hashes = { toText: String, fromText: (text: string) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined) };

const later = (date: Date, ms: number) => new Date(date.getTime() + ms);
const idOf = (_id: ObjectId) => `ws_${_id.toHexString()}`;

export type RekeyStore = ReturnType<typeof createRekeyStore>;

/**
 * All of MongoDB for the identity rules of workspaces and the work that follows a change of them. Both stand in the
 * document of the workspace, so that there are never rules whose work is not known.
 */
export function createRekeyStore(db: Db) {
  const workspaces: Collection<WorkspaceDocument> = db.collection('workspaces');
  const collisions: Collection<CollisionDocument> = db.collection('identityCollisions');

  /** Held by a worker: others find it due when that has been silent for a while. */
  const held = (owner: string, now: Date) => ({
    'identityRekey.owner': owner,
    'identityRekey.dueAt': later(now, silentMs),
  });
  const mine = ({ workspaceId, rules }: Rekey, owner: string): Filter<WorkspaceDocument> => ({
    _id: toObjectId(workspaceId),
    'identityRules.version': rules.version,
    'identityRekey.owner': owner,
  });
  const owned = async (rekey: Rekey, owner: string, update: object): Promise<boolean> =>
    (await workspaces.updateOne(mine(rekey, owner), update, { hint: byId })).matchedCount === 1;

  return {
    /** The rules of a workspace and how the work for them stands, null where there never was any. Index: _id. */
    async find(workspaceId: string, now: Date): Promise<{ rules: IdentityRules; rekey: Rekey | null }> {
      const found = await workspaces.findOne({ _id: toObjectId(workspaceId) }, { hint: byId });
      const rules = found?.identityRules ?? noRules;
      const stored = found?.identityRekey;
      return { rules, rekey: stored === undefined ? null : toRekey(workspaceId, rules, stored, now) };
    },

    /**
     * Puts rules in force, where those that are stored are of the version before, and asks for the work: one command.
     * Null where they are not. Index: _id.
     */
    async replace(
      workspaceId: string,
      rules: IdentityRules,
      { now, settleMs }: { now: Date; settleMs: number },
    ): Promise<Rekey | null> {
      const identityRekey: StoredRekey = {
        ...{ state: 'running', done: 0, total: null, startedAt: now, endedAt: null },
        ...{ dueAt: now, settledAt: later(now, settleMs), owner: null },
      };
      const former =
        rules.version === 1
          ? { identityRules: { $exists: false } }
          : { 'identityRules.version': { $eq: rules.version - 1 } };
      const { matchedCount } = await workspaces.updateOne(
        { _id: toObjectId(workspaceId), ...former } as Filter<WorkspaceDocument>,
        { $set: { identityRules: rules, identityRekey } },
        { hint: byId },
      );
      return matchedCount === 0 ? null : toRekey(workspaceId, rules, identityRekey, now);
    },

    /** Gives the work that has been due the longest to a worker; null where none is. Index: identityRekey.dueAt. */
    async claim(owner: string, now: Date): Promise<Rekey | null> {
      const found = await workspaces.findOneAndUpdate(
        { 'identityRekey.dueAt': { $lte: now } },
        { $set: held(owner, now) },
        { sort: dueFirst, returnDocument: 'after', hint: dueFirst },
      );
      if (found?.identityRekey === undefined) return null;
      return toRekey(idOf(found._id), found.identityRules, found.identityRekey, now);
    },

    /** Notes how many leads there are to go through. Index: _id. */
    setTotal: (rekey: Rekey, owner: string, total: number, now: Date): Promise<boolean> =>
      owned(rekey, owner, { $set: { ...held(owner, now), 'identityRekey.total': total } }),

    /** Notes leads that have been gone through; false where other rules are in force, or another worker is at it. Index: _id. */
    advance: (rekey: Rekey, owner: string, leads: number, now: Date): Promise<boolean> =>
      owned(rekey, owner, { $set: held(owner, now), $inc: { 'identityRekey.done': leads } }),

    /** Leaves the work for now: every lead follows the rules. It is over when nobody can write by former ones. Index: _id. */
    async settle(rekey: Rekey, owner: string, now: Date): Promise<void> {
      const over: object = { $lte: ['$identityRekey.settledAt', now] };
      const next = { $cond: [over, later(now, recheckMs), '$identityRekey.settledAt'] };
      await owned(rekey, owner, [
        {
          $set: {
            'identityRekey.state': { $cond: [over, 'done', 'settling'] },
            'identityRekey.endedAt': { $cond: [over, { $ifNull: ['$identityRekey.endedAt', now] }, null] },
            'identityRekey.dueAt': next,
            'identityRekey.owner': null,
          },
        },
      ]);
    },

    /** Leaves the work to whoever takes it up next. Index: _id. */
    async release(rekey: Rekey, owner: string, now: Date): Promise<void> {
      await owned(rekey, owner, { $set: { 'identityRekey.owner': null, 'identityRekey.dueAt': now } });
    },

    /** Keeps collisions, in one command; one that is known stays as it is. Index: _id. */
    async addCollisions(workspaceId: string, version: number, met: readonly KeyCollision[], at: Date): Promise<void> {
      const upserts = met.map((collision) => {
        const { leadId, key } = collision;
        const _id = createHash('sha256').update(`${workspaceId}\n${version}\n${leadId}\n${key}`).digest('hex');
        const update = { $setOnInsert: { workspaceId, version, ...collision, at } };
        return { updateOne: { filter: { _id }, update, upsert: true, hint: byId } };
      });
      await collisions.bulkWrite(upserts, { ordered: false });
    },

    /** One page of the collisions that rules of a version have brought, by key. Index: workspaceId, version, key, _id. */
    findCollisions: (workspaceId: string, version: number, request: PageRequest): Promise<Page<MetCollision>> =>
      findPage<CollisionDocument, MetCollision>(
        collisions,
        { workspaceId, version },
        { order: byKey, ids: hashes, request },
        ({ type, key, holderId, leadId, at }) => ({ type, key, holderId, leadId, at }),
      ),

    /** Forgets the collisions of rules that are not in force any more. Index: workspaceId, version. */
    async dropFormer({ workspaceId, rules }: Rekey): Promise<void> {
      await collisions.deleteMany({ workspaceId, version: { $lt: rules.version } });
    },
  };
}

function toObjectId(workspaceId: string): ObjectId {
  return new ObjectId(parsePrefixedId('ws_', workspaceId) ?? '');
}
