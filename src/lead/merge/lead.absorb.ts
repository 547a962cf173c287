import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.ts';
import type { LeadDocument } from '../lead.document.store.ts';

/** The part of a lead that a merge moves. */
export type LeadContent = Pick<
  LeadDocument,
  | 'type'
  | 'name'
  | 'title'
  | 'company'
  | 'location'
  | 'socials'
  | 'contacts'
  | 'domain'
  | 'domainKeys'
  | 'domainKeysOff'
  | 'industry'
  | 'size'
  | 'source'
  | 'sources'
  | 'attributes'
  | 'metadata'
  | 'raw'
>;

export const plain = ['title', 'industry', 'size', 'source', 'domain', 'raw'] as const;
export const objects = ['company', 'location'] as const;
export const lists = ['contacts', 'socials', 'sources'] as const;
export const json = ['attributes', 'metadata'] as const;

/** Whether a field is a company or a place: one value of several parts. */
export function isObjectField(field: string | undefined): field is (typeof objects)[number] {
  return objects.some((one) => one === field);
}

/** Whether a field is JSON of the workspace's own. */
export function isJsonField(field: string | undefined): field is (typeof json)[number] {
  return json.some((one) => one === field);
}

type Filled<T> = { content: T; paths: string[][] };

/**
 * The winner with what it lacks of another lead: its own values win, lists are united by canonical value, JSON merges
 * deeply. `paths` name what came in. Where sources are ranked, `absorbSourced` decides first.
 *
 * A full name and its parts are one value, and so are the parts of a company or a location: those of two different ones
 * are not mixed.
 */
export function absorb<T extends LeadContent>(
  winner: T,
  other: LeadContent,
  mayCome: (path: readonly string[]) => boolean = () => true,
): Filled<T> {
  const content = { ...winner };
  const paths: string[][] = [];
  const take = (...path: string[]): boolean => mayCome(path) && paths.push(path) > 0;
  for (const field of plain) {
    if (winner[field] !== null || other[field] === null) continue;
    if (take(field)) Object.assign(content, { [field]: other[field] });
  }
  for (const field of objects) {
    const [own, theirs] = [winner[field], other[field]];
    if (theirs === null) continue;
    if (own === null) {
      if (take(field)) Object.assign(content, { [field]: theirs });
      continue;
    }
    const missing = missingParts(own, theirs);
    const parts = missing.filter(([part]) => part !== 'host' && take(field, part));
    // The host is of the domain, and comes with it alone.
    if (parts.some(([part]) => part === 'domain')) parts.push(...missing.filter(([part]) => part === 'host'));
    Object.assign(content, { [field]: { ...own, ...Object.fromEntries(parts) } });
  }
  for (const field of lists) {
    const known = new Set(winner[field].map(({ canonical }) => canonical));
    const news = other[field].filter(({ canonical }) => !known.has(canonical) && take(field, canonical));
    Object.assign(content, { [field]: [...withKeys<Keyed>(winner[field], other[field], field, take), ...news] });
  }
  for (const field of json) {
    content[field] = filledJson(winner[field], other[field], [field], take);
  }
  const lacks = (own: readonly string[]) => (item: string) => !own.includes(item);
  const aliases = other.name.aliases
    .filter(lacks(winner.name.aliases))
    .filter((alias) => take('name', 'aliases', alias));
  const takesShort = winner.name.short === null && other.name.short !== null && take('name', 'short');
  const short = takesShort ? other.name.short : winner.name.short;
  content.name = { ...winner.name, short, aliases: [...winner.name.aliases, ...aliases] };
  Object.assign(content, withDomainKeys(winner, other, take));
  return { content, paths };
}

/** The parts that `own` lacks; none where a part that both have differs, since the two are then different things. */
function missingParts(own: object, other: object): [string, JsonValue][] {
  const mine = new Map(Object.entries(own));
  const theirs = Object.entries(other).filter(([, value]) => value !== null);
  const differs = theirs.some(([part, value]) => mine.get(part) != null && mine.get(part) !== value);
  return differs ? [] : theirs.filter(([part]) => mine.get(part) == null);
}

function filledJson(
  own: JsonObject,
  other: JsonObject,
  path: readonly string[],
  take: (...path: string[]) => boolean,
): JsonObject {
  const entries = new Map(Object.entries(own));
  for (const [key, value] of Object.entries(other)) {
    const mine = entries.get(key);
    if (mine === undefined) {
      if (take(...path, key)) entries.set(key, value);
    } else if (isJsonObject(mine) && isJsonObject(value)) {
      entries.set(key, filledJson(mine, value, [...path, key], take));
    }
  }
  return Object.fromEntries(entries);
}

type Keyed = { canonical: string; key: string | null };

/** The winner's own items. One without an identity key takes the key that the other lead had for the same value. */
function withKeys<T extends Keyed>(
  own: readonly T[],
  theirs: readonly Keyed[],
  field: string,
  take: (...path: string[]) => boolean,
): T[] {
  const keys = new Map(theirs.map(({ canonical, key }) => [canonical, key]));
  return own.map((item) => {
    const key = item.key ?? keys.get(item.canonical) ?? null;
    return key === item.key || !take(field, item.canonical, 'key') ? item : { ...item, key };
  });
}

/**
 * The keys of a company's domains, those that rules leave out apart. Rules may change after a merge and move a key from
 * one list to the other, so a key has one path in both. One that only the winner went without has a path of its own.
 */
function withDomainKeys(
  winner: LeadContent,
  other: LeadContent,
  take: (...path: string[]) => boolean,
): Pick<LeadContent, 'domainKeys' | 'domainKeysOff'> {
  const [own, ownOff] = [winner.domainKeys ?? [], winner.domainKeysOff ?? []];
  const on = (other.domainKeys ?? [])
    .filter((key) => !own.includes(key))
    .filter((key) => (ownOff.includes(key) ? take('domainKeys', key, 'key') : take('domainKeys', key)));
  const domainKeys = [...own, ...on];
  const known = [...domainKeys, ...ownOff];
  const off = (other.domainKeysOff ?? []).filter((key) => !known.includes(key) && take('domainKeys', key));
  return { domainKeys, domainKeysOff: [...ownOff.filter((key) => !on.includes(key)), ...off] };
}
