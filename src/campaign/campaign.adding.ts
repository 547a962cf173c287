import type { LeadService } from '../lead/lead.service.ts';
import { byEveryId, type Lead, primaryContact } from '../lead/lead.ts';
import type { Clock } from '../shared/clock.ts';
import type { ItemError } from '../shared/items.ts';
import { type Run, uuidOfRun } from '../shared/runs.ts';
import { CampaignNotDraftError } from './campaign.errors.ts';
import type { AddedLeads } from './campaign.memory.ts';
import type { CampaignStore } from './campaign.store.ts';
import type { AddCampaignLeadsInput, Campaign, Prospect } from './campaign.ts';
import { findProfileUrl } from './prospect.pipeline.ts';
import type { ProspectStore } from './prospect.store.ts';

interface AddingDeps {
  workspaceId: string;
  campaigns: CampaignStore;
  prospects: ProspectStore;
  leads: LeadService;
  clock: Clock;
  /** The campaign of this id, or a NotFoundError. */
  require: (campaignId: string) => Promise<Campaign>;
  /** The time before which a staged prospect counts as left behind. */
  abandonedBefore: () => Date;
}

/** Adding leads to a draft, in the steps that `createCampaignService` tells of. */
export function createAdding(deps: AddingDeps) {
  const { workspaceId, campaigns, prospects, leads, clock, require, abandonedBefore } = deps;

  /**
   * Makes candidates part of a draft. Answers those that now are, and those that a launch took back because they were
   * too late; a candidate that is neither has its lead, email or profile in the campaign already.
   * @throws CampaignNotDraftError where all were too late
   */
  async function join(
    { id: campaignId }: Campaign,
    candidates: readonly Prospect[],
  ): Promise<{ joined: Prospect[]; late: Prospect[] }> {
    const staged = await prospects.stage(workspaceId, campaignId, candidates, abandonedBefore());
    const ids = staged.map(({ id }) => id);
    const draft =
      staged.length === 0
        ? await require(campaignId)
        : await campaigns.moveStatus(workspaceId, campaignId, ['draft'], 'draft', clock());
    if (draft?.status !== 'draft') {
      await prospects.discard(workspaceId, ids);
      throw new CampaignNotDraftError(await require(campaignId));
    }
    if (staged.length === 0) return { joined: [], late: [] };
    const opened = await prospects.open(workspaceId, ids);
    if (opened.size === staged.length) return { joined: staged, late: [] };
    const current = await require(campaignId);
    if (opened.size === 0 && current.status !== 'draft') throw new CampaignNotDraftError(current);
    const late = current.status === 'draft' ? [] : staged.filter(({ id }) => !opened.has(id));
    return { joined: staged.filter(({ id }) => opened.has(id)), late };
  }

  /** Those of the leads of which no merged part is in the campaign. */
  async function notIn(campaignId: string, wanted: readonly Lead[]): Promise<readonly Lead[]> {
    const keyOf = ({ id }: { id: string }) => `lead:${id}`;
    const keys = wanted.flatMap(({ mergedFrom }) => mergedFrom.map(keyOf));
    if (keys.length === 0) return wanted;
    const holders = await prospects.findByKeys(workspaceId, campaignId, keys);
    const present = new Set(holders.map(({ leadId }) => leadId));
    return wanted.filter(({ mergedFrom }) => !mergedFrom.some(({ id }) => present.has(id)));
  }

  return async function addLeads(input: AddCampaignLeadsInput, run: Run): Promise<AddedLeads> {
    const campaign = await require(input.campaignId);
    if (campaign.status !== 'draft') throw new CampaignNotDraftError(campaign);
    const given = new Map(input.leadIds.map((id) => [id.toLowerCase(), id]));
    const found = byEveryId(await leads.findByIds([...given.keys()]));
    const people = new Set(
      [...given.keys()].flatMap((id) => found.get(id) ?? []).filter(({ type }) => type === 'person'),
    );
    const wanted = await notIn(campaign.id, [...people]);
    const now = clock();
    const candidates = wanted.map((lead, step) => toProspect(lead, campaign.id, uuidOfRun(run, step), now));

    const { joined, late } = candidates.length === 0 ? { joined: [], late: [] } : await join(campaign, candidates);

    const byLead = new Map(joined.map((prospect) => [prospect.leadId, prospect]));
    const lateLeads = new Set(late.map(({ leadId }) => leadId));
    const leadIdOf = (key: string) => found.get(key)?.id ?? key;
    return {
      prospects: [...new Set([...given.keys()].flatMap((key) => byLead.get(leadIdOf(key)) ?? []))],
      errors: [...given].flatMap(([key, id]) =>
        byLead.has(leadIdOf(key)) ? [] : [{ id, ...whyNotAdded(id, found.get(key), lateLeads.has(leadIdOf(key))) }],
      ),
    };
  };
}

function toProspect(lead: Lead, campaignId: string, id: string, now: Date): Prospect {
  return {
    id,
    campaignId,
    leadId: lead.id,
    userId: null,
    status: 'pending',
    email: primaryContact(lead, 'email'),
    linkedinUrl: findProfileUrl(lead.socials),
    firstName: lead.name.first,
    lastName: lead.name.last,
    name: lead.name.full,
    company: lead.company?.name ?? null,
    position: lead.title,
    headline: null,
    customFields: {},
    source: 'lead',
    sourceRef: lead.id,
    createdAt: now,
    updatedAt: now,
    bouncedAt: null,
    repliedAt: null,
    currentNodeId: null,
  };
}

function whyNotAdded(id: string, lead: Lead | undefined, late: boolean): Omit<ItemError, 'id'> {
  if (lead === undefined) return { code: 'NOT_FOUND', message: `Lead ${id} was not found` };
  const name = lead.name.full;
  if (lead.type === 'company') {
    return { code: 'INVALID_INPUT', message: `${name} is a company; only persons can be prospects` };
  }
  if (late) return { code: 'CAMPAIGN_NOT_DRAFT', message: `${name} was too late, the campaign has left its draft` };
  const message = `${name}, or somebody with the same email or LinkedIn profile, is in the campaign already`;
  return { code: 'PROSPECT_CONFLICT', message };
}
