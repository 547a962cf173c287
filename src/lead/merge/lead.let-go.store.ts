import type { Collection, ObjectId } from 'mongodb';
import { byId } from '../../mongo/indexes.ts';
import { type AliasDocument, notMerged, type StoredLead } from '../lead.alias.store.ts';
import type { LeadDocument } from '../lead.document.store.ts';

/** Releasing identity keys of merged leads that their winners have given up. */
export function lettingGo(leads: Collection<LeadDocument>) {
  const stored = leads as unknown as Collection<StoredLead>;

  /**
   * Takes keys from the first of these aliases, which holds them; each is merged into the next one. From the top down,
   * each forgets that the one below holds the keys, and only then are they released. Where a merge among them has been
   * undone meanwhile, that alias is a lead again and relies on the one below, so the release stops there. Index: _id.
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

    /** The same for keys that the winner of all of these does not show: it forgets them first. */
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
