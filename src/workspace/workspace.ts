import { createHash, randomBytes } from 'node:crypto';
import type { RulesInForce } from '../lead/identity/identity.rules.ts';
import type { Actor } from '../shared/author.ts';

/**
 * What a key may do. A write scope includes the read scope of its kind; `leads:…` covers lists too. The settings of the
 * workspace are read with `leads:read`, since they say what becomes of leads.
 */
export const scopes = [
  'leads:read',
  'leads:write',
  'campaigns:read',
  'campaigns:write',
  'signals:read',
  'signals:write',
  'workspace:write',
] as const;
export type Scope = (typeof scopes)[number];

/** Everything of one customer lives in a workspace, and nothing crosses it. */
export interface Workspace {
  id: string;
  name: string;
  createdAt: Date;
  /** Sources of values, the one that is trusted most first; all others rank below, and alike. */
  sourcePriority: readonly string[];
  /** What identifies a lead, where the workspace says so itself. */
  identity?: RulesInForce | undefined;
}

/** A key as its owner sees it: the secret itself is known to nobody but its holder. */
export interface ApiKey {
  id: string;
  workspaceId: string;
  name: string;
  /** The first characters of the secret, to tell keys apart. */
  hint: string;
  scopes: Scope[];
  createdAt: Date;
  /** When it ends by itself; null for one that does not. */
  expiresAt: Date | null;
  /** When it last got a new secret. */
  rotatedAt: Date | null;
  /** When it was last used, to the minute or so: gateways write it down once a minute. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** Who a request speaks for. */
export interface Viewer {
  workspaceId: string;
  workspaceName: string;
  scopes: readonly Scope[];
  actor: Actor;
  /** That of the workspace, as it was when the database was last asked. */
  sourcePriority: readonly string[];
  /** What identifies a lead, as it was when the key was last looked up. */
  identity?: RulesInForce | undefined;
}

/** What a secret opens. */
export interface KeyHolder {
  viewer: Viewer;
  /** When the secret ends, because its key does or because another one took its place; null where neither is set. */
  validUntil: Date | null;
}

const secretPrefix = 'sk-workspace_';

/** Whether a text could be a secret at all: what is none needs no look-up. */
export function isSecret(text: string): boolean {
  return text.startsWith(secretPrefix) && text.length <= 512;
}

/** A new secret: 256 random bits behind the prefix that secret scanners look for. */
export function newSecret(): string {
  return `${secretPrefix}${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a secret. It has 256 bits of entropy, so a plain SHA-256 cannot be guessed back. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function hintOf(secret: string): string {
  return `${secret.slice(0, secretPrefix.length + 4)}…`;
}

/** Whether scopes cover what is asked for. */
export function covers(held: readonly Scope[], asked: Scope): boolean {
  return (
    held.includes(asked) ||
    (asked.endsWith(':read') && held.some((scope) => scope === asked.replace(':read', ':write')))
  );
}
