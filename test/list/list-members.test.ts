import { beforeAll, describe, expect, test } from 'vitest';
import {
  AddLeadsToListDocument,
  RemoveLeadsFromListDocument,
  TypedDocumentString,
} from '../../schema/generated/graphql.ts';
import type { Lead } from '../../src/lead/lead.ts';
import type { LeadList } from '../../src/list/list.ts';
import { createServices, createStores, type Services } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { manyLike } from '../campaign/campaign.helpers.ts';
import { dyingAfter, sleepingAfter } from '../support/dying.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const servicesOf = (db: TestGateway['mongo']['db']): Services =>
  createServices(createStores(db), client.workspaceId, { clock: systemClock, newId: newUuid });

let listNumber = 0;
const newList = (as = client): Promise<LeadList> => {
  listNumber += 1;
  return as.services.list.create({ name: `List ${listNumber}` });
};

const newPerson = async (as = client): Promise<Lead> =>
  (await as.services.lead.create({ type: 'person', name: { full: 'Ann Doe' } })).lead;

/** People made one after the other, so that their order is known. */
async function newPeople(count: number, as = client): Promise<Lead[]> {
  const people: Lead[] = [];
  while (people.length < count) people.push(await newPerson(as));
  return people;
}
const idsOf = (leads: readonly { id: string }[]) => leads.map(({ id }) => id);

const add = async (listId: string, leadIds: string[], as = client) =>
  (await as.run(AddLeadsToListDocument, { input: { listId, leadIds } })).addLeadsToList;
const added = async (listId: string, leadIds: string[]) =>
  expectType(await add(listId, leadIds), 'LeadListMembersPayload');
const remove = async (listId: string, leadIds: string[], as = client) =>
  (await as.run(RemoveLeadsFromListDocument, { input: { listId, leadIds } })).removeLeadsFromList;
const removed = async (listId: string, leadIds: string[]) =>
  expectType(await remove(listId, leadIds), 'LeadListMembersPayload');

interface Members {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: { id: string; version: number; updatedAt: string }[];
}
const ListMembers = new TypedDocumentString<
  { leadList: { updatedAt: string; leads: Members } | null },
  { id: string; first?: number; after?: string | null }
>(`
  query ListMembers($id: ID!, $first: Int, $after: String) {
    leadList(id: $id) {
      updatedAt
      leads(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { id version updatedAt }
      }
    }
  }
`);
async function members(id: string, page: { first?: number; after?: string | null } = {}): Promise<Members> {
  const { leadList } = await client.run(ListMembers, { id, ...page });
  if (leadList === null) throw new Error(`No list ${id}`);
  return leadList.leads;
}

describe('addLeadsToList', () => {
  test('puts people and companies on the list and counts those that joined', async () => {
    const list = await newList();
    const [ann, bob] = [await newPerson(), await newPerson()];
    const company = (await client.services.lead.create({ type: 'company', name: { full: 'Acme' } })).lead;
    const first = await added(list.id, [ann.id, company.id]);
    expect(first).toMatchObject({ changed: 2, errors: [], list: { id: list.id, leads: { totalCount: 2 } } });
    const second = await added(list.id, [ann.id, bob.id, bob.id]);
    expect(second).toMatchObject({ changed: 1, errors: [], list: { leads: { totalCount: 3 } } });
    expect(idsOf((await members(list.id)).nodes)).toEqual([company.id, bob.id, ann.id]);
  });

  test('names the ids that are no leads of the workspace, as given, and puts the others on the list', async () => {
    const list = await newList();
    const lead = await newPerson();
    const foreign = await newPerson(await gateway.client());
    const wrong = [foreign.id, `lead_${'0'.repeat(24)}`, 'Not An Id', '', list.id];
    const payload = await added(list.id, [...wrong, lead.id, 'Not An Id']);
    expect(payload.changed).toBe(1);
    expect(payload.errors).toEqual(wrong.map((id) => ({ id, code: 'NOT_FOUND', message: `Lead ${id} was not found` })));
    expect(payload.list.leads.totalCount).toBe(1);
  });

  test('takes an id in upper-case digits for the same lead', async () => {
    const list = await newList();
    const lead = await newPerson();
    const shouted = `lead_${lead.id.slice('lead_'.length).toUpperCase()}`;
    expect(await added(list.id, [lead.id, shouted])).toMatchObject({ changed: 1, errors: [] });
  });

  test('counts every lead once when two calls race', async () => {
    const list = await newList();
    const leads = idsOf(await newPeople(20));
    const results = await Promise.all([added(list.id, leads), added(list.id, leads), added(list.id, leads)]);
    expect(results.reduce((sum, { changed }) => sum + changed, 0)).toBe(20);
    expect((await members(list.id)).totalCount).toBe(20);
  });

  test('moves neither version nor updatedAt of the lead, nor updatedAt of the list', async () => {
    const list = await newList();
    const lead = await newPerson();
    await added(list.id, [lead.id]);
    const [member] = (await members(list.id)).nodes;
    expect(member).toEqual({ id: lead.id, version: 1, updatedAt: lead.updatedAt.toISOString() });
    await removed(list.id, [lead.id]);
    const { data } = await client.send('query($id: ID!) { lead(id: $id) { version updatedAt lists { id } } }', {
      id: lead.id,
    });
    expect(data?.lead).toEqual({ version: 1, updatedAt: lead.updatedAt.toISOString(), lists: [] });
    const after = await client.run(ListMembers, { id: list.id });
    expect(after.leadList?.updatedAt).toBe(list.updatedAt.toISOString());
  });

  test('takes 1000 leads with three commands', async () => {
    const list = await newList();
    const ids = await manyLike(gateway, await newPerson(), 1000);
    const mutation =
      'mutation ($input: LeadListMembersInput!) { addLeadsToList(input: $input) { ... on LeadListMembersPayload { changed } } }';
    let payload: unknown;
    const commands = await gateway.commandsOf(async () => {
      payload = (await client.send(mutation, { input: { listId: list.id, leadIds: ids } })).data?.addLeadsToList;
    });
    expect(payload).toEqual({ changed: 1000 });
    // The list, which of the leads there are, and the change.
    expect(commands).toEqual(['find', 'find', 'update']);
    expect((await members(list.id)).totalCount).toBe(1000);
    expect(await removed(list.id, ids)).toMatchObject({ changed: 1000, errors: [] });
  });
});

