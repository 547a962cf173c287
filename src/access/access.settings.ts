import * as z from 'zod';
import { StartupError } from '../shared/errors.ts';
import { count, setting } from '../shared/settings.ts';
import { isNetwork, noProxies, type ProxyTrust } from './client-address.ts';
import type { TokenKeySource } from './token-keys.ts';
import type { TokenSettings } from './tokens.ts';

/** Who may come in, and how often. Limits are per minute; 0 is none. */
export interface AccessSettings {
  perKey: number;
  perAddress: number;
  /** Wrong keys and tokens from one address. */
  failedLogins: number;
  /** Where counts are kept: by each gateway alone, or by all gateways of a database together. */
  store: 'memory' | 'mongodb';
  trust: ProxyTrust;
  /** Null takes keys only. */
  tokens: TokenSettings | null;
}

/** What is in force where nothing is set. */
export const defaultAccess: AccessSettings = {
  perKey: 6_000,
  perAddress: 12_000,
  failedLogins: 20,
  store: 'memory',
  trust: noProxies,
  tokens: null,
};

const trustError =
  'must be how many proxies stand before the gateway (1 to 10), or their networks (10.0.0.0/8,fd00::/8)';

const proxies = z
  .string()
  .transform((value) => (/^\d+$/.test(value) ? Number(value) : value.split(',').map((network) => network.trim())))
  .refine((value) => (typeof value === 'number' ? value <= 10 : value.every(isNetwork)), { error: trustError });

const proxyHeaders = ['x-forwarded-for', 'forwarded'] as const;

const jwksUrl = z.string().refine(isSafeUrl, {
  error: 'must be an https:// address; http:// only on this machine (127.0.0.1, ::1, localhost)',
});

/** Keys that anybody on the way could exchange would be no keys. */
function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}

/** HS256 is as hard to guess as its secret: one shorter than the hash can be tried out away from us. */
const secret = z.string().refine((value) => Buffer.byteLength(value) >= 32, {
  error: 'must have at least 32 bytes, such as of openssl rand -base64 32',
});

const text = z.string().max(500, { error: 'must be at most 500 characters long' });

/** The settings of access, as the environment has them. */
export const accessRules = {
  LEADGRAPH_RATE_LIMIT: count(defaultAccess.perKey, 10_000_000, 0),
  LEADGRAPH_RATE_LIMIT_ADDRESS: count(defaultAccess.perAddress, 10_000_000, 0),
  LEADGRAPH_FAILED_LOGINS: count(defaultAccess.failedLogins, 1_000_000, 0),
  LEADGRAPH_RATE_LIMIT_STORE: setting(
    z.enum(['memory', 'mongodb'], { error: 'must be "memory" or "mongodb"' }).default('memory'),
  ),
  LEADGRAPH_TRUST_PROXY: setting(proxies.default(0)),
  LEADGRAPH_TRUST_PROXY_HEADER: setting(
    z.enum(proxyHeaders, { error: `must be one of ${proxyHeaders.join(', ')}` }).default('x-forwarded-for'),
  ),
  LEADGRAPH_JWT_JWKS_URL: setting(jwksUrl.optional()),
  LEADGRAPH_JWT_SECRET: setting(secret.optional()),
  LEADGRAPH_JWT_ISSUER: setting(text.optional()),
  LEADGRAPH_JWT_AUDIENCE: setting(text.optional()),
  LEADGRAPH_JWT_CLOCK_SKEW_SECONDS: count(30, 300, 0),
  LEADGRAPH_JWT_MAX_AGE_SECONDS: count(24 * 60 * 60, 30 * 24 * 60 * 60),
};

type Given = z.output<z.ZodObject<typeof accessRules>>;

/** @throws StartupError where settings of tokens lack others that they are of no use without */
export function toAccessSettings(given: Given): AccessSettings {
  return {
    perKey: given.LEADGRAPH_RATE_LIMIT,
    perAddress: given.LEADGRAPH_RATE_LIMIT_ADDRESS,
    failedLogins: given.LEADGRAPH_FAILED_LOGINS,
    store: given.LEADGRAPH_RATE_LIMIT_STORE,
    trust: { proxies: given.LEADGRAPH_TRUST_PROXY, header: given.LEADGRAPH_TRUST_PROXY_HEADER },
    tokens: toTokenSettings(given),
  };
}

function toTokenSettings(given: Given): TokenSettings | null {
  const source = toKeySource(given);
  const { LEADGRAPH_JWT_ISSUER: issuer, LEADGRAPH_JWT_AUDIENCE: audience } = given;
  if (source === null) {
    if (issuer === undefined && audience === undefined) return null;
    const name = issuer === undefined ? 'LEADGRAPH_JWT_AUDIENCE' : 'LEADGRAPH_JWT_ISSUER';
    throw new StartupError(`${name} is of no use without LEADGRAPH_JWT_JWKS_URL or LEADGRAPH_JWT_SECRET`);
  }
  // Whoever has keys of the same issuer for another service must not get in here with them.
  if (issuer === undefined) throw new StartupError('LEADGRAPH_JWT_ISSUER must be set where tokens are taken');
  if (audience === undefined) throw new StartupError('LEADGRAPH_JWT_AUDIENCE must be set where tokens are taken');
  return {
    source,
    issuer,
    audience,
    clockSkewSeconds: given.LEADGRAPH_JWT_CLOCK_SKEW_SECONDS,
    maxAgeSeconds: given.LEADGRAPH_JWT_MAX_AGE_SECONDS,
  };
}

function toKeySource(given: Given): TokenKeySource | null {
  const { LEADGRAPH_JWT_JWKS_URL: jwksUrl, LEADGRAPH_JWT_SECRET: secret } = given;
  if (jwksUrl !== undefined && secret !== undefined) {
    throw new StartupError(
      'LEADGRAPH_JWT_SECRET must not be set beside LEADGRAPH_JWT_JWKS_URL: tokens have one kind of key',
    );
  }
  if (jwksUrl !== undefined) return { jwksUrl };
  return secret === undefined ? null : { secret };
}
