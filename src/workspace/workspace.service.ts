import type { RulesInForce } from '../lead/identity/identity.rules.ts';
import type { Clock } from '../shared/clock.ts';
import { NotFoundError, UnauthenticatedError } from '../shared/errors.ts';
import { keptLast } from '../shared/kept.ts';
import { readBearer } from './bearer.ts';
import { KeyNotInUseError } from './key.errors.ts';
import type { KeyStore } from './key.store.ts';
import { readSourcePriority, type SetSourcePriorityInput } from './source-priority.ts';
import type { WorkspaceStore } from './workspace.store.ts';
import {
  type ApiKey,
  hashSecret,
  isSecret,
  type KeyHolder,
  newSecret,
  type Scope,
  type Viewer,
  type Workspace,
} from './workspace.ts';

const maxCached = 10_000;
const maxHashes = 1_000;
const rememberedMs = 24 * 60 * 60 * 1000;

export type WorkspaceService = ReturnType<typeof createWorkspaceService>;

/**
 * Workspaces and their keys.
 *
 * @param deps.keyCacheSeconds how long what a key was found to be is trusted without asking again, and so the longest
 *   time a revoked one still works; 0 asks every time
 * @param deps.onKeyUsed hears of each request with a good key
 */
export function createWorkspaceService(deps: {
  workspaces: WorkspaceStore;
  keys: KeyStore;
  clock: Clock;
  keyCacheSeconds: number;
  onKeyUsed?: (keyId: string, at: Date) => void;
}) {
  const { workspaces, keys, clock, keyCacheSeconds, onKeyUsed = () => {} } = deps;
  const cacheFor = <T extends object>() =>
    keyCacheSeconds === 0 ? null : keptLast<T>(maxCached, keyCacheSeconds * 1000);
  const known = cacheFor<KeyHolder>();
  /** Apart from the good ones, which bad ones must not push out. */
  const unknown = cacheFor<Date>();
  const knownWorkspaces = cacheFor<{ workspace: Workspace | null }>();
  /** Secrets that were good not long ago. */
  const trusted = keptLast<true>(maxCached, rememberedMs);
  /** The hashes of such secrets, so that each request need not make it again. */
  const hashes = keptLast<string>(maxHashes);
  const asking = new Map<string, Promise<KeyHolder | null>>();

  /** How often a workspace has been changed here: what was asked for before the last change is not to be remembered. */
  let changes = 0;
  function noteChange(): void {
    changes += 1;
    asking.clear();
  }

  /** Requests that come at once ask once. */
  async function findHolder(secret: string, hash: string): Promise<KeyHolder | null> {
    if (unknown?.has(hash)) return null;
    const before = changes;
    let asked = asking.get(hash);
    if (asked === undefined) {
      asked = keys.findHolder(secret).finally(() => asking.delete(hash));
      asking.set(hash, asked);
    }
    const holder = await asked;
    if (holder === null) unknown?.set(hash, clock());
    else {
      if (changes === before) known?.set(hash, holder);
      hashes.set(secret, hash);
      trusted.set(hash, true);
    }
    return holder;
  }

  return {
    /**
     * Who an `Authorization: Bearer sk-workspace_…` header speaks for.
     * @throws UnauthenticatedError when it is missing, malformed, unknown, revoked or at its end
     */
    async authenticate(authorization: string | null): Promise<Viewer> {
      const secret = readBearer(authorization);
      const hash = hashes.get(secret) ?? hashSecret(secret);
      // A hit is answered as it is: setting it again would prolong the time that a revoked key works.
      const holder = known?.get(hash) ?? (isSecret(secret) ? await findHolder(secret, hash) : null);
      const now = clock();
      if (holder === null || (holder.validUntil !== null && holder.validUntil <= now)) {
        trusted.delete(hash);
        throw new UnauthenticatedError('The key is not valid, or it was revoked');
      }
      onKeyUsed(holder.viewer.actor.id, now);
      return holder.viewer;
    },

    /** Whether a secret was good when it was last seen here, within a day. Asks nobody. */
    isTrusted: (secret: string): boolean => trusted.has(hashSecret(secret)),

    /** The workspace with this id (`ws_…`), as it was when the database was last asked; null where there is none. */
    async find(id: string): Promise<Workspace | null> {
      const hit = knownWorkspaces?.get(id);
      if (hit !== undefined) return hit.workspace;
      const before = changes;
      const workspace = await workspaces.findById(id);
      if (changes === before) knownWorkspaces?.set(id, { workspace });
      return workspace;
    },

    /** The same as it is now. */
    read: (id: string): Promise<Workspace | null> => workspaces.findById(id),

    /**
     * Ranks the sources of values, the most trusted one first. This gateway goes by it at once, others when they next ask
     * the database about a key of the workspace.
     * @throws InvalidInputError; NotFoundError where there is no such workspace
     */
    async setSourcePriority(id: string, input: SetSourcePriorityInput): Promise<Workspace> {
      const workspace = await workspaces.setSourcePriority(id, readSourcePriority(input));
      if (workspace === null) throw new NotFoundError('Workspace', id);
      noteChange();
      // In place: what is remembered of a key is neither asked for again nor trusted for longer.
      const remembered = knownWorkspaces?.peek(id);
      if (remembered !== undefined) remembered.workspace = workspace;
      const { sourcePriority } = workspace;
      for (const holder of known?.values() ?? []) {
        if (holder.viewer.workspaceId === id) holder.viewer = { ...holder.viewer, sourcePriority };
      }
      return workspace;
    },

    /** How long what was found is trusted. */
    staleMs: keyCacheSeconds * 1000,

    /**
     * Notes the identity rules that are in force in a workspace from now on; how long they are trusted stays as it is.
     */
    learn(id: string, identity: RulesInForce | undefined): void {
      noteChange();
      const { workspace } = knownWorkspaces?.get(id) ?? {};
      if (workspace != null) workspace.identity = identity;
      for (const { viewer } of known?.values() ?? []) if (viewer.workspaceId === id) viewer.identity = identity;
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
      expiresAt?: Date | null;
    }): Promise<{ workspace: Workspace; isNewWorkspace: boolean; key: ApiKey; secret: string }> {
      const { name, scopes, secret = newSecret(), expiresAt = null } = input;
      const { workspace, isNew } = await workspaces.findOrCreate(input.workspace, clock());
      const key = await keys.insert({ workspaceId: workspace.id, name, scopes, secret, expiresAt }, clock());
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
      const found = await keys.list(only?.id ?? null);
      return found.flatMap((key) => {
        const workspace = all.get(key.workspaceId);
        return workspace === undefined ? [] : [{ key, workspace }];
      });
    },

    /**
     * Gives a key a new secret, which is in this answer alone. The one before it works until `graceUntil`.
     * @param input.expiresAt a new end of the key; without it, it keeps the one it has
     * @returns null where there is no such key
     * @throws KeyNotInUseError for a key that is revoked or at its end
     */
    async rotateKey(input: {
      id: string;
      graceMs: number;
      expiresAt?: Date | null;
    }): Promise<{ key: ApiKey; secret: string; graceUntil: Date } | null> {
      const secret = newSecret();
      const now = clock();
      const graceUntil = new Date(now.getTime() + input.graceMs);
      const key = await keys.rotate(input.id, { secret, graceUntil, expiresAt: input.expiresAt ?? null }, now);
      if (key !== null) return { key, secret, graceUntil };
      const unusable = await keys.findById(input.id);
      if (unusable === null) return null;
      throw new KeyNotInUseError(unusable);
    },

    /**
     * Takes a key out of use, for good, with every secret it has. A key revoked before keeps its time.
     * @param id `key_…`
     * @returns null where there is no such key
     */
    revokeKey: (id: string): Promise<ApiKey | null> => keys.revoke(id, clock()),
  };
}
