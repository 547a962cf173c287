import type { NewId } from '../../shared/ids.ts';
import { byRules, type IdentityRules } from '../identity/identity.rules.ts';
import {
  type Identifier,
  type LeadType,
  readContact,
  readDomain,
  readSocial,
  readSource,
} from '../identity/identity.ts';
import type { LeadDocument } from '../lead.document.store.ts';

/** Two leads that one identity key would make one: nobody has merged them. */
export interface KeyCollision {
  type: LeadType;
  key: string;
  /** The lead that has the key. */
  holderId: string;
  /** The one that would have it, too. */
  leadId: string;
}

/** What a re-keying goes by. */
export interface RekeyRun {
  rules: IdentityRules;
  now: () => Date;
  newId: NewId;
  /** Hears of collisions before the leads that go without these keys are written. */
  onCollisions: (collisions: readonly KeyCollision[]) => Promise<void>;
}

/** The forms in which leads that follow former rules may have identifiers of an input. */
export interface Spellings {
  contacts: readonly string[];
  socials: readonly string[];
  hosts: readonly string[];
  keys: readonly string[];
}

/** What of a lead its identity keys come from. */
export type KeySources = Pick<
  LeadDocument,
  'type' | 'contacts' | 'socials' | 'sources' | 'domain' | 'domainKeys' | 'domainKeysOff'
>;

/** The same fields with the keys that rules make of them, and what that changes. */
export interface Rekeyed {
  fields: Pick<LeadDocument, 'contacts' | 'socials' | 'sources'> & { domainKeys: string[]; domainKeysOff: string[] };
  /** All identity keys, each once. */
  keys: string[];
  /** Those that are new. */
  gained: string[];
  /** Former keys whose identifier has no other key instead. */
  lost: string[];
  /** Whether any key has changed. */
  changed: boolean;
}

/**
 * The keys of a lead by rules.
 * @param withheld keys that it is not to have, because another lead has them
 */
export function rekeyed(lead: KeySources, rules: IdentityRules, withheld: ReadonlySet<string> = new Set()): Rekeyed {
  const { type } = lead;
  const before = new Set<string>();
  const lost = new Set<string>();
  let changed = false;

  const keyOf = (former: string | null, identifier: Identifier): string | null => {
    const found = byRules(identifier, type, rules).key;
    const key = found !== null && withheld.has(found) ? null : found;
    if (former !== null) before.add(former);
    if (former !== null && key === null) lost.add(former);
    if (former !== key) changed = true;
    return key;
  };
  const again = <T extends { key: string | null }>(items: readonly T[], read: (item: T) => Identifier): T[] =>
    items.map((item) => {
      const key = keyOf(item.key, read(item));
      return key === item.key ? item : { ...item, key };
    });

  const contacts = again(lead.contacts, ({ value, kind }) =>
    readContact(value, type, kind === 'other' ? undefined : kind),
  );
  const socials = again(lead.socials, ({ url }) => readSocial(url, type));
  const sources = again(lead.sources, readSource);
  const domains = domainsOf(lead, keyOf);
  const keys = new Set(domains.domainKeys);
  for (const { key } of [...contacts, ...socials, ...sources]) if (key !== null) keys.add(key);
  return {
    fields: { contacts, socials, sources, ...domains },
    keys: [...keys],
    gained: [...keys].filter((key) => !before.has(key)),
    lost: [...lost].filter((key) => !keys.has(key)),
    changed,
  };
}

/** A company is known by its domain and by those that it had before; what is switched off may come back. */
function domainsOf(
  { type, domain, domainKeys = [], domainKeysOff = [] }: KeySources,
  keyOf: (former: string | null, identifier: Identifier) => string | null,
): { domainKeys: string[]; domainKeysOff: string[] } {
  if (type !== 'company') return { domainKeys, domainKeysOff };
  const own = domain === null ? null : readDomain(domain);
  const candidates = new Set([...domainKeys, ...domainKeysOff, ...(own === null ? [] : [own.canonical])]);
  const on: string[] = [];
  const off: string[] = [];
  for (const canonical of candidates) {
    const identifier = readDomain(canonical.slice('domain:'.length));
    if (identifier === null) continue;
    const former = domainKeys.includes(canonical) ? canonical : null;
    const key = keyOf(former, identifier);
    if (key !== null) on.push(key);
    else if (former !== null || identifier.key !== null || domainKeysOff.includes(canonical)) off.push(canonical);
  }
  return { domainKeys: on, domainKeysOff: off };
}
