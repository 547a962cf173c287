import type { Author } from '../../shared/author.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.ts';
import type { IdentityKey } from '../identity/identity.ts';

/** What a write did to one value. `path` leads from the lead to it. */
export interface LeadChange {
  path: string[];
  /** Null where there was, or is, none. */
  before: JsonValue;
  after: JsonValue;
  /** False where the history has not kept one of the two, which is null then, because the change was too large. */
  known: boolean;
}

/** What a write did. Three are of mergeLeads and unmergeLead; `rekeyed` follows a change of the workspace's rules. */
export type WriteOutcome =
  | 'created'
  | 'merged'
  | 'updated'
  | 'merged leads'
  | 'unmerged leads'
  | 'restored'
  | 'rekeyed';

/** A write that changed a lead. */
export interface LeadHistoryEntry {
  /** One of a kind within the lead. */
  id: string;
  at: Date;
  /** The version that it made. */
  version: number;
  outcome: WriteOutcome;
  author: Author;
  /** Where what it brought came from; null where it only moved values, and where that is not known. */
  source: string | null;
  /** The identity keys that the lead was found by; none but for a merge. */
  matchedKeys: IdentityKey[];
  changes: LeadChange[];
}

/** The values of a lead's fields, each as readers see it; a field without a value is missing. */
export type FieldValues = ReadonlyMap<string, JsonValue>;

/** What a write took away and what it brought, with the values as readers see them. */
export interface FieldDelta {
  was: FieldValues;
  set: readonly string[];
  /** The same for the keys of attributes and metadata. */
  json: ReadonlyMap<string, { was: FieldValues; set: readonly string[] }>;
  /** Whether only the names of the fields are known, all in `set`. */
  short: boolean;
}

/** Values that a reader of the history does not know any more, going back in time. */
const unknown = Symbol('unknown');
type Known = Map<string, JsonValue | typeof unknown>;

/**
 * Goes back from a lead's fields as they stand, write by write, the latest first: what each of them changed.
 * @param deltas the latest write first
 */
export function* changesOf(current: FieldValues, deltas: Iterable<FieldDelta>): Generator<LeadChange[]> {
  const after: Known = new Map(current);
  for (const delta of deltas) {
    const changes: LeadChange[] = [];
    for (const name of new Set([...delta.was.keys(), ...delta.set])) {
      const now = after.get(name) ?? null;
      const keys = delta.json.get(name);
      const before = delta.short ? unknown : keys === undefined ? (delta.was.get(name) ?? null) : rewound(now, keys);
      if (before === unknown)
        changes.push({ path: [name], before: null, after: now === unknown ? null : now, known: false });
      else if (now === unknown) changes.push({ path: [name], before, after: null, known: false });
      else changes.push(...differences([name], before, now));
      after.set(name, before);
    }
    yield changes.sort((a, b) => (a.path.join('\0') < b.path.join('\0') ? -1 : 1));
  }
}

function rewound(
  now: JsonValue | typeof unknown,
  { was, set }: { was: FieldValues; set: readonly string[] },
): JsonValue | typeof unknown {
  if (now === unknown) return unknown;
  const entries = new Map(isJsonObject(now) ? Object.entries(now) : []);
  for (const key of set) entries.delete(key);
  for (const [key, value] of was) entries.set(key, value);
  return entries.size === 0 ? null : toObject(entries);
}

/** An object with exactly these own keys, `__proto__` too. */
function toObject(entries: ReadonlyMap<string, JsonValue>): JsonObject {
  return Object.fromEntries(entries);
}

/** The values that differ, objects taken apart; arrays are values as they are. */
function differences(path: readonly string[], before: JsonValue, after: JsonValue): LeadChange[] {
  if (!isJsonObject(before ?? {}) || !isJsonObject(after ?? {}) || (before === null && after === null)) {
    return sameJson(before, after) ? [] : [{ path: [...path], before, after, known: true }];
  }
  const [old, now] = [new Map(Object.entries(before ?? {})), new Map(Object.entries(after ?? {}))];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  // What is or becomes an empty object has no keys to tell of it.
  if (keys.length === 0 && before !== after && (before === null || after === null)) {
    return [{ path: [...path], before, after, known: true }];
  }
  return keys.flatMap((key) => differences([...path, key], old.get(key) ?? null, now.get(key) ?? null));
}

function sameJson(a: JsonValue, b: JsonValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
