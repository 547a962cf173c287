import { foldText } from '../shared/text.ts';
import { byRules, type IdentityRules, noRules } from './identity/identity.rules.ts';
import {
  type Identifier,
  type LeadType,
  readContact,
  readDomain,
  readSocial,
  readSource,
} from './identity/identity.ts';
import type { ContactKind, LeadContact, LeadSource } from './lead.ts';
import { type ContactLikeness, contactLikeness } from './likeness/lead.likeness.ts';

/**
 * What is stored with an entry of a list, so that MongoDB can unite lists and derive the identity keys by itself:
 * entries with the same `canonical` are the same, and `key` is the identity key, if the entry is one for this lead.
 */
interface Canonical {
  canonical: string;
  key: string | null;
}

export type StoredContact = LeadContact & Canonical & ContactLikeness;
export type StoredSocial = { url: string } & Canonical;
export type StoredSource = LeadSource & Canonical;

function canonicalOf({ canonical, key }: Identifier): Canonical {
  return { canonical, key };
}

/** One contact as it is stored; the kind is read from the value unless it is known. */
export function toContact(
  value: string,
  type: LeadType,
  rules: IdentityRules,
  kind?: Exclude<ContactKind, 'other'>,
): StoredContact {
  const contact = byRules(readContact(value, type, kind), type, rules);
  const likeness = contactLikeness(contact.kind, contact.canonical, contact.why);
  return { value, kind: contact.kind, ...canonicalOf(contact), ...likeness };
}

/**
 * The contacts of an input, each once: `email` and `phone` before the listed ones, since the first of a kind is what
 * the lead shows.
 */
export function toContacts(
  input: {
    email?: string | null | undefined;
    phone?: string | null | undefined;
    contacts?: { value: string }[] | null | undefined;
  },
  type: LeadType,
  rules: IdentityRules,
): StoredContact[] {
  return uniqueByCanonical([
    ...(input.email ? [toContact(input.email, type, rules, 'email')] : []),
    ...(input.phone ? [toContact(input.phone, type, rules, 'phone')] : []),
    ...(input.contacts ?? []).map((contact) => toContact(contact.value, type, rules)),
  ]);
}

/**
 * A company's page among a person's profiles, such as the employer's, does not identify the person, nor the reverse.
 */
export function toSocials(socials: readonly { url: string }[], type: LeadType, rules: IdentityRules): StoredSocial[] {
  return uniqueByCanonical(
    socials.map(({ url }) => ({ url, ...canonicalOf(byRules(readSocial(url, type), type, rules)) })),
  );
}

export function toSources(
  sources: readonly { provider?: string | null | undefined; id: string }[],
  type: LeadType,
  rules: IdentityRules,
): StoredSource[] {
  return uniqueByCanonical(
    sources.map(({ provider = null, id }) => ({
      provider,
      id,
      ...canonicalOf(byRules(readSource({ provider, id }), type, rules)),
    })),
  );
}

/** The ASCII host that a domain names, or null where none can be read from it. */
export function hostOf(domain: string | null | undefined): string | null {
  const canonical = domain ? readDomain(domain)?.canonical : undefined;
  return canonical?.slice('domain:'.length) ?? null;
}

/** The identity keys that a lead's own domain gives: one for a company with a domain of its own, else none. */
export function domainKeys(domain: string | null, type: LeadType, rules: IdentityRules): string[] {
  const site = type === 'company' && domain !== null ? readDomain(domain) : null;
  const key = site === null ? null : byRules(site, type, rules).key;
  return key === null ? [] : [key];
}

/** The identity keys that a domain gives only without the rules of the workspace. */
export function domainKeysOff(domain: string | null, type: LeadType, rules: IdentityRules): string[] {
  return domainKeys(domain, type, rules).length > 0 ? [] : domainKeys(domain, type, noRules);
}

/** The text under which a part of a lead is searched and sorted; null stays null. */
export function folded(value: string | null): string | null {
  return value === null ? null : foldText(value);
}

/** The first of each canonical value, in the order given. */
function uniqueByCanonical<T extends Canonical>(items: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(item.canonical)) first.set(item.canonical, item);
  return [...first.values()];
}
