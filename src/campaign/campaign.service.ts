import type { Once } from '../idempotency/idempotency.service.ts';
import type { LeadService } from '../lead/lead.service.ts';
import { byEveryId, type Lead, primaryContact } from '../lead/lead.ts';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import type { ItemError } from '../shared/items.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { type Run, uuidOfRun } from '../shared/runs.ts';
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
import { findProfileUrl, profileKeys } from './prospect.pipeline.ts';
import type { ProspectStore } from './prospect.store.ts';

/** Races that one edit may lose in a row before it gives up. */
const maxAttempts = 20;

/** When a staged prospect counts as left behind, in ms: no add is at work for so long. */
const abandonedAfter = 5 * 60_000;

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

  const abandonedBefore = () => new Date(clock().getTime() - abandonedAfter);

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
    const draft = staged.length === 0 ? await require(campaignId) : await move(campaignId, ['draft'], 'draft');
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

  /** Throws why a prospect could not be edited; returns where it can be by now. */
  async function explainLocked(input: UpdateCampaignLeadInput): Promise<void> {
    const campaign = await require(input.campaignId);
    const [prospect] = await prospects.findByIds(workspaceId, [input.prospectId]);
    if (prospect?.campaignId !== campaign.id) throw new NotFoundError('Prospect', input.prospectId);
    if (campaign.status !== 'draft') throw new CampaignNotDraftError(campaign);
  }

  /** Throws who has the email or profile of an edit; returns where nobody has it any more. */
  async function explainTaken({ campaignId, prospectId, updates }: UpdateCampaignLeadInput): Promise<void> {
    const [campaign, keys] = [campaignId.toLowerCase(), profileKeys(updates)];
    await prospects.discardAbandoned(workspaceId, campaign, keys, abandonedBefore());
    const holders = await prospects.findByKeys(workspaceId, campaign, keys);
    const other = holders.find(({ id }) => id !== prospectId.toLowerCase());
    if (other !== undefined) throw new ProspectConflictError(other);
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

  async function create({ name }: CreateCampaignInput, run: Run): Promise<Campaign> {
    const now = clock();
    const id = uuidOfRun(run, 0);
    const campaign: Campaign = { id, name, status: 'draft', createdAt: now, updatedAt: now };
    return (await campaigns.insert(workspaceId, campaign)) ? campaign : require(id);
  }

  async function addLeads(input: AddCampaignLeadsInput, run: Run): Promise<AddedLeads> {
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
