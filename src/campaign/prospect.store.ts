import { type Collection, type Db, MongoBulkWriteError } from 'mongodb';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import type { Stage } from '../mongo/expressions.ts';
import type { IndexSpec } from '../mongo/indexes.ts';
import { type KeysetOrder, uuidIds } from '../mongo/keyset.ts';
import { findPagesByParent, type ParentPage } from '../mongo/keyset-lookup.ts';
import { parseUuid } from '../shared/ids.ts';
import type { PageRequest } from '../shared/paging.ts';
import type { Prospect, UpdateCampaignLeadInput } from './campaign.ts';
import { profileKeys, prospectUpdate } from './prospect.pipeline.ts';

/**
 * How far a prospect has come: `staged` while it is being added and not part of the campaign yet, `open` to edits in a
 * draft, `locked` from the moment that the launch began.
 */
type Phase = 'staged' | 'open' | 'locked';

interface ProspectDocument extends Omit<Prospect, 'id'> {
  _id: string;
  workspaceId: string;
  phase: Phase;
  /** What no two prospects of a campaign share: the lead, the email and the LinkedIn profile. */
  keys: string[];
}

export const prospectIndexes: IndexSpec[] = [
  { key: { workspaceId: 1, campaignId: 1, keys: 1 }, options: { unique: true } },
  { key: { workspaceId: 1, campaignId: 1, _id: 1 } },
  { key: { workspaceId: 1, leadId: 1, _id: 1 } },
].map((spec) => ({ collection: 'prospects', ...spec }));

const oldestFirst: KeysetOrder = { name: 'prospect', field: '_id', kind: 'id', direction: 1 };
const visible = { phase: { $in: ['open', 'locked'] satisfies Phase[] } };
const projection = { keys: 0 };

export type ProspectStore = ReturnType<typeof createProspectStore>;

/** All of MongoDB for the prospects of campaigns. */
export function createProspectStore(db: Db) {
  const prospects: Collection<ProspectDocument> = db.collection('prospects');

  /** Those of these leads that an add which never finished left staged in the campaign. */
  const findStaged = (workspaceId: string, campaignId: string, leadIds: readonly (string | null)[]) =>
    prospects
      .find({ workspaceId, campaignId, leadId: { $in: [...leadIds] }, phase: 'staged' }, { projection })
      .map(toProspect)
      .toArray();

  return {
    /**
     * Stages new prospects: one command, each by itself. Answers those that now are staged; one is missing where the
     * campaign has its lead, email or profile already. What an interrupted add left behind is taken over.
     * Index: workspaceId, campaignId, keys.
     */
    async stage(workspaceId: string, campaignId: string, added: readonly Prospect[]): Promise<Prospect[]> {
      const documents = added.map(
        ({ id, ...fields }): ProspectDocument => ({
          _id: id,
          workspaceId,
          ...fields,
          phase: 'staged',
          keys: [`id:${id}`, `lead:${fields.leadId}`, ...profileKeys(fields)],
        }),
      );
      try {
        await prospects.insertMany(documents, { ordered: false });
        return [...added];
      } catch (error) {
        if (!(error instanceof MongoBulkWriteError)) throw error;
        const failures = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
        if (failures.some((failure) => failure.code !== 11000)) throw error;
        const refused = new Set(failures.map((failure) => added[failure.index]?.id));
        const leftBehind = await findStaged(
          workspaceId,
          campaignId,
          added.filter(({ id }) => refused.has(id)).map(({ leadId }) => leadId),
        );
        return [...added.filter(({ id }) => !refused.has(id)), ...leftBehind];
      }
    },

    /** Opens staged prospects to edits; those that a launch has locked meanwhile stay locked. Index: _id. */
    async open(workspaceId: string, ids: readonly string[]): Promise<void> {
      await prospects.updateMany({ _id: { $in: [...ids] }, workspaceId, phase: 'staged' }, { $set: { phase: 'open' } });
    },

    /** Takes back prospects that were staged in vain. Index: _id. */
    async discard(workspaceId: string, ids: readonly string[]): Promise<void> {
      await prospects.deleteMany({ _id: { $in: [...ids] }, workspaceId });
    },

    /** Locks every prospect of a campaign, those being added included. Index: workspaceId, campaignId, _id. */
    async lockAll(workspaceId: string, campaignId: string): Promise<void> {
      await prospects.updateMany({ workspaceId, campaignId, phase: { $ne: 'locked' } }, { $set: { phase: 'locked' } });
    },

    /** Whether the campaign has a prospect. Index: workspaceId, campaignId, _id. */
    async hasAny(workspaceId: string, campaignId: string): Promise<boolean> {
      return (await prospects.findOne({ workspaceId, campaignId, ...visible }, { projection: { _id: 1 } })) !== null;
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
          { returnDocument: 'after', projection },
        );
        return prospect === null ? null : toProspect(prospect);
      } catch (error) {
        if (isDuplicateKey(error)) return 'taken';
        throw error;
      }
    },

    /** The prospects of a campaign that have one of these keys. Index: workspaceId, campaignId, keys. */
    async findByKeys(workspaceId: string, campaignId: string, keys: readonly string[]): Promise<Prospect[]> {
      return prospects
        .find({ workspaceId, campaignId, keys: { $in: [...keys] } }, { projection })
        .map(toProspect)
        .toArray();
    },

    /** Prospects by id, in no particular order. Index: _id. */
    async findByIds(workspaceId: string, ids: readonly string[]): Promise<Prospect[]> {
      const _ids = ids.flatMap((id) => parseUuid(id) ?? []);
      return prospects
        .find({ _id: { $in: _ids }, workspaceId, ...visible }, { projection, batchSize: _ids.length + 1 })
        .map(toProspect)
        .toArray();
    },

    /** The prospects of several campaigns, or made of several leads, in the order they were added: one command. */
    async findPagesBy(
      parent: 'campaignId' | 'leadId',
      workspaceId: string,
      ids: readonly string[],
      request: PageRequest,
    ): Promise<ParentPage<Prospect>> {
      return findPagesByParent(
        db,
        {
          collection: 'prospects',
          foreignField: parent,
          filter: { workspaceId, ...visible },
          parents: ids.map((id) => [id, id]),
          order: oldestFirst,
          ids: uuidIds,
          request,
          projection,
        },
        toProspect,
      );
    },
  };
}

function toProspect({
  _id,
  workspaceId: _workspaceId,
  phase: _phase,
  ...fields
}: Omit<ProspectDocument, 'keys'>): Prospect {
  return { id: _id, ...fields };
}
