import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The rooms of src/lead. Each may use those before it, and what stands in the folder itself. */
const rooms = ['identity', 'history', 'likeness', 'provenance', 'writing', 'creation', 'merge', 'rekey'];
const folder = new URL('../../src/lead/', import.meta.url);

test('there are no others', () => {
  const entries = readdirSync(folder, { withFileTypes: true });
  const found = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(found.toSorted()).toEqual(rooms.toSorted());
});

test.each(rooms)('%s knows only rooms before it', (room) => {
  const inside = new URL(`${room}/`, folder);
  const used = readdirSync(inside).flatMap((file) => {
    const text = readFileSync(new URL(file, inside), 'utf8');
    return [...text.matchAll(/from '\.\.\/(\w+)\//g)].map(([, other = '']) => other);
  });
  expect(rooms.slice(0, rooms.indexOf(room))).toEqual(expect.arrayContaining([...new Set(used)]));
});
