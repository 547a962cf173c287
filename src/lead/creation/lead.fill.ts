import type { IdentityRules } from '../identity/identity.rules.ts';
import { identifiedBy } from '../identity/lead.identified.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import type { Lead } from '../lead.ts';

/** What a lead has of the things that identifiers come from, as far as FILL_BLANKS goes by it. */
export interface Filled {
  kinds: readonly string[];
  socials: boolean;
  sources: boolean;
  domain: boolean;
}

const isIn = (items: readonly unknown[]) => items.length > 0;

/** @param lead null for one that is to be made */
export function filledOf(lead: Lead | null): Filled {
  return {
    kinds: lead?.contacts.map(({ kind }) => kind) ?? [],
    socials: isIn(lead?.socials ?? []),
    sources: isIn(lead?.sources ?? []),
    domain: Boolean(lead?.domain),
  };
}

/** The identity keys of an input that FILL_BLANKS gives to a lead, and what the lead has then; see `listsStage`. */
export function fill(has: Filled, input: CreateLeadInput, rules: IdentityRules): { keys: string[]; filled: Filled } {
  const { contacts, socials, sources, domainKeys } = identifiedBy(input, rules);
  const added = contacts.filter(({ kind }) => !has.kinds.includes(kind));
  const items = [...added, ...(has.socials ? [] : socials), ...(has.sources ? [] : sources)];
  return {
    keys: [...items.flatMap(({ key }) => key ?? []), ...(has.domain ? [] : domainKeys)],
    filled: {
      kinds: [...has.kinds, ...added.map(({ kind }) => kind)],
      socials: has.socials || isIn(socials),
      sources: has.sources || isIn(sources),
      domain: has.domain || Boolean(input.domain),
    },
  };
}
