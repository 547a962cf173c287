import { type Collection, type Db, type Filter, ObjectId } from 'mongodb';
import { byId } from '../mongo/indexes.ts';
import { findPage, objectIds } from '../mongo/keyset.ts';
import { findPagesByParent, type ParentPage } from '../mongo/keyset-lookup.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import type { LeadType } from './identity.ts';
import { alike } from './lead.alike.store.ts';
import { creation } from './lead.creation.store.ts';
import {
  answerOf,
  byIdentity,
  idPrefix,
  keysetOf,
  type LeadDocument,
  type LeadOrder,
  newestFirst,
  projection,
  toLead,
  toObjectIds,
  withHistory,
} from './lead.document.store.ts';
import { type LeadFilter, leadConditions } from './lead.filter.ts';
import type { WriteStamp } from './lead.history.pipeline.ts';
import { historyOf } from './lead.history.store.ts';
import type { LeadHistoryEntry } from './lead.history.ts';
import { membership } from './lead.membership.store.ts';
import { updatePipeline } from './lead.pipeline.ts';
import { previews } from './lead.preview.store.ts';
import type { UpdateLeadInput } from './lead.rules.ts';
import type { Lead, WrittenLead } from './lead.ts';
import { refusalOf, type Taken, type TooLarge, toWritten } from './lead.written.store.ts';

export type LeadStore = ReturnType<typeof createLeadStore>;

/**
 * All of MongoDB for leads. Every method is bound to the workspace it is given.
 * @param historyLength how many writes a lead remembers
 */
export function createLeadStore(db: Db, historyLength: number) {
  const settings = { historyLength };
  const leads: Collection<LeadDocument> = db.collection('leads');

  return {
    ...creation(leads, settings),
    ...previews(db, leads, settings),
    ...membership(leads),
    ...alike(db, leads),

    /** Applies a partial update: one command. Null where no such lead (of that version, of that type) exists. Index: _id. */
    async update(
      workspaceId: string,
      input: UpdateLeadInput,
      stamp: WriteStamp,
      onlyPersons: boolean,
    ): Promise<WrittenLead | null | Taken | TooLarge> {
      const hex = parsePrefixedId(idPrefix, input.id);
      if (hex === null) return null;
      const filter: Filter<LeadDocument> = {
        _id: new ObjectId(hex),
        workspaceId,
        ...(input.expectedVersion == null ? {} : { version: input.expectedVersion }),
        ...(onlyPersons ? { type: 'person' } : {}),
      };
      try {
        const lead = await leads.findOneAndUpdate(filter, updatePipeline(input, stamp, settings), {
          returnDocument: 'after',
          projection: answerOf(stamp.run),
          hint: byId,
        });
        return lead === null ? null : toWritten(lead, stamp);
      } catch (error) {
        return refusalOf(error);
      }
    },

    /** Deletes a lead and so frees its identifiers. False where there is none. Index: _id. */
    async delete(workspaceId: string, id: string): Promise<boolean> {
      const hex = parsePrefixedId(idPrefix, id);
      if (hex === null) return false;
      const { deletedCount } = await leads.deleteOne({ _id: new ObjectId(hex), workspaceId }, { hint: byId });
      return deletedCount === 1;
    },

    /** What leads remember of the writes to them, the latest first. Index: _id. */
    async findHistories(
      workspaceId: string,
      ids: readonly string[],
    ): Promise<{ id: string; history: LeadHistoryEntry[] }[]> {
      const _ids = toObjectIds(ids, idPrefix);
      return leads
        .find({ _id: { $in: _ids }, workspaceId }, { projection: withHistory, batchSize: _ids.length + 1, hint: byId })
        .map((lead) => ({ id: `${idPrefix}${lead._id.toHexString()}`, history: historyOf(lead) }))
        .toArray();
    },

    /** Leads by id, in no particular order; ids that are none are left out. Index: _id. */
    async findByIds(workspaceId: string, ids: readonly string[]): Promise<Lead[]> {
      const _ids = toObjectIds(ids, idPrefix);
      return leads
        .find({ _id: { $in: _ids }, workspaceId }, { projection, batchSize: _ids.length + 1, hint: byId })
        .map(toLead)
        .toArray();
    },

    /** Those of the ids that are leads; nothing else of them is read. Index: _id. */
    async findExistingIds(workspaceId: string, ids: readonly string[]): Promise<string[]> {
      const _ids = toObjectIds(ids, idPrefix);
      return leads
        .find({ _id: { $in: _ids }, workspaceId }, { projection: { _id: 1 }, batchSize: _ids.length + 1, hint: byId })
        .map(({ _id }) => `${idPrefix}${_id.toHexString()}`)
        .toArray();
    },

    /** Leads that hold one of these identity keys. Index: workspaceId, type, identityKeys. */
    async findByIdentityKeys(
      workspaceId: string,
      types: readonly LeadType[],
      keys: readonly string[],
    ): Promise<Lead[]> {
      return leads
        .find(
          { workspaceId, type: { $in: [...types] }, identityKeys: { $in: [...keys] } },
          { projection, batchSize: keys.length * types.length + 1, hint: byIdentity },
        )
        .map(toLead)
        .toArray();
    },

    /** One page of leads. Index: the workspace, what is filtered by, then the order's field. */
    async findPage(
      workspaceId: string,
      filter: LeadFilter,
      order: LeadOrder,
      request: PageRequest,
    ): Promise<Page<Lead>> {
      const listKey = filter.listId == null ? undefined : toObjectIds([filter.listId], 'list_')[0];
      const conditions = leadConditions(filter, listKey);
      const query = (
        conditions.length === 0 ? { workspaceId } : { workspaceId, $and: conditions }
      ) as Filter<LeadDocument>;
      return findPage<LeadDocument, Lead>(
        leads,
        query,
        { order: keysetOf(order), ids: objectIds, request, projection },
        toLead,
      );
    },

    /** The leads of several lists, newest first: one command for all of them. Index: workspaceId, listIds, createdAt. */
    async findPagesByList(
      workspaceId: string,
      listIds: readonly string[],
      request: PageRequest,
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
          projection,
        },
        toLead,
      );
    },
  };
}
