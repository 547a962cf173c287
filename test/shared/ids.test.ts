import { expect, test, vi } from 'vitest';
import { newUuid } from '../../src/shared/ids.ts';

test('ids are UUIDs of version 7, each of its own, which sort as they were made', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newUuid);
  const after = Date.now();
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids.map((id) => id.slice(24))).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of [ids[0], ids.at(-1)]) {
    const made = Number.parseInt(id?.replace('-', '').slice(0, 12) ?? '', 16);
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThanOrEqual(after);
  }
});

test('they sort so when the clock is set back, too', () => {
  const first = newUuid();
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000);
  const second = newUuid();
  vi.restoreAllMocks();
  expect([first, second].toSorted()).toEqual([first, second]);
});
