import { BSON, type ObjectId } from 'mongodb';
import { mayBeLarger } from '../../mongo/bson-size.ts';
import { toBson } from '../../mongo/expressions.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { documentBytes } from '../../shared/rules.ts';
import { sourceOf } from '../../shared/sources.ts';
import type { WriteStamp } from '../history/lead.history.pipeline.ts';
import { identifiedBy } from '../identity/lead.identified.ts';
import { type LeadDocument, leadId } from '../lead.document.store.ts';
import { domainKeysOff, folded, hostOf } from '../lead.elements.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import type { LeadLocation } from '../lead.ts';
import { blocksFor, type Likeness } from '../likeness/lead.blocks.ts';
import { likenessOf } from '../likeness/lead.likeness.input.ts';
import { ownBounds } from '../writing/lead.bound.ts';
import { helpers, wordParts } from '../writing/lead.stamp.pipeline.ts';
import { type NewName, newName } from './lead.new.name.ts';
import { newOrigin, newWrite } from './lead.new.written.store.ts';

/** A new lead as it is stored, with what filters and comparisons read. */
export type NewLead = LeadDocument & {
  domainHost?: string | null;
  folded: NewName['folded'] & { title?: string | null; company?: string | null };
  like: Likeness;
  hosts: string[];
  words: string[];
};

/**
 * The document that `createPipeline` makes of an input where nobody has any of its keys. Null where it is too large,
 * which MongoDB then says in its own way.
 */
export function newLead(
  input: CreateLeadInput,
  { workspaceId, newId, listIds }: { workspaceId: string; newId: ObjectId; listIds: readonly ObjectId[] },
  stamp: WriteStamp,
): NewLead | null {
  const { type, domain = null } = input;
  const { rules, now } = stamp;
  const { contacts, socials, sources, domainKeys } = identifiedBy(input, rules);
  const { name, folded: foldedName, like: likeName } = newName(input.name, type);
  const { keys, lists } = likenessOf(input, 'create');
  const domainHost = hostOf(domain);
  const company = newCompany(input.company);
  const texts = { ...foldedName, ...newFolded(input) };
  const like: Likeness = { ...likeName, ...keys, ...lists };
  const listed = [contacts, socials, sources].flatMap((items) => items.flatMap(({ key }) => key ?? []));
  // In the order in which the pipeline sets them.
  const lead: NewLead = {
    _id: newId,
    workspaceId,
    type,
    company,
    location: newLocation(input.location),
    socials,
    contacts,
    sources,
    domain,
    domainKeys,
    status: input.status ?? 'new',
    attributes: withoutNulls(input.attributes ?? {}),
    metadata: withoutNulls(input.metadata ?? {}),
    raw: input.raw ?? null,
    listIds: [...listIds],
    title: input.title ?? null,
    industry: input.industry ?? null,
    size: input.size ?? null,
    source: input.source ?? null,
    name,
    folded: texts,
    like,
    identityKeys: [`id:${leadId(newId)}`, ...domainKeys, ...listed],
    version: 1,
    createdAt: now,
    updatedAt: now,
    provenance: [],
    history: [],
    hosts: once([domainHost, company?.host, ...domainKeys.map((key) => key.slice('domain:'.length))]),
    words: once([...wordParts.flatMap((part) => texts[part]?.split(' ')), ...(texts.aliases ?? [])]),
    blocks: blocksFor(type, like, contacts),
  };
  if (rules.version > 0) lead.keysVersion = rules.version;
  if (domain !== null) lead.domainHost = domainHost;
  const off = domainKeysOff(domain, type, rules);
  if (off.length > 0) lead.domainKeysOff = off;
  if (mayBeLarger(lead, documentBytes) && sizeOf(lead) > documentBytes) return null;
  const sourced = { ...stamp, source: sourceOf(stamp, input.source) };
  lead.provenance = [newOrigin(input, lead, sourced)];
  lead.history = [newWrite(lead, sourced)];
  return lead;
}

/** The document in the form that the driver takes. */
export function forDriver(document: NewLead): NewLead {
  const { attributes, metadata, raw } = document;
  const json = { attributes: toBson(attributes), metadata: toBson(metadata), raw: toBson(raw) } as Pick<NewLead, 'raw'>;
  return { ...document, ...json };
}

/** What counts for `boundStage`: what has a bound of its own is null there, and so are the helpers of the pipeline. */
function sizeOf(lead: NewLead): number {
  const emptied = Object.fromEntries([...helpers, ...ownBounds].map((field) => [field, null]));
  return BSON.calculateObjectSize({ ...forDriver(lead), ...emptied });
}

/** Company and location have all of their parts where one is given. */
function newCompany(parts: CreateLeadInput['company']): LeadDocument['company'] {
  const { name = null, id = null, domain = null } = parts ?? {};
  if (name === null && id === null && domain === null) return null;
  const company = { name, id, domain };
  // Without a domain the pipeline sets no host either.
  return (domain === null ? company : { ...company, host: hostOf(domain) }) as LeadDocument['company'];
}

function newLocation(parts: CreateLeadInput['location']): LeadLocation | null {
  const { city = null, state = null, country = null, raw = null } = parts ?? {};
  return city === null && state === null && country === null && raw === null ? null : { city, state, country, raw };
}

function newFolded({ title, company }: CreateLeadInput) {
  return {
    ...(title == null ? {} : { title: folded(title) }),
    ...(company?.name == null ? {} : { company: folded(company.name) }),
  };
}

/** What a merge patch makes of nothing: values before objects, as `mergePatchExpression` puts them. */
function withoutNulls(patch: JsonObject): JsonObject {
  const entries = Object.entries(patch).filter(([, value]) => value !== null);
  const objects = entries.flatMap(([key, value]) => (isJsonObject(value) ? [[key, withoutNulls(value)] as const] : []));
  return Object.fromEntries([...entries.filter(([, value]) => !isJsonObject(value)), ...objects]);
}

function once(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value): value is string => value != null && value !== ''))];
}
