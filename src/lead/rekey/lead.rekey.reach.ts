import { isDeepStrictEqual } from 'node:util';
import { formerKeys, type IdentityRules, type ProviderRule } from '../identity/identity.rules.ts';

/** How to find the leads that a change of the rules can affect: by whole values, and by how values begin. */
export interface Reach {
  contacts: string[];
  contactPrefixes: string[];
  socials: string[];
  keys: string[];
  keyPrefixes: string[];
}

/** How indexes find the leads that a change affects; null where it can affect any. */
export function reachOf(from: IdentityRules, to: IdentityRules): Reach | null {
  if (!isDeepStrictEqual([from.kindsOff, from.freeMail], [to.kindsOff, to.freeMail])) return null;
  const reach: Reach = { contacts: [], contactPrefixes: [], socials: [], keys: [], keyPrefixes: [] };
  for (const value of either(from.blocked, to.blocked)) {
    if (value.startsWith('email:')) reach.contacts.push(value);
    else if (value.startsWith('linkedin:')) reach.socials.push(value);
    // What becomes a key again is in no index yet.
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
  // Ids that collided, or identified nobody, are no keys yet.
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

/** The items that only one of two lists has. */
function either(one: readonly string[], other: readonly string[]): string[] {
  return [...one.filter((item) => !other.includes(item)), ...other.filter((item) => !one.includes(item))];
}
