import { isJsonObject, type JsonValue } from '../../shared/json.ts';
import type { UpdateLeadInput } from '../lead.rules.ts';
import type { LeadChange, LeadHistoryEntry } from './lead.history.ts';

/** A value of a lead that the caller, others, or both have changed, as a merge dialog shows it. */
export interface Difference {
  path: string[];
  /** The value at the version that was expected; null where there was none, or where it is not known. */
  base: JsonValue;
  yours: JsonValue;
  theirs: JsonValue;
  baseKnown: boolean;
}

/**
 * The three-way difference of an update that came too late.
 * @param since what the lead remembers of the writes behind the expected version, the latest first
 * @param complete whether it remembers all of them
 * @param wanted what the update would change of the lead as it stands now
 */
export function threeWay(
  input: UpdateLeadInput,
  { since, complete }: { since: readonly LeadHistoryEntry[]; complete: boolean },
  wanted: readonly LeadChange[],
): Difference[] {
  const theirs = new Map<string, Difference>();
  for (const { changes } of since) {
    for (const { path, before, after, known } of changes) {
      const newer = theirs.get(keyOf(path));
      const baseKnown = complete && known && (newer?.baseKnown ?? true);
      // The writes come latest first: the first that names a value tells what it is now, the last what it was.
      theirs.set(keyOf(path), {
        path,
        base: baseKnown ? before : null,
        theirs: newer === undefined ? after : newer.theirs,
        yours: touches(input, path) ? (newer === undefined ? after : newer.theirs) : before,
        baseKnown,
      });
    }
  }
  for (const { path, before, after } of wanted) {
    const changed = theirs.get(keyOf(path));
    const untouched = { path, base: complete ? before : null, theirs: before, baseKnown: complete };
    theirs.set(keyOf(path), { ...(changed ?? untouched), yours: after });
  }
  return [...theirs.values()]
    .filter(({ base, yours, theirs: now, baseKnown }) => !baseKnown || !(same(base, yours) && same(base, now)))
    .sort((a, b) => (keyOf(a.path) < keyOf(b.path) ? -1 : 1));
}

/** Whether an update sets the value at this path. */
function touches(input: UpdateLeadInput, path: readonly string[]): boolean {
  const [field = '', ...rest] = path;
  if (field === 'contacts')
    return input.contacts !== undefined || input.email !== undefined || input.phone !== undefined;
  let at: unknown = Object.entries(input).find(([name]) => name === field)?.[1];
  for (const key of rest) {
    if (!isJsonObject(at as JsonValue)) break;
    const entry = Object.entries(at as object).find(([name]) => name === key);
    if (entry === undefined) return false;
    at = entry[1];
  }
  return at !== undefined;
}

const keyOf = (path: readonly string[]) => JSON.stringify(path);
const same = (a: JsonValue, b: JsonValue) => a === b || JSON.stringify(a) === JSON.stringify(b);
