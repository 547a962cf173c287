import type { ApiKey, Workspace } from '../workspace/workspace.ts';
import { toTable } from './table.ts';

export interface ListedKey {
  key: ApiKey;
  workspace: Workspace;
}

/** A key as `--json` prints it; times in ISO 8601, UTC. The secret is no part of it. */
export function toJson({ key, workspace }: ListedKey) {
  return {
    id: key.id,
    name: key.name,
    workspace: { id: workspace.id, name: workspace.name },
    hint: key.hint,
    scopes: key.scopes,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    rotatedAt: key.rotatedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}

/** Keys as an aligned table with a line of headings. */
export function toKeyTable(keys: readonly ListedKey[], now: Date): string {
  const headings = ['ID', 'NAME', 'WORKSPACE', 'HINT', 'SCOPES', 'CREATED (UTC)', 'LAST USED (UTC)', 'ENDS (UTC)'];
  const rows = keys.map(({ key, workspace }) => [
    key.id,
    key.name,
    workspace.name,
    key.hint,
    key.scopes.join(','),
    toMinutes(key.createdAt),
    key.lastUsedAt === null ? '-' : toMinutes(key.lastUsedAt),
    toEnd(key, now),
  ]);
  return toTable(headings, rows);
}

/** Since when a key is out of use, or until when it is in use. */
function toEnd({ revokedAt, expiresAt }: ApiKey, now: Date): string {
  if (revokedAt !== null) return `revoked ${toMinutes(revokedAt)}`;
  if (expiresAt === null) return '-';
  return `${expiresAt <= now ? 'expired ' : ''}${toMinutes(expiresAt)}`;
}

/** A time to the minute: `2026-11-21 09:30`. */
export function toMinutes(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
