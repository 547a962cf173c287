import { isDeepStrictEqual } from 'node:util';
import { absorb, isObjectField, type LeadContent } from './lead.absorb.ts';
import { isWithin, listFields, pathText, readPath, type StoredOrigin } from './lead.provenance.ts';

/** What of a lead a merge moves, with where it came from. */
export type SourcedContent = LeadContent & { provenance?: StoredOrigin[] };

/** A value of a winner that one of a higher source has taken the place of: it comes back when the merge is undone. */
export interface Replaced {
  path: string[];
  value: unknown;
  origins: StoredOrigin[];
}

/** Single values that a source further up replaces. A company and a place are one value each here. */
const replaceable = ['title', 'industry', 'size', 'source', 'raw', 'company', 'location'] as const;
type Replaceable = (typeof replaceable)[number];
const isReplaceable = (field: string | undefined): field is Replaceable => replaceable.some((one) => one === field);

type MayCome = (path: readonly string[]) => boolean;

/** The winner with what it lacks of another lead, and with what sources further up say there. */
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

/** What several leads hold together, the first one winning but for sources further up. */
export function unitedSourced(leads: readonly SourcedContent[], ranking: readonly string[]): SourcedContent | null {
  const [first, ...rest] = leads;
  if (first === undefined) return null;
  return rest.reduce<SourcedContent>((all, lead) => absorbSourced(all, lead, ranking).content, first);
}

/**
 * Gives a winner back what a merge has replaced, wherever what the merge has brought still stood in `winner`. What a later
 * merge has replaced in its turn gets the older value to give back.
 */
export function giveBack<T extends SourcedContent>(
  { winner, without, from }: { winner: SourcedContent; without: T; from: SourcedContent },
  replaced: readonly Replaced[],
  later: readonly Replaced[],
): { content: T; later: Replaced[] } {
  const content = { ...without };
  const back = replaced.filter(
    ({ path: [field] }) => isReplaceable(field) && isDeepStrictEqual(winner[field], from[field]),
  );
  for (const { path, value } of back) Object.assign(content, { [path[0] ?? '']: value });
  const others = later.map((one) => {
    const [field] = one.path;
    const older = replaced.find(({ path }) => path[0] === field);
    return older && isReplaceable(field) && isDeepStrictEqual(one.value, from[field]) ? { ...older } : one;
  });
  const standing = originsThat(winner, (path) =>
    isDeepStrictEqual(storedValue(winner, path), storedValue(content, path)),
  );
  content.provenance = [...standing, ...back.flatMap(({ origins }) => origins)];
  return { content, later: others };
}

/** Whether two companies or places are not the same; parts that only one of them has complete the other. */
function contradicts(own: object | null, other: object | null): boolean {
  const mine = new Map(Object.entries(own ?? {}));
  return Object.entries(other ?? {}).some(
    ([part, value]) => value !== null && mine.get(part) != null && mine.get(part) !== value,
  );
}

/** The best rank that a field has from its sources; that of the unranked where none is known. */
function rankOf({ provenance = [] }: SourcedContent, field: string, ranking: readonly string[]): number {
  const ranks = provenance
    .filter(({ paths }) => paths.some((path) => isWithin(path, field)))
    .map(({ source }) => ranking.indexOf(source))
    .filter((rank) => rank !== -1);
  return Math.min(ranking.length, ...ranks);
}

function originsThat({ provenance = [] }: SourcedContent, keeps: (path: string) => boolean): StoredOrigin[] {
  return provenance
    .map((origin) => ({ ...origin, paths: origin.paths.filter(keeps) }))
    .filter(({ paths }) => paths.length > 0);
}

/** Entries of lists go by their canonical values there, as they do in merges. */
function storedPath(path: readonly string[]): string {
  const [field = '', entry = ''] = path;
  return listFields.includes(field) ? `${field}/${entry}` : pathText(path);
}

function storedValue(lead: SourcedContent, text: string): unknown {
  const [field = '', ...rest] = readPath(text);
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
