import { type Collection, type Filter, ObjectId } from 'mongodb';
import { madeWhenSent } from '../../mongo/expressions.ts';
import { byId } from '../../mongo/indexes.ts';
import { objectIdOfRun } from '../../shared/runs.ts';
import type { PipelineSettings, WriteStamp } from '../history/lead.history.pipeline.ts';
import { notMerged } from '../lead.alias.store.ts';
import { answerOf, byIdentity, idPrefix, type LeadDocument, toObjectIds, withOrigins } from '../lead.document.store.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import type { CreatedLead } from '../lead.ts';
import { holdsBack } from '../provenance/lead.held.store.ts';
import { createPipeline, identityKeysOf } from '../writing/lead.pipeline.ts';
import { refusalOf, type Taken, type TooLarge, toCreated } from '../writing/lead.written.store.ts';
import { placed } from './lead.creation.holders.store.ts';
import { leavesKeys } from './lead.creation.plan.ts';
import { createTogether } from './lead.creation.together.store.ts';
import { newLead } from './lead.new.store.ts';

/** Creating leads, or merging into those that have one of the identity keys. */
export function creation(leads: Collection<LeadDocument>, settings: PipelineSettings) {
  return {
    /**
     * Creates the lead, or merges the input into the one that has one of its identity keys: one command, and one more
     * for modes that leave keys to others, where there are several. Those that come while others are under way go
     * together. Index: workspaceId, type, identityKeys.
     * `taken`: a race was lost, or the keys belong to several leads.
     */
    async createOrMerge(
      workspaceId: string,
      input: CreateLeadInput,
      listIds: readonly string[],
      stamp: WriteStamp,
    ): Promise<CreatedLead | Taken | TooLarge> {
      const creation = creationOf(workspaceId, input, listIds, stamp, settings);
      const { update, keys } = creation;
      const alone = async () => {
        // Only who asks learns that keys which the lead does not take in are another one's.
        const mustAsk = leavesKeys(stamp.onMatch) && keys.length > 1;
        const plan = mustAsk ? await placed(leads, workspaceId, [{ ...creation, at: stamp.step, input }], stamp) : null;
        const place = plan === null ? creation : plan.now.map(({ held }) => creation.goingBy(held))[0];
        if (place === undefined) return 'taken';
        const { filter, hint } = place;
        try {
          const value = await leads.findOneAndUpdate(filter, madeWhenSent(update), {
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
      };
      return createTogether({ ...creation, collection: leads, workspaceId, input, stamp, settings, alone });
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
        const value = await leads.findOneAndUpdate(filter as Filter<LeadDocument>, madeWhenSent(update), options);
        return value === null ? null : toCreated(value, stamp, keys, input);
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

const answered = (stamp: WriteStamp) => (holdsBack(stamp) ? withOrigins(answerOf(stamp.run)) : answerOf(stamp.run));

/** The write that creates a lead or merges into the one that has one of its keys. */
export function creationOf(
  workspaceId: string,
  input: CreateLeadInput,
  lists: readonly string[],
  stamp: WriteStamp,
  settings: PipelineSettings,
) {
  const keys = identityKeysOf(input, stamp.rules);
  const newId = stamp.run.mayRepeat ? new ObjectId(objectIdOfRun(stamp.run, stamp.step)) : new ObjectId();
  const { type } = input;
  // A lead that has one of the keys then makes the insert fail.
  const goesBy = stamp.onMatch === 'fail' ? [] : keys;
  const goingBy = (held: readonly string[]): { filter: Filter<LeadDocument>; hint: typeof byId | typeof byIdentity } =>
    // An empty $in would not copy workspace and type into the new document. A fresh id matches nothing just as well.
    held.length === 0
      ? { filter: { _id: newId, workspaceId, type, ...notMerged }, hint: byId }
      : { filter: { workspaceId, type, identityKeys: { $in: [...held] }, ...notMerged }, hint: byIdentity };
  const scope = { workspaceId, newId, listIds: toObjectIds(lists, 'list_') };
  return {
    ...goingBy(goesBy),
    /** The keys that it finds its lead by; none for a new one. */
    goesBy,
    goingBy,
    keys,
    newId,
    update: () => createPipeline(input, scope, stamp, settings),
    /** The document that it makes where it finds no lead; null where only MongoDB can tell. */
    document: () => newLead(input, scope, stamp),
  };
}
