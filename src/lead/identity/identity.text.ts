/** What a value may measure before it is read at all; a URL that works in browsers stays far below. */
export const maxTextLength = 4096;

/** What an identity key may measure in UTF-8: it must fit an index entry together with workspace and type. */
export const maxKeyBytes = 512;

const printableAscii = /^[!-~]*$/;
const loneSurrogate = /\p{Surrogate}/gu;
const invisible = /(?![\u200C-\u200D])\p{Default_Ignorable_Code_Point}/gu;
const joiner = /[\u200C-\u200D]/g;
const fullwidthAscii = /[\uFF01-\uFF5E]/g;
const nothing = /(?!)/;
const control = /[^\P{Cc}\t-\r]/gu;
const blank = /[\s\u200C-\u200D]/;

/**
 * A value as a reader sees it. Sources: Unicode NFC, Default_Ignorable_Code_Point, the Halfwidth and Fullwidth Forms.
 *
 * Invisible characters and bidi controls are removed, not refused: they come along when people copy from web pages and
 * spreadsheets, nobody sees them, and refusing would make two leads of one. Zero-width (non-)joiners stay here, since
 * they tell some domain names apart; the readers of hosts decide. Fullwidth letters and signs are what East Asian
 * keyboards give for ASCII. Control characters count as spaces, so that a NUL never glues two halves together.
 * Look-alikes of other scripts are left alone: a Cyrillic `а` is another letter and may be another person.
 */
export function cleanText(value: string): string {
  if (printableAscii.test(value)) return value;
  const seen = value
    .replace(loneSurrogate, '\uFFFD')
    .replace(invisible, '')
    .replace(control, ' ')
    .replace(fullwidthAscii, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .normalize('NFC');
  return trimEnds(seen, blank, blank);
}

/** The text without zero-width joiners, which mean nothing outside of domain names. */
export function withoutJoiners(text: string): string {
  return text.replace(joiner, '');
}

/**
 * Text in one case. Lower-casing can leave NFC, so it is composed again; how a final sigma is lower-cased depends on
 * its neighbours, so both of its forms are made one.
 */
export function foldCase(text: string): string {
  if (printableAscii.test(text)) return text.toLowerCase();
  return withoutJoiners(text).normalize('NFC').toLowerCase().normalize('NFC').replaceAll('ς', 'σ');
}

/** Drops characters from both ends; a loop, since an unanchored `x+$` takes quadratic time. */
export function trimEnds(text: string, atStart: RegExp, atEnd: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && atStart.test(text.charAt(start))) start += 1;
  while (end > start && atEnd.test(text.charAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Drops characters from the end only. */
export function trimEnd(text: string, atEnd: RegExp): string {
  return trimEnds(text, nothing, atEnd);
}

/** Runs of white space as one space each. */
export function collapseSpaces(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Percent-decoding that answers null where an escape is cut off or is not UTF-8. */
export function percentDecode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
