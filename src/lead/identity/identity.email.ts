import { domainToASCII } from 'node:url';
// The one rule instead of the whole package, which takes 70 ms to load; a CommonJS module, hence `.default` below.
import isEmail from 'validator/lib/isEmail.js';
import { remembering } from '../../shared/remembering.ts';
import {
  placeholderAddresses,
  placeholderDomains,
  placeholderLocalParts,
  roleLocalParts,
  rolePrefixes,
} from './identity.lists.ts';
import {
  cleanText,
  foldCase,
  maxTextLength,
  percentDecode,
  trimEnd,
  trimEnds,
  withoutJoiners,
} from './identity.text.ts';

/** An address in canonical form: NFC, lower case, the domain in ASCII. */
interface EmailAddress {
  readonly local: string;
  readonly domain: string;
}

const label = /^(?:(?:mailto|smtp|e-?mail)\s*:[\s/]*)+/i;
const wrapStart = /[\s\u200C-\u200D'"`“”„‘’«»<([{,;:]/;
const wrapEnd = /[\s\u200C-\u200D'"`“”„‘’«»>)\]},;:.]/;
const notInDomain = /[\s"#%/:<>?@[\\\]^`{|}]/;
const notInLocal = /^%|[\s"]/;

/**
 * The address in a value, or null. Sources: RFC 5321 and 6531 (what an address is; quoted local parts are refused,
 * since section 4.1.2 tells hosts not to use them), RFC 5322 (`Jane <jane@x.com>`), RFC 6068 (`mailto:`), UTS 46.
 *
 * RFC 5321 leaves the case of the local part to the receiving host, but hosts that tell cases apart are not met any more.
 * Dots and plus tags stay: what they mean is each provider's own, and elsewhere jane+a@ and jane+b@ may be two people.
 */
export const parseEmail = remembering((value: string): EmailAddress | null => {
  if (value.length > maxTextLength || !/[@＠%]/.test(value)) return null;
  const text = unwrap(cleanText(value));
  const at = text.lastIndexOf('@');
  if (at < 1) return null;
  const local = foldCase(text.slice(0, at));
  const domain = domainAscii(text.slice(at + 1));
  if (domain === null || notInLocal.test(local) || !isEmail.default(`${local}@${domain}`)) return null;
  return { local, domain };
});

/** Whether a function or a team reads the address: info@, no-reply@, sales2@, support+crm@, info-de@. */
export function isRoleAddress({ local }: EmailAddress, { roles, prefixes }: RoleWords = usualRoles): boolean {
  const name = toRoleWord(local);
  if (roles.has(name)) return true;
  return prefixes.some((prefix) => name.startsWith(prefix));
}

/** A local part, or what somebody calls a role, in the form that it is looked up in. */
export function toRoleWord(local: string): string {
  return trimEnd(localName(local), /\d/);
}

/** Whether the address only fills a mandatory field: none@none.com, noemail@acme.com, test@test.com. */
export function isPlaceholderAddress({ local, domain }: EmailAddress): boolean {
  if (placeholderLocalParts.has(localName(local)) || placeholderDomains.has(domain)) return true;
  return placeholderAddresses.has(`${local}@${domain}`);
}

/** The words that make an address one of a function. */
export interface RoleWords {
  roles: ReadonlySet<string>;
  prefixes: readonly string[];
}

/** Our words with others in addition, and without some. */
export function roleWordsWith(added: Iterable<string>, removed: Iterable<string>): RoleWords {
  const written = (words: Iterable<string>) => [...words].flatMap((word) => [word, word.replaceAll('-', '')]);
  const roles = new Set([...written(roleLocalParts), ...written(added)]);
  for (const word of written(removed)) roles.delete(word);
  const prefixes = [...rolePrefixes].filter((word) => roles.has(word)).map((word) => `${word}-`);
  return { roles, prefixes };
}

const usualRoles = roleWordsWith([], []);

/** The local part without its tag, in one spelling of the separators: `Do_not.reply+x` is `do-not-reply`. */
function localName(local: string): string {
  return (local.split('+')[0] ?? '').replace(/[._-]+/g, '-');
}

/** Takes the address out of brackets, quotes, a display name, a label such as `mailto:`, and list punctuation. */
function unwrap(text: string): string {
  const whole = trimEnds(text, wrapStart, /[\s,;.]/);
  const inner = whole.endsWith('>') ? whole.slice(whole.lastIndexOf('<') + 1) : whole;
  const bare = trimEnds(inner, wrapStart, wrapEnd);
  const address = bare.replace(label, '');
  const isLink = /^mailto/i.test(bare);
  // Chat programs write <mailto:jane@x.com|jane@x.com>; scrapers leave escapes of the link they read: %20jane@x.com.
  const target = isLink ? address.replace(/[?|].*$/s, '') : address;
  const decoded = isLink || target.startsWith('%') ? cleanText(percentDecode(target) ?? target) : target;
  return trimEnds(decoded, wrapStart, wrapEnd);
}

/** The domain in ASCII by UTS 46, or null. A joiner is a letter of some domains and dirt in all others. */
function domainAscii(text: string): string | null {
  if (notInDomain.test(text)) return null;
  const ascii = domainToASCII(text) || domainToASCII(withoutJoiners(text));
  return ascii === '' ? null : ascii;
}
