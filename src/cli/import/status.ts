import type { LeadStatus } from '../../lead/lead.ts';
import { foldHeader } from './columns.ts';

/** Words for a status, folded as headers are: Leadgraph's own and the defaults of HubSpot's "Lead Status". */
const words: Readonly<Record<string, LeadStatus>> = {
  new: 'new',
  open: 'new',
  contacted: 'contacted',
  inprogress: 'contacted',
  attemptedtocontact: 'contacted',
  connected: 'contacted',
  qualified: 'qualified',
  opendeal: 'qualified',
  converted: 'converted',
  lost: 'lost',
  unqualified: 'lost',
  followup: 'follow_up',
  badtiming: 'follow_up',
};

/**
 * The status that a word stands for, or null for one that is not known. `exact` says whether the word is the status
 * itself, so that nothing is lost when the word is not kept.
 */
export function readStatus(word: string): { status: LeadStatus; exact: boolean } | null {
  const folded = foldHeader(word);
  const status = Object.hasOwn(words, folded) ? words[folded] : undefined;
  return status === undefined ? null : { status, exact: folded === foldHeader(status) };
}
