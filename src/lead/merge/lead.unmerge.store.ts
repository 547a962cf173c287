import { isDeepStrictEqual } from 'node:util';
import { type Collection, type Db, type Filter, ObjectId } from 'mongodb';
import { byId } from '../../mongo/indexes.ts';
import { parsePrefixedId, parseUuid } from '../../shared/ids.ts';
import type { PipelineSettings } from '../history/lead.history.pipeline.ts';
import { historyOf } from '../history/lead.history.store.ts';
import type { LeadChange } from '../history/lead.history.ts';
import { type AliasDocument, aliases, isAlias, notMerged, type StoredLead } from '../lead.alias.store.ts';
import { idPrefix, type LeadDocument, leadId, type OpenMerge, toLead, toObjectIds } from '../lead.document.store.ts';
import type { Lead } from '../lead.ts';
import { asRead } from '../writing/lead.rewrite.store.ts';
import { refusalOf, type TooLarge, toWritten } from '../writing/lead.written.store.ts';
import { type SourcedContent, unitedSourced } from './lead.absorb.sourced.ts';
import { startsWith } from './lead.absorbed.ts';
import { absorption, contents, hasTaken, keysHeld, oldestKeys, stampOf } from './lead.absorption.store.ts';
import type { KeptValue } from './lead.detach.ts';
import { detachPipeline } from './lead.merge.pipeline.ts';
import type { MergeRecord } from './lead.merge.store.ts';
import type { Merge } from './lead.merge.ts';
import { type Room, refilled, withoutMerge } from './lead.undo.ts';

const withHistory = { words: 0, hosts: 0, 'frozen.words': 0, 'frozen.hosts': 0 };
const undoing = 1;

const isLead = (document: StoredLead): document is LeadDocument => !isAlias(document);

/** Where an id stands among merges. */
export interface MergeStanding {
  id: string;
  /** The lead that readers see under it. */
  lead: Lead | null;
  /** The merge that made it part of that lead; null for a lead of its own. */
  mergeId: string | null;
  /** The lead that this merge was into; it may have been merged itself since. */
  mergedInto: string | null;
  /** Whether an unfinished merge has to be ended before anything can be said. */
  open: boolean;
  /** What a merge has changed of it; nothing where that came to nothing. */
  changesBy: (mergeId: string) => Merge['changes'];
}

