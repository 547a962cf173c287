import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gathering } from '../../src/shared/gathering.ts';

/** Notes what goes together, and lets it end when it is told to. */
function watched(most = 100) {
  const gone: number[][] = [];
  const ends: (() => void)[] = [];
  const join = gathering<number>((calls) => {
    gone.push([...calls]);
    return new Promise((resolve) => ends.push(resolve));
  }, most);
  const end = async (at: number) => {
    ends[at]?.();
    await setTimeout(0);
  };
  return { gone, join, end };
}

const place = {};

test('one goes at once, and what comes meanwhile goes together', async () => {
  const { gone, join, end } = watched();
  join(place, 'a', 1);
  expect(gone).toEqual([[1]]);
  for (const call of [2, 3, 4]) join(place, 'a', call);
  expect(gone).toEqual([[1]]);
  await end(0);
  expect(gone).toEqual([[1], [2, 3, 4]]);
  join(place, 'a', 5);
  await end(1);
  expect(gone).toEqual([[1], [2, 3, 4], [5]]);
  await end(2);
  join(place, 'a', 6);
  expect(gone.at(-1)).toEqual([6]);
});

test('calls of other kinds do not wait for each other', () => {
  const { gone, join } = watched();
  join(place, 'a', 1);
  join(place, 'b', 2);
  join({}, 'a', 3);
  expect(gone).toEqual([[1], [2], [3]]);
});

test('so many go together at most', async () => {
  const { gone, join, end } = watched(2);
  for (const call of [1, 2, 3, 4, 5]) join(place, 'a', call);
  for (const at of [0, 1, 2]) await end(at);
  expect(gone).toEqual([[1], [2, 3], [4, 5]]);
});

test('nobody waits long for what is slow', async () => {
  const { gone, join } = watched();
  join(place, 'a', 1);
  join(place, 'a', 2);
  join(place, 'a', 3);
  await expect.poll(() => gone).toEqual([[1], [2, 3]]);
});
