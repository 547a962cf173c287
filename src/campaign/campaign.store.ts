import type { Collection, Db } from 'mongodb';
import { findByIds } from '../mongo/by-id.ts';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import { byId, type IndexSpec } from '../mongo/indexes.ts';
import { findPage, type KeysetOrder, uuidIds } from '../mongo/keyset.ts';
import { parseUuid } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import type { Campaign, CampaignStatus } from './campaign.ts';

interface CampaignDocument extends Omit<Campaign, 'id'> {
  _id: string;
  workspaceId: string;
}

export const campaignIndexes: IndexSpec[] = [
  { collection: 'campaigns', key: { workspaceId: 1, _id: 1 } },
  { collection: 'campaigns', key: { workspaceId: 1, status: 1, _id: 1 } },
];

/** UUIDs of version 7 sort by the time they were made. */
const newestFirst: KeysetOrder = { name: 'campaign', field: '_id', kind: 'id', direction: -1 };

export type CampaignStore = ReturnType<typeof createCampaignStore>;

/** All of MongoDB for campaigns themselves; their prospects have a store of their own. */
export function createCampaignStore(db: Db) {
  const campaigns: Collection<CampaignDocument> = db.collection('campaigns');

  return {
    /** False where there is a campaign of this id. Index: _id. */
    async insert(workspaceId: string, campaign: Campaign): Promise<boolean> {
      const { id, ...fields } = campaign;
      try {
        await campaigns.insertOne({ _id: id, workspaceId, ...fields });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /** Campaigns by id, in no particular order. Index: _id. */
    async findByIds(workspaceId: string, ids: readonly string[]): Promise<Campaign[]> {
      const _ids = ids.flatMap((id) => parseUuid(id) ?? []);
      return (await findByIds(campaigns, workspaceId, _ids)).map(toCampaign);
    },

    /** One page of campaigns, newest first. Index: workspaceId, [status,] _id. */
    async findPage(
      workspaceId: string,
      statuses: readonly CampaignStatus[] | null,
      request: PageRequest,
    ): Promise<Page<Campaign>> {
      const filter = { workspaceId, ...(statuses === null ? {} : { status: { $in: [...statuses] } }) };
      return findPage<CampaignDocument, Campaign>(
        campaigns,
        filter,
        { order: newestFirst, ids: uuidIds, request },
        toCampaign,
      );
    },

    /**
     * Moves a campaign to a status if it is in one of `from`: one command. Null where it is not, or does not exist.
     * From a status to itself it only notes the time, which proves the status at that moment. Index: _id.
     */
    async moveStatus(
      workspaceId: string,
      id: string,
      from: readonly CampaignStatus[],
      to: CampaignStatus,
      now: Date,
    ): Promise<Campaign | null> {
      const _id = parseUuid(id);
      if (_id === null) return null;
      const campaign = await campaigns.findOneAndUpdate(
        { _id, workspaceId, status: { $in: [...from] } },
        { $set: { status: to, updatedAt: now } },
        { returnDocument: 'after', hint: byId },
      );
      return campaign === null ? null : toCampaign(campaign);
    },
  };
}

function toCampaign({ _id, workspaceId: _workspaceId, ...fields }: CampaignDocument): Campaign {
  return { id: _id, ...fields };
}
