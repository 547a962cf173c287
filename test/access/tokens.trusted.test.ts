import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTokenKeys } from '../../src/access/token-keys.ts';
import { createTokens } from '../../src/access/tokens.ts';
import { UnauthenticatedError } from '../../src/shared/errors.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { claims, secret, signWithSecret, tokenSettings } from './token-issuer.ts';

const logger = pino({ level: 'silent' });
const workspaceId = 'ws_6742f0a1b3c4d5e6f7a8b9c0';

let now: Date;
let workspace: Workspace | null;
let checks: number;

beforeEach(() => {
  now = new Date();
  workspace = { id: workspaceId, name: 'Acme', createdAt: new Date(0), sourcePriority: [] };
  checks = 0;
});

const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

function createChecker() {
  const keys = createTokenKeys({ secret }, logger);
  const tokens = createTokens({
    settings: tokenSettings,
    keys: {
      ...keys,
      key: async (...args) => {
        checks += 1;
        return keys.key(...args);
      },
    },
    findWorkspace: async () => workspace,
    clock: () => now,
    logger,
  });
  return (token: string) => tokens.verify(token);
}

const epoch = () => Math.floor(now.getTime() / 1000);

describe('a token that was good a moment ago', () => {
  test('is not checked again for a minute', async () => {
    const verify = createChecker();
    const token = await signWithSecret(claims(workspaceId));
    const first = await verify(token);
    pass(59);
    expect(await verify(token)).toEqual(first);
    expect(checks).toBe(1);
    pass(1);
    expect(await verify(token)).toEqual(first);
    expect(checks).toBe(2);
  });

  test('ends when it ends', async () => {
    const verify = createChecker();
    const token = await signWithSecret(claims(workspaceId, { exp: epoch() + 10 }));
    await verify(token);
    pass(39);
    await verify(token);
    pass(2);
    await expect(verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  test('ends when it is too old', async () => {
    const verify = createChecker();
    const token = await signWithSecret(claims(workspaceId, { iat: epoch() - 3600, exp: epoch() + 3600 }));
    await verify(token);
    pass(32);
    await expect(verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  test('opens no workspace that is gone', async () => {
    const verify = createChecker();
    const token = await signWithSecret(claims(workspaceId));
    await verify(token);
    workspace = null;
    await expect(verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  test('vouches for no other', async () => {
    const verify = createChecker();
    const token = await signWithSecret(claims(workspaceId));
    await verify(token);
    await expect(verify(`${token}A`)).rejects.toThrow(UnauthenticatedError);
    await expect(verify(token.slice(0, -1))).rejects.toThrow(UnauthenticatedError);
  });
});
