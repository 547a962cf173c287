import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TypedDocumentString } from '../../schema/generated/graphql.ts';
import type { Campaign } from '../../src/campaign/campaign.ts';
import type { Lead } from '../../src/lead/lead.ts';
import { createServices, createStores } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { sleepingAfter } from '../support/dying.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { leaveUnanswered } from '../support/unanswered.ts';
import {
  addOne,
  idsOf,
  launched,
  newCampaign,
  newPeople,
  newPerson,
  prospectsOf,
  stageAgain,
  storedRows,
} from './campaign.helpers.ts';

let gateway: TestGateway;
let client: TestClient;
let campaign: Campaign;
let people: [Lead, Lead, Lead];

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  campaign = await newCampaign(client);
  const [one, two, three] = await newPeople(client, 3);
  if (one === undefined || two === undefined || three === undefined) throw new Error('Three people were asked for');
  people = [one, two, three];
});

interface Added {
  __typename: 'AddCampaignLeadsPayload';
  prospects: { id: string; lead: { id: string } | null }[];
  errors: { id: string; code: string; message: string }[];
}
type Refused = { __typename: 'CampaignNotDraftError'; status: string };
const AddAgain = new TypedDocumentString<
  { result: Added | Refused },
  { campaignId: string; leadIds: string[]; key: string }
>(`
  mutation AddAgain($campaignId: UUID!, $leadIds: [ID!]!, $key: String) {
    result: addCampaignLeads(input: { campaignId: $campaignId, leadIds: $leadIds }, idempotencyKey: $key) {
      __typename
      ... on AddCampaignLeadsPayload { prospects { id lead { id } } errors { id code message } }
      ... on CampaignNotDraftError { status }
    }
  }
`);

const send = async (leadIds: string[] = idsOf(people)) =>
  (await client.run(AddAgain, { campaignId: campaign.id, leadIds, key: 'k' })).result;
const sent = async (leadIds?: string[]) => expectType(await send(leadIds), 'AddCampaignLeadsPayload');

/** What a first request has answered whose process died before it kept the answer. */
async function diedBehind(leadIds?: string[]) {
  const answer = await sent(leadIds);
  await leaveUnanswered(gateway, client, 'k');
  return answer;
}

/** The same of a process that died before it opened what it had staged. */
async function diedBefore(leadIds?: string[]) {
  const answer = await diedBehind(leadIds);
  for (const { id } of answer.prospects) await stageAgain(gateway, id);
  return answer;
}

const merge = (winner: Lead, loser: Lead) =>
  client.services.lead.mergeLeads({ winnerId: winner.id, loserIds: [loser.id] }, false);

describe('addCampaignLeads that comes again after its process died', () => {
  test('adds whom it meant, though a lead before them has been deleted', async () => {
    await diedBefore();
    const [gone, ...others] = people;
    await client.services.lead.delete(gone.id);
    const again = await sent();
    expect(again.prospects.map(({ lead }) => lead?.id)).toEqual(idsOf(others));
    expect(again.errors).toMatchObject([{ id: gone.id, code: 'NOT_FOUND' }]);
    expect((await storedRows(gateway, campaign.id)).map(({ _id }) => _id)).toEqual(idsOf(again.prospects));
  });

  test('answers all that it had added, though a lead has been deleted since', async () => {
    const first = await diedBehind();
    await client.services.lead.delete(people[0].id);
    const again = await sent();
    expect(idsOf(again.prospects)).toEqual(idsOf(first.prospects));
    expect(again.errors).toEqual([]);
    expect(idsOf(await prospectsOf(client, campaign.id))).toEqual(idsOf(first.prospects));
  });

  test('answers all that it had added, though its leads have been merged since', async () => {
    const first = await diedBehind();
    await merge(people[2], people[0]);
    const again = await sent();
    expect(idsOf(again.prospects)).toEqual(idsOf(first.prospects));
    expect(again.errors).toEqual([]);
  });

  test('adds the winner where its lead has been merged since', async () => {
    await diedBefore([people[0].id]);
    const winner = await newPerson(client);
    await merge(winner, people[0]);
    expect(await sent([people[0].id])).toMatchObject({ prospects: [{ lead: { id: winner.id } }], errors: [] });
    expect(await storedRows(gateway, campaign.id)).toMatchObject([{ leadId: winner.id, phase: 'open' }]);
  });

  test('answers a lead once that it was given by two ids', async () => {
    const [winner, loser] = people;
    await merge(winner, loser);
    const ids = [loser.id, winner.id];
    const first = await diedBehind(ids);
    expect(first).toMatchObject({ prospects: [{ lead: { id: winner.id } }], errors: [] });
    expect(await sent(ids)).toEqual(first);
  });

  test('answers all that it had added, though the campaign has been launched since', async () => {
    const twin = await newPerson(client, { contacts: [{ value: 'info@again.example' }] });
    const same = await newPerson(client, { contacts: [{ value: 'info@again.example' }] });
    const ids = [...idsOf(people), twin.id, same.id];
    const first = await diedBehind(ids);
    expect(first.errors).toMatchObject([{ id: same.id, code: 'PROSPECT_CONFLICT' }]);
    await launched(client, campaign.id);
    const again = await sent(ids);
    expect(idsOf(again.prospects)).toEqual(idsOf(first.prospects));
    expect(again.errors).toMatchObject([{ id: same.id, code: 'CAMPAIGN_NOT_DRAFT' }]);
    expect(await sent(ids)).toEqual(again);
  });

  test('says that the campaign is no draft where it had added nobody before the launch', async () => {
    await diedBefore();
    await addOne(client, campaign.id, await newPerson(client));
    await launched(client, campaign.id);
    expect(await send()).toMatchObject({ __typename: 'CampaignNotDraftError', status: 'ACTIVE' });
  });

  test.each([3, 4])('answers what it had added where a launch comes behind write %i of the rest', async (writes) => {
    const first = await diedBehind();
    await stageAgain(gateway, first.prospects[2]?.id ?? '');
    const stores = createStores(
      sleepingAfter(gateway.mongo.db, writes, () => client.services.campaign.launch(campaign.id)),
    );
    const { campaign: service } = createServices(stores, client.workspaceId, { clock: systemClock, newId: newUuid });
    const again = await service.addLeads({ campaignId: campaign.id, leadIds: idsOf(people) }, 'k');
    expect(idsOf(again.prospects)).toEqual(idsOf(first.prospects.slice(0, 2)));
    expect(again.errors).toMatchObject([{ id: people[2].id, code: 'CAMPAIGN_NOT_DRAFT' }]);
  });
});
