import { type Collection, type Db, type Filter, ObjectId } from 'mongodb';
import { isDuplicateKey } from '../../mongo/duplicate-key.ts';
import { byId } from '../../mongo/indexes.ts';
import type { Author } from '../../shared/author.ts';
import { parsePrefixedId } from '../../shared/ids.ts';
import type { PipelineSettings } from '../history/lead.history.pipeline.ts';
import { type AliasDocument, aliases, isAlias, notMerged, type StoredLead } from '../lead.alias.store.ts';
import { idPrefix, idsAlone, type LeadDocument, leadId, type OpenMerge } from '../lead.document.store.ts';
import { asRead } from '../writing/lead.rewrite.store.ts';
import { refusalOf } from '../writing/lead.written.store.ts';
import { absorption, contents, hasTaken } from './lead.absorption.store.ts';
import type { KeptValue } from './lead.detach.ts';
import { lettingGo } from './lead.let-go.store.ts';
import { claimPipeline, restorePipeline } from './lead.merge.pipeline.ts';

/** A merge as it is found again to be undone. */
export interface MergeRecord {
  _id: string;
  workspaceId: string;
  winner: ObjectId;
  losers: ObjectId[];
  at: Date;
  author: Author;
  /** What stayed with the winner, where it has been undone. */
  undone: { at: Date; kept: KeptValue[] } | null;
}

/** Enough of whoever holds a key to tell where it stands, and to let go of the key. */
const standings = { ...idsAlone, identityKeys: 1, 'frozen.version': 1 };

/** Steps of others that one merge may meet before it gives up; each means that another one went on. */
const maxAttempts = 100;

/**
 * Merges are brought to their end by whoever meets them, so that neither a crash nor a race leaves one half done:
 *
 * - a mark on the winner opens a merge; marked, it can be no loser, and is not deleted;
 * - each loser becomes an alias, which holds its keys and what it was;
 * - one update gives the winner all that they have, and from then on the merge counts;
 * - the aliases are told, and the mark goes.
 *
 * A merge that cannot have one of its losers takes the mark off again, and then gives back the others. Of two merges that
 * stand in each other's way, the older one goes on. Every step checks in its own filter what it builds on, so that a late
 * one of a stalled process changes nothing.
 */
