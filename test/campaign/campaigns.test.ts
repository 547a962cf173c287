import { beforeAll, describe, expect, test } from 'vitest';
import { CreateCampaignDocument, TypedDocumentString } from '../../schema/generated/graphql.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { added, addOne, idsOf, launched, newCampaign, newPeople, newPerson } from './campaign.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const create = async (name: string) => (await client.run(CreateCampaignDocument, { input: { name } })).createCampaign;

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  nodes: { id: string; name: string }[];
}
type PageArgs = { first?: number; after?: string | null; last?: number; before?: string | null };
const pageArguments = '$first: Int, $after: String, $last: Int, $before: String';
const pageFields = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id name }';

describe('createCampaign', () => {
  test('creates a draft with one command', async () => {
    let result: Awaited<ReturnType<typeof create>> | undefined;
    const commands = await gateway.commandsOf(async () => {
      result = await create('  Spring  ');
    });
    expect(commands).toEqual(['insert']);
    expect(result).toEqual({
      __typename: 'CreateCampaignPayload',
      campaign: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'Spring', status: 'DRAFT' },
    });
  });

  test('lets two campaigns have one name', async () => {
    const [one, two] = [await create('Twin'), await create('Twin')];
    expect(expectType(one, 'CreateCampaignPayload').campaign.id).not.toBe(
      expectType(two, 'CreateCampaignPayload').campaign.id,
    );
  });

  test.each([
    ['a blank name', ' \n ', 'too_small'],
    ['a name of 201 characters', 'x'.repeat(201), 'too_big'],
    ['half a surrogate pair', '\ud800', 'invalid_text'],
  ])('refuses %s', async (_what, name, code) => {
    const error = expectType(await create(name), 'InvalidInputError');
    expect(error.issues).toEqual([{ path: ['input', 'name'], message: expect.any(String), code }]);
  });
});

describe('campaigns', () => {
  const Campaigns = new TypedDocumentString<{ campaigns: Page }, PageArgs & { filter?: unknown }>(
    `query FilteredCampaigns($filter: CampaignFilter, ${pageArguments}) {
      campaigns(filter: $filter, first: $first, after: $after, last: $last, before: $before) { ${pageFields} }
    }`,
  );
  const page = async (as: TestClient, args: PageArgs & { filter?: unknown } = {}) =>
    (await as.run(Campaigns, args)).campaigns;
  const names = ({ nodes }: Page) => nodes.map(({ name }) => name);

  test('come newest first, filtered by status and counted', async () => {
    const own = await gateway.client();
    const [one, two] = [await newCampaign(own, 'one'), await newCampaign(own, 'two')];
    await newCampaign(own, 'three');
    const person = await newPerson(own);
    for (const campaign of [one, two]) {
      await addOne(own, campaign.id, person);
      await launched(own, campaign.id);
    }
    await own.services.campaign.pause(two.id);
    const cases: [unknown, string[]][] = [
      [{}, ['three', 'two', 'one']],
      [{ status: null }, ['three', 'two', 'one']],
      [{ status: ['DRAFT'] }, ['three']],
      [{ status: ['ACTIVE', 'PAUSED'] }, ['two', 'one']],
      [{ status: ['COMPLETED'] }, []],
      [{ status: [] }, []],
    ];
    for (const [filter, expected] of cases) {
      const found = await page(own, { filter });
      expect({ filter, names: names(found), count: found.totalCount }).toEqual({
        filter,
        names: expected,
        count: expected.length,
      });
    }
  });

  test('page both ways and stay put while others arrive', async () => {
    const own = await gateway.client();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await newCampaign(own, name);
    const first = await page(own, { first: 2 });
    expect(names(first)).toEqual(['e', 'd']);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    await newCampaign(own, 'f');
    const second = await page(own, { first: 3, after: first.pageInfo.endCursor });
    expect(names(second)).toEqual(['c', 'b', 'a']);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const last = await page(own, { last: 2 });
    expect(names(last)).toEqual(['b', 'a']);
    expect(names(await page(own, { last: 2, before: last.pageInfo.startCursor }))).toEqual(['d', 'c']);
  });

  test('of other workspaces are not seen', async () => {
    await newCampaign(client, 'Mine');
    expect(await page(await gateway.client())).toEqual({
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      nodes: [],
    });
  });
});

