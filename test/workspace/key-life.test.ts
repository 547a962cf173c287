import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UnauthenticatedError } from '../../src/shared/errors.ts';
import { createWorkspaceService } from '../../src/workspace/workspace.service.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let now: Date;
let number = 0;

beforeAll(async () => {
  gateway = await createTestGateway();
});
beforeEach(() => {
  now = new Date('2026-11-21T09:30:00Z');
});

const minutes = (count: number) => count * 60 * 1000;
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const later = (ms: number) => new Date(now.getTime() + ms);

const serviceWith = (keyCacheSeconds: number) =>
  createWorkspaceService({ ...gateway.stores, clock: () => now, keyCacheSeconds });

async function make(expiresAt: Date | null = null) {
  number += 1;
  return serviceWith(0).createKey({ workspace: `Life ${number}`, name: 'test', scopes: ['leads:read'], expiresAt });
}

async function isGood(secret: string, service = serviceWith(0)): Promise<boolean> {
  try {
    await service.authenticate(`Bearer ${secret}`);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(UnauthenticatedError);
    return false;
  }
}

describe('a key with an end', () => {
  test('works until then, and not a moment longer, trusted or not', async () => {
    const { secret, key } = await make(later(minutes(10)));
    const trusting = serviceWith(3600);
    expect(key.expiresAt).toEqual(later(minutes(10)));
    expect(await isGood(secret, trusting)).toBe(true);
    pass(minutes(10) - 1);
    expect([await isGood(secret), await isGood(secret, trusting)]).toEqual([true, true]);
    pass(1);
    expect([await isGood(secret), await isGood(secret, trusting)]).toEqual([false, false]);
  });

  test('stays known to be none once it has ended', async () => {
    const { secret } = await make(later(minutes(1)));
    const service = serviceWith(0);
    expect(await isGood(secret, service)).toBe(true);
    expect(service.isTrusted(secret)).toBe(true);
    pass(minutes(1));
    expect(await isGood(secret, service)).toBe(false);
    expect(service.isTrusted(secret)).toBe(false);
  });
});

describe('a key with a new secret', () => {
  const rotate = (id: string, graceMs: number, expiresAt?: Date) =>
    serviceWith(0).rotateKey({ id, graceMs, ...(expiresAt === undefined ? {} : { expiresAt }) });

  test('takes the old one for the time of grace', async () => {
    const made = await make();
    const rotated = await rotate(made.key.id, minutes(10));
    expect(rotated).toMatchObject({ graceUntil: later(minutes(10)), key: { id: made.key.id, rotatedAt: now } });
    expect(rotated?.key.hint).not.toBe(made.key.hint);
    const secret = rotated?.secret ?? '';
    expect([await isGood(made.secret), await isGood(secret)]).toEqual([true, true]);
    pass(minutes(10));
    expect([await isGood(made.secret), await isGood(secret)]).toEqual([false, true]);
  });

  test('speaks for the same key with either secret', async () => {
    const made = await make();
    const rotated = await rotate(made.key.id, minutes(10));
    const [before, after] = await Promise.all(
      [made.secret, rotated?.secret].map((secret) => serviceWith(0).authenticate(`Bearer ${secret}`)),
    );
    expect(after).toEqual(before);
    expect(after?.actor).toEqual({ kind: 'key', id: made.key.id, name: 'test' });
  });

  test('takes no old one without grace', async () => {
    const made = await make();
    const rotated = await rotate(made.key.id, 0);
    expect([await isGood(made.secret), await isGood(rotated?.secret ?? '')]).toEqual([false, true]);
  });

  test('keeps what earlier secrets were promised when it gets yet another', async () => {
    const made = await make();
    const second = await rotate(made.key.id, minutes(10));
    pass(minutes(5));
    const third = await rotate(made.key.id, minutes(1));
    const secrets = [made.secret, second?.secret ?? '', third?.secret ?? ''];
    const good = () => Promise.all(secrets.map((secret) => isGood(secret)));
    expect(await good()).toEqual([true, true, true]);
    pass(minutes(1));
    expect(await good()).toEqual([true, false, true]);
    pass(minutes(4));
    expect(await good()).toEqual([false, false, true]);
  });

  test('keeps its end, or gets a new one', async () => {
    const made = await make(later(minutes(10)));
    expect((await rotate(made.key.id, 0))?.key.expiresAt).toEqual(later(minutes(10)));
    expect((await rotate(made.key.id, 0, later(minutes(90))))?.key.expiresAt).toEqual(later(minutes(90)));
  });

  test('takes no old one beyond its own end', async () => {
    const made = await make(later(minutes(5)));
    await rotate(made.key.id, minutes(10));
    pass(minutes(5));
    expect(await isGood(made.secret)).toBe(false);
  });

  test('is revoked with every secret it has', async () => {
    const made = await make();
    const rotated = await rotate(made.key.id, minutes(10));
    await serviceWith(0).revokeKey(made.key.id);
    expect([await isGood(made.secret), await isGood(rotated?.secret ?? '')]).toEqual([false, false]);
  });

  test('never loses a rotation to another at the same time', async () => {
    const made = await make();
    const rotated = await Promise.all(Array.from({ length: 10 }, () => rotate(made.key.id, minutes(10))));
    const secrets = [made.secret, ...rotated.map((one) => one?.secret ?? '')];
    expect(await Promise.all(secrets.map((secret) => isGood(secret)))).toEqual(secrets.map(() => true));
  });

  test('must be in use', async () => {
    const revoked = await make();
    await serviceWith(0).revokeKey(revoked.key.id);
    await expect(rotate(revoked.key.id, 0)).rejects.toThrow(`Key ${revoked.key.id} is revoked; make a new one`);
    const ended = await make(later(minutes(1)));
    pass(minutes(1));
    await expect(rotate(ended.key.id, 0, later(minutes(9)))).rejects.toThrow(
      `Key ${ended.key.id} expired on 2026-11-21T09:31:00.000Z; make a new one`,
    );
    expect(await rotate('key_6742f0a1b3c4d5e6f7a8b9c0', 0)).toBeNull();
  });
});

