import { LeadgraphError } from '../shared/errors.ts';
import type { Campaign, CampaignStatus, Prospect } from './campaign.ts';

/** The campaign has left its draft. Nothing was written. */
export class CampaignNotDraftError extends LeadgraphError {
  override readonly name = 'CampaignNotDraftError';
  readonly code = 'CAMPAIGN_NOT_DRAFT';
  readonly status: CampaignStatus;

  constructor(campaign: Campaign) {
    super(`Campaign ${campaign.name} is ${campaign.status}; prospects can only be changed in a draft`);
    this.status = campaign.status;
  }
}

/** Another prospect of the campaign has this email or LinkedIn profile. Nothing was written. */
export class ProspectConflictError extends LeadgraphError {
  override readonly name = 'ProspectConflictError';
  readonly code = 'PROSPECT_CONFLICT';
  readonly prospect: Prospect;

  constructor(prospect: Prospect) {
    super(`Prospect ${prospect.id} of this campaign has the same email or LinkedIn profile`);
    this.prospect = prospect;
  }
}
