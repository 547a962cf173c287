import {
  type AnyBulkWriteOperation,
  type Collection,
  type Db,
  type Filter,
  MongoBulkWriteError,
  MongoServerError,
  ObjectId,
} from 'mongodb';
import { duplicatePositions, isDuplicateKey } from '../mongo/duplicate-key.ts';
import { byId } from '../mongo/indexes.ts';
import { findPage, objectIds } from '../mongo/keyset.ts';
import { findPagesByParent, type ParentPage } from '../mongo/keyset-lookup.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { objectIdOfRun } from '../shared/runs.ts';
import type { LeadType } from './identity.ts';
import { outgrownCode } from './lead.bound.ts';
import {
  byIdentity,
  idPrefix,
  keysetOf,
  type LeadDocument,
  type LeadOrder,
  newestFirst,
  projection,
  toLead,
  toObjectIds,
} from './lead.document.store.ts';
import { type LeadFilter, leadConditions } from './lead.filter.ts';
import { membership } from './lead.membership.store.ts';
import { createPipeline, identityKeysOf, updatePipeline, type WriteStamp } from './lead.pipeline.ts';
import type { CreateLeadInput, UpdateLeadInput } from './lead.rules.ts';
import type { Lead } from './lead.ts';

/** What became of a lead that was written: made, changed, or as it was, and by which keys it was found. */
interface CreateOutcome {
  lead: Lead;
  inserted: boolean;
  changed: boolean;
  matched: string[];
}

/** A write that an identity key of another lead stands against; see E11000 in the service. */
export type Taken = 'taken';

/** A write that would make the lead larger than a document of MongoDB can be. */
export type TooLarge = 'too large';

export type LeadStore = ReturnType<typeof createLeadStore>;

