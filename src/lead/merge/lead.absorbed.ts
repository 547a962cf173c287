import { isDeepStrictEqual } from 'node:util';
import { isJsonField, isObjectField, type LeadContent } from './lead.absorb.ts';

/** Whether a path is a part of a company or location of which these paths have brought parts. */
export function completesOwn(paths: readonly string[][], [field, part]: readonly string[]): boolean {
  return part !== undefined && isObjectField(field) && paths.some(([one]) => one === field);
}

export const anyPath = () => true;

/** Whether a path is one of these, or leads into one. */
export function holds(paths: readonly string[][], path: readonly string[]): boolean {
  return paths.some((one) => startsWith(path, one));
}

/** Whether one of these paths leads into what is at a path. */
export function leadInto(paths: readonly string[][], path: readonly string[]): boolean {
  return paths.some((one) => one.length > path.length && startsWith(one, path));
}

export function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((key, at) => path[at] === key);
}

/**
 * Tells where the undoing of a merge has left room: at and below what it has taken out of the winner just now. What the
 * winner did not have any more was given up, and so was a key that is missing in JSON.
 */
export function takenOut(
  winner: LeadContent,
  without: LeadContent,
  paths: readonly string[][],
): (path: readonly string[]) => boolean {
  const [before, after] = [withAllKeys(winner), withAllKeys(without)];
  const had = (path: readonly string[]) => valueAt(before, path) != null;
  const isTaken = (path: readonly string[]) =>
    had(path) && !isDeepStrictEqual(valueAt(before, path), valueAt(after, path));
  const parts = paths.filter(isTaken);
  // A company or a location that has lost its last part is one value again.
  const wholes = parts
    .map(([field = '']) => [field])
    .filter(([field]) => isObjectField(field) && after[field] === null);
  const free = [...parts, ...wholes];
  return (path) => holds(free, path) && (!isJsonField(path[0]) || had(path));
}

/** Rules may have moved keys of domains from one list to the other; a path means either. */
function withAllKeys(lead: LeadContent): LeadContent {
  return { ...lead, domainKeys: [...(lead.domainKeys ?? []), ...(lead.domainKeysOff ?? [])] };
}

/** What is at a path of a merge, where entries of lists go by what they are. */
function valueAt(lead: LeadContent, path: readonly string[]): unknown {
  let value: unknown = lead;
  for (const key of path) {
    if (Array.isArray(value)) value = value.find((item) => item === key || item?.canonical === key);
    else if (typeof value === 'object' && value !== null)
      value = Object.entries(value).find(([name]) => name === key)?.[1];
    else return undefined;
  }
  return value;
}

/** What a merge has brought, except what has been brought again since: that was given up in between. */
export function standingPaths(all: readonly { mergeId: string; paths: string[][] }[], mergeId: string): string[][] {
  return all.flatMap((one, at) => {
    if (one.mergeId !== mergeId) return [];
    const behind = all.slice(at + 1).flatMap(({ paths }) => paths);
    return one.paths.filter((path) => !holds(behind, path));
  });
}
