import { beforeAll, describe, expect, test } from 'vitest';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import {
  added,
  addOne,
  forceStatus,
  idsOf,
  launch,
  launched,
  newCampaign,
  newPeople,
  newPerson,
  pause,
  paused,
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

async function draft(size = 1, as = client) {
  const campaign = await newCampaign(as);
  const { prospects } = await added(as, campaign.id, idsOf(await newPeople(as, size)));
  return { id: campaign.id, prospects };
}

const phasesOf = async (campaignId: string) =>
  new Set((await storedRows(gateway, campaignId)).map(({ phase }) => phase));

describe('launchCampaign', () => {
  test('makes a draft active and locks all its prospects', async () => {
    const { id, prospects } = await draft(3);
    const before = await prospectsOf(client, id);
    expect(await launched(client, id)).toEqual({ id, name: 'Spring', status: 'ACTIVE' });
    expect(await phasesOf(id)).toEqual(new Set(['locked']));
    // Locking is no change of a prospect.
    expect(await prospectsOf(client, id)).toEqual(before);
    for (const prospect of prospects) {
      const edit = await update(client, { campaignId: id, id: prospect.id }, { headline: 'late' });
      expect(edit.__typename).toBe('CampaignNotDraftError');
    }
  });

  test('takes as many commands for 100 prospects as for one', async () => {
    const { id } = await draft(100);
    const commands = await gateway.commandsOf(() => launched(client, id));
    expect(commands).toEqual(['find', 'find', 'findAndModify', 'delete', 'update', 'findAndModify']);
    expect(await phasesOf(id)).toEqual(new Set(['locked']));
  });

  test('refuses a draft without prospects and leaves it a draft', async () => {
    const { id } = await newCampaign(client);
    const error = expectType(await launch(client, id), 'InvalidInputError');
    expect(error).toMatchObject({
      message: 'Campaign Spring has no prospects yet, so there is nobody to launch it to',
      issues: [{ path: ['input', 'campaignId'], code: 'no_prospects' }],
    });
    expect((await viewCampaign(client, id)).status).toBe('DRAFT');
    await addOne(client, id, await newPerson(client));
    expect((await launched(client, id)).status).toBe('ACTIVE');
  });

  test('changes nothing when the campaign is active already', async () => {
    const { id } = await draft();
    await launched(client, id);
    const before = await viewCampaign(client, id);
    expect((await launched(client, id)).status).toBe('ACTIVE');
    expect(await viewCampaign(client, id)).toEqual(before);
  });

  test('answers every one of ten parallel launches with the active campaign', async () => {
    const { id } = await draft(5);
    const campaigns = await Promise.all(Array.from({ length: 10 }, () => launched(client, id)));
    expect(new Set(campaigns.map(({ status }) => status))).toEqual(new Set(['ACTIVE']));
    expect(await phasesOf(id)).toEqual(new Set(['locked']));
  });

  test('refuses a completed campaign', async () => {
    const { id } = await draft();
    await launched(client, id);
    await forceStatus(gateway, id, 'completed');
    const error = expectType(await launch(client, id), 'InvalidInputError');
    expect(error).toMatchObject({
      message: 'Campaign Spring is completed, so it cannot be launched',
      issues: [{ path: ['input', 'campaignId'], code: 'status' }],
    });
    expect((await viewCampaign(client, id)).status).toBe('COMPLETED');
  });

  test.each([
    ['launchCampaign', launch],
    ['pauseCampaign', pause],
  ])('%s does not find unknown and foreign campaigns', async (_name, act) => {
    const stranger = await gateway.client();
    const foreign = await draft(1, stranger);
    for (const id of [foreign.id, newUuid()]) {
      expect(await act(client, id)).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: `Campaign ${id} was not found`,
      });
    }
    expect((await viewCampaign(stranger, foreign.id)).status).toBe('DRAFT');
  });
});

