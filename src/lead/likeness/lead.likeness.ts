import { foldText } from '../../shared/text.ts';
import { readHost, whyNoCompany } from '../identity/identity.domain.ts';
import type { NoKeyReason } from '../identity/identity.ts';
import { formalName } from './lead.nicknames.ts';

/** What is stored with a contact, so that MongoDB finds leads with one like it. */
export interface ContactLikeness {
  /** The mailbox or number that it reaches, in one spelling; null where that does not tell whose it is. */
  reaches: string | null;
  /** The company whose domain an email address is at; null for other contacts and for shared domains. */
  firm: string | null;
}

/** A part of a person's name: the initial of its formal name, and all of it as a key. */
export interface NamePartKey {
  initial: string;
  key: string;
}

const titles = new Set(['dr', 'prof', 'professor', 'mr', 'mrs', 'ms', 'miss', 'sir', 'dipl', 'ing', 'herr', 'frau']);
const particles = new Set(['al', 'bin', 'da', 'de', 'del', 'den', 'der', 'di', 'dos', 'du', 'el', 'la', 'le']);
for (const particle of ['van', 'von', 'zu', 'ibn', 'ben']) particles.add(particle);

/** What companies put behind their names: legal forms of many countries, and the words that lead to them. */
const legalForms = new Set(
  `inc incorporated llc llp lp ltd limited plc corp corporation co company gmbh mbh ag kg kgaa ohg gbr ug se ev sa sas
  sasu sarl srl sl slu spa snc bv nv vof ab as asa oy oyj aps pty pvt pte private proprietary sdn bhd kk jsc pjsc sro
  doo zrt kft sp zoo sapi cv rl ltda eireli holding holdings group and und et de y ae epe`.split(/\s+/),
);
const legalFronts = new Set(['the', 'ооо', 'тов', 'зао', 'пао', 'ао']);
const unspacedForms = /株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|주식회사/gu;

/** Google alone says that dots do not count, and only for its consumer mail: support.google.com/mail/answer/7436150. */
const dotlessDomains = new Set(['gmail.com']);
const sameMail: Record<string, string> = { 'googlemail.com': 'gmail.com' };

/** Folded text in which `Muller` (Müller, folded) and `Mueller` are the same. */
export function withoutDigraphs(text: string): string {
  return text.replace(/([aou])e/g, '$1');
}

/** Folded words as one; null where nothing is left. */
function compact(words: readonly string[]): string | null {
  const key = withoutDigraphs(words.join(''));
  return key === '' ? null : key;
}

function wordsOf(text: string | null | undefined): string[] {
  return text ? foldText(text).split(' ') : [];
}

/** The mailbox behind an address: without the tag behind `+`, and without dots where the provider ignores them. */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  const typed = address.slice(at + 1);
  const domain = sameMail[typed] ?? typed;
  const [untagged = ''] = address.slice(0, at).split('+');
  const local = dotlessDomains.has(domain) ? untagged.replaceAll('.', '') : untagged;
  return local === '' ? address : `${local}@${domain}`;
}

/** @param canonical the contact in canonical form: `email:jane@acme.com`, `phone:+14155550100;ext=4` */
export function contactLikeness(kind: string, canonical: string, why: NoKeyReason | undefined): ContactLikeness {
  const value = canonical.slice(kind.length + 1);
  if (kind === 'email') {
    const several = why === 'role address' || why === 'placeholder';
    return { reaches: several ? null : `mailbox:${mailboxOf(value)}`, firm: firmOfDomain(value.split('@').at(-1)) };
  }
  const [number = ''] = value.split(';');
  return { reaches: kind === 'phone' && number.startsWith('+') ? `phone:${number}` : null, firm: null };
}

/** The registrable domain of a company's site; null where the site is none of a company. */
export function rootOf(domain: string | null | undefined): string | null {
  const site = domain ? readHost(domain) : null;
  return site === null || whyNoCompany(site) !== null ? null : site.domain;
}

/** The company that a domain is called after, as `firmKey` has it: `nordwindlogistik` of nordwind-logistik.de. */
export function firmOfDomain(domain: string | null | undefined): string | null {
  const site = domain ? readHost(domain) : null;
  return site === null || whyNoCompany(site) !== null ? null : compact(wordsOf(site.name));
}

/** A company's name without its legal form: `acme` of `Acme, Inc.` and of `ACME S.A.`. */
export function firmKey(name: string | null | undefined): string | null {
  // `S.A.` is folded to single letters, which together are the form.
  const text = wordsOf(name?.replace(unspacedForms, ' ')).join(' ');
  const words = text.replace(/(?<=(?:^| )\p{L}) (?=\p{L}(?: |$))/gu, '').split(' ');
  let end = words.length;
  while (end > 1 && legalForms.has(words[end - 1] ?? '')) end -= 1;
  const start = end > 1 && legalFronts.has(words[0] ?? '') ? 1 : 0;
  return compact(words.slice(start, end));
}

/** A given or family name without titles and particles. */
export function namePartKey(part: string | null | undefined): NamePartKey | null {
  const words = nameWords(part);
  const key = compact(words);
  const [initial] = formalName(words[0] ?? '');
  return key === null || initial === undefined ? null : { initial, key };
}

/** The folded words of a name's part, without titles and particles where anything else is left. */
export function nameWords(part: string | null | undefined): string[] {
  const words = wordsOf(part);
  const telling = words.filter((word) => !titles.has(word) && !particles.has(word));
  return telling.length > 0 ? telling : words;
}

/** A city, or the first part of a place written as one text. */
export function placeKey(place: string | null | undefined): string | null {
  return compact(wordsOf(place?.split(',')[0]));
}
