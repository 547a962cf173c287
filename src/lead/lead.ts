import type { JsonObject } from '../shared/json.ts';
import type { IdentityKey, LeadType } from './identity.ts';
import type { LeadChange } from './lead.history.ts';
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

/**
 * Splits a person's full name: the last word is the last name, together with the lower-case particles before it
 * (`Ludwig van Beethoven` → `Ludwig`, `van Beethoven`). `Doe, Jane` is read as last name first; what follows the comma
 * in `Jane Doe, PhD` is no name.
 */
export function splitName(full: string): { first: string | null; last: string | null } {
  const [before = '', ...after] = full.split(',').map((part) => part.trim());
  const words = before.split(/\s+/u).filter((word) => word !== '');
  if (words.length === 1 && after[0]) return { first: after[0], last: before };
  if (words.length < 2) return { first: before === '' ? full.trim() : before, last: null };
  const particle = words.findIndex((word, index) => index > 0 && index < words.length - 1 && particles.has(word));
  const cut = particle === -1 ? words.length - 1 : particle;
  return { first: words.slice(0, cut).join(' '), last: words.slice(cut).join(' ') };
}
