import type { Collection, Db } from 'mongodb';
import { findByIds } from '../mongo/by-id.ts';
import { duplicatePositions, isDuplicateKey } from '../mongo/duplicate-key.ts';
import type { Stage } from '../mongo/expressions.ts';
import { byId, type IndexSpec } from '../mongo/indexes.ts';
import { type KeysetOrder, uuidIds } from '../mongo/keyset.ts';
import { findPagesByParent, type ParentPage } from '../mongo/keyset-lookup.ts';
import { parseUuid } from '../shared/ids.ts';
import type { PageRequest } from '../shared/paging.ts';
import type { Prospect, UpdateCampaignLeadInput } from './campaign.ts';
import { profileKeys, prospectUpdate } from './prospect.pipeline.ts';

/**
 * How far a prospect has come: `staged` while it is being added and not part of the campaign yet, `open` to edits in a
 * draft, `locked` by the launch.
 */
type Phase = 'staged' | 'open' | 'locked';

interface ProspectDocument extends Omit<Prospect, 'id'> {
  _id: string;
  workspaceId: string;
  phase: Phase;
  /** What no two prospects of a campaign share: the lead, the email and the LinkedIn profile. */
  keys: string[];
}

/** Named where a query goes by them, for the reason that `byId` is: an edit moves `keys` while a launch locks. */
const byCampaign = { workspaceId: 1, campaignId: 1, _id: 1 } as const;
const byKeys = { workspaceId: 1, campaignId: 1, keys: 1 } as const;
export const byLead = { workspaceId: 1, leadId: 1, _id: 1 } as const;

export const prospectIndexes: IndexSpec[] = [
  { key: byKeys, options: { unique: true } },
  { key: byCampaign },
  { key: byLead },
].map((spec) => ({ collection: 'prospects', ...spec }));

const oldestFirst: KeysetOrder = { name: 'prospect', field: '_id', kind: 'id', direction: 1 };
const visible = { phase: { $in: ['open', 'locked'] satisfies Phase[] } };
const projection = { keys: 0 };

export type ProspectStore = ReturnType<typeof createProspectStore>;

