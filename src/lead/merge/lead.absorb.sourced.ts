import { isDeepStrictEqual } from 'node:util';
import { isWithin, listFields, pathText, readPath, type StoredOrigin } from '../provenance/lead.provenance.ts';
import { absorb, isObjectField, type LeadContent } from './lead.absorb.ts';

/** The part of a lead that a merge moves, with where its values came from. */
export type SourcedContent = LeadContent & { provenance?: StoredOrigin[] };

/**
 * A value of the winner that a merge has replaced by one from a higher-ranked source; undoing the merge restores it.
 */
export interface Replaced {
  path: string[];
  value: unknown;
  origins: StoredOrigin[];
  /** The merges that it was from, wholly or in parts, with what they had brought of it. */
  by?: { mergeId: string; paths: string[][] }[];
}

/** Single values that a higher-ranked source may replace. A company and a location count as one value each here. */
const replaceable = ['title', 'industry', 'size', 'source', 'raw', 'company', 'location'] as const;
type Replaceable = (typeof replaceable)[number];
export const isReplaceable = (field: string | undefined): field is Replaceable =>
  replaceable.some((one) => one === field);

type MayCome = (path: readonly string[]) => boolean;

/** The winner completed from another lead, whose value replaces its own where it is from a higher-ranked source. */
export function absorbSourced<T extends SourcedContent>(
  winner: T,
  other: SourcedContent,
  ranking: readonly string[],
  mayCome: MayCome = () => true,
): { content: T; paths: string[][]; replaced: Replaced[] } {
  const fields = replaceable.filter(
    (field) =>
      winner[field] !== null &&
      other[field] !== null &&
      (isObjectField(field)
        ? contradicts(winner[field], other[field])
        : !isDeepStrictEqual(winner[field], other[field])) &&
      mayCome([field]) &&
      rankOf(other, field, ranking) < rankOf(winner, field, ranking),
  );
  const lowered = { ...winner, ...Object.fromEntries(fields.map((field) => [field, null])) };
  const { content, paths } = absorb(lowered, other, mayCome);
  const kept = originsThat(winner, (path) => !fields.some((field) => isWithin(path, field)));
  const came = paths.map(storedPath);
  const moved = originsThat(other, (path) => came.some((start) => isWithin(path, start)));
  return {
    content: { ...content, provenance: [...kept, ...moved] },
    paths,
    replaced: fields.map((field) => ({
      path: [field],
      value: winner[field],
      origins: originsThat(winner, (path) => isWithin(path, field)),
    })),
  };
}

/** Several leads as one: values of the first win, except against a higher-ranked source. */
export function unitedSourced(leads: readonly SourcedContent[], ranking: readonly string[]): SourcedContent | null {
  const [first, ...rest] = leads;
  if (first === undefined) return null;
  return rest.reduce<SourcedContent>((all, lead) => absorbSourced(all, lead, ranking).content, first);
}

/** What is left of a winner without a merge, with the values that this had replaced, and where all of it came from. */
export function giveBack<T extends SourcedContent>(winner: SourcedContent, without: T, back: readonly Replaced[]): T {
  const values = back.map(({ path: [field = ''], value }) => [field, value]);
  const content = { ...without, ...Object.fromEntries(values) };
  const isBack = (path: string) => back.some(({ path: [field = ''] }) => isWithin(path, field));
  const standing = originsThat({ provenance: originsStanding(winner, content) }, (path) => !isBack(path));
  return { ...content, provenance: [...standing, ...back.flatMap(({ origins }) => origins)] };
}

/** The origins of what is still as it was. */
export function originsStanding(was: { provenance?: StoredOrigin[] }, now: object): StoredOrigin[] {
  return originsThat(was, (path) => isDeepStrictEqual(storedValue(was, path), storedValue(now, path)));
}

/** Whether two companies or locations differ in a part that both have. */
function contradicts(own: object | null, other: object | null): boolean {
  const mine = new Map(Object.entries(own ?? {}));
  return Object.entries(other ?? {}).some(
    ([part, value]) => value !== null && mine.get(part) != null && mine.get(part) !== value,
  );
}

/** The best rank among the sources of a field; that of unranked sources where none of them is ranked. */
function rankOf({ provenance = [] }: SourcedContent, field: string, ranking: readonly string[]): number {
  const ranks = provenance
    .filter(({ paths }) => paths.some((path) => isWithin(path, field)))
    .map(({ source }) => ranking.indexOf(source))
    .filter((rank) => rank !== -1);
  return Math.min(ranking.length, ...ranks);
}

function originsThat(
  { provenance = [] }: { provenance?: StoredOrigin[] },
  keeps: (path: string) => boolean,
): StoredOrigin[] {
  return provenance
    .map((origin) => ({ ...origin, paths: origin.paths.filter(keeps) }))
    .filter(({ paths }) => paths.length > 0);
}

/** The stored form of a path of a merge. Both name entries of lists by their canonical values. */
function storedPath(path: readonly string[]): string {
  const [field = '', entry = ''] = path;
  return listFields.includes(field) ? `${field}/${entry}` : pathText(path);
}

function storedValue(lead: object, text: string): unknown {
  const [field = '', ...rest] = readPath(text);
  // Merges add aliases but no source of theirs: the one that is there is that of the winner's own.
  if (field === 'name' && rest[0] === 'aliases') return true;
  let value: unknown = Object.entries(lead).find(([name]) => name === field)?.[1];
  if (listFields.includes(field)) {
    return Array.isArray(value) && value.some(({ canonical }) => canonical === rest[0]);
  }
  for (const key of rest) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value ?? undefined;
}
