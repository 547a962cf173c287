import type { Once } from '../idempotency/idempotency.service.ts';
import type { LeadService } from '../lead/lead.service.ts';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { type Run, uuidOfRun } from '../shared/runs.ts';
import { createAdding } from './campaign.adding.ts';
import { CampaignNotDraftError, ProspectConflictError } from './campaign.errors.ts';
import { type AddedLeads, addedLeadsMemory, campaignMemory } from './campaign.memory.ts';
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

/** Races that one edit may lose in a row before it gives up. */
const maxAttempts = 20;

export interface CampaignServiceDeps {
  workspaceId: string;
  campaigns: CampaignStore;
  prospects: ProspectStore;
  leads: LeadService;
  clock: Clock;
  once: Once;
}

/**
 * The rules of campaigns, for one workspace. Adding, editing and launching race without a transaction; the order of
 * the writes decides:
 *
 * - an edit asks in its own filter for an open prospect;
 * - a launch leaves DRAFT first, then takes back every staged prospect, then locks every open one, and only then becomes
 *   ACTIVE;
 * - an add stages its prospects, then proves with a write that the campaign is a draft, then opens them, and answers
 *   those that the campaign has after that. What is staged behind the launch's back fails the proof; what was staged
 *   before is either opened in time to be locked, or taken back.
 *
 * So no edit is acknowledged after the campaign became active, and an add acknowledges exactly what the launched
 * campaign has. What a crash leaves is seen by nobody and is repaired by the same call again.
 */
export function createCampaignService(deps: CampaignServiceDeps) {
  const { workspaceId, campaigns, prospects, leads, clock, once } = deps;

  async function require(campaignId: string): Promise<Campaign> {
    const [campaign] = await campaigns.findByIds(workspaceId, [campaignId]);
    if (campaign === undefined) throw new NotFoundError('Campaign', campaignId);
    return campaign;
  }

  const move = (id: string, from: readonly CampaignStatus[], to: CampaignStatus) =>
    campaigns.moveStatus(workspaceId, id, from, to, clock());

  const addLeads = createAdding({ workspaceId, campaigns, prospects, leads, clock, require });

  /** Throws why a prospect could not be edited; returns where it can be by now. */
  async function explainLocked(input: UpdateCampaignLeadInput): Promise<void> {
    const campaign = await require(input.campaignId);
    const [prospect] = await prospects.findByIds(workspaceId, [input.prospectId]);
    if (prospect?.campaignId !== campaign.id) throw new NotFoundError('Prospect', input.prospectId);
    if (campaign.status !== 'draft') throw new CampaignNotDraftError(campaign);
  }

  /**
   * Throws who has the email or profile of an edit; returns where nobody has it any more. What is only staged is not in
   * the campaign yet: the edit goes first, and an add that is at work finds that out.
   */
  async function explainTaken({ campaignId, prospectId, updates }: UpdateCampaignLeadInput): Promise<void> {
    const [campaign, keys] = [campaignId.toLowerCase(), profileKeys(updates)];
    const { visible, staged } = await prospects.findHolders(workspaceId, campaign, keys);
    const other = visible.find(({ id }) => id !== prospectId.toLowerCase());
    if (other !== undefined) throw new ProspectConflictError(other);
    const ids = staged.map(({ id }) => id);
    await prospects.discard(workspaceId, ids);
  }

  async function create({ name }: CreateCampaignInput, run: Run): Promise<Campaign> {
    const now = clock();
    const id = uuidOfRun(run, 0);
    const campaign: Campaign = { id, name, status: 'draft', createdAt: now, updatedAt: now };
    return (await campaigns.insert(workspaceId, campaign)) ? campaign : require(id);
  }

  const findProspects = (ids: readonly string[]) => prospects.findByIds(workspaceId, ids);

  return {
    /** @throws IdempotencyKeyReusedError, IdempotencyKeyInUseError */
    create: (input: CreateCampaignInput, key?: string | null): Promise<Campaign> =>
      once(key, { call: 'createCampaign', input }, campaignMemory(require), (run) => create(input, run)),

    /**
     * Adds people of the workspace to a draft, each by itself.
     * @throws NotFoundError for the campaign, CampaignNotDraftError, IdempotencyKeyReusedError,
     *   IdempotencyKeyInUseError
     */
    addLeads: (input: AddCampaignLeadsInput, key?: string | null): Promise<AddedLeads> =>
      once(key, { call: 'addCampaignLeads', input }, addedLeadsMemory(findProspects), (run) => addLeads(input, run)),

    /**
     * Edits a prospect of a draft: absent keeps, null clears.
     * @throws NotFoundError, CampaignNotDraftError, ProspectConflictError
     */
    async updateLead(input: UpdateCampaignLeadInput): Promise<Prospect> {
      for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
        const result = await prospects.updateOpen(workspaceId, input, clock());
        if (result === null) await explainLocked(input);
        else if (result === 'taken') await explainTaken(input);
        else return result;
        // What blocked the edit has gone since: it is tried again.
      }
      throw new Error('updateCampaignLead lost too many races');
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
