import { type AnyBulkWriteOperation, type Collection, ObjectId } from 'mongodb';
import { createPace, type Pace } from '../../shared/pace.ts';
import type { PipelineSettings, WriteStamp } from '../history/lead.history.pipeline.ts';
import { leadTypes, scopedKey } from '../identity/identity.ts';
import { notMerged } from '../lead.alias.store.ts';
import { byIdentity, type LeadDocument, leadId, withHistory, withOrigins } from '../lead.document.store.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import type { CreatedLead } from '../lead.ts';
import { holdsBack } from '../provenance/lead.held.store.ts';
import { canRewrite, readSmall, rewriteAll } from '../writing/lead.rewrite.store.ts';
import { commandSize, writeAll } from '../writing/lead.write-all.store.ts';
import { type Taken, toCreated } from '../writing/lead.written.store.ts';
import { placed } from './lead.creation.holders.store.ts';
import { counting, leavesKeys, type Placed } from './lead.creation.plan.ts';
import { creationOf } from './lead.creation.store.ts';
import { type Creation, insertNew } from './lead.insertion.store.ts';

type Stamp = Omit<WriteStamp, 'step' | 'inBatch'>;

interface Write extends Creation {
  stamp: WriteStamp;
}

/** Whether it takes asking who has the keys: an order is to be kept, or a creation may leave keys to others. */
function mustAsk(writes: readonly Creation[], { onMatch }: Stamp): boolean {
  const keyed = writes.filter(({ keys }) => keys.length > 0);
  if (onMatch === 'fail' || keyed.length === 0) return false;
  return keyed.length > 1 || (leavesKeys(onMatch) && keyed.some(({ keys }) => keys.length > 1));
}

/** Creating many leads in few commands. */
export function batchCreation(leads: Collection<LeadDocument>, settings: PipelineSettings) {
  /** Merges what is for leads that are there, each lead's in order; answers the leads by the steps that are done. */
  async function rewriteKnown(
    workspaceId: string,
    writes: readonly Placed<Write>[],
  ): Promise<Map<number, LeadDocument>> {
    const ids = new Map(writes.flatMap(({ id }) => (id === null ? [] : [[id, new ObjectId(id)]])));
    // One alone is quicker by its pipeline.
    if (ids.size < 2) return new Map();
    const found = await readSmall(leads, workspaceId, [...ids.values()]);
    const rewrites = writes.flatMap(({ creation, id }) => {
      const lead = found.get(id ?? '');
      if (lead === undefined || !canRewrite(lead, creation.stamp)) return [];
      return [{ at: creation.at, lead, update: creation.update, stamp: creation.stamp }];
    });
    const done = await rewriteAll(leads, workspaceId, rewrites, settings);
    return new Map([...done].map(([{ at }, lead]) => [at, lead]));
  }

  /** Creates or merges what was not inserted, as if in order. */
  async function upsertAll(workspaceId: string, writes: readonly Placed<Write>[], pace: Pace) {
    const made = new Map<number, ObjectId>();
    const taken = new Set<number>();
    const rewritten = new Map<number, LeadDocument>();
    for (let from = 0; from < writes.length; from += commandSize) {
      const all = writes.slice(from, from + commandSize);
      const done = await rewriteKnown(workspaceId, all);
      for (const [at, lead] of done) rewritten.set(at, lead);
      const part = all.filter(({ creation }) => !done.has(creation.at));
      const operations: AnyBulkWriteOperation<LeadDocument>[] = [];
      for (const { creation, held } of part) {
        operations.push({ updateOne: { ...creation.goingBy(held), update: creation.update(), upsert: true } });
        await pace();
      }
      const { failed, upserted } = await writeAll(leads, operations);
      for (const [position, { creation }] of part.entries()) {
        const { at } = creation;
        const id = upserted.get(position);
        if (id !== undefined) made.set(at, id);
        if (failed.has(position)) taken.add(at);
      }
    }
    return { made, taken, rewritten };
  }

  /** The same, each by the keys that its lead is found by. What has to wait for others goes behind them. */
  async function placeAll(workspaceId: string, writes: readonly Write[], stamp: Stamp, pace: Pace) {
    const made = new Map<number, ObjectId>();
    const taken = new Set<number>();
    const rewritten = new Map<number, LeadDocument>();
    const wentBy = new Map<number, readonly string[]>();
    let open = writes;
    while (open.length > 0) {
      const { now, later, ...plan } = mustAsk(open, stamp)
        ? await placed(leads, workspaceId, open, stamp)
        : { now: open.map((creation) => ({ creation, held: creation.goesBy, id: null })), later: [], taken: [] };
      const done = await upsertAll(workspaceId, now, pace);
      for (const [at, id] of done.made) made.set(at, id);
      for (const { at } of plan.taken) taken.add(at);
      for (const at of done.taken) taken.add(at);
      for (const [at, lead] of done.rewritten) rewritten.set(at, lead);
      for (const { creation, held } of now) if (held.length > 0) wentBy.set(creation.at, held);
      open = later;
    }
    return { made, taken, rewritten, wentBy };
  }

  return {
    /**
     * Creates or merges many leads, as if in their order: for each hundred a command that inserts those that are new.
     * Where not all are, one asks who has the keys of the others; for each hundred of these one reads the leads that they
     * are for, one writes what becomes of them, and one the rest by pipelines; where there is a rest, one reads all back.
     * An item is `taken`, and nothing of it is written, where its keys conflict with another lead's, or lead to a merged
     * one; so are those behind it that may have to do with the same lead. Index: workspaceId, type, identityKeys; _id.
     */
    async createOrMergeMany(
      workspaceId: string,
      items: readonly { step: number; input: CreateLeadInput; listIds: readonly string[] }[],
      stamp: Stamp,
    ): Promise<(CreatedLead | Taken)[]> {
      const pace = createPace();
      const writes: Write[] = [];
      for (const { step, input, listIds } of items) {
        const own = { ...stamp, step, inBatch: true };
        writes.push({ at: step, input, stamp: own, ...creationOf(workspaceId, input, listIds, own, settings) });
        await pace();
      }
      const inserted = await insertNew(leads, writes, pace);
      const others = writes.filter(({ at }) => !inserted.has(at));
      const { made, taken, rewritten, wentBy } = await placeAll(workspaceId, others, stamp, pace);
      // Whatever has merged into an inserted lead shares one of its keys.
      const newIds = others.flatMap(({ at, keys, newId }) => made.get(at) ?? (keys.length === 0 ? newId : []));
      const met = [...newIds.map((_id) => `id:${leadId(_id)}`), ...others.flatMap(({ keys }) => keys)];
      // Where nothing but this has written to them, the last that it has made of each is what they are.
      const last = new Map([...rewritten.values()].map((lead) => [lead._id.toHexString(), lead]));
      const found =
        rewritten.size === others.length
          ? [...last.values()]
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
        const held = wentBy.get(at) ?? keys;
        const holders = new Set(held.flatMap((key) => byKey.get(scopedKey(input.type, key)) ?? []));
        const writesOf = ({ history }: LeadDocument) => history.filter(({ id: run }) => run === stamp.run.id);
        return holders.size < 2 ? [...holders][0] : counting([...holders], at, writesOf)[0];
      };
      const leadsOf = writes.map(leadOf);
      const writesTo = new Map<LeadDocument | undefined, Creation[]>();
      for (const [position, write] of writes.entries()) {
        if (taken.has(write.at)) continue;
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
