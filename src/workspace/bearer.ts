import { UnauthenticatedError } from '../shared/errors.ts';

/** Longer than any key, and than the tokens of the usual identity providers. */
const longestCredential = 8192;

/**
 * What stands behind `Bearer` in an Authorization header.
 * @throws UnauthenticatedError when it is missing or malformed
 */
export function readBearer(authorization: string | null): string {
  if (authorization === null || authorization === '') {
    throw new UnauthenticatedError('Send a key: "Authorization: Bearer sk-workspace_…"');
  }
  const credential = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (credential === undefined || credential.length > longestCredential) {
    throw new UnauthenticatedError('The Authorization header must read "Bearer sk-workspace_…"');
  }
  return credential;
}
