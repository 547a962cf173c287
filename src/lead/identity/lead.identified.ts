import {
  domainKeys,
  type StoredContact,
  type StoredSocial,
  type StoredSource,
  toContacts,
  toSocials,
  toSources,
} from '../lead.elements.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import { byRules, type IdentityRules } from './identity.rules.ts';
import { readContact, readSocial, readSource } from './identity.ts';

/** What identifies a new lead, as it is stored. */
interface Identified {
  rules: IdentityRules;
  contacts: StoredContact[];
  socials: StoredSocial[];
  sources: StoredSource[];
  domainKeys: string[];
}

/** Reading identifiers takes a while, and each input is asked for them several times. */
const identified = new WeakMap<CreateLeadInput, Identified>();

export function identifiedBy(input: CreateLeadInput, rules: IdentityRules): Identified {
  const known = identified.get(input);
  if (known?.rules === rules) return known;
  const { type } = input;
  const read: Identified = {
    rules,
    contacts: toContacts(input, type, rules),
    socials: toSocials(input.socials ?? [], type, rules),
    sources: toSources(input.sources ?? [], type, rules),
    domainKeys: domainKeys(input.domain ?? null, type, rules),
  };
  identified.set(input, read);
  return read;
}

/**
 * Only the identity keys, for callers that need nothing else: it reads no telephone numbers, which are never keys, and
 * makes no comparison keys.
 */
export function keysAlone(input: CreateLeadInput, rules: IdentityRules): string[] {
  const { type, email, contacts, socials, sources, domain } = input;
  const read = [
    ...(email ? [readContact(email, type, 'email')] : []),
    ...(contacts ?? []).map(({ value }) => readContact(value, type)),
    ...(socials ?? []).map(({ url }) => readSocial(url, type)),
    ...(sources ?? []).map(({ provider = null, id }) => readSource({ provider, id })),
  ];
  const keys = read.flatMap((identifier) => byRules(identifier, type, rules).key ?? []);
  return [...new Set([...keys, ...domainKeys(domain ?? null, type, rules)])];
}
