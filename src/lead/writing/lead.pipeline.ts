import { type Expression, literal, orNull, type Stage, unionOf } from '../../mongo/expressions.ts';
import { mergePatchExpression } from '../../mongo/merge-patch.ts';
import { editSourceOf, sourceOf } from '../../shared/sources.ts';
import type { PipelineSettings, WriteStamp } from '../history/lead.history.pipeline.ts';
import type { IdentityRules } from '../identity/identity.rules.ts';
import { identifiedBy } from '../identity/lead.identified.ts';
import { domainKeys, domainKeysOff, hostOf, toSocials, toSources } from '../lead.elements.ts';
import type { CreateLeadInput, UpdateLeadInput } from '../lead.rules.ts';
import { likenessStages } from '../likeness/lead.blocks.pipeline.ts';
import { guardOf } from '../provenance/lead.held.pipeline.ts';
import { provenanceWith } from '../provenance/lead.provenance.pipeline.ts';
import { byType, updatedContacts } from './lead.contacts.pipeline.ts';
import { keysVersionAfter, unionKeyed } from './lead.keys.pipeline.ts';
import { nameStages, searchable } from './lead.name.ts';
import { foundBy, identityStages, ofExisting, stampStages, visibleFields } from './lead.stamp.pipeline.ts';

const plainFields = ['title', 'industry', 'size', 'source'] as const;
const companyParts = ['name', 'id', 'domain'] as const;
const locationParts = ['city', 'state', 'country', 'raw'] as const;

/** The parts of an update that identity keys come from, or what a lead is found and compared by. */
const derivingFields = [
  ...(['name', 'title', 'company', 'location', 'domain'] as const),
  ...(['email', 'phone', 'contacts', 'socials', 'sources'] as const),
];

/** Fields that every lead has, if only empty: a creation sets them, whatever its input has. */
const ofEveryLead = ['socials', 'contacts', 'status', 'sources', 'attributes', 'metadata', 'identityKeys'];

/** The identity keys of a new lead's input. */
export function identityKeysOf(input: CreateLeadInput, rules: IdentityRules): string[] {
  const { contacts, socials, sources, domainKeys: ofDomain } = identifiedBy(input, rules);
  const keys = [...contacts, ...socials, ...sources].flatMap(({ key }) => (key === null ? [] : [key]));
  return [...new Set([...keys, ...ofDomain])];
}

/**
 * The update that makes a lead of the input, or merges the input into the lead that the filter found: scalars that are
 * given win, lists are united, JSON merges deeply, null never clears. `newId` is the `_id` of a lead that is made.
 */
export function createPipeline(
  input: CreateLeadInput,
  scope: { workspaceId: string; newId: unknown; listIds: readonly unknown[] },
  stamp: WriteStamp,
  settings: PipelineSettings,
): Stage[] {
  const { type } = input;
  const { rules } = stamp;
  const { contacts, socials, sources, domainKeys: ofDomain } = identifiedBy(input, rules);
  const sourced = { ...stamp, source: sourceOf(stamp, input.source) };
  const guard = guardOf(input, sourced);
  const set: Record<string, Expression> = {
    _id: { $ifNull: ['$_id', scope.newId] },
    workspaceId: literal(scope.workspaceId),
    type: literal(type),
    company: mergedParts('company', companyParts, given(input.company)),
    location: mergedParts('location', locationParts, given(input.location)),
    socials: unionKeyed('$socials', socials),
    contacts: unionKeyed('$contacts', contacts),
    sources: unionKeyed('$sources', sources),
    domain: input.domain ? literal(input.domain) : orNull('$domain'),
    domainKeys: unionOf('$domainKeys', ofDomain),
    keysVersion: keysVersionAfter(rules),
    status: input.status ? literal(input.status) : { $ifNull: ['$status', 'new'] },
    attributes: guard.json('attributes', input.attributes ?? {}),
    metadata: guard.json('metadata', input.metadata ?? {}),
    raw: input.raw ? literal(input.raw) : orNull('$raw'),
    listIds: unionOf('$listIds', scope.listIds),
  };
  for (const field of plainFields) set[field] = input[field] ? literal(input[field]) : orNull(`$${field}`);
  if (input.domain) set.domainHost = literal(hostOf(input.domain));
  const off = domainKeysOff(input.domain ?? null, type, rules);
  if (off.length > 0) set.domainKeysOff = unionOf('$domainKeysOff', off);
  return [
    { $set: { before: { $cond: [{ $eq: [{ $type: '$version' }, 'missing'] }, null, '$$ROOT'] } } },
    ...guard.before,
    { $set: set },
    ...nameStages(given(input.name) ?? {}, 'union'),
    ...searchable({ title: input.title ?? undefined, company: input.company?.name ?? undefined }),
    ...likenessStages(input, 'create'),
    ...guard.after,
    ...identityStages(),
    ...stampStages(sourced, settings, {
      outcome: 'merged',
      fields: visibleFields.filter((field) => ofEveryLead.includes(field) || Reflect.get(input, field) != null),
      mayCreate: true,
      mayJoin: scope.listIds.length > 0,
      keys: identityKeysOf(input, rules),
      foundBy: foundBy[type],
      provenance: provenanceWith(input, sourced, 'create', guard.confirmed),
    }),
  ];
}

