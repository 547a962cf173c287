import { byRules, formerKeys, type IdentityRules, noRules } from '../identity/identity.rules.ts';
import { domainKeys, toContacts, toSocials, toSources } from '../lead.elements.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import type { Spellings } from './lead.rekey.ts';

/** The forms in which leads whose keys do not follow the rules yet may have the identity keys of inputs. */
export function spellingsOf(inputs: readonly CreateLeadInput[], rules: IdentityRules): Spellings {
  const found = { contacts: new Set<string>(), socials: new Set<string>(), hosts: new Set<string>() };
  const keys = new Set<string>();
  for (const input of inputs) {
    const { type } = input;
    for (const { canonical, key } of toContacts(input, type, rules)) if (key !== null) found.contacts.add(canonical);
    for (const { canonical, key } of toSocials(input.socials ?? [], type, rules)) {
      if (key !== null) found.socials.add(canonical);
    }
    for (const key of domainKeys(input.domain ?? null, type, rules)) found.hosts.add(key.slice('domain:'.length));
    for (const source of toSources(input.sources ?? [], type, noRules)) {
      if (byRules(source, type, rules).key === null) continue;
      for (const key of formerKeys(source.canonical, rules)) keys.add(key);
    }
  }
  const { contacts, socials, hosts } = found;
  return { contacts: [...contacts], socials: [...socials], hosts: [...hosts], keys: [...keys] };
}
