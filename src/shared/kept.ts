import { LRUCache } from 'lru-cache';

type Options<V extends NonNullable<unknown>> = Omit<
  LRUCache.Options<string, V, unknown>,
  'max' | 'maxSize' | 'sizeCalculation'
>;

/**
 * Keeps as many values as `most`, those used last. It takes room as it fills: told the same by `max`, a cache takes all
 * of its room at once, which for ours together was 40 ms of a start and 4 MB.
 */
export function keptLast<V extends NonNullable<unknown>>(most: number, options: Options<V> = {}): LRUCache<string, V> {
  return new LRUCache<string, V>({ ...options, maxSize: most, sizeCalculation: () => 1 });
}
