import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError, type ObjectId } from 'mongodb';
import { duplicatePositions } from '../mongo/duplicate-key.ts';
import { createPace, type Pace } from '../shared/pace.ts';
import { leadTypes } from './identity.ts';
import { notMerged } from './lead.alias.store.ts';
import { creationOf } from './lead.creation.store.ts';
import { byIdentity, type LeadDocument, leadId, withHistory, withOrigins } from './lead.document.store.ts';
import { holdsBack } from './lead.held.store.ts';
import type { PipelineSettings, WriteStamp } from './lead.history.pipeline.ts';
import { findWrite } from './lead.history.store.ts';
import { forDriver, type NewLead } from './lead.new.store.ts';
import type { CreateLeadInput } from './lead.rules.ts';
import type { CreatedLead } from './lead.ts';
import { type Taken, toCreated, tooLarge } from './lead.written.store.ts';

/** Leads of one command: the driver encodes it in one go, and other requests wait that long. */
const commandSize = 100;

interface BatchWrite extends ReturnType<typeof creationOf> {
  step: number;
  input: CreateLeadInput;
}

/**
 * The lead that an item met, of those that have a key of it by now: that which it changed, or one that was there before
 * it. A key that it left, as an input that only fills blanks does, can be that of a lead that a later item has created.
 */
function pick(holders: readonly LeadDocument[], run: string, step: number): LeadDocument | undefined {
  const cameLater = ({ history }: LeadDocument) =>
    history.some((write) => write.id === run && write.outcome === 'created' && write.step > step);
  return holders.find((lead) => findWrite(lead, run, step)) ?? holders.find((lead) => !cameLater(lead));
}

