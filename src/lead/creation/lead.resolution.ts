import type { WriteStamp } from '../history/lead.history.pipeline.ts';
import type { LeadChange } from '../history/lead.history.ts';
import { type IdentityKey, parseIdentityKeys } from '../identity/identity.ts';
import { type GivenIdentifier, identifiersOf } from '../identity/lead.identifiers.ts';
import type { HeldBack } from '../lead.match.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import type { LeadStore } from '../lead.store.ts';
import type { Lead } from '../lead.ts';
import { identityKeysOf } from '../writing/lead.pipeline.ts';
import type { TooLarge } from '../writing/lead.written.store.ts';

/** A lead that holds identifiers of an input. */
export interface Candidate {
  lead: Lead;
  keys: IdentityKey[];
}

/** What createLead would do with an input. */
export interface Resolution {
  action: 'create' | 'merge' | 'nothing' | 'conflict';
  /** Who holds its identifiers: one lead for a merge, several for a conflict, or one where `onMatch` is `fail`. */
  candidates: Candidate[];
  changes: LeadChange[];
  /** What of the input the lead would not take. */
  heldBack: HeldBack[];
  identifiers: GivenIdentifier[];
}

/**
 * What createLead would do, with the pipeline that it writes with; at most two commands. Null where the lead went away
 * meanwhile.
 */
export async function resolveLead(
  { workspaceId, leads }: { workspaceId: string; leads: LeadStore },
  input: CreateLeadInput,
  listIds: readonly string[],
  stamp: WriteStamp,
): Promise<Resolution | TooLarge | null> {
  const { rules } = stamp;
  const keys = identityKeysOf(input, rules);
  const holders = keys.length === 0 ? [] : await leads.findByIdentityKeys(workspaceId, [input.type], keys);
  const candidates = holders.map((lead) => ({
    lead,
    keys: parseIdentityKeys(keys.filter((key) => lead.identityKeys.includes(key))),
  }));
  const identifiers = identifiersOf(input, rules);
  if (holders.length > 1 || (holders.length === 1 && stamp.onMatch === 'fail')) {
    return { action: 'conflict', candidates, changes: [], heldBack: [], identifiers };
  }
  const preview = await leads.previewCreation(workspaceId, holders[0]?.id ?? null, input, listIds, stamp);
  if (preview === null || preview === 'too large') return preview;
  const action = preview.outcome === 'created' ? 'create' : preview.outcome === 'merged' ? 'merge' : 'nothing';
  return { action, candidates, changes: preview.changes(), heldBack: preview.heldBack(), identifiers };
}