/** All of MongoDB for leads. Every method is bound to the workspace it is given. */
export function createLeadStore(db: Db) {
  const leads: Collection<LeadDocument> = db.collection('leads');

  /** Unordered, so that one item that fails stops no other. */
  async function bulkCreate(
    operations: AnyBulkWriteOperation<LeadDocument>[],
  ): Promise<{ upsertedIds: Record<number, ObjectId>; taken: Set<number> }> {
    try {
      const { upsertedIds } = await leads.bulkWrite(operations, { ordered: false });
      return { upsertedIds, taken: new Set() };
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError)) throw error;
      // One that is too large counts as taken here: it goes again by itself and is told why.
      return { upsertedIds: error.upsertedIds, taken: new Set(duplicatePositions(error, tooLarge)) };
    }
  }

  return {
    /**
     * Creates the lead, or merges the input into the one that has one of its identity keys: one command.
     * Index: workspaceId, type, identityKeys. `taken`: a race was lost, or the keys belong to several leads.
     */
    async createOrMerge(
      workspaceId: string,
      input: CreateLeadInput,
      listIds: readonly string[],
      stamp: WriteStamp,
    ): Promise<CreateOutcome | Taken | TooLarge> {
      const { filter, update, keys, hint } = creationOf(workspaceId, input, listIds, stamp);
      try {
        const { value, lastErrorObject } = await leads.findOneAndUpdate(filter, update, {
          upsert: true,
          returnDocument: 'after',
          includeResultMetadata: true,
          projection,
          hint,
        });
        if (value === null) throw new Error('An upsert answered no document');
        const inserted = lastErrorObject?.updatedExisting === false;
        return { lead: toLead(value), ...outcomeOf(stepOf(value, stamp), inserted, keys) };
      } catch (error) {
        return refusalOf(error);
      }
    },

    /**
     * Creates or merges many leads, in their order: one bulk command, and one that reads them back. An item whose keys
     * stood against another lead's is `taken` and nothing of it is written.
     * Index: workspaceId, type, identityKeys.
     */
    async createOrMergeMany(
      workspaceId: string,
      items: readonly { input: CreateLeadInput; listIds: readonly string[] }[],
      stamp: Omit<WriteStamp, 'step'>,
    ): Promise<(CreateOutcome | Taken)[]> {
      const writes = items.map(({ input, listIds }, step) =>
        creationOf(workspaceId, input, listIds, { ...stamp, step }),
      );
      const operations = writes.map(({ filter, update, hint }) => ({
        updateOne: { filter, update, upsert: true, hint },
      }));
      const { upsertedIds, taken } = await bulkCreate(operations);
      const keyless = writes.flatMap((write) => (write.keys.length === 0 ? [write.newId] : []));
      const newIds = [...Object.values(upsertedIds), ...keyless].map((_id) => `id:${idPrefix}${_id.toHexString()}`);
      const keys = [...new Set([...newIds, ...writes.flatMap((write) => write.keys)])];
      const found = await leads
        .find(
          { workspaceId, type: { $in: leadTypes }, identityKeys: { $in: keys } },
          { projection, batchSize: 2 * items.length + 1, hint: byIdentity },
        )
        .toArray();
      const byKey = new Map(
        found.flatMap((lead) => lead.identityKeys.map((key) => [`${lead.type} ${key}`, lead] as const)),
      );
      return items.map(({ input }, step) => {
        const inserted = upsertedIds[step] !== undefined;
        const own = writes[step]?.keys ?? [];
        const id = upsertedIds[step] ?? (own.length === 0 ? writes[step]?.newId : undefined);
        const lead = id
          ? found.find(({ _id }) => _id.equals(id))
          : own.map((key) => byKey.get(`${input.type} ${key}`)).find((holder) => holder !== undefined);
        if (taken.has(step) || lead === undefined) return 'taken';
        return { lead: toLead(lead), ...outcomeOf(stepOf(lead, { ...stamp, step }), inserted, own) };
      });
    },

    /** Applies a partial update: one command. Null where no such lead (of that version, of that type) exists. Index: _id. */
    async update(
      workspaceId: string,
      input: UpdateLeadInput,
      stamp: WriteStamp,
      onlyPersons: boolean,
    ): Promise<Lead | null | Taken | TooLarge> {
      const hex = parsePrefixedId(idPrefix, input.id);
      if (hex === null) return null;
      const filter: Filter<LeadDocument> = {
        _id: new ObjectId(hex),
        workspaceId,
        ...(input.expectedVersion == null ? {} : { version: input.expectedVersion }),
        ...(onlyPersons ? { type: 'person' } : {}),
      };
      try {
        const lead = await leads.findOneAndUpdate(filter, updatePipeline(input, stamp), {
          returnDocument: 'after',
          projection,
          hint: byId,
        });
        return lead === null ? null : toLead(lead);
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

    ...membership(leads),
  };
}

const leadTypes: LeadType[] = ['person', 'company'];

/** The write that creates a lead or merges into the one that has one of its keys. */
function creationOf(workspaceId: string, input: CreateLeadInput, listIds: readonly string[], stamp: WriteStamp) {
  const keys = identityKeysOf(input);
  const newId = stamp.run.mayRepeat ? new ObjectId(objectIdOfRun(stamp.run, stamp.step)) : new ObjectId();
  const { type } = input;
  // An empty $in would not carry workspace and type over into the new document; a fresh id finds nothing either.
  const filter: Filter<LeadDocument> =
    keys.length === 0 ? { _id: newId, workspaceId, type } : { workspaceId, type, identityKeys: { $in: keys } };
  const update = createPipeline(input, { workspaceId, newId, listIds: toObjectIds(listIds, 'list_') }, stamp);
  return { filter, update, keys, newId, hint: keys.length === 0 ? byId : byIdentity };
}

/** What this write left on the lead when it changed it. */
function stepOf({ writes }: LeadDocument, { run, step }: WriteStamp): { matched: string[] } | undefined {
  return writes.find((write) => write.id === run.id && write.step === step);
}

/** A lead that an earlier run of the same request made was inserted too: nobody had been matched for it. */
function outcomeOf(trace: { matched: string[] } | undefined, inserted: boolean, keys: string[]) {
  const matched = trace?.matched ?? keys;
  return { inserted: inserted || matched.length === 0, changed: trace !== undefined, matched };
}

/** A lead past our own limit, BSONObjectTooLarge, and the codes of an update and an upsert whose result is. */
const tooLarge: unknown[] = [outgrownCode, 10334, 17419, 17420];

function refusalOf(error: unknown): Taken | TooLarge {
  if (isDuplicateKey(error)) return 'taken';
  if (error instanceof MongoServerError && tooLarge.includes(error.code)) return 'too large';
  throw error;
}