/** The update of updateLead: absent keeps, null clears, arrays replace, JSON takes an RFC 7396 merge patch. */
export function updatePipeline(input: UpdateLeadInput, stamp: WriteStamp, settings: PipelineSettings): Stage[] {
  const { rules } = stamp;
  const sourced = { ...stamp, source: editSourceOf(stamp) };
  const set: Record<string, Expression> = { keysVersion: keysVersionAfter(rules) };
  for (const field of plainFields) {
    if (input[field] !== undefined) set[field] = literal(input[field]);
  }
  if (input.company !== undefined) set.company = patchedParts('company', companyParts, input.company);
  if (input.location !== undefined) set.location = patchedParts('location', locationParts, input.location);
  if (input.socials !== undefined) set.socials = byType((type) => toSocials(input.socials ?? [], type, rules));
  if (input.sources !== undefined) set.sources = byType((type) => toSources(input.sources ?? [], type, rules));
  if (input.status) set.status = literal(input.status);
  if (input.raw !== undefined) set.raw = literal(input.raw);
  if (input.domain !== undefined) {
    const domain = input.domain;
    set.domain = literal(domain);
    set.domainHost = literal(hostOf(domain));
    set.domainKeys = byType((type) => domainKeys(domain, type, rules));
    const off = domainKeysOff(domain, 'company', rules);
    const isCompany = { $eq: ['$type', 'company'] };
    set.domainKeysOff = off.length === 0 ? '$$REMOVE' : { $cond: [isCompany, literal(off), '$$REMOVE'] };
  }
  const contacts = updatedContacts(input, rules);
  if (contacts !== null) set.contacts = contacts;
  for (const field of ['attributes', 'metadata'] as const) {
    const patch = input[field];
    if (patch === null) set[field] = literal({});
    else if (patch !== undefined) set[field] = mergePatchExpression(`$${field}`, patch, 'remove');
  }
  const derives = derivingFields.some((field) => input[field] !== undefined);
  const changing = [...Object.keys(set), ...(input.name ? ['name'] : []), ...(derives ? ['identityKeys'] : [])];
  return [
    { $set: { before: '$$ROOT' } },
    { $set: set },
    ...nameStages(input.name ?? {}, 'replace'),
    ...searchable({ title: input.title, company: input.company === null ? null : input.company?.name }),
    ...likenessStages(input, 'update'),
    ...(derives ? identityStages() : []),
    ...stampStages(sourced, settings, {
      ...ofExisting,
      outcome: 'updated',
      fields: visibleFields.filter((field) => changing.includes(field)),
      mayJoin: false,
      ...(derives ? {} : { foundBy: {} }),
      provenance: provenanceWith(input, sourced, 'update'),
    }),
  ];
}

type Parts = Record<string, string | null | undefined>;

function withHost(parts: Parts): Parts {
  return 'domain' in parts ? { ...parts, host: hostOf(parts.domain) } : parts;
}

function mergedParts(field: string, names: readonly string[], parts: Parts | undefined): Expression {
  if (parts === undefined || Object.keys(parts).length === 0) return orNull(`$${field}`);
  return patchedParts(field, names, parts);
}

function patchedParts(field: string, names: readonly string[], parts: Parts | null): Expression {
  if (parts === null) return null;
  const empty = Object.fromEntries(names.map((name) => [name, null]));
  const present = Object.fromEntries(Object.entries(withHost(parts)).filter(([, value]) => value !== undefined));
  const merged: Expression = { $mergeObjects: [literal(empty), `$${field}`, literal(present)] };
  if (names.some((name) => present[name] != null)) return merged;
  const nothing: Expression = { $and: names.map((name) => ({ $eq: [`$$merged.${name}`, null] })) };
  return { $let: { vars: { merged }, in: { $cond: [nothing, null, '$$merged'] } } };
}

/** Without what is null or undefined: null never clears on createLead. */
function given<T extends object>(parts: T | null | undefined): { [K in keyof T]?: NonNullable<T[K]> } | undefined {
  if (parts == null) return undefined;
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value != null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
