import { isDeepStrictEqual } from 'node:util';
import { formerKeys, type IdentityRules, type ProviderRule } from './identity.rules.ts';

/** Where the leads are that a change of the rules can be about: by whole values, and by how values begin. */
export interface Reach {
  contacts: string[];
  contactPrefixes: string[];
  socials: string[];
  keys: string[];
  keyPrefixes: string[];
}

/** The leads that indexes find for a change; null where it can be about any. */
export function reachOf(from: IdentityRules, to: IdentityRules): Reach | null {
  if (!isDeepStrictEqual([from.kindsOff, from.freeMail], [to.kindsOff, to.freeMail])) return null;
  const reach: Reach = { contacts: [], contactPrefixes: [], socials: [], keys: [], keyPrefixes: [] };
  for (const value of either(from.blocked, to.blocked)) {
    if (value.startsWith('email:')) reach.contacts.push(value);
    else if (value.startsWith('linkedin:')) reach.socials.push(value);
    // What is a key again is in no index until then.
    else if (from.blocked.includes(value)) return null;
    else reach.keys.push(...formerKeys(value, to));
  }
  const words = (['added', 'removed'] as const).flatMap((list) => either(from.roleWords[list], to.roleWords[list]));
  for (const word of words) {
    // Up to the first separator all spellings of a word are the same: front-desk, front.desk, frontdesk.
    const begin = word.split('-', 1)[0] ?? '';
    if (begin === '') return null;
    reach.contactPrefixes.push(`email:${begin}`);
  }
  const names = changedProviders(from.providers, to.providers);
  // Ids that another one stood in the way of, or that identified nobody, are no keys.
  if (from.providers.some((rule) => namesOf(rule).some((name) => names.has(name)))) return null;
  for (const name of names) reach.keyPrefixes.push(`provider:${name}:`);
  return reach;
}

const namesOf = ({ name, aliases }: ProviderRule) => [name, ...aliases];

function changedProviders(from: readonly ProviderRule[], to: readonly ProviderRule[]): Set<string> {
  const lacks = (rules: readonly ProviderRule[]) => (rule: ProviderRule) =>
    !rules.some((other) => isDeepStrictEqual(other, rule));
  return new Set([...from.filter(lacks(to)), ...to.filter(lacks(from))].flatMap(namesOf));
}

/** What is in one of two lists alone. */
function either(one: readonly string[], other: readonly string[]): string[] {
  return [...one.filter((item) => !other.includes(item)), ...other.filter((item) => !one.includes(item))];
}
