import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAlarms } from '../../src/shared/alarms.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Alarms that say when they rang, in milliseconds from now. */
function watched() {
  const alarms = createAlarms();
  const begin = performance.now();
  const rang: [name: string, at: number][] = [];
  return {
    rang,
    set(name: string, inMs: number) {
      const alarm = { at: begin + inMs, ring: () => void rang.push([name, performance.now() - begin]) };
      alarms.set(alarm);
      return () => alarms.clear(alarm);
    },
  };
}

test('each rings at its time, whatever order they were set in', () => {
  const { set, rang } = watched();
  set('late', 300);
  set('early', 100);
  set('between', 200);
  vi.advanceTimersByTime(1_000);
  expect(rang).toEqual([
    ['early', 100],
    ['between', 200],
    ['late', 300],
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('any alarms set and taken back ring once, at their time, or not at all', () => {
  const step = fc.record({ after: fc.nat(50), inMs: fc.integer({ min: 1, max: 200 }), takenBackAfter: fc.nat(300) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { set, rang } = watched();
      const expected = new Map<string, number>();
      let now = 0;
      const takeBacks: { at: number; take: () => void }[] = [];
      const advanceTo = (time: number) => {
        for (const { at, take } of takeBacks.filter((one) => one.at <= time).sort((one, other) => one.at - other.at)) {
          vi.advanceTimersByTime(at - now);
          now = at;
          take();
        }
        takeBacks.splice(0, takeBacks.length, ...takeBacks.filter(({ at }) => at > time));
        vi.advanceTimersByTime(time - now);
        now = time;
      };
      for (const [at, { after, inMs, takenBackAfter }] of steps.entries()) {
        advanceTo(now + after);
        const [rings, goes] = [now + inMs, now + takenBackAfter];
        takeBacks.push({ at: goes, take: set(String(at), rings) });
        if (rings <= goes) expected.set(String(at), rings);
      }
      advanceTo(now + 1_000);
      expect(new Map(rang)).toEqual(expected);
      expect(rang).toHaveLength(expected.size);
      expect(vi.getTimerCount()).toBe(0);
    }),
  );
});

test('one whose time is gone by rings at once, and leaves the others theirs', () => {
  const { set, rang } = watched();
  set('later', 100);
  vi.advanceTimersByTime(50);
  set('gone by', 40);
  vi.advanceTimersByTime(100);
  expect(rang).toEqual([
    ['gone by', 51],
    ['later', 100],
  ]);
});

test('a timer that nobody waits for keeps no process alive', async () => {
  vi.useRealTimers();
  const alarms = createAlarms();
  alarms.set({ at: performance.now() + 5, ring: () => {} });
  await wait(30);
  const resources = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout');
  alarms.set({ at: performance.now() + 60_000, ring: () => {} });
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')).toEqual(resources);
});
