import type { JsonObject } from '../shared/json.ts';
import type { LeadChange } from './history/lead.history.ts';
import type { IdentityKey, LeadType } from './identity/identity.ts';
import type { HeldBack } from './lead.match.ts';

export const leadStatuses = ['new', 'contacted', 'qualified', 'converted', 'lost', 'follow_up'] as const;
export type LeadStatus = (typeof leadStatuses)[number];

export type ContactKind = 'email' | 'phone' | 'other';

export interface LeadName {
  full: string;
  short: string | null;
  aliases: string[];
  first: string | null;
  last: string | null;
}

export interface LeadCompany {
  name: string | null;
  id: string | null;
  domain: string | null;
}

export interface LeadLocation {
  city: string | null;
  state: string | null;
  country: string | null;
  raw: string | null;
}

export interface LeadContact {
  value: string;
  kind: ContactKind;
}

export interface LeadSource {
  provider: string | null;
  id: string;
}

/** A lead that has been merged into another, and still is. */
export interface MergedLead {
  id: string;
  mergeId: string;
  at: Date;
  /** What it was called. */
  name: string;
}

/** A person or a company that somebody wants to sell to. */
export interface Lead {
  id: string;
  workspaceId: string;
  type: LeadType;
  version: number;
  name: LeadName;
  title: string | null;
  company: LeadCompany | null;
  location: LeadLocation | null;
  socials: { url: string }[];
  contacts: LeadContact[];
  domain: string | null;
  industry: string | null;
  size: string | null;
  status: LeadStatus;
  source: string | null;
  sources: LeadSource[];
  attributes: JsonObject;
  metadata: JsonObject;
  raw: JsonObject | null;
  /** Canonical identity keys, among them the `id:` keys of the lead and of those that were merged into it. */
  identityKeys: string[];
  mergedFrom: MergedLead[];
  listIds: string[];
  createdAt: Date;
  updatedAt: Date;
}

export interface LeadOrder {
  field: 'createdAt' | 'updatedAt' | 'name';
  direction: 'asc' | 'desc';
}

export const newestFirst: LeadOrder = { field: 'createdAt', direction: 'desc' };

/** Leads by their ids, those of leads that were merged into them among these. */
export function byEveryId(leads: readonly Lead[]): Map<string, Lead> {
  return new Map(leads.flatMap((lead) => idsOf(lead).map((id) => [id, lead] as const)));
}

export function idsOf({ id, mergedFrom }: Pick<Lead, 'id' | 'mergedFrom'>): string[] {
  return [id, ...mergedFrom.map((merged) => merged.id)];
}

type LeadOutcome = 'created' | 'merged' | 'unchanged';

/** A lead as a write left it, and what the write changed. */
export interface WrittenLead {
  lead: Lead;
  /** Its entry in the lead's history; null where it changed nothing. */
  writeId: string | null;
  changes: () => LeadChange[];
}

/** What createLead did: the lead as it stands now and the keys that it was found by (none for a new one). */
export interface CreatedLead extends WrittenLead {
  outcome: LeadOutcome;
  matchedKeys: IdentityKey[];
  /** What of the input the lead has not taken. */
  heldBack: () => HeldBack[];
}

/** The first contact of a kind: what `email` and `phone` of a lead show. */
export function primaryContact(lead: Lead, kind: ContactKind): string | null {
  return lead.contacts.find((contact) => contact.kind === kind)?.value ?? null;
}

const particles = new Set([
  'al',
  'ben',
  'bin',
  'da',
  'de',
  'del',
  'den',
  'der',
  'di',
  'dos',
  'du',
  'el',
  'ibn',
  'la',
  'le',
  'van',
  'von',
  'zu',
]);

/** What follows a name and is no part of it: generations and degrees, without dots. Words that are also names are not here. */
const suffixes = new Set(
  `jr sr ii iii iv esq phd dphil edd psyd dba md dds dmd dvm pharmd jd llb llm mba emba mph mpa msc bsc rn cpa cfa pmp
  pe`.split(/\s+/),
);

/**
 * Splits a person's full name: the last word is the last name, together with the lower-case particles before it
 * (`Ludwig van Beethoven` → `Ludwig`, `van Beethoven`). `García Márquez, Gabriel` is read as last name first; what
 * follows the name in `Jane Doe, PhD` and `Jane Public Jr.` is no part of it.
 */
export function splitName(full: string): { first: string | null; last: string | null } {
  const [before = [], ...after] = full.split(',').map((part) => part.split(/\s+/u).filter((word) => word !== ''));
  if (before.length === 0) return { first: full.trim(), last: null };
  // Who is called by nothing but a suffix is called so.
  const words = before.slice(0, Math.max(1, lengthOfName(before)));
  const given = after.map((part) => part.slice(0, lengthOfName(part))).find((part) => part.length > 0);
  if (given !== undefined && (words.length === 1 || !isAbbreviation(given, full))) return partsOf(given, words);
  const particle = words.findIndex((word, index) => index > 0 && index < words.length - 1 && particles.has(word));
  const cut = particle === -1 ? Math.max(1, words.length - 1) : particle;
  return partsOf(words.slice(0, cut), words.slice(cut));
}

function partsOf(first: readonly string[], last: readonly string[]): { first: string; last: string | null } {
  return { first: first.join(' '), last: last.length === 0 ? null : last.join(' ') };
}

/** The number of words without the suffixes behind them. */
function lengthOfName(words: readonly string[]): number {
  return words.findLastIndex((word) => !suffixes.has(word.replaceAll('.', '').toLowerCase())) + 1;
}

/** Whether words are degrees or offices that no list has, as in `Jane Doe, LCSW`: in capitals, unlike the whole. */
function isAbbreviation(words: readonly string[], full: string): boolean {
  return full !== full.toUpperCase() && words.every((word) => /^\p{Lu}{3,}$/u.test(word));
}
