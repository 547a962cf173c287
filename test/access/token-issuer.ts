import type { ServerResponse } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll } from 'vitest';
import type { TokenSettings } from '../../src/access/tokens.ts';
import { serveOnLoopback } from '../rest/serve-on-loopback.ts';

export const secret = 'a secret that is shared with the issuer only';

/** What a gateway of the tests takes tokens by; `source` is the test's. */
export const tokenSettings = {
  issuer: 'https://login.example.com/',
  audience: 'https://leads.example.com',
  clockSkewSeconds: 30,
  maxAgeSeconds: 3600,
} satisfies Omit<TokenSettings, 'source'>;

const seconds = () => Math.floor(Date.now() / 1000);

/** The claims of a good token, with those that a test gives on top; `undefined` leaves one out. */
export function claims(workspaceId: string, given: Record<string, unknown> = {}): JWTPayload {
  const now = seconds();
  const { issuer: iss, audience: aud } = tokenSettings;
  return {
    iss,
    aud,
    sub: 'user-1',
    iat: now,
    exp: now + 300,
    workspace_id: workspaceId,
    scope: 'openid leads:read profile',
    ...given,
  };
}

/** Signs with the secret, as a good issuer does. */
export function signWithSecret(payload: JWTPayload, header: object = {}, key = secret): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', ...header })
    .sign(new TextEncoder().encode(key));
}

export interface KeyPair {
  jwk: JWK;
  /** The public key as files hold it. */
  pem(): Promise<string>;
  sign(payload: JWTPayload, header?: object): Promise<string>;
}

export async function newKeyPair(alg: string, kid: string): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    pem: () => exportSPKI(publicKey),
    sign: (payload, header = {}) =>
      new SignJWT(payload).setProtectedHeader({ alg, kid, typ: 'JWT', ...header }).sign(privateKey),
  };
}

/** An issuer that publishes keys on this machine. */
export interface Issuer {
  jwksUrl: string;
  /** What it publishes now. */
  publish(...keys: JWK[]): void;
  /** Answers in another way from now on. */
  answer(how: (response: ServerResponse) => void): void;
  /** How often it was asked. */
  asked(): number;
}

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops.splice(0)) await stop();
});

export async function startIssuer(): Promise<Issuer> {
  let how: (response: ServerResponse) => void = (response) => response.writeHead(503).end();
  let asked = 0;
  const served = await serveOnLoopback((_request, response) => {
    asked += 1;
    how(response);
  });
  stops.push(served.stop);
  return {
    jwksUrl: `${served.url}/jwks.json`,
    publish(...keys) {
      how = (response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
    },
    answer(other) {
      how = other;
    },
    asked: () => asked,
  };
}
