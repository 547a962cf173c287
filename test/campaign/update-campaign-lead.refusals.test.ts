import { beforeAll, describe, expect, test } from 'vitest';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import {
  addOne,
  forceStatus,
  launched,
  newCampaign,
  newPerson,
  prospectsOf,
  storedRows,
  update,
  updated,
} from './campaign.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

/** A draft with two prospects. */
async function draftOfTwo(as = client) {
  const campaign = await newCampaign(as);
  const one = await addOne(as, campaign.id, await newPerson(as, { name: { full: 'One' } }));
  const two = await addOne(as, campaign.id, await newPerson(as, { name: { full: 'Two' } }));
  return { campaign, one: { campaignId: campaign.id, id: one.id }, two: { campaignId: campaign.id, id: two.id } };
}

describe('an email or LinkedIn profile that another prospect of the campaign has', () => {
  test.each([
    ['an email', { email: 'Jane@Acme.example' }, { email: 'mailto:jane@acme.example' }],
    ['a role address', { email: 'info@acme.example' }, { email: 'INFO@acme.example' }],
    [
      'a LinkedIn profile',
      { linkedinUrl: 'https://www.linkedin.com/in/Jane-Doe' },
      { linkedinUrl: 'fr.linkedin.com/in/jane-doe/' },
    ],
  ])('is refused in any spelling, names the other, and writes nothing: %s', async (_what, first, second) => {
    const { campaign, one, two } = await draftOfTwo();
    const holder = await updated(client, one, first);
    const before = await prospectsOf(client, campaign.id);
    const error = expectType(
      await update(client, two, { ...second, headline: 'Not written' }),
      'ProspectConflictError',
    );
    expect(error).toEqual({
      __typename: 'ProspectConflictError',
      code: 'PROSPECT_CONFLICT',
      message: `Prospect ${one.id} of this campaign has the same email or LinkedIn profile`,
      prospect: { id: one.id, email: holder.email },
    });
    expect(await prospectsOf(client, campaign.id)).toEqual(before);
  });

  test('is free again once the other gave it up, and never taken in another campaign', async () => {
    const { one, two } = await draftOfTwo();
    const elsewhere = await draftOfTwo();
    await updated(client, one, { email: 'free@acme.example' });
    await updated(client, elsewhere.one, { email: 'free@acme.example' });
    await updated(client, one, { email: 'other@acme.example' });
    expect((await updated(client, two, { email: 'free@acme.example' })).email).toBe('free@acme.example');
  });

  test('is the page of an employer for nobody', async () => {
    const { one, two } = await draftOfTwo();
    for (const prospect of [one, two]) {
      const linkedinUrl = 'https://www.linkedin.com/company/acme';
      expect((await updated(client, prospect, { linkedinUrl })).linkedinUrl).toBe(linkedinUrl);
    }
  });

  test('goes to one of the edits that race for it; the others are told who', async () => {
    const campaign = await newCampaign(client);
    const ids: string[] = [];
    for (let n = 0; n < 8; n += 1) ids.push((await addOne(client, campaign.id, await newPerson(client))).id);
    const results = await Promise.all(
      ids.map((id) => update(client, { campaignId: campaign.id, id }, { email: 'race@acme.example' })),
    );
    const holders = (await prospectsOf(client, campaign.id)).filter(({ email }) => email === 'race@acme.example');
    expect(holders).toHaveLength(1);
    const refusals = results.filter(({ __typename }) => __typename === 'ProspectConflictError');
    expect(refusals).toHaveLength(7);
    for (const refusal of refusals) expect(refusal).toMatchObject({ prospect: { id: holders[0]?.id } });
  });

  test('may change hands while it is asked for: every edit is written or refused, none fails', async () => {
    const { campaign, one, two } = await draftOfTwo();
    const swap = ['a@swap.example', 'b@swap.example'];
    const results = await Promise.all(
      Array.from({ length: 120 }, (_, n) => update(client, n % 2 === 0 ? one : two, { email: swap[(n >> 1) % 2] })),
    );
    expect(new Set(results.map(({ __typename }) => __typename))).toEqual(
      new Set(['UpdateCampaignLeadPayload', 'ProspectConflictError']),
    );
    const emails = (await prospectsOf(client, campaign.id)).map(({ email }) => email).sort();
    expect(emails).toEqual(swap);
  });
});

describe('ids', () => {
  test('of unknown and foreign campaigns and prospects are not found', async () => {
    const { one } = await draftOfTwo();
    const foreign = await draftOfTwo(await gateway.client());
    const cases = [
      [{ campaignId: newUuid(), id: one.id }, 'Campaign'],
      [foreign.one, 'Campaign'],
      [{ campaignId: foreign.campaign.id, id: one.id }, 'Campaign'],
      [{ campaignId: one.campaignId, id: newUuid() }, 'Prospect'],
      [{ campaignId: one.campaignId, id: foreign.one.id }, 'Prospect'],
    ] as const;
    for (const [ids, kind] of cases) {
      expect(await update(client, ids, { headline: 'x' })).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: `${kind} ${kind === 'Campaign' ? ids.campaignId : ids.id} was not found`,
      });
    }
    const rows = await storedRows(gateway, foreign.campaign.id);
    expect(rows).toMatchObject([{ headline: null }, { headline: null }]);
  });

  test('of a prospect and another campaign of the workspace do not go together, launched or not', async () => {
    const [here, there] = [await draftOfTwo(), await draftOfTwo()];
    const mixed = { campaignId: there.campaign.id, id: here.one.id };
    const notFound = {
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: `Prospect ${here.one.id} was not found`,
    };
    expect(await update(client, mixed, { headline: 'x' })).toEqual(notFound);
    await launched(client, there.campaign.id);
    expect(await update(client, mixed, { headline: 'x' })).toEqual(notFound);
  });

  test('that are no UUIDs are refused before anything is asked of the database', async () => {
    const mutation = 'mutation ($input: UpdateCampaignLeadInput!) { updateCampaignLead(input: $input) { __typename } }';
    const commands = await gateway.commandsOf(async () => {
      const { data, errors } = await client.send(mutation, {
        input: { campaignId: 'nope', prospectId: newUuid(), updates: { headline: 'x' } },
      });
      expect(data).toBeUndefined();
      expect(errors).toHaveLength(1);
    });
    expect(commands).toEqual([]);
  });
});

describe('a campaign that has left its draft', () => {
  test.each(['launching', 'active', 'paused', 'completed'] as const)(
    'refuses every edit and says that it is %s',
    async (status) => {
      const { campaign, one } = await draftOfTwo();
      await launched(client, campaign.id);
      await forceStatus(gateway, campaign.id, status);
      const before = await prospectsOf(client, campaign.id);
      for (const updates of [{ headline: 'x' }, { email: 'x@acme.example' }, {}]) {
        expect(await update(client, one, updates)).toEqual({
          __typename: 'CampaignNotDraftError',
          code: 'CAMPAIGN_NOT_DRAFT',
          message: `Campaign Spring is ${status}; prospects can only be changed in a draft`,
          status: status.toUpperCase(),
        });
      }
      expect(await prospectsOf(client, campaign.id)).toEqual(before);
    },
  );
});
