import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import {
  added,
  addOne,
  idsOf,
  launch,
  launched,
  newCampaign,
  newPerson,
  prospectsOf,
  stageAgain,
  storedRows,
  update,
  updated,
  viewCampaign,
} from './campaign.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const profile = 'https://www.linkedin.com/in/crash-holder';
const lastWeek = () => new Date(Date.now() - 7 * 24 * 3_600_000);

/** A draft with the row of an add that was killed before it opened it. */
async function crashedAdd(fields: Parameters<typeof newPerson>[1] = {}, at?: Date) {
  const campaign = await newCampaign(client);
  const lead = await newPerson(client, fields);
  const prospect = await addOne(client, campaign.id, lead);
  await stageAgain(gateway, prospect.id, at);
  return { campaign, lead, prospect };
}

const merge = (winner: { id: string }, loser: { id: string }) =>
  client.services.lead.mergeLeads({ winnerId: winner.id, loserIds: [loser.id] }, false);

describe('what a killed addCampaignLeads leaves', () => {
  test('is seen by nobody', async () => {
    const { campaign, lead, prospect } = await crashedAdd();
    const query = `query ($campaign: ID!, $prospect: ID!, $lead: ID!) {
      campaign(id: $campaign) { prospects { totalCount nodes { id } } }
      campaignProspect(id: $prospect) { id }
      node(id: $prospect) { id }
      lead(id: $lead) { prospects { totalCount nodes { id } } }
    }`;
    const { data } = await client.send(query, { campaign: campaign.id, prospect: prospect.id, lead: lead.id });
    const none = { prospects: { totalCount: 0, nodes: [] } };
    expect(data).toEqual({ campaign: none, campaignProspect: null, node: null, lead: none });
    const edit = await update(client, { campaignId: campaign.id, id: prospect.id }, { headline: 'x' });
    expect(edit.__typename).toBe('NotFoundError');
  });

  test('is repaired by the same call again', async () => {
    const { campaign, lead } = await crashedAdd({ email: 'again@crash.example' });
    const payload = await added(client, campaign.id, [lead.id]);
    expect(payload).toMatchObject({ prospects: [{ lead: { id: lead.id } }], errors: [] });
    expect(idsOf(await prospectsOf(client, campaign.id))).toEqual(idsOf(payload.prospects));
    const [prospect] = payload.prospects;
    const edited = await updated(client, { campaignId: campaign.id, id: prospect?.id ?? '' }, { headline: 'Found' });
    expect(edited.headline).toBe('Found');
  });

  test('is repaired together with the rest of the call, which another lead may be part of', async () => {
    const { campaign, lead } = await crashedAdd({ email: 'partly@crash.example' });
    const other = await newPerson(client);
    const payload = await added(client, campaign.id, [other.id, lead.id]);
    expect(payload.errors).toEqual([]);
    expect(payload.prospects.map((prospect) => prospect.lead?.id)).toEqual([other.id, lead.id]);
    expect((await viewCampaign(client, campaign.id)).prospects.totalCount).toBe(2);
  });

  test('is made anew, from the lead as it is now, where it is old', async () => {
    const { campaign, lead } = await crashedAdd({ email: 'old@crash.example' }, lastWeek());
    await client.services.lead.update({ id: lead.id, title: 'Promoted meanwhile' });
    expect(await added(client, campaign.id, [lead.id])).toMatchObject({
      prospects: [{ position: 'Promoted meanwhile' }],
      errors: [],
    });
    expect(await storedRows(gateway, campaign.id)).toHaveLength(1);
  });

  test('does not keep an address from another lead for ever', async () => {
    const { campaign } = await crashedAdd({ email: 'info@crash.example' }, lastWeek());
    const other = await newPerson(client, { email: 'info@crash.example' });
    expect(await added(client, campaign.id, [other.id])).toMatchObject({
      prospects: [{ lead: { id: other.id } }],
      errors: [],
    });
  });

  test.each([
    ['old', lastWeek],
    ['young', () => new Date()],
  ])('does not keep an address from an edit, however %s', async (_what, at) => {
    const { campaign } = await crashedAdd({ email: 'sales@crash.example' }, at());
    const other = await addOne(client, campaign.id, await newPerson(client));
    const edit = await updated(client, { campaignId: campaign.id, id: other.id }, { email: 'Sales@crash.example' });
    expect(edit.email).toBe('Sales@crash.example');
  });

  test('stays where an edit is refused for another prospect', async () => {
    const { campaign, lead, prospect } = await crashedAdd({ email: 'staged@crash.example' });
    const holder = await addOne(client, campaign.id, await newPerson(client, { socials: [{ url: profile }] }));
    const other = await addOne(client, campaign.id, await newPerson(client));
    const wanted = { email: 'staged@crash.example', linkedinUrl: profile };
    const error = await update(client, { campaignId: campaign.id, id: other.id }, wanted);
    expect(error).toMatchObject({ __typename: 'ProspectConflictError', prospect: { id: holder.id } });
    expect(idsOf((await added(client, campaign.id, [lead.id])).prospects)).toEqual([prospect.id]);
  });

  test('does not become part of what is launched: nobody was told that it was added', async () => {
    const { campaign } = await crashedAdd();
    const known = await addOne(client, campaign.id, await newPerson(client));
    await launched(client, campaign.id);
    expect(idsOf(await prospectsOf(client, campaign.id))).toEqual([known.id]);
  });

  test('does not make a campaign that could be launched', async () => {
    const { campaign } = await crashedAdd();
    const error = expectType(await launch(client, campaign.id), 'InvalidInputError');
    expect(error.issues).toMatchObject([{ code: 'no_prospects' }]);
  });

  test.each([
    ['old', lastWeek],
    ['young', () => new Date()],
  ])('does not keep out the winner of a merge of its lead, however %s', async (_what, at) => {
    const { campaign, lead } = await crashedAdd({ email: `loser-${_what}@crash.example` }, at());
    const winner = await newPerson(client, { email: `winner-${_what}@crash.example` });
    await merge(winner, lead);
    const payload = await added(client, campaign.id, [winner.id]);
    expect(payload).toMatchObject({ prospects: [{ lead: { id: winner.id } }], errors: [] });
    expect(idsOf(await prospectsOf(client, campaign.id))).toEqual(idsOf(payload.prospects));
    expect(await added(client, campaign.id, [lead.id])).toMatchObject({ prospects: [], errors: [{ id: lead.id }] });
  });

  test('does not bring in a winner twice that is in the campaign itself', async () => {
    const { campaign, lead } = await crashedAdd();
    const winner = await newPerson(client);
    const prospect = await addOne(client, campaign.id, winner);
    await merge(winner, lead);
    const payload = await added(client, campaign.id, [winner.id]);
    expect(payload).toMatchObject({ prospects: [], errors: [{ code: 'PROSPECT_CONFLICT' }] });
    expect(idsOf(await prospectsOf(client, campaign.id))).toEqual([prospect.id]);
  });
});
