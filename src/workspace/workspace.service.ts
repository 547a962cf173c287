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
      const viewer = known?.get(hash) ?? (await workspaces.findViewer(secret));
      if (viewer === null) throw new UnauthenticatedError('The key is not valid, or it was revoked');
      // Set only when it was just read: a hit must not prolong the time that a revoked key works.
      if (known !== null && !known.has(hash)) known.set(hash, viewer);
      return viewer;
    },

    /** Makes a key, and its workspace where there is none of that name. The secret is in this answer alone. */
    async createKey(input: {
      workspace: string;
      name: string;
      scopes: readonly Scope[];
      secret?: string;
    }): Promise<{ workspace: Workspace; key: ApiKey; secret: string }> {
      const { secret = newSecret() } = input;
      const workspace = await workspaces.findOrCreate(input.workspace, clock());
      const key = await workspaces.insertKey(workspace.id, input.name, input.scopes, secret, clock());
      return { workspace, key, secret };
    },

    listKeys: () => workspaces.listKeys(),
    list: () => workspaces.list(),

    /** Null where there is no such key. */
    revokeKey: (id: string) => workspaces.revokeKey(id, clock()),
  };
}
