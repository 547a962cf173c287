import type { ObjectId } from 'mongodb';
import type { Stage } from '../../mongo/expressions.ts';
import type { PipelineSettings, WriteStamp } from '../history/lead.history.pipeline.ts';
import { noRules } from '../identity/identity.rules.ts';
import { isAlias, type StoredLead } from '../lead.alias.store.ts';
import type { LeadDocument, OpenMerge } from '../lead.document.store.ts';
import { absorbSourced, unitedSourced } from './lead.absorb.sourced.ts';
import { absorbPipeline } from './lead.merge.pipeline.ts';
import { bury } from './lead.replaced.ts';

/** What is read of leads to merge them. */
export const contents = {
  ...{ words: 0, hosts: 0, history: 0 },
  ...{ 'frozen.words': 0, 'frozen.hosts': 0, 'frozen.history': 0 },
};

type Mark = Pick<OpenMerge, 'id' | 'at' | 'author' | 'ranking'>;

/** A lead that goes into another, and the keys that it holds. */
export interface Loser {
  id: ObjectId;
  keys: readonly string[];
  lead: LeadDocument;
}

/** The update that gives a winner, as it was read, what the losers have. */
export function absorption(
  winner: LeadDocument,
  mark: Mark,
  losers: readonly Loser[],
  settings: PipelineSettings,
): Stage[] {
  const { ranking = [] } = mark;
  const from = unitedSourced(
    losers.map(({ lead }) => lead),
    ranking,
  );
  const { content, paths, replaced } =
    from === null ? { content: winner, paths: [], replaced: [] } : absorbSourced(winner, from, ranking);
  const mergedFrom = losers.flatMap(({ id, lead }) => [
    { id, mergeId: mark.id, at: mark.at, name: lead.name.full },
    ...(lead.mergedFrom ?? []),
  ]);
  const listIds = distinct(losers.flatMap(({ lead }) => lead.listIds));
  const aliasKeys = losers.flatMap(({ keys, lead }) => keysHeld(keys, lead));
  const keysVersion = oldestKeys([winner, ...losers.map(({ lead }) => lead)]);
  const buried = bury(winner.absorbed ?? [], replaced);
  const earlier = replaced.length === 0 ? null : buried.absorbed;
  const brought = { mergeId: mark.id, paths, replaced: buried.replaced, earlier };
  const whole = { mergedFrom, ...brought, ranking, listIds, aliasKeys, keysVersion };
  return absorbPipeline(winner, content, whole, stampOf(mark, 0), settings);
}

/** The version of the rules that all keys of these leads follow. */
export function oldestKeys(leads: readonly LeadDocument[]): number {
  return Math.min(...leads.map(({ keysVersion = 0 }) => keysVersion));
}

/** The keys that a merged lead, and those that were merged into it, hold for the winner. */
export function keysHeld(keys: readonly string[], lead: LeadDocument): string[] {
  return [...keys, ...(lead.aliasKeys ?? [])].filter((key) => !key.startsWith('id:'));
}

function distinct(ids: readonly ObjectId[]): ObjectId[] {
  return [...new Map(ids.map((id) => [id.toHexString(), id])).values()];
}

/**
 * The writes of a merge are known by the merge, whoever brings it to its end: 0 makes it, 1 undoes it. They make no key
 * of anything, only move those that there are.
 */
export function stampOf({ id, at, author }: Mark, step: 0 | 1): WriteStamp {
  return { run: { id, mayRepeat: false }, now: at, step, inBatch: false, author, rules: noRules };
}

/** Whether a merge into the lead counts. */
export function hasTaken(winner: StoredLead, mergeId: string): boolean {
  const { mergedFrom = [] } = isAlias(winner) ? winner.frozen : winner;
  return mergedFrom.some((merged) => merged.mergeId === mergeId);
}
