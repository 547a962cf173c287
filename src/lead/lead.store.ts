import { type Collection, type Db, type Filter, ObjectId } from 'mongodb';
import { madeWhenSent } from '../mongo/expressions.ts';
import { byId } from '../mongo/indexes.ts';
import { findPage, objectIds } from '../mongo/keyset.ts';
import { findPagesByParent, type ParentPage } from '../mongo/keyset-lookup.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import { lazyGroups } from '../shared/lazily.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { type Wanted, wantsAll } from '../shared/wanted.ts';
import { batchCreation } from './creation/lead.creation.batch.store.ts';
import { creation } from './creation/lead.creation.store.ts';
import { made } from './creation/lead.made.store.ts';
import { previews } from './creation/lead.preview.store.ts';
import type { PipelineSettings, WriteStamp } from './history/lead.history.pipeline.ts';
import { historyOf } from './history/lead.history.store.ts';
import type { LeadHistoryEntry } from './history/lead.history.ts';
import { aliases, isAlias, leadsWith, notMerged, withHistories } from './lead.alias.store.ts';
import {
  answerOf,
  hasField,
  idPrefix,
  idsAlone,
  keysetOf,
  type LeadDocument,
  leadId,
  projection,
  toLead,
  toObjectIds,
} from './lead.document.store.ts';
import { type LeadFilter, leadConditions } from './lead.filter.ts';
import { membership } from './lead.membership.store.ts';
import type { UpdateLeadInput } from './lead.rules.ts';
import { type Lead, type LeadOrder, newestFirst, type WrittenLead } from './lead.ts';
import { alike } from './likeness/lead.alike.store.ts';
import { holders } from './merge/lead.holders.store.ts';
import { merges } from './merge/lead.merge.store.ts';
import { unmerges } from './merge/lead.unmerge.store.ts';
import { unwanted } from './merge/lead.wanted.ts';
import { provenances } from './provenance/lead.provenance.store.ts';
import { rulesPreviews } from './rekey/lead.rekey.preview.store.ts';
import { rekeying } from './rekey/lead.rekey.store.ts';
import { updatePipeline } from './writing/lead.pipeline.ts';
import { updateTogether } from './writing/lead.update.together.store.ts';
import { refusalOf, type Taken, type TooLarge, toWritten } from './writing/lead.written.store.ts';

export type LeadStore = ReturnType<typeof createLeadStore>;

/**
 * All of MongoDB for leads. Every method is bound to the workspace it is given.
 * @param historyLength how many writes a lead remembers
 */
export function createLeadStore(db: Db, historyLength: number) {
  return storeOf({ db, leads: db.collection('leads'), settings: { historyLength } });
}

interface LeadScope {
  db: Db;
  leads: Collection<LeadDocument>;
  settings: PipelineSettings;
}

const storeOf = lazyGroups([
  basics,
  ({ leads, settings }: LeadScope) => creation(leads, settings),
  ({ leads, settings }: LeadScope) => batchCreation(leads, settings),
  ({ leads }: LeadScope) => made(leads),
  ({ db, leads, settings }: LeadScope) => previews(db, leads, settings),
  ({ leads }: LeadScope) => membership(leads),
  ({ db, leads }: LeadScope) => alike(db, leads),
  ({ leads }: LeadScope) => holders(leads),
  ({ db, leads, settings }: LeadScope) => merges(db, leads, settings),
  ({ leads }: LeadScope) => rulesPreviews(leads),
  ({ db, leads, settings }: LeadScope) =>
    rekeying(leads, settings, { ...holders(leads), ...merges(db, leads, settings) }),
  ({ db, leads, settings }: LeadScope) => unmerges(db, leads, settings),
  ({ leads }: LeadScope) => provenances(leads),
]);