describe('removeLeadsFromList', () => {
  test('takes leads off this list only and counts those that were on it', async () => {
    const [list, other] = [await newList(), await newList()];
    const [ann, bob, eve] = [await newPerson(), await newPerson(), await newPerson()];
    await added(list.id, [ann.id, bob.id]);
    await added(other.id, [ann.id]);
    const payload = await removed(list.id, [ann.id, eve.id, 'lead_nope']);
    expect(payload).toMatchObject({
      changed: 1,
      errors: [{ id: 'lead_nope', code: 'NOT_FOUND', message: 'Lead lead_nope was not found' }],
      list: { leads: { totalCount: 1, nodes: [{ id: bob.id }] } },
    });
    expect(await removed(list.id, [ann.id])).toMatchObject({ changed: 0, errors: [] });
    expect(idsOf((await members(other.id)).nodes)).toEqual([ann.id]);
  });
});

describe.each([
  ['addLeadsToList', add],
  ['removeLeadsFromList', remove],
])('%s', (_name, change) => {
  test.each([
    ['no leads', 0, 'too_small'],
    ['1001 leads', 1001, 'too_big'],
  ])('refuses %s', async (_what, count, code) => {
    const list = await newList();
    const ids = Array.from({ length: count }, (_, n) => `lead_${String(n).padStart(24, '0')}`);
    const error = expectType(await change(list.id, ids), 'InvalidInputError');
    expect(error.issues).toEqual([{ path: ['input', 'leadIds'], message: 'Must have 1 to 1000 items', code }]);
  });

  test('does not find unknown, malformed and foreign lists', async () => {
    const lead = await newPerson();
    const stranger = await gateway.client();
    const foreign = await newList(stranger);
    for (const id of [foreign.id, `list_${'0'.repeat(24)}`, 'nope']) {
      expect(await change(id, [lead.id])).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: `List ${id} was not found`,
      });
    }
    const { data } = await stranger.send('query($id: ID!) { leadList(id: $id) { leads { totalCount } } }', {
      id: foreign.id,
    });
    expect(data?.leadList).toEqual({ leads: { totalCount: 0 } });
  });
});

describe.each([
  ['a merge that has just ended', 0],
  ['a merge that has just begun', 1],
])('a change of members that meets %s', (_what, before) => {
  /** The lists of a process before whose first write a lead is merged, by another process that dies behind so many. */
  function slowLists(winner: Lead, loser: Lead) {
    const input = { winnerId: winner.id, loserIds: [loser.id] };
    const dying = servicesOf(dyingAfter(gateway.mongo.db, 3));
    const merge = () =>
      before === 0
        ? client.services.lead.mergeLeads(input, false)
        : dying.lead.mergeLeads(input, false).catch(() => {});
    return servicesOf(sleepingAfter(gateway.mongo.db, 0, merge)).list;
  }

  test('takes the winner off the list', async () => {
    const list = await newList();
    const [winner, loser] = [await newPerson(), await newPerson()];
    await added(list.id, [loser.id]);
    const change = await slowLists(winner, loser).removeLeads({ listId: list.id, leadIds: [loser.id] });
    expect(change).toMatchObject({ changed: 1, errors: [] });
    expect(await members(list.id)).toMatchObject({ totalCount: 0 });
  });

  test('puts the winner on the list', async () => {
    const list = await newList();
    const [winner, loser] = [await newPerson(), await newPerson()];
    const change = await slowLists(winner, loser).addLeads({ listId: list.id, leadIds: [loser.id] });
    expect(change).toMatchObject({ changed: 1, errors: [] });
    expect(idsOf((await members(list.id)).nodes)).toEqual([winner.id]);
  });
});

describe('list.leads', () => {
  test('pages the newest first, stable while leads join in front', async () => {
    const list = await newList();
    const leads = idsOf(await newPeople(5));
    await added(list.id, leads);
    const newest = leads.toReversed();

    const first = await members(list.id, { first: 2 });
    expect(idsOf(first.nodes)).toEqual(newest.slice(0, 2));
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    await added(list.id, idsOf(await newPeople(1)));
    const second = await members(list.id, { first: 3, after: first.pageInfo.endCursor });
    expect(idsOf(second.nodes)).toEqual(newest.slice(2));
    expect(second).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: false } });
  });

  test('reads the leads and counts of all lists with one command each', async () => {
    const own = await gateway.client();
    const leads = await newPeople(3, own);
    for (let n = 0; n < 30; n += 1) {
      const list = await newList(own);
      await own.services.list.addLeads({ listId: list.id, leadIds: idsOf(leads).slice(0, (n % 3) + 1) });
    }
    const query =
      'query { leadLists(first: 30) { nodes { leads(first: 2) { totalCount nodes { lists { name } } } } } }';
    let data: Record<string, unknown> | null | undefined;
    const commands = await gateway.commandsOf(async () => {
      data = (await own.send(query)).data;
    });
    expect(commands).toEqual(['find', 'aggregate', 'aggregate', 'find']);
    expect(JSON.stringify(data)).toContain('"totalCount":3');
  });
});
