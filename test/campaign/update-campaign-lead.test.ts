import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CampaignLeadUpdates } from '../../schema/generated/graphql.ts';
import type { Campaign } from '../../src/campaign/campaign.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { addOne, newCampaign, newPerson, prospectsOf, update, updated } from './campaign.helpers.ts';

let gateway: TestGateway;
let client: TestClient;
let campaign: Campaign;
let prospect: { campaignId: string; id: string };

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});
beforeEach(async () => {
  campaign = await newCampaign(client);
  const lead = await newPerson(client, {
    name: { full: 'Jane Marie Doe', first: 'Jane', last: 'Doe' },
    contacts: [{ value: 'info@acme.example' }],
    socials: [{ url: 'linkedin.com/in/jane-doe' }],
    title: 'CTO',
    company: { name: 'Acme' },
  });
  const { id } = await addOne(client, campaign.id, lead);
  prospect = { campaignId: campaign.id, id };
});

const stored = async () => (await prospectsOf(client, campaign.id)).find(({ id }) => id === prospect.id);

describe('updateCampaignLead', () => {
  test('writes the eight fields with one command and answers what is stored', async () => {
    const updates: Required<CampaignLeadUpdates> = {
      email: 'New@Acme.example',
      linkedinUrl: 'https://www.linkedin.com/in/new-jane',
      firstName: '$Jane',
      lastName: 'Dæ.',
      name: 'Dr. $Jane Dæ',
      company: 'Acme & Söhne',
      position: '$$ROOT',
      headline: 'Builds things 🚀',
    };
    let edited: Awaited<ReturnType<typeof updated>> | undefined;
    const commands = await gateway.commandsOf(async () => {
      edited = await updated(client, prospect, updates);
    });
    expect(commands).toEqual(['findAndModify']);
    expect(edited).toMatchObject({ ...prospect, ...updates });
    expect(await stored()).toMatchObject({ ...prospect, ...updates, updatedAt: edited?.updatedAt });
  });

  test('keeps what is absent, clears what is null or blank, trims the rest', async () => {
    const before = await stored();
    const edited = await updated(client, prospect, {
      email: null,
      linkedinUrl: '   ',
      company: '',
      headline: '  Hello  ',
    });
    expect(edited).toMatchObject({ email: null, linkedinUrl: null, company: null, headline: 'Hello' });
    expect(await stored()).toEqual({
      ...before,
      email: null,
      linkedinUrl: null,
      company: null,
      headline: 'Hello',
      updatedAt: edited.updatedAt,
    });
  });

  const names: [string, CampaignLeadUpdates, [string | null, string | null, string | null]][] = [
    ['a new first name', { firstName: 'Joan' }, ['Joan', 'Doe', 'Joan Doe']],
    ['a new last name', { lastName: 'Roe' }, ['Jane', 'Roe', 'Jane Roe']],
    ['both', { firstName: 'Joan', lastName: 'Roe' }, ['Joan', 'Roe', 'Joan Roe']],
    ['one taken away', { lastName: null }, ['Jane', null, 'Jane']],
    ['a name of its own', { firstName: 'Joan', name: 'Joan M. Doe' }, ['Joan', 'Doe', 'Joan M. Doe']],
    ['no name at all', { firstName: 'Joan', name: null }, ['Joan', 'Doe', null]],
    ['a name alone', { name: 'Mrs. Doe' }, ['Jane', 'Doe', 'Mrs. Doe']],
    ['the parts as they stood', { firstName: 'Jane', lastName: 'Doe' }, ['Jane', 'Doe', 'Jane Marie Doe']],
    ['both taken away', { firstName: null, lastName: '' }, [null, null, 'Jane Marie Doe']],
    ['another field', { company: 'X' }, ['Jane', 'Doe', 'Jane Marie Doe']],
  ];
  test.each(names)('lets the name follow first and last name unless it is given: %s', async (_what, updates, after) => {
    const [firstName, lastName, name] = after;
    expect(await updated(client, prospect, updates)).toMatchObject({ firstName, lastName, name });
    expect(await stored()).toMatchObject({ firstName, lastName, name });
  });

  test.each([
    ['nothing', {}],
    ['a field as it stands', { company: 'Acme' }],
    ['the email as it stands', { email: 'info@acme.example' }],
    [
      'all of it as it stands',
      { email: 'info@acme.example', linkedinUrl: 'linkedin.com/in/jane-doe', position: 'CTO' },
    ],
  ])('moves updatedAt not for %s', async (_what, updates) => {
    const before = await stored();
    expect(await updated(client, prospect, updates)).toMatchObject({ updatedAt: before?.updatedAt });
    expect(await stored()).toEqual(before);
  });

  test('moves updatedAt with a change, and nothing of the lead', async () => {
    const before = await stored();
    const edited = await updated(client, prospect, { position: 'CEO' });
    expect(Date.parse(edited.updatedAt)).toBeGreaterThan(Date.parse(before?.updatedAt ?? ''));
    const { data } = await client.send('query($id: ID!) { campaignProspect(id: $id) { lead { title version } } }', {
      id: prospect.id,
    });
    expect(data?.campaignProspect).toEqual({ lead: { title: 'CTO', version: 1 } });
  });

  test('keeps an email that is none yet, which then stands in nobody’s way', async () => {
    const other = await addOne(client, campaign.id, await newPerson(client));
    expect((await updated(client, prospect, { email: 'ask Bob' })).email).toBe('ask Bob');
    expect((await updated(client, { ...prospect, id: other.id }, { email: 'ask Bob' })).email).toBe('ask Bob');
  });

  test('finds campaign and prospect by upper-case ids', async () => {
    const ids = { campaignId: campaign.id.toUpperCase(), id: prospect.id.toUpperCase() };
    expect(await updated(client, ids, { headline: 'x' })).toMatchObject({ ...prospect, headline: 'x' });
  });

  test('lets parallel edits of different fields all stand', async () => {
    const edits: CampaignLeadUpdates[] = [
      { email: 'parallel@acme.example' },
      { linkedinUrl: 'linkedin.com/in/parallel' },
      { company: 'P' },
      { position: 'P' },
      { headline: 'P' },
      { firstName: 'P' },
      { lastName: 'P' },
    ];
    await Promise.all(edits.map((edit) => updated(client, prospect, edit)));
    expect(await stored()).toMatchObject({ ...Object.assign({}, ...edits), name: 'P P' });
  });

  test.each([
    ['email', 321],
    ['linkedinUrl', 2049],
    ['firstName', 201],
    ['lastName', 201],
    ['name', 501],
    ['company', 501],
    ['position', 501],
    ['headline', 1001],
  ] as const)('refuses a %s of %i characters', async (field, length) => {
    const error = expectType(await update(client, prospect, { [field]: 'x'.repeat(length) }), 'InvalidInputError');
    expect(error.issues).toMatchObject([{ path: ['input', 'updates', field], code: 'too_big' }]);
    expect((await updated(client, prospect, { [field]: 'x'.repeat(length - 1) }))[field]).toHaveLength(length - 1);
  });

  test('shows later mutations of the same operation what it changed', async () => {
    const mutation = `
      mutation ($one: UpdateCampaignLeadInput!, $two: UpdateCampaignLeadInput!, $campaign: CampaignActionInput!) {
        one: updateCampaignLead(input: $one) { ... on UpdateCampaignLeadPayload { prospect { campaign { status } } } }
        launchCampaign(input: $campaign) {
          ... on CampaignActionPayload { campaign { prospects { nodes { headline campaign { status } } } } }
        }
        two: updateCampaignLead(input: $two) { __typename }
      }
    `;
    const ids = { campaignId: campaign.id, prospectId: prospect.id };
    const { data } = await client.send(mutation, {
      one: { ...ids, updates: { headline: 'First' } },
      two: { ...ids, updates: { headline: 'Second' } },
      campaign: { campaignId: campaign.id },
    });
    expect(data).toEqual({
      one: { prospect: { campaign: { status: 'DRAFT' } } },
      launchCampaign: {
        campaign: { prospects: { nodes: [{ headline: 'First', campaign: { status: 'ACTIVE' } }] } },
      },
      two: { __typename: 'CampaignNotDraftError' },
    });
  });
});
