import { ObjectId } from 'mongodb';
import type { IndexSpec } from '../mongo/indexes.ts';
import type { KeysetOrder } from '../mongo/keyset.ts';
import type { Author } from '../shared/author.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Run } from '../shared/runs.ts';
import type { StoredWrite } from './history/lead.history.store.ts';
import type { LeadType } from './identity/identity.ts';
import type { StoredContact, StoredSocial, StoredSource } from './lead.elements.ts';
import type { Lead, LeadCompany, LeadLocation, LeadName, LeadOrder, LeadStatus } from './lead.ts';
import type { Replaced } from './merge/lead.absorb.sourced.ts';
import type { KeptValue } from './merge/lead.detach.ts';
import type { StoredOrigin } from './provenance/lead.provenance.ts';

/** A lead as it is stored. */
export interface LeadDocument {
  _id: ObjectId;
  workspaceId: string;
  type: LeadType;
  version: number;
  name: LeadName;
  title: string | null;
  company: (LeadCompany & { host: string | null }) | null;
  location: LeadLocation | null;
  socials: StoredSocial[];
  contacts: StoredContact[];
  domain: string | null;
  industry: string | null;
  size: string | null;
  status: LeadStatus;
  source: string | null;
  sources: StoredSource[];
  attributes: JsonObject;
  metadata: JsonObject;
  raw: JsonObject | null;
  listIds: ObjectId[];
  identityKeys: string[];
  /** What leads that are alike share; see `blocksOf`. */
  blocks: string[];
  /** Leads that somebody has declared to be different, however alike. */
  notSame?: ObjectId[];
  /** The identity keys of a company from its domain, and from those that it had before. */
  domainKeys?: string[];
  /** Those that the rules of the workspace leave out. */
  domainKeysOff?: string[];
  /** The version of the workspace's rules that the identity keys follow; missing for 0. */
  keysVersion?: number;
  /** Keys that leads merged into this one hold, and those of them that its own fields give, too. */
  aliasKeys?: string[];
  inheritedKeys?: string[];
  /** The leads that have been merged into this one, and what each merge brought; more that it brought later apart. */
  mergedFrom?: { id: ObjectId; mergeId: string; at: Date; name: string }[];
  absorbed?: {
    mergeId: string;
    paths: string[][];
    listIds?: ObjectId[];
    /** What it has replaced, by the ranking of that time. */
    replaced?: Replaced[];
    ranking?: readonly string[];
  }[];
  /** A merge into this lead, or the undoing of one, that has not come to its end. */
  merging?: OpenMerge;
  /** The latest writes that changed this lead, the oldest first. */
  history: StoredWrite[];
  /** Where its values come from; leads of earlier versions have none. */
  provenance?: StoredOrigin[];
  createdAt: Date;
  updatedAt: Date;
}

/** What it takes to finish a merge, for whoever meets it unfinished. */
export interface OpenMerge {
  id: string;
  losers: { id: ObjectId; version: number | null }[];
  at: Date;
  author: Author;
  /** The ranking that it goes by, whoever finishes it. */
  ranking?: readonly string[];
  /** Set where it is being undone: what stays with the winner. */
  kept?: KeptValue[];
}

/** Named in each query that goes by identity, for the reason that `byId` is. */
export const byIdentity = { workspaceId: 1, type: 1, identityKeys: 1 } as const;

/** Leads whose keys follow former rules of the workspace, the oldest first. */
export const byKeysVersion = { workspaceId: 1, keysVersion: 1, _id: 1 } as const;

const oldest = { createdAt: 1, _id: 1 } as const;
export const byContact = { workspaceId: 1, 'contacts.canonical': 1, ...oldest } as const;
export const bySocial = { workspaceId: 1, 'socials.canonical': 1, ...oldest } as const;
export const byHost = { workspaceId: 1, hosts: 1, ...oldest } as const;

/** The blocks begin with the type. */
export const byBlocks = { workspaceId: 1, blocks: 1 } as const;

