import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLimiter } from '../../src/access/limiter.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Stops the time that the limiter reads. */
function stopTime() {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T09:30:00Z') });
  return { pass: (ms: number) => vi.setSystemTime(Date.now() + ms) };
}

describe('a limit', () => {
  test('lets through as many as it says in a minute, and tells how many are left', () => {
    const { pass } = stopTime();
    const limiter = createLimiter(2);
    expect(limiter.take('a')).toEqual({ allowed: true, limit: 2, remaining: 1, resetMs: 60_000 });
    pass(20_000);
    expect(limiter.take('a')).toEqual({ allowed: true, limit: 2, remaining: 0, resetMs: 40_000 });
    expect(limiter.take('a')).toEqual({ allowed: false, limit: 2, remaining: 0, resetMs: 40_000 });
    expect(limiter.take('b')).toMatchObject({ allowed: true, remaining: 1 });
  });

  test('begins anew after the minute, which refusals do not prolong', () => {
    const { pass } = stopTime();
    const limiter = createLimiter(1);
    limiter.take('a');
    pass(59_999);
    expect(limiter.take('a')).toMatchObject({ allowed: false, resetMs: 1 });
    pass(1);
    expect(limiter.look('a')).toEqual({ allowed: true, limit: 1, remaining: 1, resetMs: 0 });
    expect(limiter.take('a')).toMatchObject({ allowed: true, resetMs: 60_000 });
  });

  test('is not counted by a look', () => {
    const limiter = createLimiter(1);
    expect(limiter.look('a')).toMatchObject({ allowed: true, remaining: 1 });
    limiter.take('a');
    expect(limiter.look('a')).toMatchObject({ allowed: false, remaining: 0 });
    expect(limiter.look('a')).toMatchObject({ allowed: false, remaining: 0 });
  });

  test('remembers no more clients than it may: the least recently seen is forgotten', () => {
    const limiter = createLimiter(1, 100);
    for (let client = 0; client < 1_000; client += 1) limiter.take(`client ${client}`);
    const remembered = Array.from({ length: 1_000 }, (_, client) => !limiter.look(`client ${client}`).allowed);
    expect(remembered).toEqual(Array.from({ length: 1_000 }, (_, client) => client >= 900));
    expect(limiter.takeUntold().size).toBeLessThanOrEqual(100);
  });
});

describe('a limit that others count too', () => {
  test('tells once what it let through, and not what it refused', () => {
    const limiter = createLimiter(2);
    for (const client of ['a', 'a', 'a', 'b']) limiter.take(client);
    expect([...limiter.takeUntold()]).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect([...limiter.takeUntold()]).toEqual([]);
  });

  test('takes over what all have counted, with what it counted meanwhile on top', () => {
    const { pass } = stopTime();
    const limiter = createLimiter(10);
    limiter.take('a');
    limiter.takeUntold();
    limiter.take('a');
    limiter.adopt('a', { count: 7, endsInMs: 30_000 });
    expect(limiter.look('a')).toEqual({ allowed: true, limit: 10, remaining: 2, resetMs: 30_000 });
    pass(30_000);
    expect(limiter.look('a')).toMatchObject({ remaining: 10 });
  });

  test('takes over no count that has ended, and none of a client that it does not know', () => {
    const limiter = createLimiter(10);
    limiter.take('a');
    limiter.adopt('a', { count: 9, endsInMs: 0 });
    limiter.adopt('b', { count: 9, endsInMs: 30_000 });
    expect(limiter.look('a')).toMatchObject({ remaining: 9 });
    expect(limiter.look('b')).toMatchObject({ remaining: 10 });
  });
});