/** Creating many leads in few commands. */
export function batchCreation(leads: Collection<LeadDocument>, settings: PipelineSettings) {
  /** Answers the positions of those that failed. Unordered, so that one that fails stops no other. */
  async function writeAll(
    operations: AnyBulkWriteOperation<LeadDocument>[],
  ): Promise<{ failed: Set<number>; upserted: Map<number, ObjectId> }> {
    const byPosition = (ids: Record<number, ObjectId>) =>
      new Map(Object.entries(ids).map(([at, id]) => [Number(at), id]));
    if (operations.length === 0) return { failed: new Set(), upserted: new Map() };
    try {
      const { upsertedIds } = await leads.bulkWrite(operations, { ordered: false });
      return { failed: new Set(), upserted: byPosition(upsertedIds) };
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError)) throw error;
      // One that is too large goes again by itself and is told why.
      const failed = new Set(duplicatePositions(error, tooLarge));
      return { failed, upserted: byPosition(error.upsertedIds) };
    }
  }

  /**
   * Inserts the leads of those items that share no key with an earlier one, and whose order so does not matter. MongoDB
   * takes finished documents many times faster than it works out pipelines. By step, without those that something stood
   * against.
   */
  async function insertNew(writes: readonly BatchWrite[], pace: Pace): Promise<Map<number, LeadDocument>> {
    const seen = new Set<string>();
    const inserted = new Map<number, LeadDocument>();
    for (let from = 0; from < writes.length; from += commandSize) {
      const fresh: { step: number; document: NewLead }[] = [];
      for (const write of writes.slice(from, from + commandSize)) {
        const document = write.keys.some((key) => seen.has(`${write.input.type} ${key}`)) ? null : write.document();
        for (const key of write.keys) seen.add(`${write.input.type} ${key}`);
        if (document !== null) fresh.push({ step: write.step, document });
        await pace();
      }
      const { failed } = await writeAll(
        fresh.map(({ document }) => ({ insertOne: { document: forDriver(document) } })),
      );
      for (const [at, { step, document }] of fresh.entries()) if (!failed.has(at)) inserted.set(step, document);
    }
    return inserted;
  }

  /** Creates or merges the others, as if in their order. */
  async function upsertAll(writes: readonly BatchWrite[], pace: Pace) {
    const made = new Map<number, ObjectId>();
    const taken = new Set<number>();
    for (let from = 0; from < writes.length; from += commandSize) {
      const part = writes.slice(from, from + commandSize);
      const operations: AnyBulkWriteOperation<LeadDocument>[] = [];
      for (const { filter, update, hint } of part) {
        operations.push({ updateOne: { filter, update: update(), upsert: true, hint } });
        await pace();
      }
      const { failed, upserted } = await writeAll(operations);
      for (const [at, { step }] of part.entries()) {
        const id = upserted.get(at);
        if (id !== undefined) made.set(step, id);
        if (failed.has(at)) taken.add(step);
      }
    }
    return { made, taken };
  }

  return {
    /**
     * Creates or merges many leads, as if in their order: for each hundred a command that inserts those that are new;
     * where not all are, one for each hundred of the others, and one that reads back the leads that these met. An item
     * whose keys stood against another lead's is `taken` and nothing of it is written.
     * Index: workspaceId, type, identityKeys.
     */
    async createOrMergeMany(
      workspaceId: string,
      items: readonly { input: CreateLeadInput; listIds: readonly string[] }[],
      stamp: Omit<WriteStamp, 'step' | 'inBatch'>,
    ): Promise<(CreatedLead | Taken)[]> {
      const pace = createPace();
      const writes: BatchWrite[] = [];
      for (const [step, { input, listIds }] of items.entries()) {
        const own = { ...stamp, step, inBatch: true };
        writes.push({ step, input, ...creationOf(workspaceId, input, listIds, own, settings) });
        await pace();
      }
      const inserted = await insertNew(writes, pace);
      const others = writes.filter(({ step }) => !inserted.has(step));
      const { made, taken } = await upsertAll(others, pace);
      // Whatever has merged into a lead that was inserted has one of its keys.
      const newIds = others.flatMap(({ step, keys, newId }) => made.get(step) ?? (keys.length === 0 ? newId : []));
      const met = [...newIds.map((_id) => `id:${leadId(_id)}`), ...others.flatMap(({ keys }) => keys)];
      const found =
        others.length === 0
          ? []
          : await leads
              .find(
                { workspaceId, type: { $in: leadTypes }, identityKeys: { $in: [...new Set(met)] }, ...notMerged },
                {
                  projection: holdsBack(stamp) ? withOrigins(withHistory) : withHistory,
                  batchSize: 2 * items.length + 1,
                  hint: byIdentity,
                },
              )
              .toArray();
      const byId = new Map([...inserted.values(), ...found].map((lead) => [lead._id.toHexString(), lead]));
      const byKey = new Map(
        found.flatMap((lead) => lead.identityKeys.map((key) => [`${lead.type} ${key}`, lead] as const)),
      );
      const leadOf = ({ step, input, keys, newId }: BatchWrite): LeadDocument | undefined => {
        const id = inserted.get(step)?._id ?? made.get(step) ?? (keys.length === 0 ? newId : undefined);
        if (id !== undefined) return byId.get(id.toHexString());
        const holders = new Set(keys.flatMap((key) => byKey.get(`${input.type} ${key}`) ?? []));
        if (holders.size < 2) return [...holders][0];
        return pick([...holders], stamp.run.id, step);
      };
      const leadsOf = writes.map(leadOf);
      const stepsOf = new Map<LeadDocument | undefined, number[]>();
      for (const [step, lead] of leadsOf.entries()) {
        const steps = stepsOf.get(lead);
        if (steps === undefined) stepsOf.set(lead, [step]);
        else steps.push(step);
      }
      return writes.map(({ step, input, keys }) => {
        const lead = leadsOf[step];
        if (taken.has(step) || lead === undefined) return 'taken';
        const later = (stepsOf.get(lead) ?? []).filter((other) => other > step);
        const behind = later.flatMap((other) => items[other]?.input ?? []);
        return toCreated(lead, { ...stamp, step, inBatch: true }, keys, input, behind);
      });
    },
  };
}
