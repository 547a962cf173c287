import type { Collection } from 'mongodb';
import { byId } from '../mongo/indexes.ts';
import { isAlias, notMerged } from './lead.alias.store.ts';
import { idPrefix, type LeadDocument, leadId, toObjectIds } from './lead.document.store.ts';
import { hasRoomForList } from './writing/lead.bound.ts';

/** Which leads are on which lists: kept with the leads, and no change of them. */
export function membership(leads: Collection<LeadDocument>) {
  return {
    /**
     * Puts leads on a list; answers how many were not on it before, those that have no room, and those that have been
     * merged into others. Index: _id.
     */
    async addToList(
      workspaceId: string,
      listId: string,
      ids: readonly string[],
    ): Promise<{ added: number; full: string[]; merged: string[] }> {
      const [list] = toObjectIds([listId], 'list_');
      if (list === undefined) return { added: 0, full: [], merged: [] };
      const filter = { _id: { $in: toObjectIds(ids, idPrefix) }, workspaceId, listIds: { $ne: list } };
      const withRoom = { ...filter, ...notMerged, $expr: hasRoomForList };
      const { modifiedCount } = await leads.updateMany(withRoom, { $push: { listIds: list } }, { hint: byId });
      if (modifiedCount === ids.length) return { added: modifiedCount, full: [], merged: [] };
      const options = { projection: { mergedInto: 1 }, batchSize: ids.length + 1, hint: byId };
      const left = await leads.find(filter, options).toArray();
      const idsOf = (found: typeof left) => found.map(({ _id }) => leadId(_id));
      const [merged, full] = [left.filter(isAlias), left.filter((lead) => !isAlias(lead))];
      return { added: modifiedCount, full: idsOf(full), merged: idsOf(merged) };
    },

    /**
     * Takes leads off a list; answers how many were on it, and those that have been merged into others: one command where
     * all of them were on it. Index: _id.
     */
    async removeFromList(
      workspaceId: string,
      listId: string,
      ids: readonly string[],
    ): Promise<{ removed: number; merged: string[] }> {
      const [list] = toObjectIds([listId], 'list_');
      if (list === undefined) return { removed: 0, merged: [] };
      const chosen = { _id: { $in: toObjectIds(ids, idPrefix) }, workspaceId };
      const onList = { ...chosen, listIds: list };
      const { modifiedCount } = await leads.updateMany(onList, { $pull: { listIds: list } }, { hint: byId });
      if (modifiedCount === ids.length) return { removed: modifiedCount, merged: [] };
      const options = { projection: { _id: 1 }, batchSize: ids.length + 1, hint: byId };
      const merged = await leads.find({ ...chosen, mergedInto: { $exists: true } }, options).toArray();
      return { removed: modifiedCount, merged: merged.map(({ _id }) => leadId(_id)) };
    },
  };
}
