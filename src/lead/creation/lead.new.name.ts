import { foldWords } from '../../shared/text.ts';
import type { LeadType } from '../identity/identity.ts';
import { folded } from '../lead.elements.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import { type LeadName, splitName } from '../lead.ts';
import { type NamePartKey, namePartKey } from '../likeness/lead.likeness.ts';

/** The name of a new lead, with what search and comparison know it by. */
export interface NewName {
  name: LeadName;
  folded: FoldedName;
  like: { first: NamePartKey | null; last: NamePartKey | null };
}

interface FoldedName {
  first: string | null;
  last: string | null;
  full: string | null;
  short?: string | null;
  aliases?: string[];
}

/** The name that `nameStages` gives a lead that has none yet. The rules of inputs see to it that there is one. */
export function newName({ full, short, aliases, first, last }: CreateLeadInput['name'], type: LeadType): NewName {
  const split = full && type === 'person' ? splitName(full) : { first: null, last: null };
  const parts = { first: first ?? split.first, last: last ?? split.last };
  const foldedParts = { first: folded(parts.first), last: folded(parts.last) };
  const once = [...new Set(aliases)];
  return {
    // In the order in which the pipeline sets them: MongoDB minds it when it compares a name with a former one.
    name: { ...parts, short: short ?? null, aliases: once, full: full ?? joined(parts) },
    folded: {
      ...foldedParts,
      ...(short == null ? {} : { short: folded(short) }),
      ...(aliases == null ? {} : { aliases: foldWords(once.join(' ')) }),
      full: full == null ? joined(foldedParts) : folded(full),
    },
    like: { first: namePartKey(parts.first), last: namePartKey(parts.last) },
  };
}

function joined({ first, last }: { first: string | null; last: string | null }): string {
  return `${first ?? ''} ${last ?? ''}`.trim();
}
