import { readSocial } from '../lead/identity.ts';
import type { LeadService } from '../lead/lead.service.ts';
import { type Lead, primaryContact } from '../lead/lead.ts';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import type { ItemError } from '../shared/items.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { CampaignNotDraftError, ProspectConflictError } from './campaign.errors.ts';
import type { CampaignStore } from './campaign.store.ts';
import type {
  AddCampaignLeadsInput,
  Campaign,
  CampaignStatus,
  CreateCampaignInput,
  Prospect,
  UpdateCampaignLeadInput,
} from './campaign.ts';
import { profileKeys } from './prospect.pipeline.ts';
import type { ProspectStore } from './prospect.store.ts';

export interface CampaignServiceDeps {
  workspaceId: string;
  campaigns: CampaignStore;
  prospects: ProspectStore;
  leads: LeadService;
  clock: Clock;
  newId: NewId;
}

export type CampaignService = ReturnType<typeof createCampaignService>;

/**
 * The rules of campaigns, for one workspace. Adding, editing and launching race without a transaction; the order of
 * the writes decides:
 *
 * - an edit asks in its own filter for an open prospect;
 * - a launch leaves DRAFT first, then locks every prospect, and only then becomes ACTIVE;
 * - an add stages its prospects, then proves with a write that the campaign is a draft, and only then opens them. A
 *   launch that begins after that proof finds them to lock; one that began before makes the proof fail.
 *
 * So no edit is acknowledged after the campaign became active. What a crash leaves is repaired by the same call again.
 */
