import { beforeAll, describe, expect, test } from 'vitest';
import type { Prospect } from '../../src/campaign/campaign.ts';
import { createServices, type Services, type Stores } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import {
  addOne,
  idsOf,
  launched,
  newCampaign,
  newPeople,
  newPerson,
  prospectsOf,
  storedRows,
} from './campaign.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

/** Makes a store call that waits before its work until it is released. */
function heldCall<A extends unknown[], R>(work: (...args: A) => Promise<R>) {
  let arrive = () => {};
  let letGo = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const go = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const call = async (...args: A): Promise<R> => {
    arrive();
    await go;
    return work(...args);
  };
  return { call, arrived, letGo: () => letGo() };
}

const servicesWith = (stores: Partial<Stores>): Services =>
  createServices({ ...gateway.stores, ...stores }, client.workspaceId, { clock: systemClock, newId: newUuid });

/** Adds through a service that stops before it opens what it staged and proved. */
function addHeldBeforeOpening(campaignId: string, leadIds: string[]) {
  const open = heldCall(gateway.stores.prospects.open);
  const services = servicesWith({ prospects: { ...gateway.stores.prospects, open: open.call } });
  return { ...open, result: outcomeOf(services.campaign.addLeads({ campaignId, leadIds })) };
}

/** Adds through a service that stops before it proves the draft: what it adds is staged by then. */
function addHeldBeforeProof(campaignId: string, leadIds: string[]) {
  const moveStatus = heldCall(gateway.stores.campaigns.moveStatus);
  const services = servicesWith({ campaigns: { ...gateway.stores.campaigns, moveStatus: moveStatus.call } });
  return { ...moveStatus, result: outcomeOf(services.campaign.addLeads({ campaignId, leadIds })) };
}

type Added = Awaited<ReturnType<Services['campaign']['addLeads']>>;

/** The leads that were acknowledged, or the code of the refusal. */
const outcomeOf = (result: Promise<Added>): Promise<string[] | string> =>
  result.then(
    ({ prospects }) => prospects.flatMap(({ leadId }) => leadId ?? []),
    (error: { code: string }) => error.code,
  );

/** A draft with one prospect, so that it can be launched. */
async function newDraft(): Promise<string> {
  const campaign = await newCampaign(client);
  await addOne(client, campaign.id, await newPerson(client));
  return campaign.id;
}
const leadsOf = async (campaignId: string) =>
  (await prospectsOf(client, campaignId)).map(({ sourceRef }) => sourceRef).slice(1);

describe('a campaign that is launched while leads are added', () => {
  test('has nobody whose add had staged, but not proved, a draft', async () => {
    const id = await newDraft();
    const leads = idsOf(await newPeople(client, 3));
    const add = addHeldBeforeProof(id, leads);
    await add.arrived;
    expect(await storedRows(gateway, id)).toHaveLength(4);
    await launched(client, id);
    add.letGo();
    expect(await add.result).toBe('CAMPAIGN_NOT_DRAFT');
    expect(await leadsOf(id)).toEqual([]);
    expect(await storedRows(gateway, id)).toHaveLength(1);
  });

  test('has nobody whose add had not come to open them, and says so', async () => {
    const id = await newDraft();
    const leads = idsOf(await newPeople(client, 3));
    const add = addHeldBeforeOpening(id, leads);
    await add.arrived;
    await launched(client, id);
    add.letGo();
    expect(await add.result).toBe('CAMPAIGN_NOT_DRAFT');
    expect(await leadsOf(id)).toEqual([]);
  });

  test('has those that were opened before the launch came to them; the others are told by item', async () => {
    const id = await newDraft();
    const [early, late] = [await newPerson(client, { name: { full: 'Early' } }), await newPerson(client)];
    const open = heldCall(gateway.stores.prospects.open);
    const services = servicesWith({ prospects: { ...gateway.stores.prospects, open: open.call } });
    const result = services.campaign.addLeads({ campaignId: id, leadIds: [late.id, early.id] });
    await open.arrived;
    const row = (await storedRows(gateway, id)).find(({ leadId }) => leadId === early.id);
    await gateway.stores.prospects.open(client.workspaceId, [row?._id ?? '']);
    await launched(client, id);
    open.letGo();
    expect(await result).toMatchObject({
      prospects: [{ leadId: early.id }],
      errors: [
        {
          id: late.id,
          code: 'CAMPAIGN_NOT_DRAFT',
          message: 'Jane Doe was too late, the campaign has left its draft',
        },
      ],
    });
    expect(await leadsOf(id)).toEqual([early.id]);
  });

  test('keeps a prospect that one add acknowledged when another that had staged it is refused', async () => {
    const id = await newDraft();
    const lead = await newPerson(client);
    const first = addHeldBeforeProof(id, [lead.id]);
    await first.arrived;
    // The second one finds the staged prospect of the first, takes it over and is done before the launch.
    expect(await outcomeOf(client.services.campaign.addLeads({ campaignId: id, leadIds: [lead.id] }))).toEqual([
      lead.id,
    ]);
    await launched(client, id);
    first.letGo();
    expect(await first.result).toBe('CAMPAIGN_NOT_DRAFT');
    expect(await leadsOf(id)).toEqual([lead.id]);
  });

  test('has exactly what was acknowledged when the add that took a prospect over is refused', async () => {
    const id = await newDraft();
    const lead = await newPerson(client);
    const first = addHeldBeforeOpening(id, [lead.id]);
    await first.arrived;
    const second = addHeldBeforeProof(id, [lead.id]);
    await second.arrived;
    await launched(client, id);
    second.letGo();
    expect(await second.result).toBe('CAMPAIGN_NOT_DRAFT');
    first.letGo();
    const acknowledged = await first.result;
    expect(await leadsOf(id)).toEqual(acknowledged === 'CAMPAIGN_NOT_DRAFT' ? [] : acknowledged);
  });

  test('does not say of somebody that the campaign has them when a launch took the add of another back', async () => {
    const id = await newDraft();
    const [ann, bob] = [
      await newPerson(client, { email: 'info@shared.example' }),
      await newPerson(client, { email: 'info@shared.example' }),
    ];
    const first = addHeldBeforeProof(id, [ann.id]);
    await first.arrived;
    // The second is refused the address that the first has staged, and is held before it answers.
    const answer = heldCall(async (staged: Prospect[]) => staged);
    const stage: Stores['prospects']['stage'] = async (...args) =>
      answer.call(await gateway.stores.prospects.stage(...args));
    const services = servicesWith({ prospects: { ...gateway.stores.prospects, stage } });
    const second = outcomeOf(services.campaign.addLeads({ campaignId: id, leadIds: [bob.id] }));
    await answer.arrived;
    await launched(client, id);
    first.letGo();
    answer.letGo();
    expect(await first.result).toBe('CAMPAIGN_NOT_DRAFT');
    expect(await second).toBe('CAMPAIGN_NOT_DRAFT');
    expect(await leadsOf(id)).toEqual([]);
  });
});
