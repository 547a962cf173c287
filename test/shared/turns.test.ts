import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDeadline } from '../../src/shared/deadline.ts';
import { ClientGoneError, TimeoutError } from '../../src/shared/limit.errors.ts';
import { createTurns } from '../../src/shared/turns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const nobodyLeaves = new AbortController().signal;

/** Work that begins when it is its turn, notes that, and ends when it is told to. */
function watched(busy: number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const processor = { busy };
  const turns = createTurns(() => processor.busy);
  const ask = (name: string, { ms = 10_000, client = nobodyLeaves } = {}) =>
    turns.run(createDeadline(ms, client), () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { begun, processor, ask, end };
}

/** What became of a call, as text, so that nothing is thrown before it is looked at. */
const outcome = (call: Promise<string>) => call.catch((error: unknown) => (error as Error).constructor.name);

test('two go at once, and the others one by one, in their order', async () => {
  const { begun, ask, end } = watched(1);
  const calls = ['a', 'b', 'c', 'd', 'e'].map((name) => ask(name));
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
  await end('a');
  await end('c');
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  await end('d');
  await end('e');
  expect(await Promise.all(calls)).toEqual(['a', 'b', 'c', 'd', 'e']);
  await vi.advanceTimersByTimeAsync(10);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ['nothing to do', 0, 12],
  ['little to do', 0.3, 6],
  ['half its time', 0.5, 3],
  ['just enough to do', 0.8, 2],
])('more go at once where the processor has %s', async (_what, busy, expected) => {
  const { begun, ask } = watched(busy);
  for (let at = 0; at < 12; at += 1) void ask(`${at}`);
  await vi.advanceTimersByTimeAsync(10);
  expect(begun).toHaveLength(expected);
});

test('they do not, once they keep it busy', async () => {
  const { begun, ask, processor } = watched(0.3);
  for (let at = 0; at < 12; at += 1) void ask(`${at}`);
  await vi.advanceTimersByTimeAsync(10);
  processor.busy = 0.9;
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toHaveLength(6);
});

test('one that takes long keeps nobody from going, and its end lets in no second one', async () => {
  const { begun, ask, end } = watched(1);
  for (const name of ['slow', 'slower', 'c', 'd', 'e']) void ask(name);
  await vi.advanceTimersByTimeAsync(249);
  expect(begun).toEqual(['slow', 'slower']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['slow', 'slower', 'c', 'd']);
  await end('slow');
  await end('slower');
  expect(begun).toEqual(['slow', 'slower', 'c', 'd']);
  await end('c');
  expect(begun).toEqual(['slow', 'slower', 'c', 'd', 'e']);
});

test('one whose work fails ends its turn', async () => {
  const turns = createTurns(() => 1);
  const failing = () => turns.run(createDeadline(10_000, nobodyLeaves), () => Promise.reject(new Error('It failed')));
  for (let at = 0; at < 5; at += 1) await expect(failing()).rejects.toThrow('It failed');
});

test.each(['its time is over', 'its client leaves'])('one is not begun with when %s before its turn', async (why) => {
  const { begun, ask, end } = watched(1);
  const client = new AbortController();
  void ask('a');
  void ask('b');
  const gone = outcome(why === 'its client leaves' ? ask('gone', { client: client.signal }) : ask('gone', { ms: 50 }));
  void ask('d');
  if (why === 'its client leaves') client.abort();
  await vi.advanceTimersByTimeAsync(50);
  expect(await gone).toBe((why === 'its client leaves' ? ClientGoneError : TimeoutError).name);
  await end('a');
  expect(begun).toEqual(['a', 'b', 'd']);
});
