import { isDeepStrictEqual } from 'node:util';
import { type Expression, literal, orEmpty, type Stage, unionOf } from '../../mongo/expressions.ts';
import type { Author } from '../../shared/author.ts';
import { foldWords } from '../../shared/text.ts';
import { type PipelineSettings, stillRemembered, type WriteStamp } from '../history/lead.history.pipeline.ts';
import type { LeadDocument } from '../lead.document.store.ts';
import { folded, hostOf } from '../lead.elements.ts';
import { likenessStages } from '../likeness/lead.blocks.pipeline.ts';
import { identityStages, ofExisting, stampStages } from '../writing/lead.stamp.pipeline.ts';
import type { Replaced, SourcedContent } from './lead.absorb.sourced.ts';
import type { LeadContent } from './lead.absorb.ts';

/** What a merge does to the winner beside its content; ids are as MongoDB has them. */
interface Absorption {
  mergedFrom: readonly unknown[];
  mergeId: string;
  paths: readonly string[][];
  replaced: readonly Replaced[];
  /** What merges before it have brought, where it has replaced some of that; null where it has replaced nothing. */
  earlier: NonNullable<LeadDocument['absorbed']> | null;
  ranking: readonly string[];
  listIds: readonly unknown[];
  /** The keys that the losers hold from now on. */
  aliasKeys: readonly string[];
  keysVersion: number;
}

/** Makes a winner of a lead: the update of a merge, for a lead that still has the content `before`. */
export function absorbPipeline(
  before: SourcedContent,
  after: SourcedContent,
  { mergedFrom, mergeId, paths, replaced, earlier, ranking, listIds, aliasKeys, keysVersion }: Absorption,
  stamp: WriteStamp,
  settings: PipelineSettings,
): Stage[] {
  // A list can be joined without a new version, so only MongoDB can tell which of these are new.
  const absorbed = {
    ...{ mergeId: literal(mergeId), paths: literal(paths), listIds: missingOf(listIds) },
    ...(replaced.length === 0 ? {} : { replaced: literal(replaced) }),
    ...(ranking.length === 0 ? {} : { ranking: literal(ranking) }),
  };
  return [
    { $set: { before: '$$ROOT' } },
    {
      $set: {
        ...contentSet(before, after),
        mergedFrom: { $concatArrays: [orEmpty('$mergedFrom'), literal(mergedFrom)] },
        absorbed: { $concatArrays: [earlier === null ? orEmpty('$absorbed') : literal(earlier), [absorbed]] },
        aliasKeys: { $setUnion: [orEmpty('$aliasKeys'), literal(aliasKeys)] },
        listIds: unionOf('$listIds', listIds),
        keysVersion: keysVersion === 0 ? '$$REMOVE' : keysVersion,
      },
    },
    ...likenessOf(before, after),
    ...identityStages(),
    ...stampStages(stamp, settings, { ...ofExisting, outcome: 'merged leads' }),
  ];
}

/** What the undoing of a merge does to the winner. */
interface Detachment {
  /** The leads that go. */
  ids: readonly unknown[];
  aliasKeys: readonly string[];
  /** What the other merges have brought by now, without the one that is undone. */
  absorbed: NonNullable<LeadDocument['absorbed']>;
  /** Lists that it has joined by this merge alone. */
  listIds: readonly unknown[];
  merging: unknown;
  keysVersion: number;
}

export function detachPipeline(
  before: SourcedContent,
  after: SourcedContent,
  { ids, aliasKeys, absorbed, listIds, merging, keysVersion }: Detachment,
  stamp: WriteStamp,
  settings: PipelineSettings,
): Stage[] {
  const without = (list: string, gone: readonly unknown[], of: string): Expression => ({
    $filter: { input: orEmpty(list), as: 'item', cond: { $not: [{ $in: [of, literal(gone)] }] } },
  });
  const emptied = ['mergedFrom', 'absorbed', 'aliasKeys'];
  return [
    { $set: { before: '$$ROOT' } },
    {
      $set: {
        ...contentSet(before, after),
        mergedFrom: without('$mergedFrom', ids, '$$item.id'),
        absorbed: literal(absorbed),
        aliasKeys: without('$aliasKeys', aliasKeys, '$$item'),
        listIds: without('$listIds', listIds, '$$item'),
        merging: literal(merging),
        keysVersion: keysVersion === 0 ? '$$REMOVE' : keysVersion,
      },
    },
    // A lead that nothing is merged into any more is one like all others.
    {
      $set: Object.fromEntries(
        emptied.map((field) => [field, { $cond: [{ $eq: [`$${field}`, []] }, '$$REMOVE', `$${field}`] }]),
      ),
    },
    ...likenessOf(before, after),
    ...identityStages(),
    ...stampStages(stamp, settings, { ...ofExisting, outcome: 'unmerged leads' }),
  ];
}

