import { type Expression, literal, orEmpty, orNull, type Stage, unionOf } from '../mongo/expressions.ts';
import { mergePatchExpression } from '../mongo/merge-patch.ts';
import { editSourceOf, sourceOf } from '../shared/sources.ts';
import type { IdentityRules } from './identity.rules.ts';
import { blocksOf, likenessStages } from './lead.blocks.pipeline.ts';
import { boundStage } from './lead.bound.ts';
import { byType, updatedContacts } from './lead.contacts.pipeline.ts';
import { domainKeys, domainKeysOff, hostOf, toSocials, toSources } from './lead.elements.ts';
import { guardOf, reused } from './lead.held.pipeline.ts';
import {
  deltaStage,
  historyWith,
  isChanged,
  onceOnly,
  type PipelineSettings,
  type WriteStamp,
} from './lead.history.pipeline.ts';
import type { WriteOutcome } from './lead.history.ts';
import { identifiedBy } from './lead.identified.ts';
import { keysVersionAfter, unionKeyed } from './lead.keys.pipeline.ts';
import { nameStages, searchable } from './lead.name.ts';
import { provenanceWith } from './lead.provenance.pipeline.ts';
import type { CreateLeadInput, UpdateLeadInput } from './lead.rules.ts';

const plainFields = ['title', 'industry', 'size', 'source'] as const;
const companyParts = ['name', 'id', 'domain'] as const;
const locationParts = ['city', 'state', 'country', 'raw'] as const;

/**
 * What a change of makes a new version, beside a new list: all that readers see of a lead, and nothing that is only
 * derived from it.
 */
export const visibleFields = [
  ...['name', ...plainFields, 'company', 'location', 'socials', 'contacts', 'domain', 'status', 'sources'],
  ...['attributes', 'metadata', 'raw', 'identityKeys', 'mergedFrom'],
];

/** The texts whose words a lead is searched by, beside its aliases. */
export const wordParts = ['full', 'first', 'last', 'short', 'title', 'company'] as const;

/** What stages of a pipeline tell those behind them. */
export const helpers = ['before', 'delta', 'changed', 'held', 'confirmed'];

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
    socials: unionKeyed('$socials', socials, rules),
    contacts: unionKeyed('$contacts', contacts, rules),
    sources: unionKeyed('$sources', sources, rules),
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
    identityStage(),
    ...stampStages(
      sourced,
      settings,
      'merged',
      identityKeysOf(input, rules),
      provenanceWith(input, sourced, 'create', guard.confirmed),
    ),
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
  return [
    { $set: { before: '$$ROOT' } },
    { $set: set },
    ...nameStages(input.name ?? {}, 'replace'),
    ...searchable({ title: input.title, company: input.company === null ? null : input.company?.name }),
    ...likenessStages(input, 'update'),
    identityStage(),
    ...stampStages(sourced, settings, 'updated', [], provenanceWith(input, sourced, 'update')),
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
  const nothing: Expression = { $and: names.map((name) => ({ $eq: [`$$merged.${name}`, null] })) };
  return {
    $let: {
      vars: { merged: { $mergeObjects: [literal(empty), `$${field}`, literal(present)] } },
      in: { $cond: [nothing, null, '$$merged'] },
    },
  };
}

/** Without what is null or undefined: null never clears on createLead. */
function given<T extends object>(parts: T | null | undefined): { [K in keyof T]?: NonNullable<T[K]> } | undefined {
  if (parts == null) return undefined;
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value != null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function withoutNull(list: Expression): Expression {
  return { $filter: { input: list, as: 'item', cond: { $ne: ['$$item', null] } } };
}

/**
 * The identity keys follow the fields they come from; the id itself keeps the list from ever being empty. Keys that
 * leads hold which were merged into this one stay with those.
 */
export function identityStage(): Stage {
  const keys: Expression = {
    $concatArrays: [
      [{ $concat: ['id:lead_', { $toString: '$_id' }] }],
      '$domainKeys',
      '$contacts.key',
      '$socials.key',
      '$sources.key',
    ],
  };
  const held = (is: boolean): Expression => {
    const cond: Expression = { $in: ['$$key', '$aliasKeys'] };
    return { $filter: { input: withoutNull(keys), as: 'key', cond: is ? cond : { $not: [cond] } } };
  };
  const alone: Expression = { $eq: [{ $type: '$aliasKeys' }, 'missing'] };
  return {
    $set: {
      identityKeys: { $cond: [alone, withoutNull(keys), held(false)] },
      inheritedKeys: { $cond: [alone, '$$REMOVE', held(true)] },
    },
  };
}

/**
 * Moves version and updatedAt only when something that readers see changed, and then writes the history, and renews what
 * is read by: words of the texts and hosts of the domains by filters, blocks by who looks for leads that are alike.
 */
export function stampStages(
  stamp: WriteStamp,
  settings: PipelineSettings,
  outcome: WriteOutcome,
  keys: readonly string[],
  provenance: Expression = '$provenance',
): Stage[] {
  const identifying: Expression = {
    $map: {
      input: '$domainKeys',
      as: 'key',
      in: { $replaceOne: { input: '$$key', find: 'domain:', replacement: '' } },
    },
  };
  const hosts: Expression = withoutNull([orNull('$domainHost'), orNull('$company.host')]);
  const words = wordParts.map((part) => ({ $split: [{ $ifNull: [`$folded.${part}`, ''] }, ' '] }));
  const onChange = (value: Expression, kept: Expression): Expression => ({ $cond: ['$changed', value, kept] });
  return [
    deltaStage(visibleFields),
    { $set: { changed: isChanged } },
    {
      $set: {
        version: onChange({ $add: [{ $ifNull: ['$before.version', 0] }, 1] }, '$version'),
        createdAt: { $ifNull: ['$createdAt', stamp.now] },
        updatedAt: onChange(stamp.now, '$updatedAt'),
        provenance,
        history: onChange(historyWith(stamp, settings, outcome, keys), '$history'),
        hosts: onChange({ $setUnion: [hosts, identifying] }, '$hosts'),
        words: onChange({ $setDifference: [{ $setUnion: [...words, orEmpty('$folded.aliases')] }, ['']] }, '$words'),
        blocks: onChange(blocksOf, '$blocks'),
      },
    },
    ...(stamp.run.mayRepeat ? [onceOnly(stamp)] : []),
    ...(stamp.onMatch === 'reuse' ? [reused] : []),
    boundStage(helpers),
    { $unset: helpers },
  ];
}