describe('campaign.prospects', () => {
  const Prospects = new TypedDocumentString<{ campaign: { prospects: Page } | null }, PageArgs & { id: string }>(
    `query Prospects($id: ID!, ${pageArguments}) {
      campaign(id: $id) { prospects(first: $first, after: $after, last: $last, before: $before) { ${pageFields} } }
    }`,
  );
  const page = async (id: string, args: PageArgs = {}): Promise<Page> => {
    const { campaign } = await client.run(Prospects, { id, ...args });
    if (campaign === null) throw new Error(`No campaign ${id}`);
    return campaign.prospects;
  };

  test('come in the order they were added, in pages both ways', async () => {
    const campaign = await newCampaign(client);
    const people = await newPeople(client, 6);
    const order = [people.slice(3, 5), people.slice(0, 3)].flat();
    const ids = [
      ...idsOf((await added(client, campaign.id, idsOf(order.slice(0, 2)))).prospects),
      ...idsOf((await added(client, campaign.id, idsOf(order.slice(2)))).prospects),
    ];
    expect(idsOf((await page(campaign.id)).nodes)).toEqual(ids);
    const first = await page(campaign.id, { first: 2 });
    expect(idsOf(first.nodes)).toEqual(ids.slice(0, 2));
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const late = idsOf((await added(client, campaign.id, idsOf(people.slice(5)))).prospects);
    const rest = await page(campaign.id, { first: 10, after: first.pageInfo.endCursor });
    expect(idsOf(rest.nodes)).toEqual([...ids.slice(2), ...late]);
    expect(rest).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: false } });
    const last = await page(campaign.id, { last: 2 });
    expect(idsOf(last.nodes)).toEqual([ids[4], ...late]);
    expect(idsOf((await page(campaign.id, { last: 2, before: last.pageInfo.startCursor })).nodes)).toEqual(
      ids.slice(2, 4),
    );
  });

  test('of 50 campaigns, with their leads, take one command for each level', async () => {
    const own = await gateway.client();
    const people = await newPeople(own, 4);
    for (let n = 0; n < 50; n += 1) {
      const campaign = await newCampaign(own, `Campaign ${n}`);
      await added(own, campaign.id, idsOf(people));
    }
    const query = `query {
      campaigns(first: 50) { nodes { prospects(first: 3) { nodes { campaign { name } lead { name { full } } } } } }
    }`;
    let result = '';
    const commands = await gateway.commandsOf(async () => {
      result = JSON.stringify((await own.send(query)).data);
    });
    // The campaigns, their prospects, and of those the campaigns and the leads.
    expect(commands).toEqual(['find', 'aggregate', 'find', 'find']);
    expect(result.split('"lead":{"name":{"full":"Person ')).toHaveLength(151);

    const counts = 'query { campaigns(first: 50) { totalCount nodes { prospects(first: 3) { totalCount } } } }';
    const countCommands = await gateway.commandsOf(async () => {
      result = JSON.stringify((await own.send(counts)).data);
    });
    expect(countCommands.sort()).toEqual(['aggregate', 'aggregate', 'aggregate', 'find']);
    expect(result.split('"totalCount":4')).toHaveLength(51);

    const around = 'query { leads(first: 50) { nodes { prospects(first: 100) { nodes { campaign { name } } } } } }';
    const aroundCommands = await gateway.commandsOf(async () => {
      result = JSON.stringify((await own.send(around)).data);
    });
    expect(aroundCommands).toEqual(['find', 'find', 'find']);
    expect(result.split('"campaign":{"name":"Campaign ')).toHaveLength(201);
  });
});

describe('campaigns and prospects by id', () => {
  const ById = new TypedDocumentString<Record<string, { __typename: string } | null>, { id: string }>(`
    query CampaignById($id: ID!) {
      campaign(id: $id) { __typename name }
      campaignProspect(id: $id) { __typename name }
      node(id: $id) { __typename id ... on Campaign { name } ... on CampaignProspect { source } }
    }
  `);

  test('are found as themselves and as nodes, in upper case too', async () => {
    const campaign = await newCampaign(client, 'By id');
    const prospect = await addOne(client, campaign.id, await newPerson(client));
    expect(await client.run(ById, { id: campaign.id.toUpperCase() })).toEqual({
      campaign: { __typename: 'Campaign', name: 'By id' },
      campaignProspect: null,
      node: { __typename: 'Campaign', id: campaign.id, name: 'By id' },
    });
    expect(await client.run(ById, { id: prospect.id })).toEqual({
      campaign: null,
      campaignProspect: { __typename: 'CampaignProspect', name: 'Jane Doe' },
      node: { __typename: 'CampaignProspect', id: prospect.id, source: 'lead' },
    });
  });

  test('are null for unknown, malformed and foreign ids', async () => {
    const stranger = await gateway.client();
    const foreign = await newCampaign(stranger);
    const theirs = await addOne(stranger, foreign.id, await newPerson(stranger));
    for (const id of [foreign.id, theirs.id, newUuid(), 'nope', '']) {
      expect(await client.run(ById, { id })).toEqual({ campaign: null, campaignProspect: null, node: null });
    }
  });

  test('lead back to the lead, until it is deleted', async () => {
    const campaign = await newCampaign(client);
    const lead = await newPerson(client, { email: 'deleted@people.example' });
    const { id } = await addOne(client, campaign.id, lead);
    const query = 'query($id: ID!) { campaignProspect(id: $id) { email sourceRef lead { id } } }';
    const before = await client.send(query, { id });
    const own = { email: 'deleted@people.example', sourceRef: lead.id };
    expect(before.data?.campaignProspect).toEqual({ ...own, lead: { id: lead.id } });
    await client.services.lead.delete(lead.id);
    const after = await client.send(query, { id });
    expect(after.data?.campaignProspect).toEqual({ ...own, lead: null });
  });
});
