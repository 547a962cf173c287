import { absorbSourced, giveBack, type SourcedContent } from './lead.absorb.sourced.ts';
import { isJsonField } from './lead.absorb.ts';
import { anyPath, completesOwn, holds, leadInto, standingPaths, takenOut } from './lead.absorbed.ts';
import { detach, type KeptValue } from './lead.detach.ts';
import { type Brought, bringMore, broughtBy, dig, roomFor, withoutLayersOf } from './lead.replaced.ts';

/** What the undoing of a merge leaves to the other merges. */
export interface Room {
  /** Whether they may fill what is at a path. */
  isFree: (path: readonly string[]) => boolean;
  /** Objects in JSON that go with the merge: one into which others have put something becomes theirs. */
  gone: string[][];
}

/**
 * A winner without what a merge has brought, and the other merges without what of it lay under theirs.
 * @param from what the merge had to bring
 * @param keys the identity keys that go back
 */
export function withoutMerge<T extends Brought>(
  winner: SourcedContent,
  mergeId: string,
  { from, keys }: { from: SourcedContent; keys: readonly string[] },
  absorbed: readonly T[],
): { content: SourcedContent; kept: KeptValue[]; others: (T | Brought)[]; room: Room } {
  const paths = standingPaths(absorbed, mergeId);
  const { replaced, others } = withoutLayersOf(absorbed, mergeId, from);
  const isOfOthers = (path: string[]) => others.some((other) => holds(other.paths, path));
  const without = detach(winner, from, paths, new Set(keys), isOfOthers);
  const back = roomFor(replaced, winner, paths, without.kept);
  const content = giveBack(winner, without.content, back);
  return {
    content,
    kept: without.kept.filter(({ path }) => !isOfOthers(path)),
    others: dig(others, back),
    room: { isFree: takenOut(winner, content, paths), gone: paths.filter(([field]) => isJsonField(field)) },
  };
}

/** A merge that may fill what another one leaves empty. */
export interface Filler {
  mergeId: string;
  from: SourcedContent | null;
  ranking: readonly string[];
}

/**
 * Fills what an undone merge leaves empty with values of the other merged leads, but neither what was empty before nor
 * with values that the winner had from them before and gave up. What is left of a company or a location is completed by
 * the merge that brought it before others may.
 */
export function refilled<T extends Brought>(
  content: SourcedContent,
  others: readonly T[],
  fillers: readonly Filler[],
  { isFree, gone }: Room,
): { content: SourcedContent; absorbed: (T | Brought)[] } {
  let filled = content;
  let absorbed: (T | Brought)[] = [...others];
  for (const mayFill of [completesOwn, anyPath]) {
    for (const { mergeId, from, ranking } of fillers) {
      if (from === null) continue;
      const had = broughtBy(absorbed, mergeId);
      const mayCome = (path: readonly string[]) => isFree(path) && !holds(had, path) && mayFill(had, path);
      const more = absorbSourced(filled, from, ranking, mayCome);
      filled = more.content;
      absorbed = bringMore(absorbed, mergeId, more);
    }
  }
  // An object that goes, but into which other merges have put values, belongs to the first of them by now.
  const heirOf = (path: string[]) => others.findIndex(({ paths }) => leadInto(paths, path));
  const heirs = gone.map((path) => ({ path, n: heirOf(path) }));
  return {
    content: filled,
    absorbed: absorbed.map((one, at) => {
      const theirs = heirs.filter(({ n }) => n === at).map(({ path }) => path);
      return theirs.length === 0 ? one : { ...one, paths: [...one.paths, ...theirs] };
    }),
  };
}
