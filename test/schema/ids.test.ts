import { beforeAll, expect, test } from 'vitest';
import { restAs } from '../rest/rest-client.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;
let lead: { id: string };
let list: { id: string };

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  list = await client.services.list.create({ name: 'Fair' });
  ({ lead } = await client.services.lead.create({ type: 'person', name: { full: 'Jane Doe' }, listIds: [list.id] }));
});

const cases: [string, (id: string) => string][] = [
  ['as it is', (id) => id],
  ['in capital digits', (id) => id.slice(0, 5) + id.slice(5).toUpperCase()],
  ['all in capitals', (id) => id.toUpperCase()],
];

test.each(cases)('an id %s is the same id for every field', async (_how, spelled) => {
  const query = `query ($lead: ID!, $list: ID!) {
    lead(id: $lead) { id }
    leadList(id: $list) { id }
    nodes(ids: [$lead, $list]) { id }
    leads(filter: { listId: $list }) { nodes { id } }
    duplicateCandidates(leadId: $lead) { ... on Error { code } }
  }`;
  const { data, errors } = await client.send(query, { lead: spelled(lead.id), list: spelled(list.id) });
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    lead: { id: lead.id },
    leadList: { id: list.id },
    nodes: [{ id: lead.id }, { id: list.id }],
    leads: { nodes: [{ id: lead.id }] },
  });
  expect(await restAs(gateway, client)('GET', `/api/leads/${spelled(lead.id)}`)).toMatchObject({ status: 200 });
});

test.each(cases)('an id %s is the same id for every write', async (_how, spelled) => {
  const [leadIds, listId] = [[spelled(lead.id)], spelled(list.id)];
  const { list: lists, lead: leads, campaign } = client.services;
  expect(await lists.removeLeads({ listId, leadIds })).toMatchObject({ changed: 1, errors: [] });
  expect(await lists.addLeads({ listId, leadIds })).toMatchObject({ changed: 1, errors: [] });
  expect((await leads.update({ id: spelled(lead.id), title: 'CTO' })).lead.id).toBe(lead.id);
  const { id: campaignId } = await campaign.create({ name: 'Spring' });
  expect(await campaign.addLeads({ campaignId, leadIds })).toMatchObject({ errors: [] });
  const input = { type: 'person', name: { full: 'Ann Doe' }, listIds: [list.id, listId] } as const;
  const { lead: made } = await leads.create({ ...input, listIds: [...input.listIds] });
  const [item] = await leads.createMany([input]);
  expect([made.listIds, item?.lead?.listIds]).toEqual([[list.id], [list.id]]);
});
