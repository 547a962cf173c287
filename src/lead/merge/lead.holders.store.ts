import type { Collection } from 'mongodb';
import { byId } from '../../mongo/indexes.ts';
import { type Wanted, wantsAll } from '../../shared/wanted.ts';
import type { LeadType } from '../identity/identity.ts';
import { aliases, isAlias, leadsWith, type StoredLead } from '../lead.alias.store.ts';
import { type LeadDocument, leadId, toLead } from '../lead.document.store.ts';
import type { Lead } from '../lead.ts';
import { lettingGo } from './lead.let-go.store.ts';
import { unwanted } from './lead.wanted.ts';

/** What blocks a write that needs some identity keys. */
export interface Holders {
  /** The leads that have one of them. */
  leads: Lead[];
  /** Ids whose merge has to be brought to its end first. */
  open: string[];
  /** Whether a merged lead has let go of one, so that the write can go again. */
  moved: boolean;
}

/** Who has identity keys, by themselves or by leads that were merged into them. */
export function holders(leads: Collection<LeadDocument>) {
  const stored = leads as unknown as Collection<StoredLead>;
  const { readHolders } = aliases(leads);
  const { letGoUnused } = lettingGo(leads);

  return {
    /** Leads that have one of these identity keys. Index: workspaceId, type, identityKeys. */
    async findByIdentityKeys(
      workspaceId: string,
      types: readonly LeadType[],
      keys: readonly string[],
      wanted: Wanted = wantsAll,
    ): Promise<Lead[]> {
      const { documents, follow } = await readHolders(workspaceId, types, keys, leadsWith(unwanted(wanted)));
      const found = documents.flatMap((document) => follow(document).lead ?? []).map(toLead);
      const asked = new Set(keys);
      return distinct(found).filter((lead) => lead.identityKeys.some((key) => asked.has(key)));
    },

    /**
     * Who blocks a write that needs these keys. Merged leads release keys that their winners no longer have. Index:
     * workspaceId, type, identityKeys; _id.
     */
    async makeWay(workspaceId: string, type: LeadType, keys: readonly string[]): Promise<Holders> {
      const { documents, follow } = await readHolders(workspaceId, [type], keys);
      const found: Lead[] = [];
      const open: string[] = [];
      let moved = false;
      for (const document of documents) {
        const { lead, aliases: passed, loose } = follow(document);
        if (loose !== null) open.push(leadId(loose._id));
        else if (lead === null) {
          // Its winner has been deleted, so it counts as deleted, too.
          if (isAlias(document)) {
            await stored.deleteOne({ _id: document._id, workspaceId, mergeId: document.mergeId }, { hint: byId });
          }
          moved = true;
        } else {
          const held = keys.filter((key) => document.identityKeys.includes(key));
          const used = isAlias(document) ? held.filter((key) => lead.inheritedKeys?.includes(key)) : held;
          if (used.length > 0) found.push(toLead(lead));
          const unused = held.filter((key) => !used.includes(key));
          if (unused.length === 0) continue;
          await letGoUnused(workspaceId, lead._id, passed, unused);
          moved = true;
        }
      }
      return { leads: distinct(found), open, moved };
    },
  };
}

function distinct(leads: readonly Lead[]): Lead[] {
  return [...new Map(leads.map((lead) => [lead.id, lead])).values()];
}
