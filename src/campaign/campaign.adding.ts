import type { LeadService } from '../lead/lead.service.ts';
import { byEveryId, idsOf, type Lead, primaryContact } from '../lead/lead.ts';
import type { Clock } from '../shared/clock.ts';
import type { ItemError } from '../shared/items.ts';
import { type Run, uuidOfRun } from '../shared/runs.ts';
import { CampaignNotDraftError } from './campaign.errors.ts';
import type { AddedLeads } from './campaign.memory.ts';
import type { CampaignStore } from './campaign.store.ts';
import type { AddCampaignLeadsInput, Campaign, Prospect } from './campaign.ts';
import { findProfileUrl } from './prospect.pipeline.ts';
import type { ProspectStore } from './prospect.store.ts';

/** When a staged prospect counts as left behind, in ms: no add is at work for so long. */
const abandonedAfter = 5 * 60_000;

interface AddingDeps {
  workspaceId: string;
  campaigns: CampaignStore;
  prospects: ProspectStore;
  leads: LeadService;
  clock: Clock;
  /** The campaign of this id, or a NotFoundError. */
  require: (campaignId: string) => Promise<Campaign>;
}

/** Adding leads to a draft, in the steps that `createCampaignService` tells of. */
export function createAdding(deps: AddingDeps) {
  const { workspaceId, campaigns, prospects, leads, clock, require } = deps;
  const abandonedBefore = () => new Date(clock().getTime() - abandonedAfter);

  /**
   * Makes candidates, and what others have left staged, part of a draft. Answers those that now are, and those that a launch took back because they were
   * too late; a candidate that is neither has its lead, email or profile in the campaign already.
   * @throws CampaignNotDraftError where all were too late
   */
  async function join(
    { id: campaignId }: Campaign,
    candidates: readonly Prospect[],
    left: readonly Prospect[],
  ): Promise<Joined> {
    const before = abandonedBefore();
    const own = candidates.length === 0 ? [] : await prospects.stage(workspaceId, campaignId, candidates, before);
    const staged = [...left, ...own];
    const ids = staged.map(({ id }) => id);
    const draft =
      staged.length === 0
        ? await require(campaignId)
        : await campaigns.moveStatus(workspaceId, campaignId, ['draft'], 'draft', clock());
    if (draft?.status !== 'draft') {
      await prospects.discard(workspaceId, ids);
      throw new CampaignNotDraftError(await require(campaignId));
    }
    if (staged.length === 0) return nobody;
    const opened = await prospects.open(workspaceId, ids);
    if (opened.size === staged.length) return { joined: staged, late: [] };
    const current = await require(campaignId);
    if (opened.size === 0 && current.status !== 'draft') throw new CampaignNotDraftError(current);
    const late = current.status === 'draft' ? [] : staged.filter(({ id }) => !opened.has(id));
    return { joined: staged.filter(({ id }) => opened.has(id)), late };
  }

  /**
   * Those of the leads of which the campaign has no part, merged ones included, and what an add has left staged of a part
   * of others. That is opened in their place, since the add may still be at work, unless it is old.
   */
  async function notIn(campaignId: string, wanted: readonly Wanted[]): Promise<{ fresh: Wanted[]; left: Prospect[] }> {
    const keys = wanted.flatMap(({ lead }) =>
      lead.mergedFrom.length === 0 ? [] : idsOf(lead).map((id) => `lead:${id}`),
    );
    if (keys.length === 0) return { fresh: [...wanted], left: [] };
    const { visible, staged } = await prospects.findHolders(workspaceId, campaignId, keys);
    const before = abandonedBefore();
    const old = staged.filter(({ createdAt }) => createdAt < before);
    const young = staged.filter(({ createdAt }) => createdAt >= before);
    if (old.length > 0) {
      const ids = old.map(({ id }) => id);
      await prospects.discard(workspaceId, ids);
    }
    const present = new Set(visible.map(({ leadId }) => leadId));
    const absent = wanted.filter(({ lead }) => !idsOf(lead).some((id) => present.has(id)));
    const leftOf = ({ lead }: Wanted) => young.find(({ leadId }) => leadId !== null && idsOf(lead).includes(leadId));
    return {
      fresh: absent.filter((one) => leftOf(one) === undefined),
      left: absent.flatMap((one) => leftOf(one) ?? []),
    };
  }

  /** What an earlier try of a run has added. What it has only staged is taken back, and made anew. */
  async function addedBefore(ids: readonly string[]): Promise<Prospect[]> {
    await prospects.discard(workspaceId, ids);
    return prospects.findByIds(workspaceId, ids);
  }

  return async function addLeads(input: AddCampaignLeadsInput, run: Run): Promise<AddedLeads> {
    const campaign = await require(input.campaignId);
    const given = new Map(input.leadIds.map((id) => [id.toLowerCase(), id]));
    // Numbered as they were given: leads that go or merge between two tries of a run move no id to somebody else.
    const places = new Map([...given.keys()].map((key, place) => [key, uuidOfRun(run, place)]));
    const before = new Map((run.again ? await addedBefore([...places.values()]) : []).map((one) => [one.id, one]));
    if (campaign.status !== 'draft' && before.size === 0) throw new CampaignNotDraftError(campaign);
    const found = byEveryId(await leads.findByIds([...given.keys()]));
    const leadIdOf = (id: string) => found.get(id)?.id ?? id;
    const byLead = (some: Iterable<Prospect>) =>
      new Map([...some].flatMap((one) => (one.leadId === null ? [] : [[leadIdOf(one.leadId), one] as const])));

    const known = byLead(before.values());
    const wanted = peopleOf(places, found).filter((one) => !before.has(one.prospectId) && !known.has(one.lead.id));
    const now = clock();
    const { fresh, left } = await notIn(campaign.id, wanted);
    const candidates = fresh.map((one) => toProspect(one, campaign.id, now));
    // What the run has added counts, whatever has become of the campaign since.
    const allLate = (error: unknown): Joined => {
      if (before.size === 0 || !(error instanceof CampaignNotDraftError)) throw error;
      return { joined: [], late: [...left, ...candidates] };
    };
    const isNobody = candidates.length + left.length === 0;
    const { joined, late } = isNobody ? nobody : await join(campaign, candidates, left).catch(allLate);

    const added = byLead([...before.values(), ...joined]);
    const lateLeads = byLead(late);
    const prospectOf = (key: string) => before.get(places.get(key) ?? '') ?? added.get(leadIdOf(key));
    return {
      prospects: [...new Set([...given.keys()].flatMap((key) => prospectOf(key) ?? []))],
      errors: [...given].flatMap(([key, id]) =>
        prospectOf(key) ? [] : [{ id, ...whyNotAdded(id, found.get(key), lateLeads.has(leadIdOf(key))) }],
      ),
    };
  };
}

/** The prospects that an add has made part of a draft, and those that it could not because the draft had ended. */
interface Joined {
  joined: readonly Prospect[];
  late: readonly Prospect[];
}

const nobody: Joined = { joined: [], late: [] };

/** The persons that ids lead to, each once, by the first of its ids. */
function peopleOf(places: ReadonlyMap<string, string>, found: ReadonlyMap<string, Lead>): Wanted[] {
  const people = new Map<string, Wanted>();
  for (const [key, prospectId] of places) {
    const lead = found.get(key);
    if (lead?.type === 'person' && !people.has(lead.id)) people.set(lead.id, { lead, prospectId });
  }
  return [...people.values()];
}

/** A person to be added, and the id of the prospect made of it. */
interface Wanted {
  lead: Lead;
  prospectId: string;
}

function toProspect({ lead, prospectId }: Wanted, campaignId: string, now: Date): Prospect {
  return {
    id: prospectId,
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
