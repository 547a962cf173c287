import { describe, expect, test } from 'vitest';
import { type AccessSettings, defaultAccess } from '../../src/access/access.settings.ts';
import { loadConfig } from '../../src/config.ts';
import { StartupError } from '../../src/shared/errors.ts';

const secret = 'x'.repeat(32);
const jwt = { LEADGRAPH_JWT_ISSUER: 'https://login.example.com/', LEADGRAPH_JWT_AUDIENCE: 'leads' };
const tokens = { issuer: 'https://login.example.com/', audience: 'leads', clockSkewSeconds: 30, maxAgeSeconds: 86_400 };

const accepted: [NodeJS.ProcessEnv, Partial<AccessSettings>][] = [
  [{}, {}],
  [{ LEADGRAPH_RATE_LIMIT: '0' }, { perKey: 0 }],
  [
    { LEADGRAPH_RATE_LIMIT: '600', LEADGRAPH_RATE_LIMIT_ADDRESS: '60' },
    { perKey: 600, perAddress: 60 },
  ],
  [{ LEADGRAPH_FAILED_LOGINS: '0' }, { failedLogins: 0 }],
  [{ LEADGRAPH_RATE_LIMIT_STORE: 'mongodb' }, { store: 'mongodb' }],
  [{ LEADGRAPH_TRUST_PROXY: '2' }, { trust: { proxies: 2, header: 'x-forwarded-for' } }],
  [{ LEADGRAPH_TRUST_PROXY: '' }, { trust: { proxies: 0, header: 'x-forwarded-for' } }],
  [
    { LEADGRAPH_TRUST_PROXY: '10.0.0.0/8, fd00::/8', LEADGRAPH_TRUST_PROXY_HEADER: 'forwarded' },
    { trust: { proxies: ['10.0.0.0/8', 'fd00::/8'], header: 'forwarded' } },
  ],
  [{ ...jwt, LEADGRAPH_JWT_SECRET: secret }, { tokens: { ...tokens, source: { secret } } }],
  [
    { ...jwt, LEADGRAPH_JWT_JWKS_URL: 'https://login.example.com/jwks.json', LEADGRAPH_JWT_MAX_AGE_SECONDS: '600' },
    { tokens: { ...tokens, maxAgeSeconds: 600, source: { jwksUrl: 'https://login.example.com/jwks.json' } } },
  ],
  ...['http://127.0.0.1:8080/k', 'http://[::1]:8080/k', 'http://localhost/k'].map(
    (jwksUrl): [NodeJS.ProcessEnv, Partial<AccessSettings>] => [
      { ...jwt, LEADGRAPH_JWT_JWKS_URL: jwksUrl, LEADGRAPH_JWT_CLOCK_SKEW_SECONDS: '0' },
      { tokens: { ...tokens, clockSkewSeconds: 0, source: { jwksUrl } } },
    ],
  ),
];

test.each(accepted)('%j is taken', (env, expected) => {
  expect(loadConfig(env).access).toEqual({ ...defaultAccess, ...expected });
});

const trust =
  'LEADGRAPH_TRUST_PROXY must be how many proxies stand before the gateway (1 to 10), or their networks (10.0.0.0/8,fd00::/8)';
const url =
  'LEADGRAPH_JWT_JWKS_URL must be an https:// address; http:// only on this machine (127.0.0.1, ::1, localhost)';

const refused: [NodeJS.ProcessEnv, string][] = [
  [{ LEADGRAPH_RATE_LIMIT: '-1' }, 'LEADGRAPH_RATE_LIMIT must be a whole number from 0 to 10000000'],
  [{ LEADGRAPH_RATE_LIMIT_STORE: 'redis' }, 'LEADGRAPH_RATE_LIMIT_STORE must be "memory" or "mongodb"'],
  ...['11', 'true', 'all', '10.0.0.0/8,', '10.0.0.0/99', 'proxy.example.com'].map(
    (value): [NodeJS.ProcessEnv, string] => [{ LEADGRAPH_TRUST_PROXY: value }, trust],
  ),
  [
    { LEADGRAPH_TRUST_PROXY_HEADER: 'x-real-ip' },
    'LEADGRAPH_TRUST_PROXY_HEADER must be one of x-forwarded-for, forwarded',
  ],
  ...[
    'http://login.example.com/k',
    'http://127.0.0.1.example.com/k',
    'https://ann:x@login.example.com/k',
    'file:///etc/keys',
    'login.example.com',
  ].map((value): [NodeJS.ProcessEnv, string] => [{ ...jwt, LEADGRAPH_JWT_JWKS_URL: value }, url]),
  [
    { ...jwt, LEADGRAPH_JWT_SECRET: 'x'.repeat(31) },
    'LEADGRAPH_JWT_SECRET must have at least 32 bytes, such as of openssl rand -base64 32',
  ],
  [
    { ...jwt, LEADGRAPH_JWT_SECRET: secret, LEADGRAPH_JWT_JWKS_URL: 'https://login.example.com/k' },
    'LEADGRAPH_JWT_SECRET must not be set beside LEADGRAPH_JWT_JWKS_URL: tokens have one kind of key',
  ],
  [
    { LEADGRAPH_JWT_SECRET: secret, LEADGRAPH_JWT_AUDIENCE: 'leads' },
    'LEADGRAPH_JWT_ISSUER must be set where tokens are taken',
  ],
  [
    { LEADGRAPH_JWT_SECRET: secret, LEADGRAPH_JWT_ISSUER: 'x' },
    'LEADGRAPH_JWT_AUDIENCE must be set where tokens are taken',
  ],
  [jwt, 'LEADGRAPH_JWT_ISSUER is of no use without LEADGRAPH_JWT_JWKS_URL or LEADGRAPH_JWT_SECRET'],
  [
    { LEADGRAPH_JWT_AUDIENCE: 'leads' },
    'LEADGRAPH_JWT_AUDIENCE is of no use without LEADGRAPH_JWT_JWKS_URL or LEADGRAPH_JWT_SECRET',
  ],
];

describe('refused', () => {
  test.each(refused)('%j', (env, message) => {
    const load = () => loadConfig(env);
    expect(load).toThrow(StartupError);
    expect(load).toThrow(new Error(message));
  });

  test('a secret is not repeated', () => {
    const load = () => loadConfig({ ...jwt, LEADGRAPH_JWT_SECRET: 'too short to be one' });
    expect(load).not.toThrow('too short to be one');
  });
});