export const leadIndexes: IndexSpec[] = [
  // No two leads of a type share an identifier, under any race: MongoDB itself sees to it.
  { key: byIdentity, options: { unique: true } },
  { key: { workspaceId: 1, createdAt: 1, _id: 1 } },
  { key: { workspaceId: 1, updatedAt: 1, _id: 1 } },
  { key: { workspaceId: 1, 'folded.full': 1, _id: 1 } },
  { key: { workspaceId: 1, type: 1, createdAt: 1, _id: 1 } },
  { key: { workspaceId: 1, status: 1, createdAt: 1, _id: 1 } },
  { key: { workspaceId: 1, listIds: 1, createdAt: 1, _id: 1 } },
  { key: { workspaceId: 1, source: 1, createdAt: 1, _id: 1 } },
  { key: byContact },
  { key: bySocial },
  { key: byHost },
  { key: { workspaceId: 1, words: 1, createdAt: 1, _id: 1 } },
  { key: byBlocks },
  { key: byKeysVersion },
].map((spec) => ({ collection: 'leads', ...spec }));

export const idPrefix = 'lead_';

/** What filters read and no answer shows; the history is read by itself. */
const derived = { words: 0, hosts: 0, like: 0, blocks: 0, notSame: 0, absorbed: 0 } as const;
export const projection = { ...derived, history: 0, provenance: 0 };

export const withHistory = { ...derived, provenance: 0 };

/** Enough to tell a lead from a merged one, and where that leads to. */
export const idsAlone = {
  mergedInto: 1,
  mergeId: 1,
  claimed: 1,
  mergedFrom: 1,
  'frozen._id': 1,
  'frozen.mergedFrom': 1,
};

/**
 * What a write reads back. What it did is the latest entry of the history, or any of it where the run may have run
 * before.
 */
export function answerOf(run: Run) {
  return run.mayRepeat ? withHistory : { ...withHistory, history: { $slice: -1 } };
}

/** The same with the provenance. */
export function withOrigins({ provenance: _provenance, ...fields }: ReturnType<typeof answerOf>) {
  return fields;
}

/** The keyset order of an order of leads. */
export function keysetOf({ field, direction }: LeadOrder): KeysetOrder {
  const way = direction === 'asc' ? 1 : -1;
  if (field === 'name') return { name: `name.${direction}`, field: 'folded.full', kind: 'string', direction: way };
  return { name: `${field}.${direction}`, field, kind: 'date', direction: way };
}

/** A condition that leads meet and aliases do not, on the field that the index of the order begins with. */
export function hasField({ field }: LeadOrder): Record<string, unknown> {
  return field === 'name' ? { 'folded.full': { $gte: '' } } : { [field]: { $gte: new Date(0) } };
}

/** The stored form of those ids that have this prefix and are well-formed. */
export function toObjectIds(ids: readonly string[], prefix: string): ObjectId[] {
  const each = new Set(ids.flatMap((id) => parsePrefixedId(prefix, id) ?? []));
  return [...each].map((hex) => new ObjectId(hex));
}

export const leadId = (_id: ObjectId) => `${idPrefix}${_id.toHexString()}`;

/** A stored lead in the shape of the domain. What was left out of the projection is empty. */
export function toLead(document: LeadDocument): Lead {
  const { _id, contacts = [], socials = [], sources = [], listIds = [], inheritedKeys = [] } = document;
  const mergedFrom = (document.mergedFrom ?? []).map(({ id, ...merge }) => ({ ...merge, id: leadId(id) }));
  return {
    id: leadId(_id),
    workspaceId: document.workspaceId,
    type: document.type,
    version: document.version,
    name: document.name,
    title: document.title,
    company: document.company,
    location: document.location ?? null,
    socials: socials.map(({ url }) => ({ url })),
    contacts: contacts.map(({ value, kind }) => ({ value, kind })),
    domain: document.domain,
    industry: document.industry,
    size: document.size,
    status: document.status,
    source: document.source,
    sources: sources.map(({ provider, id }) => ({ provider, id })),
    attributes: document.attributes ?? {},
    metadata: document.metadata ?? {},
    raw: document.raw ?? null,
    identityKeys: [...document.identityKeys, ...inheritedKeys, ...mergedFrom.map(({ id }) => `id:${id}`)],
    mergedFrom,
    listIds: listIds.map((id) => `list_${id.toHexString()}`),
    createdAt: document.createdAt,
    updatedAt: document.updatedAt,
  };
}
