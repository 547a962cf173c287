import type { CreateLeadInput } from '../lead.rules.ts';
import { byRules, type IdentityRules } from './identity.rules.ts';
import {
  type Identifier,
  type IdentityKey,
  type NoKeyReason,
  parseIdentityKey,
  readContact,
  readDomain,
  readSocial,
  readSource,
} from './identity.ts';

/** An identifier of an input, as it was understood: the identity key that it is, or why it is none. */
export interface GivenIdentifier {
  /** The way to it from the input. */
  path: string[];
  value: string;
  key: IdentityKey | null;
  reason: NoKeyReason | null;
}

/** Every identifier of an input, in the order of its fields. */
export function identifiersOf(input: CreateLeadInput, rules: IdentityRules): GivenIdentifier[] {
  const { type } = input;
  const told = (path: string[], value: string, read: Identifier | null): GivenIdentifier => {
    const identifier = read && byRules(read, type, rules);
    const key = identifier?.key == null ? null : parseIdentityKey(identifier.key);
    return { path, value, key, reason: key === null ? (identifier?.why ?? 'no registrable domain') : null };
  };
  return [
    ...(input.email ? [told(['email'], input.email, readContact(input.email, type, 'email'))] : []),
    ...(input.phone ? [told(['phone'], input.phone, readContact(input.phone, type, 'phone'))] : []),
    ...(input.contacts ?? []).map(({ value }, at) =>
      told(['contacts', String(at), 'value'], value, readContact(value, type)),
    ),
    ...(input.socials ?? []).map(({ url }, at) => told(['socials', String(at), 'url'], url, readSocial(url, type))),
    ...(input.sources ?? []).map(({ provider = null, id }, at) =>
      told(['sources', String(at), 'id'], id, readSource({ provider, id })),
    ),
    ...(input.domain ? [told(['domain'], input.domain, domainOf(input.domain, type))] : []),
  ];
}

/** A domain identifies companies alone: many people work for one. */
function domainOf(domain: string, type: CreateLeadInput['type']): Identifier | null {
  const identifier = readDomain(domain);
  if (identifier === null || type === 'company') return identifier;
  return { canonical: identifier.canonical, key: null, why: 'company domain' };
}
