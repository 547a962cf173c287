import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json.ts';
import type { LeadDocument } from './lead.document.store.ts';
import { hostOf } from './lead.elements.ts';

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

/** Why a value stays with the winner of a merge that is undone. */
export type KeptReason = 'edited' | 'added' | 'taken';

/** A value that stays where it is when a merge is undone. */
export interface KeptValue {
  path: string[];
  reason: KeptReason;
  /** The lead that has it, where that is not the winner. */
  leadId?: string;
}

const plain = ['title', 'industry', 'size', 'source', 'domain', 'raw'] as const;
const objects = ['company', 'location'] as const;
const lists = ['contacts', 'socials', 'sources'] as const;
const json = ['attributes', 'metadata'] as const;

/** Whether a field is a company or a place: one value of several parts. */
export function isObjectField(field: string | undefined): field is (typeof objects)[number] {
  return objects.some((one) => one === field);
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
    const parts = missingParts(own, theirs).filter(([part]) => part === 'host' || take(field, part));
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

/**
 * The winner without what a merge has brought. Values that were edited since stay and are listed in `kept`; identifiers
 * of the others go back to them however they are spelled by now.
 *
 * @param from what was brought, as `unitedSourced` made it
 * @param keys the identity keys that go back
 * @param isOfOthers whether another merge has brought what is at a path
 */
export function detach<T extends LeadContent>(
  winner: T,
  from: LeadContent,
  paths: readonly string[][],
  keys: ReadonlySet<string>,
  isOfOthers: (path: string[]) => boolean,
): { content: T; kept: KeptValue[] } {
  const content = { ...winner, name: { ...winner.name } };
  const kept: KeptValue[] = [];
  const brought = new Set(paths.map((path) => JSON.stringify(path)));
  const came = (...path: string[]) => brought.has(JSON.stringify(path));

  for (const field of plain) {
    if (!came(field) || winner[field] === null) continue;
    if (isDeepStrictEqual(winner[field], from[field])) Object.assign(content, { [field]: null });
    else kept.push({ path: [field], reason: 'edited' });
  }
  for (const field of objects) {
    const own = winner[field];
    if (own === null) continue;
    const theirs = new Map(Object.entries(from[field] ?? {}));
    if (came(field)) {
      const others = Object.entries(own).filter(([part, value]) => value !== (theirs.get(part) ?? null));
      const isWhole = others.every(
        ([part]) => theirs.get(part) == null && (part === 'host' || isOfOthers([field, part])),
      );
      if (!isWhole) kept.push({ path: [field], reason: 'edited' });
      else if (others.length === 0) Object.assign(content, { [field]: null });
      else {
        const without = Object.keys(own).map((part) => [part, null]);
        Object.assign(content, { [field]: { ...Object.fromEntries(without), ...Object.fromEntries(others) } });
      }
      continue;
    }
    const filled = Object.entries(own).filter(([part, value]) => value !== null && came(field, part));
    const back = filled.filter(([part, value]) => value === theirs.get(part)).map(([part]) => part);
    for (const [part] of filled) if (!back.includes(part)) kept.push({ path: [field, part], reason: 'edited' });
    if (back.includes('domain')) back.push('host');
    Object.assign(content, { [field]: { ...own, ...Object.fromEntries(back.map((part) => [part, null])) } });
  }
  for (const field of lists) {
    const stays = winner[field].flatMap((item): (typeof item)[] => {
      const { canonical, key } = item;
      if (came(field, canonical)) return [];
      if (came(field, canonical, 'key')) return [{ ...item, key: null }];
      return key !== null && keys.has(key) ? [] : [item];
    });
    Object.assign(content, { [field]: stays });
  }
  for (const field of json) {
    const entries = new Map(Object.entries(winner[field]));
    const theirs = new Map(Object.entries(from[field]));
    content[field] = withoutJson(entries, theirs, [field], came, kept);
  }
  content.name.aliases = winner.name.aliases.filter((alias) => !came('name', 'aliases', alias));
  if (came('name', 'short') && winner.name.short !== null) {
    if (winner.name.short === from.name.short) content.name.short = null;
    else kept.push({ path: ['name', 'short'], reason: 'edited' });
  }
  // A domain that identified nobody when it came may do so by now.
  const ownDomain = came('domain') && content.domain === null ? `domain:${hostOf(winner.domain)}` : null;
  const stays = (key: string) => key !== ownDomain && !came('domainKeys', key);
  const gives = (key: string) => came('domainKeys', key, 'key');
  const on = (winner.domainKeys ?? []).filter(stays);
  content.domainKeys = on.filter((key) => !gives(key) && !keys.has(key));
  content.domainKeysOff = [...(winner.domainKeysOff ?? []).filter(stays), ...on.filter(gives)];
  if (keys.has(`domain:${hostOf(content.domain)}`)) content.domain = null;
  return { content, kept };
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

type Members = ReadonlyMap<string, JsonValue>;

function withoutJson(
  own: Members,
  other: Members,
  path: readonly string[],
  came: (...path: string[]) => boolean,
  kept: KeptValue[],
): JsonObject {
  const left: [string, JsonValue][] = [];
  for (const [key, value] of own) {
    const theirs = other.get(key);
    const at = [...path, key];
    if (theirs === undefined) left.push([key, value]);
    else if (came(...at)) {
      const rest = edited(value, theirs, at, kept);
      if (rest !== undefined) left.push([key, rest]);
    } else if (isJsonObject(value) && isJsonObject(theirs)) {
      const members = [new Map(Object.entries(value)), new Map(Object.entries(theirs))] as const;
      left.push([key, withoutJson(...members, at, came, kept)]);
    } else left.push([key, value]);
  }
  return Object.fromEntries(left);
}

/** What is left of a merged value that was edited since; undefined where it was not. */
function edited(now: JsonValue, brought: JsonValue, path: string[], kept: KeptValue[]): JsonValue | undefined {
  if (isDeepStrictEqual(now, brought)) return undefined;
  if (!isJsonObject(now) || !isJsonObject(brought)) {
    kept.push({ path, reason: 'edited' });
    return now;
  }
  const theirs = new Map(Object.entries(brought));
  const left = Object.entries(now).flatMap(([key, value]) => {
    const was = theirs.get(key);
    if (was === undefined) kept.push({ path: [...path, key], reason: 'added' });
    const rest = was === undefined ? value : edited(value, was, [...path, key], kept);
    return rest === undefined ? [] : [[key, rest] as const];
  });
  return left.length === 0 ? undefined : Object.fromEntries(left);
}
