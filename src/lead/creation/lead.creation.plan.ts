import { type LeadType, scopedKey } from '../identity/identity.ts';
import type { OnMatch } from '../lead.match.ts';

/** A creation as far as its place among others goes. */
export interface Placeable {
  /** Its step in the run. */
  at: number;
  input: { type: LeadType };
  keys: readonly string[];
  newId: { toHexString(): string };
}

/** Who has an identity key. */
export interface Holder {
  /** The id of the lead. */
  id: string;
  /** Whether it has the key by way of a lead that was merged into it. */
  merged: boolean;
  /** What the run of the creations has done to it before. */
  writes: readonly { step: number; outcome: string }[];
}

/** A creation and the keys that its lead is found by, none for a new one; `id` where that is known to be one lead. */
export interface Placed<T> {
  creation: T;
  held: readonly string[];
  id: string | null;
}

/** How creations go on, each list in their order. */
interface Plan<T> {
  /** Those that can be written, one after another. */
  now: Placed<T>[];
  /** Those that depend on what these do. */
  later: T[];
  /** Those that go by themselves, since a merged lead or several leads stand in their way, and those behind them. */
  taken: T[];
}

/** Whether a creation of this mode leaves keys to others, so that no index tells whose they are. */
export const leavesKeys = (onMatch: OnMatch = 'merge') => onMatch === 'fill blanks' || onMatch === 'reuse';

/**
 * The holders that count for a step of a run: the lead that it has changed, else those that no later step has made.
 */
export function counting<T>(
  holders: readonly T[],
  step: number,
  writesOf: (holder: T) => Holder['writes'],
): readonly T[] {
  const changed = holders.find((holder) => writesOf(holder).some((write) => write.step === step));
  if (changed !== undefined) return [changed];
  const cameLater = (holder: T) => writesOf(holder).some((write) => write.outcome === 'created' && write.step > step);
  return holders.filter((holder) => !cameLater(holder));
}

/**
 * Places creations among leads that are there, so that they come out as one by one. The unique index does not see to
 * it by itself: it refuses no creation that leaves keys to others, and refuses one that goes by the key of a merged
 * lead, which is sent again when those behind it are done.
 * @param known who has which key, by type and key
 */
export function planCreations<T extends Placeable>(
  creations: readonly T[],
  known: ReadonlyMap<string, Holder>,
  onMatch?: OnMatch,
): Plan<T> {
  const plan: Plan<T> = { now: [], later: [], taken: [] };
  const holders = new Map(known);
  /** Keys that a lead may have taken in, by its id. */
  const open = new Map<string, string>();
  // Keys and ids of leads that an earlier one goes by.
  const [awaited, blocked] = [new Set<string>(), new Set<string>()];

  for (const creation of creations) {
    const scoped = creation.keys.map((key) => scopedKey(creation.input.type, key));
    const met = counting(
      scoped.flatMap((key) => holders.get(key) ?? []),
      creation.at,
      ({ writes }) => writes,
    );
    const ids = new Set(met.map(({ id }) => id));
    const unsure = scoped.flatMap((key) => open.get(key) ?? []);
    const names = [...scoped, ...ids, ...unsure];
    if (met.some(({ merged }) => merged) || names.some((name) => blocked.has(name))) {
      plan.taken.push(creation);
      for (const name of names) blocked.add(name);
    } else if (unsure.length > 0 || names.some((name) => awaited.has(name))) {
      plan.later.push(creation);
      for (const name of names) awaited.add(name);
    } else if (leavesKeys(onMatch) && ids.size > 1) {
      plan.taken.push(creation);
    } else {
      const [id = creation.newId.toHexString()] = ids;
      const isHeld = (key: string) => ids.has(holders.get(key)?.id ?? '');
      const held = leavesKeys(onMatch) ? creation.keys.filter((_key, at) => isHeld(scoped[at] ?? '')) : creation.keys;
      plan.now.push({ creation, held, id: ids.size === 1 ? id : null });
      for (const key of scoped.filter((one) => !holders.has(one))) {
        if (ids.size === 0 || (ids.size === 1 && !leavesKeys(onMatch)))
          holders.set(key, { id, merged: false, writes: [] });
        else if (onMatch === 'fill blanks') open.set(key, id);
      }
    }
  }
  return plan;
}
