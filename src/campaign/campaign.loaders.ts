import { loadById, loadPages } from '../shared/loaders.ts';
import type { CampaignStore } from './campaign.store.ts';
import type { Campaign, Prospect } from './campaign.ts';
import type { ProspectStore } from './prospect.store.ts';

/** Batched reads of campaigns and prospects, for one request. */
export function createCampaignLoaders(workspaceId: string, campaigns: CampaignStore, prospects: ProspectStore) {
  return {
    byId: loadById<Campaign>((ids) => campaigns.findByIds(workspaceId, ids)),
    prospectById: loadById<Prospect>((ids) => prospects.findByIds(workspaceId, ids)),
    prospectsOfCampaign: loadPages<Prospect>((ids, request) =>
      prospects.findPagesBy('campaignId', workspaceId, ids, request),
    ),
    prospectsOfLead: loadPages<Prospect>((ids, request) => prospects.findPagesBy('leadId', workspaceId, ids, request)),
  };
}
