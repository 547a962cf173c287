import { beforeEach, describe, expect, test } from 'vitest';
import { createIdempotencyService, type IdempotencyService } from '../../src/idempotency/idempotency.service.ts';
import { createIdempotencyStore, idempotencyIndexes } from '../../src/idempotency/idempotency.store.ts';
import type { Mongo } from '../../src/mongo/client.ts';
import { ensureIndexes } from '../../src/mongo/indexes.ts';
import { DatabaseUnavailableError } from '../../src/shared/errors.ts';
import { newUuid } from '../../src/shared/ids.ts';
import type { Run } from '../../src/shared/runs.ts';
import { openTestDatabase } from '../support/database.ts';

const minute = 60_000;
const hour = 60 * minute;
const newRun = () => ({ id: newUuid(), mayRepeat: false });

let mongo: Mongo;
let now: number;
let ran: string[];
let forWorkspace: (workspaceId: string) => IdempotencyService;
let service: IdempotencyService;

beforeEach(async () => {
  mongo = await openTestDatabase();
  await ensureIndexes(mongo.db, idempotencyIndexes);
  const records = createIdempotencyStore(mongo.db);
  now = Date.parse('2026-01-31T09:30:00.000Z');
  ran = [];
  forWorkspace = (workspaceId) =>
    createIdempotencyService({ workspaceId, records, clock: () => new Date(now), newId: newUuid, newRun });
  service = forWorkspace('ws_a');
});

const work = (answer: string) => async () => {
  ran.push(answer);
  return answer;
};

/** Work that is begun once `begun` resolves, and answers when it is told to. */
function slowWork(answer: string) {
  let begin = () => {};
  let end = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const answered = new Promise<string>((resolve) => {
    end = () => resolve(answer);
  });
  const slow = () => {
    ran.push(answer);
    begin();
    return answered;
  };
  return { work: slow, begun, end: () => end() };
}

const stored = () => mongo.db.collection<{ _id: string }>('idempotency').countDocuments();

