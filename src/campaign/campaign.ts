import * as z from 'zod';
import type { JsonObject } from '../shared/json.ts';
import { batchOf, optionalText, requiredText } from '../shared/rules.ts';

const campaignStatuses = ['draft', 'launching', 'active', 'paused', 'completed'] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

/** A sequence of messages to prospects. Its prospects can be edited until it is launched. */
export interface Campaign {
  id: string;
  name: string;
  status: CampaignStatus;
  createdAt: Date;
  updatedAt: Date;
}

/** A person in a campaign: a copy of the lead's profile that the campaign's messages use. */
export interface Prospect {
  id: string;
  campaignId: string;
  leadId: string | null;
  userId: string | null;
  status: string;
  email: string | null;
  linkedinUrl: string | null;
  firstName: string | null;
  lastName: string | null;
  name: string | null;
  company: string | null;
  position: string | null;
  headline: string | null;
  customFields: JsonObject;
  source: string | null;
  sourceRef: string | null;
  createdAt: Date;
  updatedAt: Date;
  bouncedAt: Date | null;
  repliedAt: Date | null;
  currentNodeId: string | null;
}

/** The fields of a prospect that may be edited while the campaign is a draft. */
export const prospectFields = [
  'email',
  'linkedinUrl',
  'firstName',
  'lastName',
  'name',
  'company',
  'position',
  'headline',
] as const;

export const createCampaignRules = z.object({ name: requiredText(200) });
export type CreateCampaignInput = z.output<typeof createCampaignRules>;

export const addCampaignLeadsRules = z.object({ campaignId: z.string(), leadIds: batchOf(z.string(), 1000) });
export type AddCampaignLeadsInput = z.output<typeof addCampaignLeadsRules>;

/** Absent keeps, null clears. A draft may hold an email that is none yet: it is kept as typed and then is no key. */
export const updateCampaignLeadRules = z.object({
  campaignId: z.string(),
  prospectId: z.string(),
  updates: z.object({
    email: optionalText(320),
    linkedinUrl: optionalText(2048),
    firstName: optionalText(200),
    lastName: optionalText(200),
    name: optionalText(500),
    company: optionalText(500),
    position: optionalText(500),
    headline: optionalText(1000),
  }),
});
export type UpdateCampaignLeadInput = z.output<typeof updateCampaignLeadRules>;
