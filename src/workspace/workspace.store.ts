import { type Collection, type Db, ObjectId } from 'mongodb';
import type { IndexSpec } from '../mongo/indexes.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import { type ApiKey, hashSecret, hintOf, type Scope, type Viewer, type Workspace } from './workspace.ts';

interface WorkspaceDocument {
  _id: ObjectId;
  name: string;
  createdAt: Date;
  /** When the sample data was complete, if this workspace has any. */
  seededAt?: Date;
}

interface KeyDocument {
  _id: ObjectId;
  workspaceId: string;
  name: string;
  hash: string;
  hint: string;
  scopes: Scope[];
  createdAt: Date;
  revokedAt: Date | null;
}

export const workspaceIndexes: IndexSpec[] = [
  { collection: 'workspaces', key: { name: 1 }, options: { unique: true } },
  { collection: 'keys', key: { hash: 1 }, options: { unique: true } },
  { collection: 'keys', key: { workspaceId: 1, _id: 1 } },
];

export type WorkspaceStore = ReturnType<typeof createWorkspaceStore>;

/** All of MongoDB for workspaces and their keys. */
export function createWorkspaceStore(db: Db) {
  const workspaces: Collection<WorkspaceDocument> = db.collection('workspaces');
  const keys: Collection<KeyDocument> = db.collection('keys');

  return {
    /** The workspace of that name, made where there is none. Index: name. */
    async findOrCreate(name: string, now: Date): Promise<{ workspace: Workspace; isNew: boolean }> {
      const { value, lastErrorObject } = await workspaces.findOneAndUpdate(
        { name },
        { $setOnInsert: { createdAt: now } },
        { upsert: true, returnDocument: 'after', includeResultMetadata: true },
      );
      if (value === null) throw new Error('An upsert answered no document');
      return { workspace: toWorkspace(value), isNew: lastErrorObject?.updatedExisting === false };
    },

    /** Whether the sample data was written, to the last of it. Index: _id. */
    async isSeeded(id: string): Promise<boolean> {
      return (await workspaces.findOne({ _id: toObjectId(id), seededAt: { $exists: true } })) !== null;
    },

    async markSeeded(id: string, now: Date): Promise<void> {
      await workspaces.updateOne({ _id: toObjectId(id) }, { $set: { seededAt: now } });
    },

    /** Every workspace, by name. Index: name. */
    async list(): Promise<Workspace[]> {
      return workspaces.find().sort({ name: 1 }).map(toWorkspace).toArray();
    },

    /** The secret itself is not stored, only its hash and its first characters. */
    async insertKey(
      workspaceId: string,
      name: string,
      scopes: readonly Scope[],
      secret: string,
      now: Date,
    ): Promise<ApiKey> {
      const document: KeyDocument = {
        _id: new ObjectId(),
        workspaceId,
        name,
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
    async listKeys(workspaceId: string | null): Promise<ApiKey[]> {
      return keys
        .find(workspaceId === null ? {} : { workspaceId })
        .sort({ workspaceId: 1, _id: 1 })
        .map(toKey)
        .toArray();
    },

    /** Revokes a key by its id. Null where there is none; a key revoked before keeps its time. Index: _id. */
    async revokeKey(id: string, now: Date): Promise<ApiKey | null> {
      const hex = parsePrefixedId('key_', id);
      if (hex === null) return null;
      const key = await keys.findOneAndUpdate(
        { _id: new ObjectId(hex) },
        [{ $set: { revokedAt: { $ifNull: ['$revokedAt', now] } } }],
        { returnDocument: 'after' },
      );
      return key === null ? null : toKey(key);
    },

    /** Who holds this secret; null for one that is unknown or revoked. One command. Index: hash. */
    async findViewer(secret: string): Promise<Viewer | null> {
      const [found] = await keys
        .aggregate<KeyDocument & { workspace: WorkspaceDocument }>([
          { $match: { hash: hashSecret(secret), revokedAt: null } },
          { $set: { ref: { $toObjectId: { $substrBytes: ['$workspaceId', 'ws_'.length, 24] } } } },
          { $lookup: { from: 'workspaces', localField: 'ref', foreignField: '_id', as: 'workspace' } },
          { $unwind: '$workspace' },
        ])
        .toArray();
      if (found === undefined) return null;
      const { workspaceId, workspace, name, scopes } = found;
      return { workspaceId, workspaceName: workspace.name, keyName: name, scopes };
    },
  };
}

function toObjectId(workspaceId: string): ObjectId {
  return new ObjectId(workspaceId.slice('ws_'.length));
}

function toWorkspace({ _id, name, createdAt }: WorkspaceDocument): Workspace {
  return { id: `ws_${_id.toHexString()}`, name, createdAt };
}

function toKey({ _id, hash: _hash, ...fields }: KeyDocument): ApiKey {
  return { id: `key_${_id.toHexString()}`, ...fields };
}