describe('a request with an idempotency key', () => {
  test('runs once, and is answered from what is kept when it comes again', async () => {
    expect(await service.run('k', { a: 1 }, work('first'))).toEqual({ answer: 'first', replayed: false });
    expect(await service.run('k', { a: 1 }, work('second'))).toEqual({ answer: 'first', replayed: true });
    expect(ran).toEqual(['first']);
  });

  test('is the same request whatever the order of its keys, and another one for any other difference', async () => {
    const request = JSON.parse('{"a":{"x":1,"__proto__":{"p":1}},"b":[1,2]}');
    await service.run('k', request, work('first'));
    const reordered = JSON.parse('{"b":[1,2],"a":{"__proto__":{"p":1},"x":1}}');
    expect(await service.run('k', reordered, work('second'))).toMatchObject({ replayed: true });
    for (const other of [
      '{"a":{"x":1},"b":[1,2]}',
      '{"a":{"x":1,"__proto__":{"p":2}},"b":[1,2]}',
      '{"a":{"x":1,"__proto__":{"p":1}},"b":[2,1]}',
      '{"a":{"x":"1","__proto__":{"p":1}},"b":[1,2]}',
      'null',
    ]) {
      await expect(service.run('k', JSON.parse(other), work('other'))).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    }
    expect(ran).toEqual(['first']);
  });

  test('says so while the first one is still running, whoever sends it', async () => {
    const slow = slowWork('slow');
    const first = service.run('k', {}, slow.work);
    await slow.begun;
    await expect(forWorkspace('ws_a').run('k', {}, work('second'))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_IN_USE',
      retryAfterSeconds: 1,
    });
    slow.end();
    expect(await first).toEqual({ answer: 'slow', replayed: false });
    expect(await service.run('k', {}, work('second'))).toEqual({ answer: 'slow', replayed: true });
  });

  test('is run by exactly one of many that arrive together', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => service.run('k', {}, work(`answer ${n}`))),
    );
    expect(ran).toHaveLength(1);
    const answers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.answer] : []));
    expect(new Set(answers)).toEqual(new Set(ran));
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'IDEMPOTENCY_KEY_IN_USE' });
    }
  });

  test('is not kept where it failed, so that it can be sent again', async () => {
    const failing = () => Promise.reject(new DatabaseUnavailableError());
    await expect(service.run('k', { a: 1 }, failing)).rejects.toBeInstanceOf(DatabaseUnavailableError);
    expect(await stored()).toBe(0);
    expect(await service.run('k', { a: 2 }, work('then'))).toEqual({ answer: 'then', replayed: false });
  });

  test('has its key in its own workspace', async () => {
    await service.run('k', {}, work('a'));
    expect(await forWorkspace('ws_b').run('k', { other: 1 }, work('b'))).toEqual({ answer: 'b', replayed: false });
    expect(await service.run('k', {}, work('c'))).toEqual({ answer: 'a', replayed: true });
  });

  test.each([[''], ['x'.repeat(256)], ['tab\t'], ['naïve'], ['line\nbreak']])('refuses %j as a key', async (key) => {
    await expect(service.run(key, {}, work('never'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(ran).toEqual([]);
  });
});

describe('a request whose process died', () => {
  /** Begins a request that is never answered. */
  async function crash(request: unknown) {
    const slow = slowWork('crashed');
    void service.run('k', request, slow.work);
    await slow.begun;
    return slow;
  }

  test('blocks its key for half a minute and is then taken over, by one', async () => {
    await crash({ a: 1 });
    now += minute / 2 - 1;
    await expect(service.run('k', { a: 1 }, work('early'))).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_IN_USE' });
    now += 1;
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => service.run('k', { a: 1 }, work('again'))),
    );
    expect(ran).toEqual(['crashed', 'again']);
    expect(results.filter((result) => result.status === 'fulfilled' && !result.value.replayed)).toHaveLength(1);
    expect(await service.run('k', { a: 1 }, work('never'))).toEqual({ answer: 'again', replayed: true });
  });

  test('goes on as the same run, which is told that it runs again', async () => {
    const runs: Run[] = [];
    const failing = async (run: Run) => {
      runs.push(run);
      throw new Error('Died');
    };
    for (const _try of [1, 2]) await expect(service.run('k', {}, failing)).rejects.toThrow('Died');
    const id = runs[0]?.id;
    expect(runs).toEqual([
      { id, mayRepeat: true, again: false },
      { id, mayRepeat: true, again: true },
    ]);
  });

  test('is not taken over by another request', async () => {
    await crash({ a: 1 });
    now += 2 * minute;
    await expect(service.run('k', { a: 2 }, work('other'))).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('that was only slow does not overwrite the answer of who took it over', async () => {
    const slow = slowWork('slow');
    const first = service.run('k', {}, slow.work);
    await slow.begun;
    now += minute;
    await service.run('k', {}, work('quick'));
    slow.end();
    expect(await first).toEqual({ answer: 'slow', replayed: false });
    expect(await service.run('k', {}, work('never'))).toEqual({ answer: 'quick', replayed: true });
  });
});

describe('after 24 hours', () => {
  test('a key may be used for something else, though nothing was swept yet', async () => {
    await service.run('k', { a: 1 }, work('old'));
    now += 24 * hour - 1;
    expect(await service.run('k', { a: 1 }, work('new'))).toEqual({ answer: 'old', replayed: true });
    now += 1;
    expect(await service.run('k', { a: 2 }, work('new'))).toEqual({ answer: 'new', replayed: false });
    expect(await service.run('k', { a: 2 }, work('newer'))).toEqual({ answer: 'new', replayed: true });
  });

  test('records are swept, of other workspaces too, and younger ones stay', async () => {
    await service.run('old', {}, work('1'));
    await forWorkspace('ws_gone').run('old', {}, work('2'));
    now += 12 * hour;
    await service.run('young', {}, work('3'));
    expect(await stored()).toBe(3);
    now += 12 * hour;
    await service.run('new', {}, work('4'));
    expect(await stored()).toBe(2);
    expect(await service.run('young', {}, work('5'))).toMatchObject({ replayed: true });
  });

  test('a sweep comes at most every ten minutes', async () => {
    await service.run('a', {}, work('1'));
    const sweeps: string[] = [];
    mongo.client.on('commandStarted', ({ commandName }) => {
      if (commandName === 'delete') sweeps.push(commandName);
    });
    for (const step of [0, 9, 1, 1, 8, 1]) {
      now += step * minute;
      await service.run(`at ${now}`, {}, work('n'));
    }
    expect(sweeps).toHaveLength(2);
  });
});
