import type { Collection, ObjectId } from 'mongodb';
import { byId } from '../mongo/indexes.ts';
import { type AliasDocument, notMerged, type StoredLead } from './lead.alias.store.ts';
import type { LeadDocument } from './lead.document.store.ts';

/** Merged leads let go of identity keys that whoever they are part of has given up. */
export function lettingGo(leads: Collection<LeadDocument>) {
  const stored = leads as unknown as Collection<StoredLead>;

  /**
   * Takes keys from the first of these merged leads, which holds them; each is part of the next one. From the top down
   * each one forgets that the one below holds them, and only then are they free: a merge that has been undone meanwhile
   * has made a lead of one of these, and that one counts on what is below it. Index: _id.
   */
  async function letGo(workspaceId: string, passed: readonly AliasDocument[], keys: readonly string[]): Promise<void> {
    for (const [at, { _id, mergeId, frozen }] of [...passed.entries()].toReversed()) {
      const list = at === 0 ? 'identityKeys' : 'frozen.aliasKeys';
      const asRead = { _id, workspaceId, mergeId, 'frozen.version': frozen.version };
      const pull = { $pull: { [list]: { $in: [...keys] } } } as never;
      const { matchedCount } = await stored.updateOne(asRead, pull, { hint: byId });
      if (matchedCount === 0) return;
    }
  }

  return {
    letGo,

    /** The same of keys that the lead which all of these are part of does not show: first that one forgets them. */
    async letGoUnused(
      workspaceId: string,
      winner: ObjectId,
      passed: readonly AliasDocument[],
      keys: readonly string[],
    ): Promise<void> {
      const unused = { _id: winner, workspaceId, ...notMerged, inheritedKeys: { $nin: [...keys] } };
      const forget = { $pull: { aliasKeys: { $in: [...keys] } } };
      const { matchedCount } = await leads.updateOne(unused, forget, { hint: byId });
      if (matchedCount === 1) await letGo(workspaceId, passed, keys);
    },
  };
}