export function merges(db: Db, leads: Collection<LeadDocument>, settings: PipelineSettings) {
  const stored = leads as unknown as Collection<StoredLead>;
  const records = db.collection<MergeRecord>('merges');
  const { readAll, readHolders } = aliases(leads);
  const { letGo } = lettingGo(leads);

  /** Takes back what a merge that came to nothing has claimed. Index: _id. */
  async function giveBack(workspaceId: string, winner: ObjectId, { id, losers }: Pick<OpenMerge, 'id' | 'losers'>) {
    const claimed = { _id: { $in: losers.map((loser) => loser.id) }, workspaceId, mergedInto: winner, mergeId: id };
    await stored.updateMany({ ...claimed, claimed: true }, [{ $replaceWith: '$frozen' }], { hint: byId });
  }

  /** Gives a merge up, unless it counts already. Index: _id. */
  async function cancel(workspaceId: string, winner: ObjectId, mark: OpenMerge): Promise<void> {
    const open = { 'merging.id': mark.id, 'merging.kept': { $exists: false }, 'mergedFrom.mergeId': { $ne: mark.id } };
    const filter = { _id: winner, workspaceId, ...open } as Filter<LeadDocument>;
    const { modifiedCount } = await leads.updateOne(filter, { $unset: { merging: 1 } }, { hint: byId });
    if (modifiedCount === 0) return;
    await giveBack(workspaceId, winner, mark);
    await records.deleteOne({ _id: mark.id, workspaceId }, { hint: byId });
  }

  /** Tells the aliases of a merge that it counts, and ends it. Index: _id. */
  async function settleAll(workspaceId: string, winner: ObjectId, { id, losers }: OpenMerge): Promise<void> {
    const claimed = { _id: { $in: losers.map((loser) => loser.id) }, workspaceId, mergeId: id };
    await stored.updateMany(claimed, { $unset: { claimed: 1 } }, { hint: byId });
    const open = { _id: winner, workspaceId, 'merging.id': id, 'merging.kept': { $exists: false } };
    await leads.updateOne(open, { $unset: { merging: 1 } }, { hint: byId });
  }

  /** Makes leads of the aliases of a merge that is undone, and ends that. Index: _id; workspaceId, type, identityKeys. */
  async function restoreAll(workspaceId: string, winner: ObjectId, mark: OpenMerge): Promise<void> {
    const { id, at, author, losers } = mark;
    let { kept = [] } = mark;
    const own = { workspaceId, mergedInto: winner, mergeId: id };
    const entry = { id, step: 1, at, author };
    const ids = losers.map((loser) => loser.id);
    const open = { _id: winner, workspaceId, 'merging.id': id, 'merging.kept': { $exists: true } };
    try {
      const all = { _id: { $in: ids }, ...own };
      await stored.updateMany(all, restorePipeline([], entry, settings), { hint: byId });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      for (const _id of ids) await restoreOne({ _id, ...own }, entry, open);
      const left = await leads.findOne(open, { projection: { merging: 1 }, hint: byId });
      kept = left?.merging?.kept ?? kept;
    }
    const undone = { at, kept };
    await records.updateOne({ _id: id, workspaceId, undone: null }, { $set: { undone } }, { hint: byId });
    await leads.updateOne(open, { $unset: { merging: 1 } }, { hint: byId });
  }

  /**
   * Restores one alias without the identity keys that others hold by now. These keys and who holds them are noted on the
   * winner first: nobody could tell them from the lead that is back, were this the last that a process does.
   */
  async function restoreOne(
    filter: { _id: ObjectId; workspaceId: string; mergedInto: ObjectId; mergeId: string },
    entry: Parameters<typeof restorePipeline>[1],
    open: Filter<LeadDocument>,
  ): Promise<void> {
    const { _id, workspaceId } = filter;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const alias = await stored.findOne(filter, { projection: contents, hint: byId });
      if (alias === null || !isAlias(alias)) return;
      const keys = keysWanted(alias.frozen);
      const { documents, follow } = await readHolders(workspaceId, [alias.type], keys, standings);
      const lost: KeptValue[] = [];
      let moved = false;
      for (const other of documents) {
        const { aliases: passed, loose } = follow(other);
        const held = other.identityKeys.filter((key) => keys.includes(key));
        const isPart = loose?._id.equals(_id) === true && passed.length > 0;
        // An alias merged into this one that holds a key unknown to it was about to release that key.
        if (isPart) await letGo(workspaceId, passed, held);
        moved ||= isPart;
        if (other._id.equals(_id) || isPart) continue;
        lost.push(...held.map((key) => takenBy(other._id, key)));
      }
      if (moved) continue;
      const taken = lost.flatMap(({ path }) => path[1] ?? []);
      if (lost.length > 0) {
        await leads.updateOne(open, { $addToSet: { 'merging.kept': { $each: lost } } }, { hint: byId });
      }
      try {
        await stored.updateOne(filter, restorePipeline(taken, entry, settings), { hint: byId });
        return;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
    throw new Error('A merged lead lost too many races for its identifiers');
  }

  /**
   * Takes the next steps of an open merge; false where it has to be looked at again, because something was in its way.
   */
  async function advance(workspaceId: string, winner: LeadDocument, mark: OpenMerge): Promise<boolean | 'too large'> {
    const ids = mark.losers.map(({ id }) => id);
    const versions = mark.losers.map(({ id, version }) => (version === null ? { _id: id } : { _id: id, version }));
    const free = { workspaceId, type: winner.type, ...notMerged, merging: { $exists: false } };
    const claims = { _id: { $in: ids }, ...free, $or: versions } as Filter<StoredLead>;
    await stored.updateMany(claims, claimPipeline(winner._id, mark.id), { hint: byId });

    const documents = await stored
      .find({ _id: { $in: ids }, workspaceId }, { projection: contents, batchSize: ids.length + 1, hint: byId })
      .toArray();
    const found = new Map(documents.map((document) => [document._id.toHexString(), document]));
    const claimed: AliasDocument[] = [];
    for (const { id, version } of mark.losers) {
      const loser = found.get(id.toHexString());
      if (loser !== undefined && isAlias(loser) && loser.mergeId === mark.id) {
        claimed.push(loser);
        continue;
      }
      if (loser === undefined || !(await clear(workspaceId, loser, mark, version))) {
        await cancel(workspaceId, winner._id, mark);
      }
      return false;
    }
    const losers = claimed.map(({ _id, identityKeys, frozen }) => ({ id: _id, keys: identityKeys, lead: frozen }));
    const current = { _id: winner._id, workspaceId, ...asRead(winner), ...notMerged, 'merging.id': mark.id };
    const unmerged = { ...current, 'mergedFrom.mergeId': { $ne: mark.id } } as Filter<LeadDocument>;
    try {
      const pipeline = absorption(winner, mark, losers, settings);
      const { matchedCount } = await leads.updateOne(unmerged, pipeline, { hint: byId });
      if (matchedCount === 0) return false;
    } catch (error) {
      if (refusalOf(error) === 'taken') throw error;
      await cancel(workspaceId, winner._id, mark);
      return 'too large';
    }
    await settleAll(workspaceId, winner._id, mark);
    return true;
  }

  /** Clears another merge out of the way of `mark`; false where the loser cannot be had. */
  async function clear(
    workspaceId: string,
    loser: StoredLead,
    mark: OpenMerge,
    version: number | null,
  ): Promise<boolean> {
    const holderId = isAlias(loser) ? loser.mergedInto : loser._id;
    const holder = isAlias(loser) ? await read(workspaceId, holderId) : loser;
    const other = holder === null || isAlias(holder) ? undefined : holder.merging;
    if (isAlias(loser) && holder !== null && hasTaken(holder, loser.mergeId) && other?.id !== loser.mergeId)
      return false;
    if (isAlias(loser) && loser.mergeId !== other?.id) {
      if (loser.claimed === undefined) return false;
      const losers = [{ id: loser._id, version: null }];
      await giveBack(workspaceId, loser.mergedInto, { id: loser.mergeId, losers });
    } else if (other !== undefined) {
      if (other.id < mark.id || other.kept !== undefined) await finish(workspaceId, holderId);
      else {
        await cancel(workspaceId, holderId, other);
        // Where it counted already, it was not cancelled and only has to be finished.
        const left = await read(workspaceId, holderId);
        if (left !== null && hasTaken(left, other.id)) await finish(workspaceId, holderId);
      }
    } else if (!isAlias(loser)) {
      return version === null || loser.version === version;
    }
    return true;
  }

  const read = (workspaceId: string, _id: ObjectId): Promise<StoredLead | null> =>
    stored.findOne({ _id, workspaceId }, { projection: contents, hint: byId });

  /** Finishes the merge, or the undoing of one, that is open on a lead; does nothing where none is. */
  async function finish(workspaceId: string, winnerId: ObjectId, seen?: StoredLead): Promise<'done' | 'too large'> {
    let mine: OpenMerge | undefined;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const winner = (attempt === 1 ? seen : undefined) ?? (await read(workspaceId, winnerId));
      const mark = winner === null || isAlias(winner) ? undefined : winner.merging;
      if (mine !== undefined && mark?.id !== mine.id) {
        await giveBack(workspaceId, winnerId, mine);
        return 'done';
      }
      if (winner === null || isAlias(winner) || mark === undefined) return 'done';
      mine = mark;
      if (mark.kept !== undefined) {
        await restoreAll(workspaceId, winnerId, mark);
        return 'done';
      }
      if (hasTaken(winner, mark.id)) {
        await settleAll(workspaceId, winnerId, mark);
        return 'done';
      }
      const ended = await advance(workspaceId, winner, mark);
      if (ended !== false) return ended === true ? 'done' : ended;
    }
    throw new Error('A merge met too many others');
  }

  return {
    /**
     * Opens a merge on its winner: false where the winner is not to be had, or has moved on from its version.
     * Index: _id.
     */
    async begin(
      workspaceId: string,
      mergeId: string,
      winner: { id: string; version: number | null },
      losers: readonly { id: string; version: number | null }[],
      { at, author, ranking = [] }: Pick<OpenMerge, 'at' | 'author' | 'ranking'>,
    ): Promise<boolean> {
      const _id = new ObjectId(parsePrefixedId(idPrefix, winner.id) ?? '');
      const marked = losers.map(({ id, version }) => ({
        id: new ObjectId(parsePrefixedId(idPrefix, id) ?? ''),
        version,
      }));
      const ids = marked.map(({ id }) => id);
      await records.insertOne({ _id: mergeId, workspaceId, winner: _id, losers: ids, at, author, undone: null });
      const free = { _id, workspaceId, ...notMerged, merging: { $exists: false } } as Filter<LeadDocument>;
      const filter = winner.version === null ? free : { ...free, version: winner.version };
      const ranked = ranking.length === 0 ? {} : { ranking };
      const merging: OpenMerge = { id: mergeId, losers: marked, at, author, ...ranked };
      const { modifiedCount } = await leads.updateOne(filter, { $set: { merging } }, { hint: byId });
      if (modifiedCount === 1) return true;
      await records.deleteOne({ _id: mergeId, workspaceId }, { hint: byId });
      return false;
    },

    /** Ends whatever merge or undoing an id is part of, by finishing it or by giving it up. Index: _id. */
    async settle(workspaceId: string, id: string): Promise<'done' | 'too large'> {
      const hex = parsePrefixedId(idPrefix, id);
      const { documents, follow } = await readAll(workspaceId, hex === null ? [] : [new ObjectId(hex)], contents);
      const [document] = documents;
      if (document === undefined) return 'done';
      if (!isAlias(document)) return finish(workspaceId, document._id, document);
      const { loose } = follow(document);
      if (loose === null) return 'done';
      const winner = await read(workspaceId, loose.mergedInto);
      if (winner !== null && !isAlias(winner) && winner.merging?.id === loose.mergeId) {
        return finish(workspaceId, winner._id);
      }
      const losers = [{ id: loose._id, version: null }];
      await giveBack(workspaceId, loose.mergedInto, { id: loose.mergeId, losers });
      return 'done';
    },
  };
}

const takenBy = (id: ObjectId, key: string): KeptValue => ({
  path: ['identityKeys', key],
  reason: 'taken',
  leadId: leadId(id),
});

/** The keys that a lead holds itself when it is restored: those that it shows, but for what leads merged into it hold. */
function keysWanted({ contacts, socials, sources, domainKeys = [], aliasKeys = [] }: LeadDocument): string[] {
  const shown = [...contacts, ...socials, ...sources].flatMap(({ key }) => key ?? []);
  return [...domainKeys, ...shown].filter((key) => !aliasKeys.includes(key));
}
