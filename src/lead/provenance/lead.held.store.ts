import { isJsonObject, type JsonValue } from '../../shared/json.ts';
import type { WriteStamp } from '../history/lead.history.pipeline.ts';
import { noRules } from '../identity/identity.rules.ts';
import type { LeadDocument } from '../lead.document.store.ts';
import { toContacts, toSocials, toSources } from '../lead.elements.ts';
import type { HeldBack } from '../lead.match.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import { originAt, valueAt } from './lead.provenance.store.ts';
import { isWithin, jsonNode, leavesOf, pathText, readPath } from './lead.provenance.ts';

type Terms = Pick<WriteStamp, 'ranking' | 'onMatch'>;

/** Whether a write of these terms can leave out values that it was given. */
export function holdsBack({ ranking = [], onMatch = 'merge' }: Terms): boolean {
  return onMatch === 'merge' ? ranking.length > 0 : onMatch !== 'fail';
}

/**
 * The values of an input that a lead has not taken. What is given wins unless it is held back, so what is not there
 * after the write has been held back.
 * @param later the inputs behind it in its batch: a value that one of these has replaced was not held back
 */
export function heldBackOf(
  input: CreateLeadInput,
  lead: LeadDocument,
  terms: Terms,
  later: readonly CreateLeadInput[] = [],
): HeldBack[] {
  if (!holdsBack(terms)) return [];
  const merges = (terms.onMatch ?? 'merge') === 'merge';
  const isFromLater = (path: string, value: JsonValue) =>
    later.some((one) => valuesOf(one).some((other) => other.path === path && sameJson(other.value, value)));
  /** Whether later inputs have said what is there, or the value that stands above it. */
  const isReplaced = (path: string): boolean => {
    const value = valueAt(lead, readPath(path));
    if (value === undefined) return path.includes('/') && isReplaced(path.slice(0, path.lastIndexOf('/')));
    if (isFromLater(path, shown(path, value) ?? null)) return true;
    const leaves = isJsonObject(value) ? leavesOf(jsonNode(path, value)) : [];
    return leaves.length > 0 && leaves.every((leaf) => isFromLater(leaf.path, leaf.value));
  };
  const held = valuesOf(input).flatMap(({ path: text, value }): HeldBack[] => {
    const path = readPath(text);
    const kept = shown(text, valueAt(lead, path));
    if (sameJson(kept, value) || (merges && isReplaced(text))) return [];
    return [{ path, value, kept: kept ?? null, source: sourceAt(lead, text) }];
  });
  return merges ? held : [...held, ...heldEntries(input, lead)];
}

/** MongoDB keeps the order of keys, so what was written as it was given reads the same. */
function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sourceAt(lead: LeadDocument, text: string): string | null {
  const below = (lead.provenance ?? []).find(({ paths }) => paths.some((path) => isWithin(path, text)));
  return (originAt(lead, text) ?? below)?.source ?? null;
}

/** The values of an input that can be held back, by the stored paths that they go to. */
function valuesOf(input: CreateLeadInput): { path: string; value: JsonValue }[] {
  const { title, domain, industry, size, status, source, raw, attributes, metadata } = input;
  const { full, first, last, short } = input.name;
  const groups = {
    '': { title, domain, industry, size, status, source, raw },
    'name/': { full, first, last, short },
    'company/': input.company,
    'location/': input.location,
  };
  const plain = Object.entries(groups).flatMap(([prefix, values]) =>
    Object.entries(values ?? {}).flatMap(([key, value]) => {
      const path = `${prefix}${key}`;
      return value == null ? [] : [{ path, value: shown(path, value) ?? null }];
    }),
  );
  const json = [jsonNode('attributes', attributes ?? {}), jsonNode('metadata', metadata ?? {})];
  const leaves = json.flatMap((node) => leavesOf(node)).filter(({ value }) => value !== null);
  return [...plain, ...leaves];
}

/** A value as readers see it. */
function shown(path: string, value: JsonValue | undefined): JsonValue | undefined {
  return path === pathText(['status']) && typeof value === 'string' ? value.toUpperCase() : value;
}

/** Entries of lists that the lead does not have: a list that is not empty takes nothing in. */
function heldEntries(input: CreateLeadInput, lead: LeadDocument): HeldBack[] {
  const { type } = input;
  const lists = {
    contacts: toContacts(input, type, noRules).map(({ canonical, value, kind }) => ({
      canonical,
      entry: { value, kind: kind.toUpperCase() },
    })),
    socials: toSocials(input.socials ?? [], type, noRules).map(({ canonical, url }) => ({ canonical, entry: { url } })),
    sources: toSources(input.sources ?? [], type, noRules).map(({ canonical, provider, id }) => ({
      canonical,
      entry: { provider, id },
    })),
  };
  return Object.entries(lists).flatMap(([field, entries]) => {
    const known = new Set(lead[field as keyof typeof lists].map(({ canonical }) => canonical));
    return entries
      .filter(({ canonical }) => !known.has(canonical))
      .map(({ entry }) => ({ path: [field], value: entry, kept: null, source: null }));
  });
}
