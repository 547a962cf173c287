import { type AnyBulkWriteOperation, type Collection, type Filter, MongoBulkWriteError, ObjectId } from 'mongodb';
import { duplicatePositions } from '../mongo/duplicate-key.ts';
import { byId } from '../mongo/indexes.ts';
import { createPace } from '../shared/pace.ts';
import { objectIdOfRun } from '../shared/runs.ts';
import type { LeadType } from './identity.ts';
import { notMerged } from './lead.alias.store.ts';
import {
  answerOf,
  byIdentity,
  idPrefix,
  type LeadDocument,
  toObjectIds,
  withHistory,
  withOrigins,
} from './lead.document.store.ts';
import { holdsBack } from './lead.held.store.ts';
import type { PipelineSettings, WriteStamp } from './lead.history.pipeline.ts';
import { createPipeline, identityKeysOf } from './lead.pipeline.ts';
import type { CreateLeadInput } from './lead.rules.ts';
import type { CreatedLead } from './lead.ts';
import { refusalOf, type Taken, type TooLarge, toCreated, tooLarge } from './lead.written.store.ts';

/** Creating leads, or merging into those that have one of the identity keys. */
export function creation(leads: Collection<LeadDocument>, settings: PipelineSettings) {
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
    ): Promise<CreatedLead | Taken | TooLarge> {
      const { filter, update, keys, hint } = creationOf(workspaceId, input, listIds, stamp, settings);
      try {
        const value = await leads.findOneAndUpdate(filter, update, {
          upsert: true,
          returnDocument: 'after',
          projection: answered(stamp),
          hint,
        });
        if (value === null) throw new Error('An upsert answered no document');
        return toCreated(value, stamp, keys, input);
      } catch (error) {
        return refusalOf(error);
      }
    },

    /**
     * Merges the input into the lead of this id, as long as it has one of its identity keys, by itself or by a lead
     * that was merged into it: one command. Null where it has not. Index: _id.
     */
    async mergeInto(
      workspaceId: string,
      id: string,
      input: CreateLeadInput,
      listIds: readonly string[],
      stamp: WriteStamp,
    ): Promise<CreatedLead | Taken | TooLarge | null> {
      const { update, keys } = creationOf(workspaceId, input, listIds, stamp, settings);
      const held = { $in: keys };
      const [_id] = toObjectIds([id], idPrefix);
      if (_id === undefined) return null;
      const filter = { _id, workspaceId, ...notMerged, $or: [{ identityKeys: held }, { inheritedKeys: held }] };
      try {
        const projection = answered(stamp);
        const options = { returnDocument: 'after', projection, hint: byId } as const;
        const value = await leads.findOneAndUpdate(filter as Filter<LeadDocument>, update, options);
        return value === null ? null : toCreated(value, stamp, keys, input);
      } catch (error) {
        return refusalOf(error);
      }
    },

    /**
     * Creates or merges many leads, in their order: a bulk command for each hundred, and one that reads them all back. An
     * item whose keys stood against another lead's is `taken` and nothing of it is written.
     * Index: workspaceId, type, identityKeys.
     */
    async createOrMergeMany(
      workspaceId: string,
      items: readonly { input: CreateLeadInput; listIds: readonly string[] }[],
      stamp: Omit<WriteStamp, 'step' | 'inBatch'>,
    ): Promise<(CreatedLead | Taken)[]> {
      const pace = createPace();
      const writes: ReturnType<typeof creationOf>[] = [];
      for (const [step, { input, listIds }] of items.entries()) {
        writes.push(creationOf(workspaceId, input, listIds, { ...stamp, step, inBatch: true }, settings));
        await pace();
      }
      const upsertedIds: Record<number, ObjectId> = {};
      const taken = new Set<number>();
      // The driver encodes a command in one go, and other requests wait that long.
      for (let from = 0; from < writes.length; from += commandSize) {
        const operations = writes.slice(from, from + commandSize).map(({ filter, update, hint }) => ({
          updateOne: { filter, update, upsert: true, hint },
        }));
        const result = await bulkCreate(operations);
        for (const [at, id] of Object.entries(result.upsertedIds)) upsertedIds[from + Number(at)] = id;
        for (const at of result.taken) taken.add(from + at);
      }
      const keyless = writes.flatMap((write) => (write.keys.length === 0 ? [write.newId] : []));
      const newIds = [...Object.values(upsertedIds), ...keyless].map((_id) => `id:${idPrefix}${_id.toHexString()}`);
      const keys = [...new Set([...newIds, ...writes.flatMap((write) => write.keys)])];
      const found = await leads
        .find(
          { workspaceId, type: { $in: leadTypes }, identityKeys: { $in: keys }, ...notMerged },
          {
            projection: holdsBack(stamp) ? withOrigins(withHistory) : withHistory,
            batchSize: 2 * items.length + 1,
            hint: byIdentity,
          },
        )
        .toArray();
      const byKey = new Map(
        found.flatMap((lead) => lead.identityKeys.map((key) => [`${lead.type} ${key}`, lead] as const)),
      );
      const leadOf = ({ input }: { input: CreateLeadInput }, step: number): LeadDocument | undefined => {
        const own = writes[step]?.keys ?? [];
        const id = upsertedIds[step] ?? (own.length === 0 ? writes[step]?.newId : undefined);
        if (id !== undefined) return found.find(({ _id }) => _id.equals(id));
        return own.map((key) => byKey.get(`${input.type} ${key}`)).find((holder) => holder !== undefined);
      };
      const leadsOf = items.map(leadOf);
      const stepsOf = new Map<LeadDocument | undefined, number[]>();
      for (const [step, lead] of leadsOf.entries()) stepsOf.set(lead, [...(stepsOf.get(lead) ?? []), step]);
      return items.map(({ input }, step) => {
        const lead = leadsOf[step];
        if (taken.has(step) || lead === undefined) return 'taken';
        const later = (stepsOf.get(lead) ?? []).filter((other) => other > step);
        const behind = later.flatMap((other) => items[other]?.input ?? []);
        return toCreated(lead, { ...stamp, step, inBatch: true }, writes[step]?.keys ?? [], input, behind);
      });
    },
  };
}

const answered = (stamp: WriteStamp) => (holdsBack(stamp) ? withOrigins(answerOf(stamp.run)) : answerOf(stamp.run));

/** Writes of one bulk command: each is about 8 KB. */
const commandSize = 100;

const leadTypes: LeadType[] = ['person', 'company'];

/** The write that creates a lead or merges into the one that has one of its keys. */
function creationOf(
  workspaceId: string,
  input: CreateLeadInput,
  listIds: readonly string[],
  stamp: WriteStamp,
  settings: PipelineSettings,
) {
  const keys = identityKeysOf(input, stamp.rules);
  const newId = stamp.run.mayRepeat ? new ObjectId(objectIdOfRun(stamp.run, stamp.step)) : new ObjectId();
  const { type } = input;
  // Whoever has one of the keys then stands against it.
  const isNewOnly = stamp.onMatch === 'fail';
  // An empty $in would not carry workspace and type over into the new document; a fresh id finds nothing either.
  const filter: Filter<LeadDocument> =
    keys.length === 0 || isNewOnly
      ? { _id: newId, workspaceId, type, ...(isNewOnly ? notMerged : {}) }
      : { workspaceId, type, identityKeys: { $in: keys }, ...notMerged };
  const update = createPipeline(input, { workspaceId, newId, listIds: toObjectIds(listIds, 'list_') }, stamp, settings);
  return { filter, update, keys, newId, hint: keys.length === 0 || isNewOnly ? byId : byIdentity };
}
