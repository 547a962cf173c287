import { type Collection, type Db, ObjectId } from 'mongodb';
import { byId, type IndexSpec } from '../mongo/indexes.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import { toRulesInForce } from './rekey.ts';
import type { WorkspaceDocument } from './workspace.store.ts';
import { type ApiKey, hashSecret, hintOf, type KeyHolder, type Scope } from './workspace.ts';

/** What keys made by earlier versions lack is optional. */
interface KeyDocument {
  _id: ObjectId;
  workspaceId: string;
  name: string;
  hash: string;
  hint: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt?: Date | null;
  rotatedAt?: Date | null;
  lastUsedAt?: Date | null;
  revokedAt: Date | null;
  /** Secrets that another one took the place of, and how long they still work. */
  retired?: { hash: string; until: Date }[];
}

export const keyIndexes: IndexSpec[] = [
  { collection: 'keys', key: { hash: 1 }, options: { unique: true } },
  { collection: 'keys', key: { 'retired.hash': 1 } },
  { collection: 'keys', key: { workspaceId: 1, _id: 1 } },
];

export interface NewKey {
  workspaceId: string;
  name: string;
  scopes: readonly Scope[];
  secret: string;
  expiresAt: Date | null;
}

export interface Rotation {
  secret: string;
  /** How long the secrets before it still work. */
  graceUntil: Date;
  /** The new end of the key; null keeps the one it has. */
  expiresAt: Date | null;
}

export type KeyStore = ReturnType<typeof createKeyStore>;

/** All of MongoDB for the keys of workspaces. */
export function createKeyStore(db: Db) {
  const keys: Collection<KeyDocument> = db.collection('keys');

  return {
    /** The secret itself is not stored, only its hash and its first characters. */
    async insert({ secret, scopes, ...fields }: NewKey, now: Date): Promise<ApiKey> {
      const document: KeyDocument = {
        _id: new ObjectId(),
        ...fields,
        hash: hashSecret(secret),
        hint: hintOf(secret),
        scopes: [...scopes],
        createdAt: now,
        revokedAt: null,
      };
      await keys.insertOne(document);
      return toKey(document);
    },

    /** The keys of one workspace, or of all, oldest first. Index: workspaceId, _id. */
    async list(workspaceId: string | null): Promise<ApiKey[]> {
      return keys
        .find(workspaceId === null ? {} : { workspaceId })
        .sort({ workspaceId: 1, _id: 1 })
        .map(toKey)
        .toArray();
    },

    /** Index: _id. */
    async findById(id: string): Promise<ApiKey | null> {
      const hex = parsePrefixedId('key_', id);
      const key = hex === null ? null : await keys.findOne({ _id: new ObjectId(hex) }, { hint: byId });
      return key === null ? null : toKey(key);
    },

    /** Revokes a key by its id. Null where there is none; a key revoked before keeps its time. Index: _id. */
    async revoke(id: string, now: Date): Promise<ApiKey | null> {
      const hex = parsePrefixedId('key_', id);
      if (hex === null) return null;
      const key = await keys.findOneAndUpdate(
        { _id: new ObjectId(hex) },
        [{ $set: { revokedAt: { $ifNull: ['$revokedAt', now] } } }],
        { returnDocument: 'after' },
      );
      return key === null ? null : toKey(key);
    },

    /**
     * Gives a key that is in use a new secret. Secrets that were retired before keep the time that they were given.
     * @returns null for a key that is unknown, revoked or at its end. Index: _id.
     */
    async rotate(id: string, { secret, graceUntil, expiresAt }: Rotation, now: Date): Promise<ApiKey | null> {
      const hex = parsePrefixedId('key_', id);
      if (hex === null) return null;
      const stillRetiring = {
        $filter: { input: { $ifNull: ['$retired', []] }, cond: { $gt: ['$$this.until', now] } },
      };
      const fields = {
        retired: { $concatArrays: [stillRetiring, [{ hash: '$hash', until: graceUntil }]] },
        hash: hashSecret(secret),
        hint: hintOf(secret),
        rotatedAt: now,
      };
      const key = await keys.findOneAndUpdate(
        { _id: new ObjectId(hex), revokedAt: null, $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] },
        [{ $set: expiresAt === null ? fields : { ...fields, expiresAt } }],
        { returnDocument: 'after' },
      );
      return key === null ? null : toKey(key);
    },

    /**
     * Who holds this secret, and until when; null for one that is unknown or revoked. One command.
     * Indexes: hash, retired.hash.
     */
    async findHolder(secret: string): Promise<KeyHolder | null> {
      const hash = hashSecret(secret);
      const [found] = await keys
        .aggregate<
          KeyDocument & {
            workspace: Pick<WorkspaceDocument, 'name' | 'sourcePriority' | 'identityRules' | 'identityRekey'>;
          }
        >([
          { $match: { $or: [{ hash }, { 'retired.hash': hash }], revokedAt: null } },
          { $set: { ref: { $toObjectId: { $substrBytes: ['$workspaceId', 'ws_'.length, 24] } } } },
          { $lookup: { from: 'workspaces', localField: 'ref', foreignField: '_id', as: 'workspace' } },
          { $unwind: '$workspace' },
        ])
        .toArray();
      if (found === undefined) return null;
      const { workspaceId, workspace, name, scopes, expiresAt = null } = found;
      const retiredUntil = found.hash === hash ? null : found.retired?.find((one) => one.hash === hash)?.until;
      const validUntil = earlier(expiresAt, retiredUntil ?? null);
      const actor = { kind: 'key', id: idOf(found), name } as const;
      const { name: workspaceName, sourcePriority = [] } = workspace;
      const identity = toRulesInForce(workspace);
      return { viewer: { workspaceId, workspaceName, scopes, actor, sourcePriority, identity }, validUntil };
    },

    /** Writes down when keys were last used, in one command; a later time that is there already stays. Index: _id. */
    async markUsed(uses: ReadonlyMap<string, Date>): Promise<void> {
      if (uses.size === 0) return;
      await keys.bulkWrite(
        [...uses].map(([id, lastUsedAt]) => ({
          updateOne: { filter: { _id: new ObjectId(id.slice('key_'.length)) }, update: { $max: { lastUsedAt } } },
        })),
        { ordered: false },
      );
    },
  };
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function idOf({ _id }: KeyDocument): string {
  return `key_${_id.toHexString()}`;
}

function toKey({ _id, hash: _hash, retired: _retired, ...fields }: KeyDocument): ApiKey {
  return { id: `key_${_id.toHexString()}`, expiresAt: null, rotatedAt: null, lastUsedAt: null, ...fields };
}