test('a key that an earlier version made lacks nothing', async () => {
  const { key, secret } = await make();
  await gateway.mongo.db.collection('keys').updateOne({ hint: key.hint }, { $unset: { expiresAt: '' } });
  expect(await isGood(secret)).toBe(true);
  const [listed] = (await serviceWith(0).listKeys(`Life ${number}`)) ?? [];
  expect(listed?.key).toEqual({ ...key, expiresAt: null, rotatedAt: null, lastUsedAt: null });
  expect(await serviceWith(0).rotateKey({ id: key.id, graceMs: 0 })).not.toBeNull();
});

describe('looking a key up', () => {
  const keyPlan = async (filter: object) => {
    const { queryPlanner } = await gateway.mongo.db.collection('keys').find(filter).explain('queryPlanner');
    return JSON.stringify(queryPlanner.winningPlan);
  };

  test('goes by the hash, of secrets that were replaced too', async () => {
    const plan = await keyPlan({ $or: [{ hash: 'x' }, { 'retired.hash': 'x' }], revokedAt: null });
    expect(plan).toContain('retired.hash_1');
    expect(plan).not.toContain('COLLSCAN');
  });

  test('is done once for requests that come at once, and for a secret that is nobody’s too', async () => {
    const { secret } = await make();
    const service = serviceWith(60);
    const bad = `sk-workspace_${'x'.repeat(43)}`;
    const commands = await gateway.commandsOf(() =>
      Promise.all(Array.from({ length: 40 }, (_, turn) => isGood(turn % 2 === 0 ? secret : bad, service))),
    );
    expect(commands).toEqual(['aggregate', 'aggregate']);
    expect(await gateway.commandsOf(() => isGood(bad, service))).toEqual([]);
  });

  test('asks nobody for what cannot be a key', async () => {
    const service = serviceWith(0);
    const bad = ['x', 'a.b.c', '{"$ne":null}', `sk-workspace_${'x'.repeat(600)}`];
    expect(await gateway.commandsOf(() => Promise.all(bad.map((secret) => isGood(secret, service))))).toEqual([]);
  });
});
