import { idsOf, type Lead } from '../lead/lead.ts';
import { loadById, loadPages } from '../shared/loaders.ts';
import type { PageRequest } from '../shared/paging.ts';
import type { CampaignStore } from './campaign.store.ts';
import type { Campaign, Prospect } from './campaign.ts';
import type { ProspectStore } from './prospect.store.ts';

/** Batched reads of campaigns and prospects, for one request. */
export function createCampaignLoaders(workspaceId: string, campaigns: CampaignStore, prospects: ProspectStore) {
  const leads = new Map<string, Lead>();
  const pagesOfLeads = loadPages<Prospect>((ids, request) =>
    prospects.findPagesBy('leadId', workspaceId, ids, request, (id) => {
      const [own = id, ...merged] = idsOf(leads.get(id) ?? { id, mergedFrom: [] });
      return merged.length === 0 ? own : [own, ...merged];
    }),
  );
  return {
    byId: loadById<Campaign>((ids) => campaigns.findByIds(workspaceId, ids)),
    prospectById: loadById<Prospect>((ids) => prospects.findByIds(workspaceId, ids)),
    prospectsOfCampaign: loadPages<Prospect>((ids, request) =>
      prospects.findPagesBy('campaignId', workspaceId, ids, request),
    ),
    /** Those made of a lead, and of leads that have been merged into it since. */
    prospectsOfLead: (lead: Lead, request: PageRequest) => {
      leads.set(lead.id, lead);
      return pagesOfLeads(lead.id, request);
    },
  };
}
