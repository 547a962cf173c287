import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.ts';
import { hostOf } from '../lead.elements.ts';
import { isObjectField, json, type LeadContent, lists, objects, plain } from './lead.absorb.ts';

/** Why a value stays with the winner of a merge that is undone. */
export type KeptReason = 'edited' | 'added' | 'taken';

/** A value that stays where it is when a merge is undone. */
export interface KeptValue {
  path: string[];
  reason: KeptReason;
  /** The lead that has it, where that is not the winner. */
  leadId?: string;
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
  const came = cameBy(paths);

  for (const field of [...plain, ...objects]) {
    const { left, edited } = withoutField(field, winner[field], from[field], paths, isOfOthers);
    Object.assign(content, { [field]: left });
    kept.push(...edited.map((path) => ({ path, reason: 'edited' }) as const));
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

type Came = (...path: string[]) => boolean;

function cameBy(paths: readonly string[][]): Came {
  const brought = new Set(paths.map((path) => JSON.stringify(path)));
  return (...path) => brought.has(JSON.stringify(path));
}

/**
 * What is left of the value of a field without what a merge has brought of it, and the paths where that was edited
 * since, so that it stays.
 */
export function withoutField(
  field: string,
  own: unknown,
  brought: unknown,
  paths: readonly string[][],
  isOfOthers: (path: string[]) => boolean,
): { left: unknown; edited: string[][] } {
  const came = cameBy(paths);
  if (!isObjectField(field)) {
    if (!came(field) || own === null) return { left: own, edited: [] };
    return isDeepStrictEqual(own, brought) ? { left: null, edited: [] } : { left: own, edited: [[field]] };
  }
  const [parts, theirs] = [partsOf(own), partsOf(brought)];
  if (came(field)) {
    const others = [...parts].filter(([part, value]) => value !== (theirs.get(part) ?? null));
    const isWhole = others.every(
      ([part]) => theirs.get(part) == null && (part === 'host' || isOfOthers([field, part])),
    );
    return isWhole ? { left: only(parts, others), edited: [] } : { left: own, edited: [[field]] };
  }
  const filled = [...parts].filter(([part, value]) => value !== null && came(field, part));
  if (filled.length === 0) return { left: own, edited: [] };
  const back = filled.filter(([part, value]) => value === theirs.get(part)).map(([part]) => part);
  const edited = filled.filter(([part]) => !back.includes(part)).map(([part]) => [field, part]);
  if (back.includes('domain')) back.push('host');
  const others = [...parts].filter(([part]) => !back.includes(part));
  return { left: only(parts, others), edited };
}

type Parts = ReadonlyMap<string, unknown>;

function partsOf(value: unknown): Parts {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

/** An object with these parts alone; null where none of them has a value. */
function only(parts: Parts, kept: readonly (readonly [string, unknown])[]): object | null {
  if (kept.every(([, value]) => value === null)) return null;
  const without = [...parts.keys()].map((part) => [part, null]);
  return { ...Object.fromEntries(without), ...Object.fromEntries(kept) };
}

type Members = ReadonlyMap<string, JsonValue>;

function withoutJson(own: Members, other: Members, path: readonly string[], came: Came, kept: KeptValue[]): JsonObject {
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