/** Makes an alias of a lead. */
export function claimPipeline(winner: unknown, mergeId: string): Stage[] {
  const kept = Object.fromEntries(
    ['_id', 'workspaceId', 'type', 'identityKeys', 'keysVersion'].map((name) => [name, `$${name}`]),
  );
  return [
    {
      $replaceWith: {
        ...kept,
        mergedInto: literal(winner),
        mergeId: literal(mergeId),
        claimed: true,
        frozen: '$$ROOT',
      },
    },
  ];
}

/** Turns an alias back into the lead that it was, without identity keys that others have by now. */
export function restorePipeline(
  taken: readonly string[],
  { id, step, at, author }: { id: string; step: number; at: Date; author: Author },
  settings: PipelineSettings,
): Stage[] {
  const withoutTaken = (list: string): Expression => ({
    $map: {
      input: list,
      as: 'item',
      in: { $cond: [{ $in: ['$$item.key', literal(taken)] }, { $mergeObjects: ['$$item', { key: null }] }, '$$item'] },
    },
  });
  const lists = ['contacts', 'socials', 'sources'];
  const strip = {
    ...Object.fromEntries(lists.map((list) => [list, withoutTaken(`$${list}`)])),
    domainKeys: { $filter: { input: '$domainKeys', as: 'key', cond: { $not: [{ $in: ['$$key', literal(taken)] }] } } },
  };
  const entry = {
    ...{ id: literal(id), step, at, version: { $add: ['$version', 1] }, author: literal(author), outcome: 'restored' },
    ...{ matched: [], was: [], set: [], json: literal({}), joined: [], short: false },
  };
  return [
    { $replaceWith: '$frozen' },
    ...(taken.length === 0 ? [] : [{ $set: strip }]),
    ...identityStages(),
    {
      $set: {
        version: { $add: ['$version', 1] },
        updatedAt: at,
        history: { $concatArrays: [stillRemembered('$history', settings), [entry]] },
      },
    },
  ];
}

/** The comparison keys of the fields that differ. */
function likenessOf(before: LeadContent, after: LeadContent): Stage[] {
  const fields = ['name', 'company', 'location', 'domain'] as const;
  const changed = fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return likenessStages(Object.fromEntries(changed.map((field) => [field, after[field]])), 'update');
}

function missingOf(listIds: readonly unknown[]): Expression {
  return { $setDifference: [literal(listIds), orEmpty('$listIds')] };
}

/** The fields that differ, and what is derived from them. */
function contentSet(before: SourcedContent, after: SourcedContent): Record<string, Expression> {
  const set: Record<string, Expression> = {};
  const put = (name: string, now: unknown, was: unknown, derived: Record<string, unknown> = {}) => {
    if (isDeepStrictEqual(now, was)) return;
    set[name] = literal(now);
    for (const [field, value] of Object.entries(derived)) set[field] = literal(value);
  };
  for (const name of [
    ...(['location', 'industry', 'size', 'source', 'raw'] as const),
    ...(['contacts', 'socials', 'sources', 'attributes', 'metadata'] as const),
  ]) {
    put(name, after[name], before[name]);
  }
  put('provenance', after.provenance ?? [], before.provenance ?? []);
  put('title', after.title, before.title, { 'folded.title': folded(after.title) });
  put('company', after.company, before.company, { 'folded.company': folded(after.company?.name ?? null) });
  put('domain', after.domain, before.domain, { domainHost: hostOf(after.domain) });
  put('domainKeys', after.domainKeys ?? [], before.domainKeys ?? []);
  put('domainKeysOff', after.domainKeysOff ?? [], before.domainKeysOff ?? []);
  if (set.domainKeysOff !== undefined && after.domainKeysOff?.length === 0) set.domainKeysOff = '$$REMOVE';
  const { short, aliases } = after.name;
  put('name.short', short, before.name.short, { 'folded.short': folded(short) });
  put('name.aliases', aliases, before.name.aliases, { 'folded.aliases': foldWords(aliases.join(' ')) });
  return set;
}
