import { LRUCache } from 'lru-cache';

/**
 * Keeps as many values as `most`, those used last. It takes room as it fills: told the same by `max`, a cache takes all
 * of its room at once, which for ours together was 40 ms of a start and 4 MB. It looks at the clock itself each time, which
 * takes less than the timer by which a cache would remember what the clock said.
 * @param ttl after how many milliseconds a value is no longer there; 0 for never
 */
export function keptLast<V extends NonNullable<unknown>>(most: number, ttl = 0): LRUCache<string, V> {
  return new LRUCache<string, V>({ maxSize: most, sizeCalculation: () => 1, ttl, ttlResolution: 0 });
}
