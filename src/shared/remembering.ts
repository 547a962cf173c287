import { keptLast } from './kept.ts';

/** How many texts one reader remembers, and how long they may be: a few hundred KB, whatever is sent. */
const bounds = { texts: 2_000, length: 320 } as const;

/**
 * A reader that remembers what it has last made of texts, and hands the same value out again: nobody may change it. For
 * readers that take long, go by the text alone, and are asked about a text several times in a request.
 */
export function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = keptLast<{ value: T }>(bounds.texts);
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen.value;
    const value = read(text);
    if (text.length <= bounds.length) known.set(text, { value });
    return value;
  };
}
