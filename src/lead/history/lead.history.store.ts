import type { ObjectId } from 'mongodb';
import type { Author } from '../../shared/author.ts';
import type { JsonValue } from '../../shared/json.ts';
import { formatIdentityKey, parseIdentityKeys } from '../identity/identity.ts';
import { type LeadDocument, leadId } from '../lead.document.store.ts';
import {
  changesOf,
  type FieldDelta,
  type FieldValues,
  type LeadHistoryEntry,
  type WriteOutcome,
} from './lead.history.ts';

interface StoredField {
  k: string;
  v: unknown;
}

/** A write as a lead remembers it; see `historyWith`, which makes it. */
export interface StoredWrite {
  /** The run that it was part of, and its step in it. */
  id: string;
  step: number;
  at: Date;
  version: number;
  author: Author;
  /** Missing for merges, and for writes of earlier versions. */
  source?: string;
  outcome: WriteOutcome;
  matched: string[];
  /** Old values, and the names of the fields that got a new one. */
  was: StoredField[];
  set: string[];
  json: Record<string, { was: StoredField[]; set: string[] }>;
  /** Lists that it put the lead on. */
  joined: ObjectId[];
  /** Whether `was` and `json` were too large to be kept. */
  short: boolean;
}

/** The writes that a lead remembers, the latest first. */
export function historyOf(document: LeadDocument): LeadHistoryEntry[] {
  const writes = document.history.toReversed();
  const changes = changesOf(fieldsOf(Object.entries(document)), writes.map(toDelta));
  return writes.map((write) => toEntry(write, changes.next().value ?? []));
}

/** The write of a run that this lead remembers; undefined where it did not change the lead. */
export function findWrite(document: LeadDocument, run: string, step: number): StoredWrite | undefined {
  return document.history.find((write) => write.id === run && write.step === step);
}

/** The id of a write, which is one of a kind within its lead. */
export function writeIdOf({ id, step }: StoredWrite): string {
  return `${id}:${step}`;
}

function toEntry(write: StoredWrite, changes: LeadHistoryEntry['changes']): LeadHistoryEntry {
  const { at, version, author, source = null, outcome, matched, joined } = write;
  const lists = joined.map((list) => `list_${list.toHexString()}`);
  return {
    id: writeIdOf(write),
    at,
    version,
    outcome,
    author,
    source,
    matchedKeys: parseIdentityKeys(matched),
    changes: lists.length === 0 ? changes : [...changes, { path: ['lists'], before: [], after: lists, known: true }],
  };
}

function toDelta({ was, set, json, short }: StoredWrite): FieldDelta {
  const entries = Object.entries(json).map(
    ([field, { was: old, set: keys }]) =>
      [field, { was: new Map(old.map(({ k, v }) => [k, v as JsonValue])), set: keys }] as const,
  );
  return { was: fieldsOf(was.map(({ k, v }) => [k, v])), set, json: new Map(entries), short };
}

type Reader = (value: never) => JsonValue;

/** How readers see what is stored in another form. */
const readers: Partial<Record<keyof LeadDocument, Reader>> = {
  socials: (items: LeadDocument['socials']) => items.map(({ url }) => ({ url })),
  contacts: (items: LeadDocument['contacts']) => items.map(({ value, kind }) => ({ value, kind: kind.toUpperCase() })),
  sources: (items: LeadDocument['sources']) => items.map(({ provider, id }) => ({ provider, id })),
  status: (status: LeadDocument['status']) => status.toUpperCase(),
  company: ({ name, id, domain }: NonNullable<LeadDocument['company']>) => ({ name, id, domain }),
  mergedFrom: (merges: NonNullable<LeadDocument['mergedFrom']>) =>
    merges.map(({ id, mergeId }) => ({ id: leadId(id), mergeId })),
  // Without aliases, there is nothing to tell of them.
  name: ({ aliases, ...name }: LeadDocument['name']) => (aliases.length === 0 ? name : { ...name, aliases }),
  identityKeys: (keys: string[]) => parseIdentityKeys(keys).map(formatIdentityKey),
};

const plain = ['title', 'location', 'domain', 'industry', 'size', 'source', 'attributes', 'metadata', 'raw'];

const isEmpty = (value: JsonValue) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function fieldsOf(entries: readonly (readonly [string, unknown])[]): FieldValues {
  const values = new Map<string, JsonValue>();
  for (const [name, value] of entries) {
    const read = readers[name as keyof LeadDocument];
    if (value == null || (read === undefined && !plain.includes(name))) continue;
    const shown = read === undefined ? (value as JsonValue) : read(value as never);
    // Every lead has lists and JSON, if only empty; a raw record is there or not, whatever is in it.
    if (name === 'raw' || !isEmpty(shown)) values.set(name, shown);
  }
  return values;
}
