import { beforeAll, describe, expect, test } from 'vitest';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import {
  add,
  added,
  addOne,
  forceStatus,
  idsOf,
  launched,
  manyLike,
  newCampaign,
  newPeople,
  newPerson,
  prospectsOf,
  viewCampaign,
} from './campaign.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

describe('addCampaignLeads', () => {
  test('copies the profile of each lead into a prospect', async () => {
    const campaign = await newCampaign(client);
    const lead = await newPerson(client, {
      name: { full: 'Ludwig van Beethoven' },
      title: 'Composer',
      company: { name: 'Vienna Court' },
      contacts: [{ value: '+43 1 5350000' }, { value: 'Ludwig@Vienna.example' }, { value: 'second@vienna.example' }],
      socials: [
        { url: 'https://x.com/ludwig' },
        { url: 'https://www.linkedin.com/company/vienna-court' },
        { url: 'https://at.linkedin.com/in/Ludwig' },
      ],
    });
    const prospect = await addOne(client, campaign.id, lead);
    expect(await prospectsOf(client, campaign.id)).toEqual([
      {
        id: prospect.id,
        campaignId: campaign.id,
        status: 'pending',
        email: 'Ludwig@Vienna.example',
        linkedinUrl: 'https://at.linkedin.com/in/Ludwig',
        firstName: 'Ludwig',
        lastName: 'van Beethoven',
        name: 'Ludwig van Beethoven',
        company: 'Vienna Court',
        position: 'Composer',
        headline: null,
        source: 'lead',
        sourceRef: lead.id,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      },
    ]);
    const rest =
      'query($id: ID!) { campaignProspect(id: $id) { userId customFields bouncedAt repliedAt currentNodeId } }';
    const { data } = await client.send(rest, { id: prospect.id });
    expect(data?.campaignProspect).toEqual({
      userId: null,
      customFields: {},
      bouncedAt: null,
      repliedAt: null,
      currentNodeId: null,
    });
  });

  test('leaves the lead as it is, and a later change of the lead leaves the prospect', async () => {
    const campaign = await newCampaign(client);
    const lead = await newPerson(client, { email: 'copied@people.example' });
    const prospect = await addOne(client, campaign.id, lead);
    await client.services.lead.update({ id: lead.id, title: 'Changed', email: 'moved@people.example' });
    const { data } = await client.send(
      'query($id: ID!) { campaignProspect(id: $id) { email position lead { title } } }',
      {
        id: prospect.id,
      },
    );
    expect(data?.campaignProspect).toEqual({
      email: 'copied@people.example',
      position: null,
      lead: { title: 'Changed' },
    });
  });

  test('takes people without email and LinkedIn profile, as many as there are', async () => {
    const campaign = await newCampaign(client);
    const leads = [await newPerson(client), await newPerson(client), await newPerson(client)];
    const payload = await added(client, campaign.id, idsOf(leads));
    expect(payload.errors).toEqual([]);
    expect(payload.prospects).toMatchObject(leads.map(({ id }) => ({ email: null, linkedinUrl: null, lead: { id } })));
  });

  test('answers companies, unknown, foreign and malformed ids by item, as given, and adds the others', async () => {
    const campaign = await newCampaign(client);
    const lead = await newPerson(client);
    const company = (await client.services.lead.create({ type: 'company', name: { full: 'Acme' } })).lead;
    const foreign = await newPerson(await gateway.client());
    const unknown = `lead_${'A'.repeat(24)}`;
    const payload = await added(client, campaign.id, [
      company.id,
      unknown,
      lead.id,
      foreign.id,
      'Not An Id',
      '',
      unknown,
    ]);
    expect(payload.prospects).toMatchObject([{ lead: { id: lead.id } }]);
    const notFound = (id: string) => ({ id, code: 'NOT_FOUND', message: `Lead ${id} was not found` });
    expect(payload.errors).toEqual([
      { id: company.id, code: 'INVALID_INPUT', message: 'Acme is a company; only persons can be prospects' },
      notFound(unknown),
      notFound(foreign.id),
      notFound('Not An Id'),
      notFound(''),
    ]);
    expect((await viewCampaign(client, campaign.id)).prospects.totalCount).toBe(1);
  });

  test('makes one prospect of a lead that is given twice, and takes upper-case digits for the same', async () => {
    const campaign = await newCampaign(client);
    const lead = await newPerson(client);
    const shouted = `lead_${lead.id.slice('lead_'.length).toUpperCase()}`;
    const payload = await added(client, campaign.id, [lead.id, shouted, lead.id]);
    expect(payload).toMatchObject({ prospects: [{ lead: { id: lead.id } }], errors: [] });
  });

  test('answers the prospects in the order of the leads and moves the campaign’s updatedAt', async () => {
    const campaign = await newCampaign(client);
    const leads = (await newPeople(client, 5)).toReversed();
    const before = (await viewCampaign(client, campaign.id)).updatedAt;
    const payload = await added(client, campaign.id, idsOf(leads));
    expect(payload.prospects.map(({ lead }) => lead?.id)).toEqual(idsOf(leads));
    const after = (await viewCampaign(client, campaign.id)).updatedAt;
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
    await added(client, campaign.id, idsOf(leads));
    expect((await viewCampaign(client, campaign.id)).updatedAt).toBe(after);
  });

  test('takes 1000 leads with as many commands as one', async () => {
    const campaign = await newCampaign(client);
    const ids = await manyLike(gateway, await newPerson(client), 1000);
    const mutation = `mutation ($input: AddCampaignLeadsInput!) {
      addCampaignLeads(input: $input) { ... on AddCampaignLeadsPayload { prospects { id } errors { id } } }
    }`;
    let payload: unknown;
    const commands = await gateway.commandsOf(async () => {
      const { data } = await client.send(mutation, { input: { campaignId: campaign.id, leadIds: ids } });
      payload = data?.addCampaignLeads;
    });
    expect(payload).toEqual({ prospects: ids.map(() => ({ id: expect.any(String) })), errors: [] });
    expect(commands).toEqual(['find', 'find', 'insert', 'findAndModify', 'update']);
    expect((await viewCampaign(client, campaign.id)).prospects.totalCount).toBe(1000);
  });

  test.each([
    ['no leads', 0, 'too_small'],
    ['1001 leads', 1001, 'too_big'],
  ])('refuses %s', async (_what, count, code) => {
    const campaign = await newCampaign(client);
    const ids = Array.from({ length: count }, (_, n) => `lead_${String(n).padStart(24, '0')}`);
    const error = expectType(await add(client, campaign.id, ids), 'InvalidInputError');
    expect(error.issues).toEqual([{ path: ['input', 'leadIds'], message: 'Must have 1 to 1000 items', code }]);
  });

  test('does not find unknown and foreign campaigns', async () => {
    const stranger = await gateway.client();
    const foreign = await newCampaign(stranger);
    const lead = await newPerson(client);
    for (const id of [foreign.id, newUuid()]) {
      expect(await add(client, id, [lead.id])).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: `Campaign ${id} was not found`,
      });
    }
    expect(await prospectsOf(stranger, foreign.id)).toEqual([]);
  });

  test.each(['launching', 'active', 'paused', 'completed'] as const)(
    'refuses a campaign that is %s',
    async (status) => {
      const campaign = await newCampaign(client);
      const [first, second] = [await newPerson(client), await newPerson(client)];
      await addOne(client, campaign.id, first);
      await launched(client, campaign.id);
      await forceStatus(gateway, campaign.id, status);
      const result = await client.send(
        'mutation ($input: AddCampaignLeadsInput!) { addCampaignLeads(input: $input) { ... on CampaignNotDraftError { code status } } }',
        { input: { campaignId: campaign.id, leadIds: [second.id] } },
      );
      expect(result.data?.addCampaignLeads).toEqual({ code: 'CAMPAIGN_NOT_DRAFT', status: status.toUpperCase() });
      expect(await prospectsOf(client, campaign.id)).toHaveLength(1);
    },
  );
});
