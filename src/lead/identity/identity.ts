import { readHost, whyNoCompany, whyShared } from './identity.domain.ts';
import { isPlaceholderAddress, isRoleAddress, parseEmail } from './identity.email.ts';
import { readLinkedInPath } from './identity.linkedin.ts';
import { type PhoneNumber, parsePhone } from './identity.phone.ts';
import { isJunkId, readId, readProvider } from './identity.source.ts';
import { cleanText, collapseSpaces, maxKeyBytes, maxTextLength } from './identity.text.ts';
import { canonicalUrl, readWebAddress } from './identity.url.ts';

export const leadTypes = ['person', 'company'] as const;
export type LeadType = (typeof leadTypes)[number];

export const identityKinds = ['email', 'linkedin', 'domain', 'provider'] as const;
export type IdentityKind = (typeof identityKinds)[number];

export interface IdentityKey {
  kind: IdentityKind;
  value: string;
}

/** Why an identifier is no identity key. */
export type NoKeyReason =
  | 'role address'
  | 'placeholder'
  | 'not an email'
  | 'phone'
  | 'not a phone number'
  | 'unknown kind'
  | 'not a url'
  | 'not a profile'
  | 'company page'
  | 'person profile'
  | 'company domain'
  | 'sales navigator link'
  | 'recruiter link'
  | 'social host'
  | 'short link'
  | 'free-mail domain'
  | 'ip address'
  | 'no registrable domain'
  | 'junk id'
  | 'unlabelled id'
  | 'too long'
  | 'blocked'
  | 'kind switched off'
  | 'provider switched off';

/**
 * An identifier as it was understood. `canonical` is the string under which equal values are united; `key` is the
 * identity key, or null with the reason `why` where the value does not identify a lead.
 */
export interface Identifier {
  canonical: string;
  key: string | null;
  why?: NoKeyReason;
}

/**
 * A contact value of any kind. `kind` in the answer is what the value is; the argument says what to read it as and
 * accepts short and lettered phone numbers, but does not make an email address of what is none.
 */
export function readContact(
  value: string,
  type: LeadType,
  kind?: 'email' | 'phone',
): Identifier & { kind: 'email' | 'phone' | 'other' } {
  const email = kind === 'phone' ? null : readEmail(value, type);
  if (email !== null) return { kind: 'email', ...email };
  const phone = kind === 'email' ? null : parsePhone(value);
  if (phone !== null && (kind === 'phone' || phone.obvious)) return { kind: 'phone', ...phoneIdentifier(phone) };
  const why = kind === 'email' ? 'not an email' : kind === 'phone' ? 'not a phone number' : 'unknown kind';
  return { kind: 'other', ...noKey(`other:${collapseSpaces(cleanText(value))}`, why) };
}

/** An email address, or null. Role addresses identify companies, not persons: several people read info@acme.com. */
export function readEmail(value: string, type: LeadType): Identifier | null {
  const address = parseEmail(value);
  if (address === null) return null;
  const canonical = `email:${address.local}@${address.domain}`;
  if (isPlaceholderAddress(address)) return noKey(canonical, 'placeholder');
  return type === 'person' && isRoleAddress(address) ? noKey(canonical, 'role address') : identified(canonical);
}

/** A telephone number, or null. Never a key: numbers are shared, passed on, and written without their country. */
export function readPhone(value: string): Identifier | null {
  const phone = parsePhone(value);
  return phone && phoneIdentifier(phone);
}

/**
 * A page on LinkedIn or elsewhere. Only LinkedIn's pages of persons and organizations identify. With the type of the
 * lead, only the page of its own type does: a person's socials often hold the employer's page, which would make one
 * lead of all colleagues.
 */
export function readSocial(url: string, type?: LeadType): Identifier {
  if (url.length > maxTextLength) return noKey(`url:${cleanText(url)}`, 'too long');
  const address = readWebAddress(url);
  if (address === null) return noKey(`url:${cleanText(url)}`, 'not a url');
  if (address.domain !== 'linkedin.com')
    return noKey(`url:${canonicalUrl(address)}`, whyShared(address) ?? 'not a profile');
  const page = readLinkedInPath(address.path);
  if (typeof page === 'string') return noKey(`url:${canonicalUrl(address)}`, page);
  const canonical = `linkedin:${page.path}`;
  if (type === undefined || type === page.of) return identified(canonical);
  return noKey(canonical, page.of === 'company' ? 'company page' : 'person profile');
}

/**
 * A company's domain, from a host or URL, or null where no host can be read. The host is kept whole apart from `www.`:
 * whether uk.acme.com is acme.com is for people to say.
 */
export function readDomain(value: string): Identifier | null {
  const site = readHost(value);
  if (site === null) return null;
  const canonical = `domain:${site.host}`;
  const why = whyNoCompany(site);
  return why === null ? identified(canonical) : noKey(canonical, why);
}

/** The id of a lead in another system. Without the name of the system it is kept, but identifies nothing. */
export function readSource(source: { provider?: string | null; id: string }): Identifier {
  const id = readId(source.id);
  const provider = readProvider(source.provider);
  const canonical = provider === null ? `source:${id}` : `provider:${provider}:${id}`;
  if (isJunkId(id)) return noKey(canonical, 'junk id');
  return provider === null ? noKey(canonical, 'unlabelled id') : identified(canonical);
}

/** Takes a stored key apart; null for keys that are ours alone (`id:lead_…`) and for anything else. */
export function parseIdentityKey(key: string): IdentityKey | null {
  const colon = key.indexOf(':');
  const kind = identityKinds.find((known) => known === key.slice(0, colon));
  const value = key.slice(colon + 1);
  return kind === undefined || value === '' ? null : { kind, value };
}

export function formatIdentityKey({ kind, value }: IdentityKey): string {
  return `${kind}:${value}`;
}

/** A key among those of all leads: a person and a company can have the same one. */
export const scopedKey = (type: LeadType, key: string) => `${type} ${key}`;

function phoneIdentifier({ number, extension }: PhoneNumber): Identifier {
  return noKey(`phone:${number}${extension === null ? '' : `;ext=${extension}`}`, 'phone');
}

function identified(canonical: string): Identifier {
  if (Buffer.byteLength(canonical) > maxKeyBytes) return noKey(canonical, 'too long');
  return { canonical, key: canonical };
}

function noKey(canonical: string, why: NoKeyReason): Identifier {
  return { canonical, key: null, why };
}

/** The identity keys among stored keys, each once and in their order; a lead's own `id:` key is none. */
export function parseIdentityKeys(keys: readonly string[]): IdentityKey[] {
  return [...new Set(keys)].flatMap((key) => parseIdentityKey(key) ?? []);
}
