import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { remembering } from '../../shared/remembering.ts';
import { cleanText, trimEnd, trimEnds, withoutJoiners } from './identity.text.ts';

/** A telephone number. `number` is E.164 where the country is known, else the digits as they were dialled. */
export interface PhoneNumber {
  readonly number: string;
  readonly extension: string | null;
  /** Whether it cannot be much else, so that it is taken for a number without being told so. */
  readonly obvious: boolean;
}

const maxLength = 128;
const label = /^(?:(?:tel|telephone|phone|mobile|cell|sms|callto|whatsapp)\s*[:.][\s/]*)+/i;
/** What people add to say where it rings: `+1 555 123 4567 (mobile)`. */
const place = /[\s(](?:mobile|cell|home|work|office|direct|main|hq|fax|[mchwod])\)?$/i;
const wrap = /[\s'"`“”‘’<>,;]/;
const extensionPart = /(?:;\s*ext=|(?:extension|extn|ext|x|#)\s?[.:]?\s?)(\d{1,8})$/i;
const dialled = /^(?:[(\s]*\+)?[\d\s()./\-‐‑‒–—·]+$/;
const vanity = /^(?:[(\s]*\+|\s*)[\d(][\d\s().-]*[a-z]{3}[a-z\d\s.-]*$/i;
const easternDigits = /[\u0660-\u0669\u06F0-\u06F9]/g;
const keypad = ['', '', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

/**
 * The telephone number in a value, or null. Sources: E.164 by libphonenumber's lengths (`isPossible`; being in service
 * is not asked, new ranges open faster than metadata), RFC 3966 (`tel:`, `;ext=`), E.161 (letters on keys).
 *
 * No country is assumed: a lead's location says where somebody works, not which exchange dials. A leading 00 is read as
 * + where that gives a possible number, since no country's own numbers begin so.
 */
export const parsePhone = remembering((value: string): PhoneNumber | null => {
  const text = trimEnds(withoutJoiners(cleanText(value)), wrap, wrap).replace(easternDigits, (digit) =>
    String(digit.charCodeAt(0) & 0xf),
  );
  if (text.length > maxLength) return null;
  const named = text.replace(label, '');
  const found = place.exec(named);
  const bare = found === null ? named : trimEnd(named.slice(0, found.index), /[\s(]/);
  const extension = extensionPart.exec(bare)?.[1] ?? null;
  const rest = trimEnd(bare.replace(extensionPart, ''), /[\s,;]/);
  const lettered = !dialled.test(rest);
  if (lettered && !vanity.test(rest)) return null;
  const digits = rest.toLowerCase().replace(/[a-z]/g, onKeypad).replace(/\D/g, '');
  // Letters on keys are an American habit; anything longer or shorter has words in it.
  if (digits.length < (lettered ? 10 : 3) || digits.length > (lettered ? 11 : 18)) return null;
  const number = international(rest.includes('+'), digits) ?? digits;
  return { number, extension, obvious: label.test(text) || (!lettered && digits.length >= 7) };
});

function international(plus: boolean, digits: string): string | null {
  if (!plus && !digits.startsWith('00')) return null;
  const parsed = parsePhoneNumberFromString(`+${digits.startsWith('00') ? digits.slice(2) : digits}`);
  return parsed?.isPossible() ? parsed.number : null;
}

function onKeypad(letter: string): string {
  return String(keypad.findIndex((letters) => letters.includes(letter)));
}
