import { isReplaceable, originsStanding, type Replaced, type SourcedContent } from './lead.absorb.sourced.ts';
import { holds, standingPaths } from './lead.absorbed.ts';
import { type KeptValue, withoutField } from './lead.detach.ts';

/**
 * What a merge has brought, in the order in which merges have: one that brings more when another is undone has a second
 * record, behind the others.
 *
 * Values that merges have replaced lie in layers under the winner's own: each with what beneath it was from which merge.
 * The paths of a merge name what it has brought of what is on top; `by` names the rest. So the undoing of a merge takes
 * its part from wherever that lies by now, and nothing is told by comparing values that may be alike.
 */
export interface Brought {
  mergeId: string;
  paths: string[][];
  replaced?: Replaced[];
}

const isOf =
  (layers: readonly Replaced[]) =>
  ([field]: readonly string[]): boolean =>
    layers.some(({ path }) => path[0] === field);

/** Merges once their values have been replaced by those of another one, and what that has replaced. */
export function bury<T extends Brought>(
  absorbed: readonly T[],
  replaced: readonly Replaced[],
): { absorbed: T[]; replaced: Replaced[] } {
  const isHidden = isOf(replaced);
  return {
    absorbed: absorbed.map((one) => ({ ...one, paths: one.paths.filter((path) => !isHidden(path)) })),
    replaced: replaced.map((layer) => {
      const by = absorbed
        .map(({ mergeId, paths }) => ({ mergeId, paths: paths.filter(isOf([layer])) }))
        .filter(({ paths }) => paths.length > 0);
      return by.length === 0 ? layer : { ...layer, by };
    }),
  };
}

/** Merges once one of them has brought more. */
export function bringMore<T extends Brought>(
  absorbed: readonly (T | Brought)[],
  mergeId: string,
  more: { paths: string[][]; replaced: readonly Replaced[] },
): (T | Brought)[] {
  if (more.paths.length === 0) return [...absorbed];
  const buried = bury(absorbed, more.replaced);
  // What it had replaced of a field before is long gone where it brings that field again.
  const isStale = ({ path }: Replaced) => more.paths.some((at) => isWholeOf(at, path));
  const others = buried.absorbed.map((one) =>
    one.mergeId !== mergeId || one.replaced === undefined
      ? one
      : { ...one, replaced: one.replaced.filter((layer) => !isStale(layer)) },
  );
  const layers = buried.replaced.length === 0 ? {} : { replaced: buried.replaced };
  return [...others, { mergeId, paths: more.paths, ...layers }];
}

const isWholeOf = (path: readonly string[], field: readonly string[]): boolean =>
  path.length === 1 && path[0] === field[0];

/** Those values that a merge has replaced for which its undoing has made room. */
export function roomFor(
  replaced: readonly Replaced[],
  winner: SourcedContent,
  paths: readonly string[][],
  kept: readonly KeptValue[],
): Replaced[] {
  return replaced.filter(({ path }) => {
    const [field] = path;
    const isThere = isReplaceable(field) && winner[field] != null && paths.some((at) => isWholeOf(at, path));
    return isThere && !kept.some((one) => isWholeOf(one.path, path));
  });
}

/** Merges once layers are on top again; what had been put into the values over these goes with them. */
export function dig<T extends Brought>(absorbed: readonly T[], layers: readonly Replaced[]): (T | Brought)[] {
  const isBack = isOf(layers);
  const without = absorbed.map((one) => ({ ...one, paths: one.paths.filter((path) => !isBack(path)) }));
  return [...without, ...layers.flatMap(({ by = [] }) => by)];
}

/** All that a merge has brought, whatever has become of it. */
export function broughtBy(absorbed: readonly Brought[], mergeId: string): string[][] {
  const by = absorbed.flatMap(({ replaced = [] }) => replaced).flatMap((layer) => layer.by ?? []);
  return [...absorbed, ...by].filter((one) => one.mergeId === mergeId).flatMap(({ paths }) => paths);
}

/** What a merge has replaced, and the other merges, without what it has brought of any layer. */
export function withoutLayersOf<T extends Brought>(
  absorbed: readonly T[],
  mergeId: string,
  from: SourcedContent,
): { replaced: Replaced[]; others: T[] } {
  const own = absorbed.filter((one) => one.mergeId === mergeId).flatMap((one) => one.replaced ?? []);
  const replaced = own.flatMap((layer) => layerWithout(layer, { mergeId, replaced: [], from }));
  const others = absorbed
    .filter((one) => one.mergeId !== mergeId)
    .map((one) => {
      if (one.replaced === undefined) return one;
      return { ...one, replaced: one.replaced.flatMap((layer) => layerWithout(layer, { mergeId, replaced, from })) };
    });
  return { replaced, others };
}

/** A layer without what a merge has brought of it: what that had replaced in its turn, or what is left, if anything. */
function layerWithout(
  layer: Replaced,
  { mergeId, replaced, from }: { mergeId: string; replaced: readonly Replaced[]; from: SourcedContent },
): Replaced[] {
  const { path, value, origins, by = [] } = layer;
  const [field = ''] = path;
  const rest = by.filter((one) => one.mergeId !== mergeId);
  if (rest.length === by.length || !isReplaceable(field)) return [layer];
  const brought = standingPaths(by, mergeId);
  const isOfOthers = (at: string[]) => rest.some(({ paths }) => holds(paths, at));
  const { left, edited } = withoutField(field, value, from[field], brought, isOfOthers);
  const beneath = replaced.find((one) => one.path[0] === field);
  const isWhole = brought.some((at) => at.length === 1) && edited.length === 0;
  if (isWhole && beneath !== undefined) return [beneath];
  if (left === null) return [];
  const was = { [field]: value, provenance: origins };
  const now = { path, value: left, origins: originsStanding(was, { [field]: left }) };
  return [rest.length === 0 ? now : { ...now, by: rest }];
}
