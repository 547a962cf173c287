import * as z from 'zod';
import { batchOf } from '../../shared/rules.ts';
import type { LeadChange } from '../history/lead.history.ts';
import type { Lead } from '../lead.ts';
import type { KeptReason } from './lead.detach.ts';

export const mergeLeadsRules = z.object({
  winnerId: z.string(),
  loserIds: batchOf(z.string(), 20),
  expectedVersions: z
    .array(z.object({ id: z.string(), version: z.number().int() }))
    .max(21)
    .nullish(),
});
export type MergeLeadsInput = z.output<typeof mergeLeadsRules>;

export const unmergeLeadRules = z.object({ mergeId: z.string() });
export type UnmergeLeadInput = z.output<typeof unmergeLeadRules>;

/** What a merge has made, or would make, of the winner. */
export interface Merge {
  /** Null for a preview. */
  mergeId: string | null;
  lead: Lead;
  changes: () => LeadChange[];
}

/** A value that was written since a merge, and stays where it is when that is undone. */
export interface Kept {
  path: string[];
  reason: KeptReason;
  /** The lead that has it. */
  leadId: string;
}

/** What became of the leads of a merge that is undone. */
export interface Unmerge {
  mergeId: string;
  winner: Lead;
  restored: Lead[];
  kept: Kept[];
}
