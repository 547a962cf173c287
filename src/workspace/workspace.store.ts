import { type Collection, type Db, ObjectId } from 'mongodb';
import type { IdentityRules } from '../lead/identity/identity.rules.ts';
import type { IndexSpec } from '../mongo/indexes.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import { type StoredRekey, toRulesInForce } from './rekey.ts';
import type { Workspace } from './workspace.ts';

export interface WorkspaceDocument {
  _id: ObjectId;
  name: string;
  createdAt: Date;
  /** When the sample data was complete, if this workspace has any. */
  seededAt?: Date;
  /** Workspaces of earlier versions have none. */
  sourcePriority?: string[];
  /** What identifies a lead here; missing until somebody says so. */
  identityRules?: IdentityRules;
  identityRekey?: StoredRekey;
}

export const workspaceIndexes: IndexSpec[] = [
  { collection: 'workspaces', key: { name: 1 }, options: { unique: true } },
];

export type WorkspaceStore = ReturnType<typeof createWorkspaceStore>;

/** All of MongoDB for workspaces. */
export function createWorkspaceStore(db: Db) {
  const workspaces: Collection<WorkspaceDocument> = db.collection('workspaces');

  return {
    /** The workspace of that name, made where there is none. Index: name. */
    async findOrCreate(name: string, now: Date): Promise<{ workspace: Workspace; isNew: boolean }> {
      const { value, lastErrorObject } = await workspaces.findOneAndUpdate(
        { name },
        { $setOnInsert: { createdAt: now, sourcePriority: [] } },
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

    /** Null where there is no such workspace. Index: _id. */
    async setSourcePriority(id: string, sourcePriority: readonly string[]): Promise<Workspace | null> {
      const workspace = await workspaces.findOneAndUpdate(
        { _id: toObjectId(id) },
        { $set: { sourcePriority: [...sourcePriority] } },
        { returnDocument: 'after' },
      );
      return workspace === null ? null : toWorkspace(workspace);
    },

    /** Every workspace, by name. Index: name. */
    async list(): Promise<Workspace[]> {
      return workspaces.find().sort({ name: 1 }).map(toWorkspace).toArray();
    },

    /** The workspace with this id; null where there is none. Index: _id. */
    async findById(id: string): Promise<Workspace | null> {
      const hex = parsePrefixedId('ws_', id);
      const found = hex === null ? null : await workspaces.findOne({ _id: new ObjectId(hex) });
      return found === null ? null : toWorkspace(found);
    },
  };
}

function toObjectId(workspaceId: string): ObjectId {
  return new ObjectId(workspaceId.slice('ws_'.length));
}

function toWorkspace({ _id, name, createdAt, sourcePriority = [], ...rest }: WorkspaceDocument): Workspace {
  return { id: `ws_${_id.toHexString()}`, name, createdAt, sourcePriority, identity: toRulesInForce(rest) };
}