describe('a launch that was killed', () => {
  test('before it locked anything is ended by the next launch, with every edit that went through until then', async () => {
    const { id, prospects } = await draft(3);
    await forceStatus(gateway, id, 'launching');
    const [one] = prospects;
    const edited = await updated(client, { campaignId: id, id: one?.id ?? '' }, { headline: 'Before the lock' });
    expect(edited.headline).toBe('Before the lock');
    expect((await launched(client, id)).status).toBe('ACTIVE');
    expect(await phasesOf(id)).toEqual(new Set(['locked']));
    expect((await prospectsOf(client, id))[0]?.headline).toBe('Before the lock');
  });

  test('half-way through its locks is ended by the next launch', async () => {
    const { id, prospects } = await draft(4);
    const rows = gateway.mongo.db.collection<{ _id: string }>('prospects');
    await forceStatus(gateway, id, 'launching');
    await rows.updateMany({ _id: { $in: idsOf(prospects.slice(0, 2)) } }, { $set: { phase: 'locked' } });
    await stageAgain(gateway, prospects[3]?.id ?? '');
    expect((await launched(client, id)).status).toBe('ACTIVE');
    expect(await phasesOf(id)).toEqual(new Set(['locked']));
    expect(idsOf(await prospectsOf(client, id))).toEqual(idsOf(prospects.slice(0, 3)));
  });

  test('cannot be paused, and takes no new prospects', async () => {
    const { id } = await draft();
    await forceStatus(gateway, id, 'launching');
    const error = expectType(await pause(client, id), 'InvalidInputError');
    expect(error.message).toBe('Campaign Spring is launching, and only an active campaign can be paused');
    const result = await client.send(
      'mutation ($input: AddCampaignLeadsInput!) { addCampaignLeads(input: $input) { ... on CampaignNotDraftError { status } } }',
      { input: { campaignId: id, leadIds: [(await newPerson(client)).id] } },
    );
    expect(result.data?.addCampaignLeads).toEqual({ status: 'LAUNCHING' });
  });
});

describe('pauseCampaign', () => {
  test('pauses and launchCampaign resumes, while the prospects stay locked', async () => {
    const { id, prospects } = await draft(2);
    await launched(client, id);
    const ids = { campaignId: id, id: prospects[0]?.id ?? '' };
    for (const status of ['PAUSED', 'ACTIVE', 'PAUSED'] as const) {
      const change = status === 'PAUSED' ? paused : launched;
      expect(await change(client, id)).toEqual({ id, name: 'Spring', status });
      expect(await phasesOf(id)).toEqual(new Set(['locked']));
      expect(await update(client, ids, { headline: 'x' })).toMatchObject({ code: 'CAMPAIGN_NOT_DRAFT', status });
    }
  });

  test('changes nothing when the campaign is paused already', async () => {
    const { id } = await draft();
    await launched(client, id);
    await paused(client, id);
    const before = await viewCampaign(client, id);
    expect((await paused(client, id)).status).toBe('PAUSED');
    expect(await viewCampaign(client, id)).toEqual(before);
  });

  test.each(['draft', 'completed'] as const)('refuses a campaign that is %s', async (status) => {
    const { id } = await draft();
    await forceStatus(gateway, id, status);
    const error = expectType(await pause(client, id), 'InvalidInputError');
    expect(error).toMatchObject({
      message: `Campaign Spring is ${status}, and only an active campaign can be paused`,
      issues: [{ path: ['input', 'campaignId'], code: 'status' }],
    });
    expect((await viewCampaign(client, id)).status).toBe(status.toUpperCase());
  });

  test('shows later fields of the same operation the new status', async () => {
    const { id, prospects } = await draft();
    await launched(client, id);
    const mutation = `
      mutation ($input: CampaignActionInput!) {
        pauseCampaign(input: $input) { ...Statuses }
        launchCampaign(input: $input) { ...Statuses }
      }
      fragment Statuses on CampaignActionPayload {
        campaign { status prospects { nodes { id campaign { status } } } }
      }
    `;
    const { data } = await client.send(mutation, { input: { campaignId: id } });
    expect(data).toMatchObject({
      pauseCampaign: { campaign: { status: 'PAUSED', prospects: { nodes: [{ campaign: { status: 'PAUSED' } }] } } },
      launchCampaign: { campaign: { status: 'ACTIVE', prospects: { nodes: [{ campaign: { status: 'ACTIVE' } }] } } },
    });
    expect(prospects).toHaveLength(1);
  });
});
