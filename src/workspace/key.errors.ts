import type { ApiKey } from './workspace.ts';

/** A key that was revoked or has reached its end cannot come back. */
export class KeyNotInUseError extends Error {
  constructor({ id, revokedAt, expiresAt }: ApiKey) {
    super(`Key ${id} ${revokedAt === null ? `expired on ${expiresAt?.toISOString()}` : 'is revoked'}; make a new one`);
  }
}
