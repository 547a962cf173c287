import type { ItemError } from '../shared/items.ts';
import type { LeadStore } from './lead.store.ts';
import { type createMerging, tooLarge } from './merge/lead.merging.ts';

/** Merges that one change may meet in a row before it gives up. */
const maxAttempts = 20;

/** How many leads a change of members has moved, and why it could not move others. */
interface Change {
  changed: number;
  errors: ItemError[];
}

interface MembershipDeps {
  workspaceId: string;
  leads: LeadStore;
  settle: ReturnType<typeof createMerging>['settle'];
}

/** Putting leads on lists and taking them off. Membership is no change of the lead. */
export function createMembership({ workspaceId, leads, settle }: MembershipDeps) {
  /** Changes leads and, where some have been merged a moment ago, what they are part of. */
  async function follow(
    ids: readonly string[],
    change: (ids: readonly string[]) => Promise<Change & { merged: string[] }>,
  ): Promise<Change> {
    const total: Change = { changed: 0, errors: [] };
    let left = ids;
    for (let attempt = 1; left.length > 0 && attempt <= maxAttempts; attempt += 1) {
      const { changed, errors, merged } = await change(left);
      total.changed += changed;
      total.errors.push(...errors);
      for (const id of merged) await settle(id);
      left = merged.length === 0 ? [] : [...new Set((await leads.findCurrentIds(workspaceId, merged)).values())];
    }
    return total;
  }

  return {
    /** Puts leads on a list, which must exist; answers how many were not on it, and an error for each that is too large. */
    addToList: (listId: string, ids: readonly string[]): Promise<Change> =>
      follow(ids, async (some) => {
        const { added, full, merged } = await leads.addToList(workspaceId, listId, some);
        const errors = full.map((id): ItemError => ({ id, code: 'INVALID_INPUT', message: tooLarge().message }));
        return { changed: added, errors, merged };
      }),

    /** Takes leads off a list; answers how many were on it. */
    removeFromList: (listId: string, ids: readonly string[]): Promise<Change> =>
      follow(ids, async (some) => {
        const { removed, merged } = await leads.removeFromList(workspaceId, listId, some);
        return { changed: removed, errors: [], merged };
      }),
  };
}
