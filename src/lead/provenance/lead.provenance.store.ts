import type { Collection } from 'mongodb';
import type { JsonValue } from '../../shared/json.ts';
import { isJsonObject } from '../../shared/json.ts';
import { aliases } from '../lead.alias.store.ts';
import { idPrefix, type LeadDocument, leadId, projection, toObjectIds } from '../lead.document.store.ts';
import { isWithin, listFields, type Provenance, readPath, type StoredOrigin } from './lead.provenance.ts';

const { provenance: _provenance, ...withProvenance } = projection;
const fields = {
  ...withProvenance,
  ...Object.fromEntries(Object.entries(withProvenance).map(([field, value]) => [`frozen.${field}`, value])),
};

/** Reading where the values of leads come from. */
export function provenances(leads: Collection<LeadDocument>) {
  const { readAll } = aliases(leads);
  return {
    /** Where the values of leads come from, by the ids of the leads that readers see. Index: _id. */
    async findProvenances(
      workspaceId: string,
      ids: readonly string[],
    ): Promise<{ id: string; provenance: Provenance[] }[]> {
      const { documents, follow } = await readAll(workspaceId, toObjectIds(ids, idPrefix), fields);
      const found = documents.flatMap((document) => follow(document).lead ?? []);
      return found.map((lead) => ({ id: leadId(lead._id), provenance: provenanceOf(lead) }));
    },
  };
}

/** Where the values of a lead come from, by path; what it does not know of is missing. */
function provenanceOf(document: LeadDocument): Provenance[] {
  const told = (document.provenance ?? []).flatMap(({ source, author: { actor, door }, at, paths }) =>
    paths.flatMap((text) => {
      const path = shownPath(document, text);
      return path === null ? [] : [{ path, source, actor, door, at }];
    }),
  );
  return told.sort((a, b) => (a.path.join('\0') < b.path.join('\0') ? -1 : 1));
}

/** The origin of the value at a stored path, or of a value that stands in its place further up. */
export function originAt(document: LeadDocument, text: string): StoredOrigin | null {
  return (document.provenance ?? []).find(({ paths }) => paths.some((path) => isWithin(text, path))) ?? null;
}

/** The value at a path of a lead; undefined where there is none. */
export function valueAt(document: LeadDocument, path: readonly string[]): JsonValue | undefined {
  let value: unknown = document;
  for (const key of path) {
    if (!isJsonObject(value as JsonValue) || !Object.hasOwn(value as object, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return (value ?? undefined) as JsonValue | undefined;
}

/** The path as readers have it: entries of a list by what they show. Null where there is no such value any more. */
function shownPath(document: LeadDocument, text: string): string[] | null {
  const [field = '', ...rest] = readPath(text);
  if (!listFields.includes(field)) {
    const value = valueAt(document, [field, ...rest]);
    return value === undefined || (field !== 'raw' && isJsonObject(value)) ? null : [field, ...rest];
  }
  const [canonical] = rest;
  const social = field === 'socials' ? document.socials.find((one) => one.canonical === canonical)?.url : undefined;
  const contact =
    field === 'contacts' ? document.contacts.find((one) => one.canonical === canonical)?.value : undefined;
  const source = field === 'sources' ? document.sources.find((one) => one.canonical === canonical) : undefined;
  const record = source && (source.provider === null ? source.id : `${source.provider}:${source.id}`);
  const shown = social ?? contact ?? record;
  return shown === undefined ? null : [field, shown];
}