/** Reading merges and undoing them. */
export function unmerges(db: Db, leads: Collection<LeadDocument>, settings: PipelineSettings) {
  const records = db.collection<MergeRecord>('merges');
  const { readAll } = aliases(leads);

  /** The aliases of a merge, in its order. */
  const aliasesOf = (ids: readonly ObjectId[], documents: readonly StoredLead[], mergeId: string): AliasDocument[] =>
    ids.flatMap((id) => documents.filter(isAlias).filter((one) => one._id.equals(id) && one.mergeId === mergeId));

  return {
    /** Where ids stand among merges, in no particular order; ids that are none are left out. Index: _id. */
    async findStandings(workspaceId: string, ids: readonly string[]): Promise<MergeStanding[]> {
      const { documents, follow } = await readAll(workspaceId, toObjectIds(ids, idPrefix), withHistory);
      return documents.map((document) => {
        const { lead, aliases: passed, loose } = follow(document);
        return {
          id: leadId(document._id),
          lead: lead === null ? null : toLead(lead),
          mergeId: passed[0]?.mergeId ?? null,
          mergedInto: passed[0] === undefined ? null : leadId(passed[0].mergedInto),
          open: loose !== null || (!isAlias(document) && document.merging !== undefined),
          changesBy: (mergeId) => () => {
            const own = isAlias(document) ? document.frozen : document;
            return historyOf(own).find(({ id }) => id === `${mergeId}:0`)?.changes ?? [];
          },
        };
      });
    },

    /** What a merge of leads would make of the winner; null where one is gone. Index: _id. */
    async previewMerge(
      workspaceId: string,
      mergeId: string,
      winnerId: string,
      loserIds: readonly string[],
      mark: Pick<OpenMerge, 'at' | 'author' | 'ranking'>,
    ): Promise<Merge | TooLarge | null> {
      const { documents } = await readAll(workspaceId, toObjectIds([winnerId, ...loserIds], idPrefix), contents);
      const find = (id: string) => documents.find((document) => leadId(document._id) === id);
      const winner = find(winnerId);
      const losers = loserIds.flatMap((id) => find(id) ?? []).filter(isLead);
      if (winner === undefined || isAlias(winner) || losers.length < loserIds.length) return null;
      const whole = losers.map((lead) => ({ id: lead._id, keys: lead.identityKeys, lead }));
      const pipeline = absorption(winner, { id: mergeId, ...mark }, whole, settings);
      const match = { $match: { _id: winner._id, workspaceId, version: winner.version, ...notMerged } };
      try {
        const [result] = await leads.aggregate<LeadDocument>([match, ...pipeline], { hint: byId }).toArray();
        if (result === undefined) return null;
        const { lead, changes } = toWritten(result, stampOf({ id: mergeId, ...mark }, 0));
        return { mergeId: null, lead, changes };
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === 'taken') throw error;
        return refusal;
      }
    },

    /** A merge, and what stayed where it has been undone. Index: _id. */
    async findMerge(
      workspaceId: string,
      mergeId: string,
    ): Promise<{ winnerId: string; loserIds: string[]; kept: KeptValue[] | null } | null> {
      const record = await records.findOne({ _id: parseUuid(mergeId) ?? '', workspaceId }, { hint: byId });
      if (record === null) return null;
      const { winner, losers, undone } = record;
      return { winnerId: leadId(winner), loserIds: losers.map(leadId), kept: undone?.kept ?? null };
    },

    /** Those of these merges that have been begun. Index: _id. */
    async findMerges(
      workspaceId: string,
      mergeIds: readonly string[],
    ): Promise<{ mergeId: string; isUndone: boolean }[]> {
      const options = { projection: { undone: 1 }, batchSize: mergeIds.length + 1, hint: byId };
      const found = await records.find({ _id: { $in: [...mergeIds] }, workspaceId }, options).toArray();
      return found.map(({ _id, undone }) => ({ mergeId: _id, isUndone: undone !== null }));
    },

    /**
     * Takes from the winner what a merge has brought, and opens the undoing; false where the winner has changed
     * meanwhile. Index: _id.
     */
    async detach(
      workspaceId: string,
      mergeId: string,
      { winnerId, loserIds }: { winnerId: string; loserIds: readonly string[] },
      { at, author }: Pick<OpenMerge, 'at' | 'author'>,
    ): Promise<boolean | TooLarge> {
      const _id = new ObjectId(parsePrefixedId(idPrefix, winnerId) ?? '');
      const ids = toObjectIds(loserIds, idPrefix);
      const { documents } = await readAll(workspaceId, [_id, ...ids], withHistory);
      const winner = documents.find((document) => document._id.equals(_id));
      if (winner === undefined || isAlias(winner) || !hasTaken(winner, mergeId)) return false;
      const losers = aliasesOf(ids, documents, mergeId);
      const { ranking, listIds: joined } = recordOf(winner.absorbed ?? [], mergeId);
      const from = unitedSourced(
        losers.map(({ frozen }) => frozen),
        ranking,
      );
      if (from === null) return false;

      const keys = losers.flatMap(({ identityKeys, frozen }) => keysHeld(identityKeys, frozen));
      const { content, kept, others, room } = withoutMerge(winner, mergeId, { from, keys }, winner.absorbed ?? []);
      const left = await refill(workspaceId, winner, content, { listIds: joined, room }, others);
      for (const path of writtenSince(winner, mergeId)) {
        if (!kept.some((value) => startsWith(value.path, path) || startsWith(path, value.path)))
          kept.push({ path, reason: 'added' });
      }

      const gone = losers.flatMap(({ _id: id, frozen }) => [id, ...(frozen.mergedFrom ?? []).map((one) => one.id)]);
      const merging = { id: mergeId, losers: ids.map((id) => ({ id, version: null })), at, author, kept };
      const { absorbed, listIds, keysVersion } = left;
      const whole = { ids: gone, aliasKeys: keys, absorbed, listIds, merging, keysVersion };
      const current = { _id, workspaceId, ...asRead(winner), ...notMerged, merging: { $exists: false } };
      const pipeline = detachPipeline(winner, left.content, whole, stampOf(merging, undoing), settings);
      try {
        const filter = current as Filter<LeadDocument>;
        return (await leads.updateOne(filter, pipeline, { hint: byId })).matchedCount === 1;
      } catch (error) {
        const refusal = refusalOf(error);
        return refusal === 'taken' ? false : refusal;
      }
    },
  };

  /** Fills what the undone merge leaves empty, from the leads of the other merges as they are now. */
  async function refill(
    workspaceId: string,
    winner: LeadDocument,
    content: SourcedContent,
    { listIds: brought, room }: { listIds: ObjectId[]; room: Room },
    others: Absorbed[],
  ) {
    let listIds = brought;
    let keysVersion = oldestKeys([winner]);
    const merged = (winner.mergedFrom ?? []).filter((one) => others.some(({ mergeId }) => mergeId === one.mergeId));
    const { documents } =
      merged.length === 0
        ? { documents: [] }
        : await readAll(
            workspaceId,
            merged.map(({ id }) => id),
            contents,
          );
    // A merge's first record is the one that names its lists.
    const sources = others.flatMap(({ mergeId, listIds: joined, ranking = [] }) => {
      if (joined === undefined) return [];
      const ids = merged.filter((one) => one.mergeId === mergeId).map(({ id }) => id);
      const losers = aliasesOf(ids, documents, mergeId).map(asHeld);
      return [{ mergeId, ranking, losers, from: unitedSourced(losers, ranking) }];
    });
    const filled = refilled(content, others, sources, room);
    const absorbed = filled.absorbed.map((other: Absorbed) => {
      const losers = sources.find(({ mergeId }) => mergeId === other.mergeId)?.losers ?? [];
      keysVersion = Math.min(keysVersion, oldestKeys(losers));
      if (other.listIds === undefined) return other;
      const joined = losers.flatMap((loser) => loser.listIds);
      const stays = listIds.filter((list) => joined.some((one) => one.equals(list)));
      listIds = listIds.filter((list) => !stays.includes(list));
      return { ...other, listIds: [...other.listIds, ...stays] };
    });
    return { content: filled.content, absorbed, listIds, keysVersion };
  }
}

