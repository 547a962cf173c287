import { ObjectId } from 'mongodb';
import {
  AddCampaignLeadsDocument,
  type CampaignLeadUpdates,
  LaunchCampaignDocument,
  PauseCampaignDocument,
  TypedDocumentString,
  UpdateCampaignLeadDocument,
} from '../../schema/generated/graphql.ts';
import type { Campaign } from '../../src/campaign/campaign.ts';
import type { CreateLeadInput } from '../../src/lead/lead.rules.ts';
import type { Lead } from '../../src/lead/lead.ts';
import { expectType, type TestClient, type TestGateway } from '../support/gateway.ts';

export const newCampaign = (client: TestClient, name = 'Spring'): Promise<Campaign> =>
  client.services.campaign.create({ name });

export const newPerson = async (client: TestClient, fields: Partial<CreateLeadInput> = {}): Promise<Lead> =>
  (await client.services.lead.create({ type: 'person', name: { full: 'Jane Doe' }, ...fields })).lead;

export const newPeople = (client: TestClient, count: number): Promise<Lead[]> =>
  Promise.all(
    Array.from({ length: count }, (_, n) =>
      newPerson(client, { name: { full: `Person ${n}` }, email: `person-${n}@people.example` }),
    ),
  );

/** The ids of so many leads like this one, made in one go; none of them has an identifier. */
export async function manyLike(gateway: TestGateway, lead: Lead, count: number): Promise<string[]> {
  const leads = gateway.mongo.db.collection<{ _id: ObjectId; identityKeys: string[] }>('leads');
  const original = await leads.findOne({ _id: new ObjectId(lead.id.slice('lead_'.length)) });
  if (original === null) throw new Error(`No lead ${lead.id}`);
  const copies = Array.from({ length: count }, () => {
    const _id = new ObjectId();
    return { ...original, _id, identityKeys: [`id:lead_${_id.toHexString()}`] };
  });
  await leads.insertMany(copies);
  return copies.map(({ _id }) => `lead_${_id.toHexString()}`);
}

export const idsOf = (things: readonly { id: string }[]): string[] => things.map(({ id }) => id);

export const add = async (client: TestClient, campaignId: string, leadIds: string[]) =>
  (await client.run(AddCampaignLeadsDocument, { input: { campaignId, leadIds } })).addCampaignLeads;
export const added = async (client: TestClient, campaignId: string, leadIds: string[]) =>
  expectType(await add(client, campaignId, leadIds), 'AddCampaignLeadsPayload');

/** Makes a prospect of a lead; fails where it is none. */
export async function addOne(client: TestClient, campaignId: string, lead: { id: string }) {
  const payload = await added(client, campaignId, [lead.id]);
  const [prospect] = payload.prospects;
  if (prospect === undefined) throw new Error(JSON.stringify(payload.errors));
  return prospect;
}

export const update = async (
  client: TestClient,
  { campaignId, id }: { campaignId: string; id: string },
  updates: CampaignLeadUpdates,
) =>
  (await client.run(UpdateCampaignLeadDocument, { input: { campaignId, prospectId: id, updates } })).updateCampaignLead;
export const updated = async (...args: Parameters<typeof update>) =>
  expectType(await update(...args), 'UpdateCampaignLeadPayload').prospect;

export const launch = async (client: TestClient, campaignId: string) =>
  (await client.run(LaunchCampaignDocument, { input: { campaignId } })).launchCampaign;
export const launched = async (client: TestClient, campaignId: string) =>
  expectType(await launch(client, campaignId), 'CampaignActionPayload').campaign;
export const pause = async (client: TestClient, campaignId: string) =>
  (await client.run(PauseCampaignDocument, { input: { campaignId } })).pauseCampaign;
export const paused = async (client: TestClient, campaignId: string) =>
  expectType(await pause(client, campaignId), 'CampaignActionPayload').campaign;

export interface ProspectView {
  id: string;
  campaignId: string;
  status: string;
  email: string | null;
  linkedinUrl: string | null;
  firstName: string | null;
  lastName: string | null;
  name: string | null;
  company: string | null;
  position: string | null;
  headline: string | null;
  source: string | null;
  sourceRef: string | null;
  createdAt: string;
  updatedAt: string;
}
interface CampaignView {
  status: string;
  updatedAt: string;
  prospects: { totalCount: number; nodes: ProspectView[] };
}
const WholeCampaign = new TypedDocumentString<{ campaign: CampaignView | null }, { id: string }>(`
  query WholeCampaign($id: ID!) {
    campaign(id: $id) {
      status
      updatedAt
      prospects(first: 100) {
        totalCount
        nodes {
          id campaignId status email linkedinUrl firstName lastName name company position headline
          source sourceRef createdAt updatedAt
        }
      }
    }
  }
`);

/** A campaign with up to 100 prospects, as its workspace sees them. */
export async function viewCampaign(client: TestClient, id: string): Promise<CampaignView> {
  const { campaign } = await client.run(WholeCampaign, { id });
  if (campaign === null) throw new Error(`No campaign ${id}`);
  return campaign;
}
export const prospectsOf = async (client: TestClient, id: string): Promise<ProspectView[]> =>
  (await viewCampaign(client, id)).prospects.nodes;

/** Puts a campaign into a status that only a crash, or nobody yet, leaves it in. */
export const forceStatus = (gateway: TestGateway, id: string, status: Campaign['status']) =>
  gateway.mongo.db.collection<{ _id: string }>('campaigns').updateOne({ _id: id }, { $set: { status } });

/** The stored rows of a campaign, those that nobody is shown included. */
export const storedRows = (gateway: TestGateway, campaignId: string) =>
  gateway.mongo.db
    .collection<{ _id: string; leadId: string; phase: string; createdAt: Date }>('prospects')
    .find({ campaignId })
    .sort({ _id: 1 })
    .toArray();

/** Makes a visible prospect what an add leaves that is killed before it ends. */
export const stageAgain = (gateway: TestGateway, prospectId: string, at = new Date()) =>
  gateway.mongo.db
    .collection<{ _id: string }>('prospects')
    .updateOne({ _id: prospectId }, { $set: { phase: 'staged', createdAt: at } });