/** All of MongoDB for the prospects of campaigns. */
export function createProspectStore(db: Db) {
  const prospects: Collection<ProspectDocument> = db.collection('prospects');

  /** Inserts prospects, each by itself; answers those that a unique key refused. */
  async function insert(documents: readonly ProspectDocument[]): Promise<ProspectDocument[]> {
    try {
      await prospects.insertMany(documents, { ordered: false });
      return [];
    } catch (error) {
      return duplicatePositions(error).flatMap((position) => documents[position] ?? []);
    }
  }

  /** Takes back staged prospects from before that time which hold one of these keys; false where there are none. */
  async function discardAbandoned(
    workspaceId: string,
    campaignId: string,
    keys: readonly string[],
    before: Date,
  ): Promise<boolean> {
    const abandoned = { phase: 'staged', createdAt: { $lt: before } } as const;
    const { deletedCount } = await prospects.deleteMany(
      { workspaceId, campaignId, keys: { $in: [...keys] }, ...abandoned },
      { hint: byKeys },
    );
    return deletedCount > 0;
  }

  return {
    /**
     * Stages new prospects, each by itself: one command where nothing blocks them. Answers those that now are
     * staged; one is missing where the campaign has its lead, email or profile already. What an add left staged gives
     * way where it is older than `abandonedBefore`; a younger one may still be at work, so the prospect of the same lead
     * is taken over, and so is what an earlier run of the same add has made. Index: workspaceId, campaignId, keys.
     */
    async stage(
      workspaceId: string,
      campaignId: string,
      added: readonly Prospect[],
      abandonedBefore: Date,
    ): Promise<Prospect[]> {
      let refused = await insert(added.map((prospect) => toStaged(workspaceId, prospect)));
      if (refused.length === 0) return [...added];
      const keys = refused.flatMap((document) => document.keys);
      if (await discardAbandoned(workspaceId, campaignId, keys, abandonedBefore)) refused = await insert(refused);
      const leadIds = refused.map(({ leadId }) => leadId);
      const ids = refused.map(({ _id }) => _id);
      const takenOver = await prospects
        .find(
          { workspaceId, campaignId, $or: [{ leadId: { $in: leadIds }, phase: 'staged' }, { _id: { $in: ids } }] },
          { projection, batchSize: leadIds.length + 1, hint: byCampaign },
        )
        .map(toProspect)
        .toArray();
      const refusedIds = new Set(ids);
      return [...added.filter(({ id }) => !refusedIds.has(id)), ...takenOver];
    },

    /** Opens staged prospects to edits; answers the ids of those that the campaign now has. Index: _id. */
    async open(workspaceId: string, ids: readonly string[]): Promise<Set<string>> {
      const chosen = { _id: { $in: [...ids] }, workspaceId };
      const { modifiedCount } = await prospects.updateMany(
        { ...chosen, phase: 'staged' },
        { $set: { phase: 'open' } },
        { hint: byId },
      );
      if (modifiedCount === ids.length) return new Set(ids);
      const options = { projection: { _id: 1 }, batchSize: ids.length + 1, hint: byId };
      const found = await prospects.find({ ...chosen, ...visible }, options).toArray();
      return new Set(found.map(({ _id }) => _id));
    },

    /** Takes back prospects that were staged in vain. Another add may have opened them: those stay. Index: _id. */
    async discard(workspaceId: string, ids: readonly string[]): Promise<void> {
      await prospects.deleteMany({ _id: { $in: [...ids] }, workspaceId, phase: 'staged' }, { hint: byId });
    },

    /**
     * Locks every prospect of a campaign that has left its draft. Those that are staged are taken back first, so that
     * none is opened behind the lock; the add finds them gone. Index: workspaceId, campaignId, _id.
     */
    async lockAll(workspaceId: string, campaignId: string): Promise<void> {
      const all = { workspaceId, campaignId };
      await prospects.deleteMany({ ...all, phase: 'staged' }, { hint: byCampaign });
      await prospects.updateMany({ ...all, phase: 'open' }, { $set: { phase: 'locked' } }, { hint: byCampaign });
    },

    /** Whether the campaign has a prospect. Index: workspaceId, campaignId, _id. */
    async hasAny(workspaceId: string, campaignId: string): Promise<boolean> {
      return (
        (await prospects.findOne(
          { workspaceId, campaignId, ...visible },
          { projection: { _id: 1 }, hint: byCampaign },
        )) !== null
      );
    },

    /**
     * Edits a prospect that is open: one command. Null where it is locked or does not exist; `taken` where another
     * prospect of the campaign has the email or profile. Index: _id.
     */
    async updateOpen(
      workspaceId: string,
      { campaignId, prospectId, updates }: UpdateCampaignLeadInput,
      now: Date,
    ): Promise<Prospect | null | 'taken'> {
      const _id = parseUuid(prospectId);
      const campaign = parseUuid(campaignId);
      if (_id === null || campaign === null) return null;
      const update: Stage[] = prospectUpdate(updates, now);
      try {
        const prospect = await prospects.findOneAndUpdate(
          { _id, workspaceId, campaignId: campaign, phase: 'open' },
          update,
          { returnDocument: 'after', projection, hint: byId },
        );
        return prospect === null ? null : toProspect(prospect);
      } catch (error) {
        if (isDuplicateKey(error)) return 'taken';
        throw error;
      }
    },

    /**
     * The prospects that have one of these keys: those of the campaign, and those that adds have staged for it. Index:
     * workspaceId, campaignId, keys.
     */
    async findHolders(
      workspaceId: string,
      campaignId: string,
      keys: readonly string[],
    ): Promise<{ visible: Prospect[]; staged: Prospect[] }> {
      const filter = { workspaceId, campaignId, keys: { $in: [...keys] } };
      const holders = await prospects.find(filter, { projection, hint: byKeys }).toArray();
      const isStaged = ({ phase }: { phase: Phase }) => phase === 'staged';
      return {
        visible: holders.filter((holder) => !isStaged(holder)).map(toProspect),
        staged: holders.filter(isStaged).map(toProspect),
      };
    },

    /** Prospects by id, in no particular order. Index: _id. */
    async findByIds(workspaceId: string, ids: readonly string[]): Promise<Prospect[]> {
      const _ids = ids.flatMap((id) => parseUuid(id) ?? []);
      return (await findByIds(prospects, workspaceId, _ids, { projection, only: visible })).map(toProspect);
    },

    /**
     * The prospects of several campaigns, or made of several leads, in the order they were added: one command, or two
     * where leads are in many campaigns. Index: workspaceId, campaignId or leadId, _id.
     * @param valuesOf all that a prospect can have there of a parent that is known by several ids
     */
    async findPagesBy(
      parent: 'campaignId' | 'leadId',
      workspaceId: string,
      ids: readonly string[],
      request: PageRequest,
      valuesOf: (id: string) => string | string[] = (id) => id,
    ): Promise<ParentPage<Prospect>> {
      return findPagesByParent(
        db,
        {
          collection: 'prospects',
          foreignField: parent,
          filter: { workspaceId, ...visible },
          parents: ids.map((id) => [id, valuesOf(id)]),
          order: oldestFirst,
          ids: uuidIds,
          request,
          projection,
          ...(parent === 'leadId' ? { fewBy: byLead } : {}),
        },
        toProspect,
      );
    },
  };
}

function toStaged(workspaceId: string, { id, ...fields }: Prospect): ProspectDocument {
  const keys = [`id:${id}`, `lead:${fields.leadId}`, ...profileKeys(fields)];
  return { _id: id, workspaceId, ...fields, phase: 'staged', keys };
}

function toProspect(document: Omit<ProspectDocument, 'keys'>): Prospect {
  // Named one by one: a page has hundreds, and taking the rest of an object takes as long as reading them.
  return {
    id: document._id,
    campaignId: document.campaignId,
    leadId: document.leadId,
    userId: document.userId,
    status: document.status,
    email: document.email,
    linkedinUrl: document.linkedinUrl,
    firstName: document.firstName,
    lastName: document.lastName,
    name: document.name,
    company: document.company,
    position: document.position,
    headline: document.headline,
    customFields: document.customFields,
    source: document.source,
    sourceRef: document.sourceRef,
    createdAt: document.createdAt,
    updatedAt: document.updatedAt,
    bouncedAt: document.bouncedAt,
    repliedAt: document.repliedAt,
    currentNodeId: document.currentNodeId,
  };
}
