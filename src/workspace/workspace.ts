import { createHash, randomBytes } from 'node:crypto';

/** What a key may do. A write scope includes the read scope of its kind; `leads:…` covers lists too. */
export const scopes = [
  'leads:read',
  'leads:write',
  'campaigns:read',
  'campaigns:write',
  'signals:read',
  'signals:write',
] as const;
export type Scope = (typeof scopes)[number];

/** Everything of one customer lives in a workspace, and nothing crosses it. */
export interface Workspace {
  id: string;
  name: string;
  createdAt: Date;
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
  revokedAt: Date | null;
}

/** Who a request speaks for. */
export interface Viewer {
  workspaceId: string;
  workspaceName: string;
  keyName: string | null;
  scopes: readonly Scope[];
}

const secretPrefix = 'sk-workspace_';

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
