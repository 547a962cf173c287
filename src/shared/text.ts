/** Letters that Unicode does not take apart, and what people type for them; Greek ends a word in a sigma of its own. */
const plainLetters: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};

/**
 * Text as search and sorting compare it: without case, accents and punctuation, single spaces between words.
 * Source: Unicode NFKD, combining marks (`\p{M}`) dropped.
 */
export function foldText(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßøłđæœþıς]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a text in folded form, each once. */
export function foldWords(value: string): string[] {
  return [...new Set(foldText(value).split(' '))].filter((word) => word !== '');
}
