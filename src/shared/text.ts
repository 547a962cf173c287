/**
 * Text as search and sorting compare it: without case, accents and punctuation, single spaces between words.
 * Source: Unicode NFKD, combining marks (`\p{M}`) dropped.
 */
export function foldText(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a text in folded form, each once. */
export function foldWords(value: string): string[] {
  return [...new Set(foldText(value).split(' '))].filter((word) => word !== '');
}
