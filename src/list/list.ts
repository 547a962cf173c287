import * as z from 'zod';
import { batchOf, requiredText } from '../shared/rules.ts';

/** A named set of leads, people and companies alike. */
export interface LeadList {
  id: string;
  name: string;
  createdAt: Date;
  updatedAt: Date;
}

export const createLeadListRules = z.object({ name: requiredText(200) });
export type CreateLeadListInput = z.output<typeof createLeadListRules>;

/** How many leads one call may put on a list or take off it. */
const maxMembers = 1000;

export const leadListMembersRules = z.object({ listId: z.string(), leadIds: batchOf(z.string(), maxMembers) });
export type LeadListMembersInput = z.output<typeof leadListMembersRules>;
