import { createSecretKey } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Logger } from '../shared/logger.ts';
import { LoginUnavailableError } from './access.errors.ts';

/** What tokens are checked with: a secret that the issuer shares with us, or the public keys that it publishes. */
export type TokenKeySource = { secret: string } | { jwksUrl: string };

/** How the issuer's keys are fetched, in milliseconds. */
interface KeyFetching {
  timeoutMs: number;
  /** After this, keys that are known are fetched anew. */
  freshMs: number;
  /** So long they are still used where that fails. */
  staleMs: number;
  /** Between two fetches, for whatever reason. */
  coolDownMs: number;
}

const usualFetching: KeyFetching = {
  timeoutMs: 3_000,
  freshMs: 10 * 60 * 1000,
  staleMs: 60 * 60 * 1000,
  coolDownMs: 10_000,
};

/** The keys, and the algorithms that go with their kind: a public key never checks an HMAC. */
export interface TokenKeys {
  key: JWTVerifyGetKey;
  algorithms: string[];
}

/** The keys that tokens are checked with; `key` throws LoginUnavailableError while they cannot be had. */
export function createTokenKeys(source: TokenKeySource, logger: Logger, fetching = usualFetching): TokenKeys {
  if ('secret' in source) {
    const secret = createSecretKey(source.secret, 'utf8');
    return { key: async () => secret, algorithms: ['HS256'] };
  }
  return {
    key: fetchedKeys(new URL(source.jwksUrl), logger, fetching),
    algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
  };
}

/**
 * The issuer's published keys. They are fetched when they are first needed, when they are old, and when a token names a
 * key that is not among them; never more often than the cool-down allows, whatever tokens come in, and whether or not the
 * issuer answers.
 */
function fetchedKeys(url: URL, logger: Logger, fetching: KeyFetching): JWTVerifyGetKey {
  const { timeoutMs, freshMs, staleMs, coolDownMs } = fetching;
  // When to fetch is decided here: by itself it asks again with every token for as long as the issuer fails.
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: timeoutMs,
    cooldownDuration: Number.POSITIVE_INFINITY,
    cacheMaxAge: Number.POSITIVE_INFINITY,
  });
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let running: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    triedAt = performance.now();
    try {
      await keys.reload();
      fetchedAt = performance.now();
      failure = undefined;
    } catch (error) {
      failure = error;
      logger.warn({ err: error }, 'The keys that tokens are checked with could not be fetched');
    }
  }

  /** Fetches once for all who wait, and not at all during the cool-down. */
  async function refresh(): Promise<void> {
    if (running === undefined && performance.now() - triedAt < coolDownMs) return;
    running ??= fetchKeys().finally(() => {
      running = undefined;
    });
    await running;
  }

  return async (header, token) => {
    if (performance.now() - fetchedAt > freshMs) await refresh();
    if (performance.now() - fetchedAt > staleMs) throw new LoginUnavailableError({ cause: failure });
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      return keys(header, token);
    }
  };
}