export function createCampaignService(deps: CampaignServiceDeps) {
  const { workspaceId, campaigns, prospects, leads, clock, newId } = deps;

  async function require(campaignId: string): Promise<Campaign> {
    const [campaign] = await campaigns.findByIds(workspaceId, [campaignId]);
    if (campaign === undefined) throw new NotFoundError('Campaign', campaignId);
    return campaign;
  }

  const move = (id: string, from: readonly CampaignStatus[], to: CampaignStatus) =>
    campaigns.moveStatus(workspaceId, id, from, to, clock());

  async function explainRefusedEdit(input: UpdateCampaignLeadInput): Promise<never> {
    const campaign = await require(input.campaignId);
    const [prospect] = await prospects.findByIds(workspaceId, [input.prospectId]);
    if (prospect?.campaignId !== campaign.id) throw new NotFoundError('Prospect', input.prospectId);
    throw new CampaignNotDraftError(campaign);
  }

  return {
    async create({ name }: CreateCampaignInput): Promise<Campaign> {
      const now = clock();
      const campaign: Campaign = { id: newId(), name, status: 'draft', createdAt: now, updatedAt: now };
      await campaigns.insert(workspaceId, campaign);
      return campaign;
    },

    /**
     * Adds people of the workspace to a draft, each by itself.
     * @throws NotFoundError for the campaign, CampaignNotDraftError
     */
    async addLeads(input: AddCampaignLeadsInput): Promise<{ prospects: Prospect[]; errors: ItemError[] }> {
      const campaign = await require(input.campaignId);
      if (campaign.status !== 'draft') throw new CampaignNotDraftError(campaign);
      const ids = [...new Set(input.leadIds.map((id) => id.toLowerCase()))];
      const found = new Map((await leads.findByIds(ids)).map((lead) => [lead.id, lead]));
      const wanted = ids.flatMap((id) => found.get(id) ?? []).filter((lead) => lead.type === 'person');
      const now = clock();
      const candidates = wanted.map((lead) => toProspect(lead, campaign.id, newId(), now));

      const staged = candidates.length === 0 ? [] : await prospects.stage(workspaceId, campaign.id, candidates);
      const stagedIds = staged.map(({ id }) => id);
      if (staged.length > 0) {
        if ((await move(campaign.id, ['draft'], 'draft')) === null) {
          await prospects.discard(workspaceId, stagedIds);
          throw new CampaignNotDraftError(await require(campaign.id));
        }
        await prospects.open(workspaceId, stagedIds);
      }
      const byLead = new Map(staged.map((prospect) => [prospect.leadId, prospect]));
      return {
        prospects: ids.flatMap((id) => byLead.get(id) ?? []),
        errors: ids.filter((id) => !byLead.has(id)).map((id) => addError(id, found.get(id))),
      };
    },

    /**
     * Edits a prospect of a draft: absent keeps, null clears.
     * @throws NotFoundError, CampaignNotDraftError, ProspectConflictError
     */
    async updateLead(input: UpdateCampaignLeadInput): Promise<Prospect> {
      const result = await prospects.updateOpen(workspaceId, input, clock());
      if (result === null) return explainRefusedEdit(input);
      if (result !== 'taken') return result;
      const holders = await prospects.findByKeys(
        workspaceId,
        input.campaignId.toLowerCase(),
        profileKeys(input.updates),
      );
      const other = holders.find(({ id }) => id !== input.prospectId.toLowerCase());
      if (other === undefined) throw new Error('A prospect was taken by none');
      throw new ProspectConflictError(other);
    },

    /**
     * Launches a draft, or resumes a paused campaign. Launching what is active already changes nothing.
     * @throws NotFoundError; InvalidInputError for a draft without prospects and for a completed campaign
     */
    async launch(campaignId: string): Promise<Campaign> {
      const campaign = await require(campaignId);
      if (campaign.status === 'active') return campaign;
      if (campaign.status === 'paused') {
        const resumed = await move(campaign.id, ['paused', 'active'], 'active');
        if (resumed !== null) return resumed;
      }
      if (campaign.status === 'draft' && !(await prospects.hasAny(workspaceId, campaign.id))) {
        throw refused('has no prospects yet, so there is nobody to launch it to', campaign, 'no_prospects');
      }
      if ((await move(campaign.id, ['draft', 'launching'], 'launching')) !== null) {
        await prospects.lockAll(workspaceId, campaign.id);
        const launched = await move(campaign.id, ['launching', 'active'], 'active');
        if (launched !== null) return launched;
      }
      // Somebody else has moved it on meanwhile.
      const current = await require(campaignId);
      if (current.status === 'active' || current.status === 'paused') return current;
      throw refused(`is ${current.status}, so it cannot be launched`, current, 'status');
    },

    /**
     * Pauses an active campaign; its prospects stay locked. Pausing what is paused changes nothing.
     * @throws NotFoundError; InvalidInputError for a campaign that was never launched or is completed
     */
    async pause(campaignId: string): Promise<Campaign> {
      const paused = await move(campaignId, ['active'], 'paused');
      if (paused !== null) return paused;
      const campaign = await require(campaignId);
      if (campaign.status === 'paused') return campaign;
      throw refused(`is ${campaign.status}, and only an active campaign can be paused`, campaign, 'status');
    },

    list: (statuses: readonly CampaignStatus[] | null, request: PageRequest): Promise<Page<Campaign>> =>
      campaigns.findPage(workspaceId, statuses, request),
  };
}

function refused(why: string, campaign: Campaign, code: string): InvalidInputError {
  return InvalidInputError.of(['input', 'campaignId'], `Campaign ${campaign.name} ${why}`, code);
}

function toProspect(lead: Lead, campaignId: string, id: string, now: Date): Prospect {
  return {
    id,
    campaignId,
    leadId: lead.id,
    userId: null,
    status: 'pending',
    email: primaryContact(lead, 'email'),
    linkedinUrl: lead.socials.find(({ url }) => readSocial(url).key !== null)?.url ?? null,
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

function addError(id: string, lead: Lead | undefined): ItemError {
  if (lead === undefined) return { id, code: 'NOT_FOUND', message: `Lead ${id} was not found` };
  if (lead.type === 'company') {
    return { id, code: 'INVALID_INPUT', message: `${lead.name.full} is a company; only persons can be prospects` };
  }
  const message = `${lead.name.full}, or somebody with the same email or LinkedIn profile, is in the campaign already`;
  return { id, code: 'PROSPECT_CONFLICT', message };
}
