import { junkIds, nullWords } from './identity.lists.ts';
import { cleanText, collapseSpaces, foldCase, trimEnds } from './identity.text.ts';

const blank = /[\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;
const someLetter = /[\p{L}\p{N}]/u;
const onlyZeros = /^[0\s\p{P}]*$/u;
const notWord = /[^\p{L}\p{N}]/u;

/** The id as it is, without blanks around it: it is opaque, and in some systems case alone tells two ids apart. */
export function readId(id: string): string {
  return trimEnds(id, blank, blank);
}

/**
 * Whether an id names nothing: no letter or digit in it, only zeros, a word or sentinel for a missing value, an
 * unfilled template. A number that a spreadsheet turned into 1.23E+15 lost the digits that told it from others, and
 * text with replacement characters or lone surrogates lost its letters.
 */
export function isJunkId(id: string): boolean {
  const lower = id.toLowerCase();
  const word = trimEnds(lower, notWord, notWord).replace(/[\s_]/g, '-');
  if (!someLetter.test(id) || onlyZeros.test(id)) return true;
  if ([lower, word].some((text) => nullWords.has(text) || junkIds.has(text))) return true;
  return /[\p{Surrogate}\uFFFD]|\{\{|\$\{/u.test(id) || /^\d(?:[.,]\d+)?e\+?\d+$/.test(lower);
}

/**
 * A provider's name in one spelling, or null where it is missing. Its `:` (and so `%`) is percent-encoded, so that
 * the first `:` always ends the name: `a:b` with id `c` and `a` with id `b:c` stay two keys.
 */
export function readProvider(provider: string | null | undefined): string | null {
  const name = collapseSpaces(foldCase(cleanText(provider ?? '')));
  if (!someLetter.test(name) || nullWords.has(name)) return null;
  return name.replace(/[%:]/g, encodeURIComponent);
}
