import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { UnauthenticatedError } from '../../src/shared/errors.ts';
import { createWorkspaceService } from '../../src/workspace/workspace.service.ts';
import type { Scope } from '../../src/workspace/workspace.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

const serviceWith = (keyCacheSeconds: number, clock = systemClock) =>
  createWorkspaceService({ ...gateway.stores, clock, keyCacheSeconds });

const make = (workspace: string, scopes: Scope[] = ['leads:read']) =>
  serviceWith(0).createKey({ workspace, name: 'test', scopes });

describe('a secret', () => {
  test('is stored as its SHA-256 and its first characters, and nowhere else', async () => {
    const { secret, key } = await make('Hashed');
    expect(secret).toMatch(/^sk-workspace_[\w-]{43}$/);
    const stored = await gateway.mongo.db
      .collection('keys')
      .findOne({ hash: createHash('sha256').update(secret).digest('hex') });
    expect(stored).toMatchObject({ name: 'test', hint: key.hint });
    for (const { name } of await gateway.mongo.db.listCollections().toArray()) {
      const documents = await gateway.mongo.db.collection(name).find().toArray();
      expect(JSON.stringify(documents)).not.toContain(secret.slice(0, 20));
    }
  });

  test('is never told again', async () => {
    const { secret } = await make('Told once');
    expect(JSON.stringify(await serviceWith(0).listKeys('Told once'))).not.toContain(secret.slice(0, 20));
  });
});

describe('a workspace', () => {
  test('is made once, however many keys are made for it at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => make('Rush')));
    expect(new Set(made.map(({ workspace }) => workspace.id)).size).toBe(1);
    expect(made.filter(({ isNewWorkspace }) => isNewWorkspace)).toHaveLength(1);
    expect(await serviceWith(0).listKeys('Rush')).toHaveLength(20);
  });

  test('lists its own keys only, and is null where there is none of that name', async () => {
    const { key } = await make('Lister');
    expect(await serviceWith(0).listKeys('Lister')).toMatchObject([{ key, workspace: { name: 'Lister' } }]);
    expect(await serviceWith(0).listKeys('lister')).toBeNull();
    const all = (await serviceWith(0).listKeys(null)) ?? [];
    expect(all.length).toBeGreaterThan(1);
  });
});

describe('revoking', () => {
  test('keeps the time of the first', async () => {
    const { key } = await make('Revoked twice');
    const first = await serviceWith(0, () => new Date('2026-01-01T00:00:00Z')).revokeKey(key.id);
    const second = await serviceWith(0).revokeKey(key.id);
    expect(first?.revokedAt).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(second).toEqual(first);
  });

  test.each(['key_6742f0a1b3c4d5e6f7a8b9c0', 'key_1', 'lead_6742f0a1b3c4d5e6f7a8b9c0', ''])(
    'finds no key %j',
    async (id) => {
      expect(await serviceWith(0).revokeKey(id)).toBeNull();
    },
  );

  test('works at once without a cache', async () => {
    const { key, secret } = await make('No cache');
    const service = serviceWith(0);
    expect(await service.authenticate(`Bearer ${secret}`)).toMatchObject({ workspaceName: 'No cache' });
    await service.revokeKey(key.id);
    await expect(service.authenticate(`Bearer ${secret}`)).rejects.toThrow(UnauthenticatedError);
  });

  test('works within the seconds of the cache, however often the key is used meanwhile', async () => {
    const { key, secret } = await make('Cached');
    const service = serviceWith(2);
    const isTaken = () =>
      service.authenticate(`Bearer ${secret}`).then(
        () => true,
        () => false,
      );
    expect(await isTaken()).toBe(true);
    const from = performance.now();
    await service.revokeKey(key.id);
    expect(await isTaken()).toBe(true);
    while ((await isTaken()) && performance.now() - from < 15_000)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await isTaken()).toBe(false);
    expect(performance.now() - from).toBeLessThan(6_000);
  });
});

describe('over HTTP', () => {
  const ask = (authorization: string | null, query = '{ viewer { workspaceId } }') =>
    gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
      body: JSON.stringify({ query }),
    });

  test.each([
    ['no key', null, 'Send a key'],
    ['an empty one', '', 'Send a key'],
    ['another scheme', 'Basic c2stOng=', 'must read "Bearer'],
    ['no secret', 'Bearer ', 'must read "Bearer'],
    ['two secrets', 'Bearer sk-workspace_a sk-workspace_b', 'must read "Bearer'],
    ['a secret that is nobody\u2019s', `Bearer sk-workspace_${'a'.repeat(43)}`, 'is not valid, or it was revoked'],
    ['the hash of a secret', 'Bearer {hash}', 'is not valid, or it was revoked'],
    ['a revoked one', 'Bearer {revoked}', 'is not valid, or it was revoked'],
  ])('%s is UNAUTHENTICATED with status 401', async (_case, authorization, message) => {
    const { secret, key } = await make('HTTP');
    await serviceWith(0).revokeKey(key.id);
    const hash = createHash('sha256').update(secret).digest('hex');
    const response = await ask(authorization?.replace('{hash}', hash).replace('{revoked}', secret) ?? null);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    const { data, errors } = (await response.json()) as { data?: unknown; errors: unknown[] };
    expect(data ?? null).toBeNull();
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining(message), extensions: { code: 'UNAUTHENTICATED' } }),
    ]);
  });

  test.each([
    ['leads:read', 'mutation { createLeadList(input: {name: "x"}) { __typename } }', 'leads:write'],
    ['leads:write', '{ campaigns { totalCount } }', 'campaigns:read'],
    ['campaigns:write', '{ signals { totalCount } }', 'signals:read'],
    ['signals:write', '{ leads { totalCount } }', 'leads:read'],
  ] as const)('a key with %s is FORBIDDEN to send %s', async (held, query, needed) => {
    const { secret } = await make('Scoped', [held]);
    const { errors } = (await (await ask(`Bearer ${secret}`, query)).json()) as { errors: unknown[] };
    expect(errors).toMatchObject([{ message: expect.stringContaining(needed), extensions: { code: 'FORBIDDEN' } }]);
  });

  test('a write scope includes the read scope of its kind', async () => {
    const { secret } = await make('Writer', ['signals:write']);
    expect(await (await ask(`Bearer ${secret}`, '{ signals { totalCount } }')).json()).toEqual({
      data: { signals: { totalCount: 0 } },
    });
  });
});
