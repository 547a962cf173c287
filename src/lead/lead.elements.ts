import { foldText } from '../shared/text.ts';
import { type Identifier, type LeadType, readContact, readDomain, readSocial, readSource } from './identity.ts';
import { type ContactLikeness, contactLikeness } from './lead.likeness.ts';
import type { ContactKind, LeadContact, LeadSource } from './lead.ts';

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
export function toContact(value: string, type: LeadType, kind?: Exclude<ContactKind, 'other'>): StoredContact {
  const contact = readContact(value, type, kind);
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
): StoredContact[] {
  return uniqueByCanonical([
    ...(input.email ? [toContact(input.email, type, 'email')] : []),
    ...(input.phone ? [toContact(input.phone, type, 'phone')] : []),
    ...(input.contacts ?? []).map((contact) => toContact(contact.value, type)),
  ]);
}

/** A page of a company among a person's profiles, the employer's say, does not identify the person, nor vice versa. */
export function toSocials(socials: readonly { url: string }[], type: LeadType): StoredSocial[] {
  return uniqueByCanonical(socials.map(({ url }) => ({ url, ...canonicalOf(readSocial(url, type)) })));
}

export function toSources(sources: readonly { provider?: string | null | undefined; id: string }[]): StoredSource[] {
  return uniqueByCanonical(
    sources.map(({ provider = null, id }) => ({ provider, id, ...canonicalOf(readSource({ provider, id })) })),
  );
}

/** The ASCII host that a domain names, or null where none can be read from it. */
export function hostOf(domain: string | null | undefined): string | null {
  const canonical = domain ? readDomain(domain)?.canonical : undefined;
  return canonical?.slice('domain:'.length) ?? null;
}

/** The identity keys that a lead's own domain gives: one for a company with a domain of its own, else none. */
export function domainKeys(domain: string | null, type: LeadType): string[] {
  const key = type === 'company' && domain !== null ? readDomain(domain)?.key : null;
  return key ? [key] : [];
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
