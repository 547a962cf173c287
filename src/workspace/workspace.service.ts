import { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/clock.ts';
import { UnauthenticatedError } from '../shared/errors.ts';
import type { WorkspaceStore } from './workspace.store.ts';
import { type ApiKey, hashSecret, newSecret, type Scope, type Viewer, type Workspace } from './workspace.ts';

export type WorkspaceService = ReturnType<typeof createWorkspaceService>;

/**
 * Workspaces and their keys.
 *
 * @param deps.keyCacheSeconds how long a key that was good is trusted without asking again, and so the longest time a
 *   revoked one still works; 0 asks every time
 */
export function createWorkspaceService(deps: { workspaces: WorkspaceStore; clock: Clock; keyCacheSeconds: number }) {
  const { workspaces, clock, keyCacheSeconds } = deps;
  const known =
    keyCacheSeconds === 0 ? null : new LRUCache<string, Viewer>({ max: 10_000, ttl: keyCacheSeconds * 1000 });

  return {
    /**
     * Who an `Authorization: Bearer sk-workspace_…` header speaks for.
     * @throws UnauthenticatedError when it is missing, malformed, unknown or revoked
     */
    async authenticate(authorization: string | null): Promise<Viewer> {
      if (authorization === null || authorization === '') {
        throw new UnauthenticatedError('Send a key: "Authorization: Bearer sk-workspace_…"');
      }
      const secret = /^Bearer +(\S{1,512})$/i.exec(authorization.trim())?.[1];
      if (secret === undefined) {
        throw new UnauthenticatedError('The Authorization header must read "Bearer sk-workspace_…"');
      }
      const hash = hashSecret(secret);
      // A hit is answered as it is: setting it again would prolong the time that a revoked key works.
      const trusted = known?.get(hash);
      if (trusted !== undefined) return trusted;
      const viewer = await workspaces.findViewer(secret);
      if (viewer === null) throw new UnauthenticatedError('The key is not valid, or it was revoked');
      known?.set(hash, viewer);
      return viewer;
    },

    /**
     * Makes a key, and its workspace where there is none of that name (`isNewWorkspace`). The secret is in this answer
     * alone.
     */
    async createKey(input: {
      workspace: string;
      name: string;
      scopes: readonly Scope[];
      secret?: string;
    }): Promise<{ workspace: Workspace; isNewWorkspace: boolean; key: ApiKey; secret: string }> {
      const { secret = newSecret() } = input;
      const { workspace, isNew } = await workspaces.findOrCreate(input.workspace, clock());
      const key = await workspaces.insertKey(workspace.id, input.name, input.scopes, secret, clock());
      return { workspace, isNewWorkspace: isNew, key, secret };
    },

    /** Every workspace, by name. */
    list: (): Promise<Workspace[]> => workspaces.list(),

    /**
     * The keys of one workspace, or of all, with the workspace of each.
     * @param name the workspace's name
     * @returns null where there is no workspace of that name
     */
    async listKeys(name: string | null): Promise<{ key: ApiKey; workspace: Workspace }[] | null> {
      const all = new Map((await workspaces.list()).map((workspace) => [workspace.id, workspace]));
      const only = name === null ? null : [...all.values()].find((workspace) => workspace.name === name);
      if (only === undefined) return null;
      const keys = await workspaces.listKeys(only?.id ?? null);
      return keys.flatMap((key) => {
        const workspace = all.get(key.workspaceId);
        return workspace === undefined ? [] : [{ key, workspace }];
      });
    },

    /**
     * Takes a key out of use, for good. A key revoked before keeps its time.
     * @param id `key_…`
     * @returns null where there is no such key
     */
    revokeKey: (id: string): Promise<ApiKey | null> => workspaces.revokeKey(id, clock()),
  };
}
