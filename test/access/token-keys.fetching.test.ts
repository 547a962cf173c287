import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LoginUnavailableError } from '../../src/access/access.errors.ts';
import { createTokenKeys } from '../../src/access/token-keys.ts';
import { createTokens } from '../../src/access/tokens.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { UnauthenticatedError } from '../../src/shared/errors.ts';
import { claims, type Issuer, type KeyPair, newKeyPair, startIssuer, tokenSettings } from './token-issuer.ts';

const workspace = { id: 'ws_6742f0a1b3c4d5e6f7a8b9c0', name: 'Acme', createdAt: new Date(0), sourcePriority: [] };
const logger = pino({ level: 'silent' });
const minutes = (count: number) => count * 60 * 1000;

let passed: number;

beforeEach(() => {
  passed = 0;
  const start = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => start + passed);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What a token is found to be by keys that are fetched from this issuer; time passes as the test says. */
function checkerOf(issuer: Issuer) {
  const keys = createTokenKeys({ jwksUrl: issuer.jwksUrl }, logger);
  const findWorkspace = async () => workspace;
  const tokens = createTokens({ settings: tokenSettings, keys, findWorkspace, clock: systemClock, logger });
  return async (pair: KeyPair) => {
    try {
      await tokens.verify(await pair.sign(claims(workspace.id)));
      return 'good';
    } catch (error) {
      if (error instanceof UnauthenticatedError) return 'bad';
      if (error instanceof LoginUnavailableError) return 'unknown';
      throw error;
    }
  };
}

describe('keys of an issuer', () => {
  test('that are new are picked up with the first token that names them', async () => {
    const issuer = await startIssuer();
    const [first, second] = [await newKeyPair('ES256', 'one'), await newKeyPair('ES256', 'two')];
    issuer.publish(first.jwk);
    const check = checkerOf(issuer);
    expect([await check(first), await check(second)]).toEqual(['good', 'bad']);
    issuer.publish(first.jwk, second.jwk);
    passed += 11_000;
    expect([await check(second), await check(first)]).toEqual(['good', 'good']);
    expect(issuer.asked()).toBe(2);
  });

  test('are not fetched more often for tokens with keys that do not exist', async () => {
    const issuer = await startIssuer();
    const good = await newKeyPair('ES256', 'one');
    issuer.publish(good.jwk);
    const check = checkerOf(issuer);
    expect(await check(good)).toBe('good');
    for (let turn = 0; turn < 15; turn += 1) {
      passed += 1_000;
      expect(await check({ ...good, sign: (payload) => good.sign(payload, { kid: `made up ${turn}` }) })).toBe('bad');
    }
    expect(issuer.asked()).toBe(2);
  });

  test('that are withdrawn end when the keys are fetched anew, after ten minutes', async () => {
    const issuer = await startIssuer();
    const [first, second] = [await newKeyPair('ES256', 'one'), await newKeyPair('ES256', 'two')];
    issuer.publish(first.jwk);
    const check = checkerOf(issuer);
    expect(await check(first)).toBe('good');
    issuer.publish(second.jwk);
    passed += minutes(9);
    expect(await check(first)).toBe('good');
    passed += minutes(2);
    expect([await check(first), await check(second)]).toEqual(['bad', 'good']);
  });

  test('serve for an hour while the issuer is away, and no longer', async () => {
    const issuer = await startIssuer();
    const pair = await newKeyPair('ES256', 'one');
    issuer.publish(pair.jwk);
    const check = checkerOf(issuer);
    expect(await check(pair)).toBe('good');
    issuer.answer((response) => response.destroy());
    passed += minutes(11);
    expect(await check(pair)).toBe('good');
    passed += minutes(48);
    expect(await check(pair)).toBe('good');
    passed += minutes(2);
    expect(await check(pair)).toBe('unknown');
    issuer.publish(pair.jwk);
    passed += 11_000;
    expect(await check(pair)).toBe('good');
  });

  test('are asked for again only after a while where the issuer fails', async () => {
    const issuer = await startIssuer();
    const pair = await newKeyPair('ES256', 'one');
    const check = checkerOf(issuer);
    for (let turn = 0; turn < 5; turn += 1) expect(await check(pair)).toBe('unknown');
    expect(issuer.asked()).toBe(1);
    issuer.publish(pair.jwk);
    passed += 11_000;
    expect(await check(pair)).toBe('good');
  });

  test('are not waited for longer than the time given', async () => {
    const issuer = await startIssuer();
    const held: (() => void)[] = [];
    issuer.answer((response) => held.push(() => response.destroy()));
    const fetching = { timeoutMs: 50, freshMs: 1000, staleMs: 1000, coolDownMs: 1000 };
    const keys = createTokenKeys({ jwksUrl: issuer.jwksUrl }, logger, fetching);
    await expect(keys.key({ alg: 'ES256' }, { payload: '', signature: '' })).rejects.toThrow(LoginUnavailableError);
    for (const release of held) release();
  });
});