/** Reading, updating and deleting leads. */
function basics({ db, leads, settings }: LeadScope) {
  const { readAll } = aliases(leads);

  return {
    /**
     * Applies a partial update: one command, or together with others that come meanwhile. Null where no such lead (of
     * that version, of that type) exists. Index: _id.
     */
    async update(
      workspaceId: string,
      input: UpdateLeadInput,
      stamp: WriteStamp,
      onlyPersons: boolean,
    ): Promise<WrittenLead | null | Taken | TooLarge> {
      const hex = parsePrefixedId(idPrefix, input.id);
      if (hex === null) return null;
      const _id = new ObjectId(hex);
      const filter: Filter<LeadDocument> = {
        workspaceId,
        ...notMerged,
        ...(input.expectedVersion == null ? {} : { version: input.expectedVersion }),
        ...(onlyPersons ? { type: 'person' } : {}),
      };
      const update = () => updatePipeline(input, stamp, settings);
      const alone = async () => {
        try {
          const lead = await leads.findOneAndUpdate({ _id, ...filter }, madeWhenSent(update), {
            returnDocument: 'after',
            projection: answerOf(stamp.run),
            hint: byId,
          });
          return lead === null ? null : toWritten(lead, stamp);
        } catch (error) {
          return refusalOf(error);
        }
      };
      // One that goes again by itself would not find the version that it has moved.
      if (input.expectedVersion != null) return alone();
      return updateTogether({ collection: leads, workspaceId, alone, _id, onlyPersons, update, stamp, settings });
    },

    /**
     * Deletes a lead, those that were merged into it too, and so frees its identifiers. False where there is none, or
     * where a merge stands in the way. Aliases that a crash leaves lead nowhere, and are deleted when met.
     * Index: _id.
     */
    async delete(workspaceId: string, id: string): Promise<boolean> {
      const hex = parsePrefixedId(idPrefix, id);
      if (hex === null) return false;
      const filter = { _id: new ObjectId(hex), workspaceId, ...notMerged, merging: { $exists: false } };
      const gone = await leads.findOneAndDelete(filter as Filter<LeadDocument>, {
        projection: { mergedFrom: 1 },
        hint: byId,
      });
      const merged = gone?.mergedFrom?.map((one) => one.id) ?? [];
      if (merged.length > 0) await leads.deleteMany({ _id: { $in: merged }, workspaceId }, { hint: byId });
      return gone !== null;
    },

    /** What leads, merged ones too, remember of the writes to them, the latest first. Index: _id. */
    async findHistories(
      workspaceId: string,
      ids: readonly string[],
    ): Promise<{ id: string; history: LeadHistoryEntry[] }[]> {
      const { documents } = await readAll(workspaceId, toObjectIds(ids, idPrefix), withHistories);
      return documents.map((document) => ({
        id: leadId(document._id),
        history: historyOf(isAlias(document) ? document.frozen : document),
      }));
    },

    /**
     * Leads by id, each once and in no particular order; the id of a merged lead leads to the one that it is part of.
     * Ids that are none are left out. Index: _id.
     */
    async findByIds(workspaceId: string, ids: readonly string[], wanted: Wanted = wantsAll): Promise<Lead[]> {
      const fields = leadsWith(unwanted(wanted));
      const { documents, follow } = await readAll(workspaceId, toObjectIds(ids, idPrefix), fields);
      const found = documents.flatMap((document) => follow(document).lead ?? []);
      return [...new Map(found.map((lead) => [leadId(lead._id), toLead(lead)])).values()];
    },

    /**
     * The current ids of the leads with these ids: of a merged lead, that of its winner. Unknown ids are left out.
     * Index: _id.
     */
    async findCurrentIds(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
      const { documents, follow } = await readAll(workspaceId, toObjectIds(ids, idPrefix), idsAlone);
      return new Map(
        documents.flatMap((document) => {
          const { lead } = follow(document);
          return lead === null ? [] : [[leadId(document._id), leadId(lead._id)] as const];
        }),
      );
    },

    /** One page of leads. Index: the workspace, what is filtered by, then the order's field. */
    async findPage(
      workspaceId: string,
      filter: LeadFilter,
      order: LeadOrder,
      request: PageRequest,
      wanted: Wanted = wantsAll,
    ): Promise<Page<Lead>> {
      const listKey = filter.listId == null ? undefined : toObjectIds([filter.listId], 'list_')[0];
      const conditions = leadConditions(filter, listKey);
      const query = { workspaceId, $and: [...conditions, hasField(order)] } as Filter<LeadDocument>;
      return findPage<LeadDocument, Lead>(
        leads,
        query,
        { order: keysetOf(order), ids: objectIds, request, projection: { ...projection, ...unwanted(wanted) } },
        toLead,
      );
    },

    /** The leads of several lists, newest first: one command for all of them. Index: workspaceId, listIds, createdAt. */
    async findPagesByList(
      workspaceId: string,
      listIds: readonly string[],
      request: PageRequest,
      wanted: Wanted = wantsAll,
    ): Promise<ParentPage<Lead>> {
      return findPagesByParent(
        db,
        {
          collection: 'leads',
          foreignField: 'listIds',
          filter: { workspaceId },
          parents: listIds.map((id) => [id, toObjectIds([id], 'list_')[0]]),
          order: keysetOf(newestFirst),
          ids: objectIds,
          request,
          projection: { ...projection, ...unwanted(wanted) },
        },
        toLead,
      );
    },
  };
}
