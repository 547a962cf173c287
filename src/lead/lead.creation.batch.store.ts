import type { AnyBulkWriteOperation, Collection, ObjectId } from 'mongodb';
import { createPace, type Pace } from '../shared/pace.ts';
import { leadTypes, scopedKey } from './identity.ts';
import { notMerged } from './lead.alias.store.ts';
import { creationOf } from './lead.creation.store.ts';
import { byIdentity, type LeadDocument, leadId, withHistory, withOrigins } from './lead.document.store.ts';
import { holdsBack } from './lead.held.store.ts';
import type { PipelineSettings, WriteStamp } from './lead.history.pipeline.ts';
import { findWrite } from './lead.history.store.ts';
import { type Creation, commandSize, insertNew, writeAll } from './lead.insertion.store.ts';
import type { CreateLeadInput } from './lead.rules.ts';
import type { CreatedLead } from './lead.ts';
import { type Taken, toCreated } from './lead.written.store.ts';

/**
 * The lead that an item belongs to, among those that hold one of its keys now: the one it changed, else one that was
 * there before it. An item that only fills blanks may leave a key, and a lead that a later item has created may hold
 * it.
 */
function pick(holders: readonly LeadDocument[], run: string, step: number): LeadDocument | undefined {
  const cameLater = ({ history }: LeadDocument) =>
    history.some((write) => write.id === run && write.outcome === 'created' && write.step > step);
  return holders.find((lead) => findWrite(lead, run, step)) ?? holders.find((lead) => !cameLater(lead));
}

/** Creating many leads in few commands. */
export function batchCreation(leads: Collection<LeadDocument>, settings: PipelineSettings) {
  /** Creates or merges, by pipelines, what was not inserted, as if in order. */
  async function upsertAll(writes: readonly Creation[], pace: Pace) {
    const made = new Map<number, ObjectId>();
    const taken = new Set<number>();
    for (let from = 0; from < writes.length; from += commandSize) {
      const part = writes.slice(from, from + commandSize);
      const operations: AnyBulkWriteOperation<LeadDocument>[] = [];
      for (const { filter, update, hint } of part) {
        operations.push({ updateOne: { filter, update: update(), upsert: true, hint } });
        await pace();
      }
      const { failed, upserted } = await writeAll(leads, operations);
      for (const [position, { at }] of part.entries()) {
        const id = upserted.get(position);
        if (id !== undefined) made.set(at, id);
        if (failed.has(position)) taken.add(at);
      }
    }
    return { made, taken };
  }

  return {
    /**
     * Creates or merges many leads, as if in their order: for each hundred a command that inserts those that are new;
     * where not all are, one for each hundred of the others, and one that reads back the leads that these met. An item
     * whose keys conflict with another lead's is `taken`, and nothing of it is written.
     * Index: workspaceId, type, identityKeys.
     */
    async createOrMergeMany(
      workspaceId: string,
      items: readonly { step: number; input: CreateLeadInput; listIds: readonly string[] }[],
      stamp: Omit<WriteStamp, 'step' | 'inBatch'>,
    ): Promise<(CreatedLead | Taken)[]> {
      const pace = createPace();
      const writes: Creation[] = [];
      for (const { step, input, listIds } of items) {
        const own = { ...stamp, step, inBatch: true };
        writes.push({ at: step, input, ...creationOf(workspaceId, input, listIds, own, settings) });
        await pace();
      }
      const inserted = await insertNew(leads, writes, pace);
      const others = writes.filter(({ at }) => !inserted.has(at));
      const { made, taken } = await upsertAll(others, pace);
      // Whatever has merged into an inserted lead shares one of its keys.
      const newIds = others.flatMap(({ at, keys, newId }) => made.get(at) ?? (keys.length === 0 ? newId : []));
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
        found.flatMap((lead) => lead.identityKeys.map((key) => [scopedKey(lead.type, key), lead] as const)),
      );
      const leadOf = ({ at, input, keys, newId }: Creation): LeadDocument | undefined => {
        const id = inserted.get(at)?._id ?? made.get(at) ?? (keys.length === 0 ? newId : undefined);
        if (id !== undefined) return byId.get(id.toHexString());
        const holders = new Set(keys.flatMap((key) => byKey.get(scopedKey(input.type, key)) ?? []));
        if (holders.size < 2) return [...holders][0];
        return pick([...holders], stamp.run.id, at);
      };
      const leadsOf = writes.map(leadOf);
      const writesTo = new Map<LeadDocument | undefined, Creation[]>();
      for (const [position, write] of writes.entries()) {
        const lead = leadsOf[position];
        const others = writesTo.get(lead);
        if (others === undefined) writesTo.set(lead, [write]);
        else others.push(write);
      }
      return writes.map(({ at: step, input, keys }, position) => {
        const lead = leadsOf[position];
        if (taken.has(step) || lead === undefined) return 'taken';
        const behind = (writesTo.get(lead) ?? []).flatMap((other) => (other.at > step ? other.input : []));
        return toCreated(lead, { ...stamp, step, inBatch: true }, keys, input, behind);
      });
    },
  };
}