type Absorbed = NonNullable<LeadDocument['absorbed']>[number];

/** A merged lead as it was, without identity keys that it has released since. */
function asHeld({ identityKeys, frozen }: AliasDocument): LeadDocument {
  const held = new Set(keysHeld(identityKeys, frozen));
  const known = <T extends { key: string | null }>(items: readonly T[]): T[] =>
    items.map((item) => (item.key === null || held.has(item.key) ? item : { ...item, key: null }));
  return {
    ...frozen,
    contacts: known(frozen.contacts),
    socials: known(frozen.socials),
    sources: known(frozen.sources),
    domainKeys: (frozen.domainKeys ?? []).filter((key) => held.has(key)),
  };
}

/** The ranking that a merge went by, and the lists that its winner has joined by it and by no later one. */
function recordOf(absorbed: Absorbed[], mergeId: string) {
  const at = absorbed.findIndex((one) => one.mergeId === mergeId);
  const { ranking = [], listIds = [] } = absorbed[at] ?? {};
  const later = absorbed.slice(at + 1).flatMap((one) => one.listIds ?? []);
  return { ranking, listIds: listIds.filter((id) => !later.some((one) => one.equals(id))) };
}

/** Whether a change brings a value or, to a list, an item. */
function brings({ before, after }: LeadChange): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return after !== null;
  return after.some((item) => !before.some((old) => isDeepStrictEqual(old, item)));
}

/** The values that others have written to a lead since a merge, as far as it remembers. */
function writtenSince(lead: LeadDocument, mergeId: string): string[][] {
  const history = historyOf(lead);
  const end = history.findIndex(({ id }) => id === `${mergeId}:0`);
  const since = end === -1 ? history : history.slice(0, end);
  const written = since
    .filter(({ outcome }) => outcome === 'merged' || outcome === 'updated')
    .flatMap(({ changes }) => changes.filter((change) => change.path[0] !== 'identityKeys' && brings(change)));
  return [...new Map(written.map(({ path }) => [JSON.stringify(path), path])).values()];
}
