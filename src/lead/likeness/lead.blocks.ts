import type { LeadType } from '../identity/identity.ts';
import type { ContactLikeness, NamePartKey } from './lead.likeness.ts';

/** How many of the contacts, employers and domains of one lead give blocks; further ones tell nothing more. */
export const most = { contacts: 24, firms: 8, domains: 8 } as const;

/** The comparison keys of a lead, as stored in `like`; null or missing is unknown. */
export interface Likeness {
  first?: NamePartKey | null;
  last?: NamePartKey | null;
  full?: string | null;
  company?: string | null;
  firm?: string | null;
  city?: string | null;
  country?: string | null;
  raw?: string | null;
  roots?: string[];
  firms?: string[];
}

/** The blocks of a lead, as the pipelines' `blocksOf` has them. */
export function blocksFor(type: LeadType, like: Likeness, contacts: readonly ContactLikeness[]): string[] {
  const reaches = known(contacts.map((contact) => contact.reaches)).slice(0, most.contacts);
  const blocks = [...reaches, ...(type === 'person' ? personBlocks(like, contacts) : companyBlocks(like))];
  return [...new Set(blocks)].map((block) => `${type}:${block}`);
}

function personBlocks(like: Likeness, contacts: readonly ContactLikeness[]): string[] {
  const employers = contacts.slice(0, most.firms).map(({ firm }) => firm);
  const firms = known([like.company, like.firm, ...employers]).map((firm) => `at:${firm}`);
  const places = known([like.city ?? like.raw ?? like.country]).map((place) => `in:${place}`);
  return namesOf(like).flatMap((name) => [...firms, ...places].map((setting) => `${setting}|${name}`));
}

function namesOf({ first, last }: Likeness): string[] {
  if (first != null && last != null) return [`${first.initial}.${last.key}`, `${last.initial}.${first.key}`];
  return known([first?.key ?? last?.key]).map((key) => `=${key}`);
}

function companyBlocks({ full, firms = [], roots = [] }: Likeness): string[] {
  const names = known([full, ...firms.slice(0, most.domains)]);
  return [...names.map((name) => `firm:${name}`), ...roots.slice(0, most.domains).map((root) => `root:${root}`)];
}

/** Each value once, in their order. */
function known(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value != null))];
}
