import type { Document } from 'mongodb';
import { beforeAll, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;
let ids: { lead: string; list: string };

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  const { services } = client;
  const list = await services.list.create({ name: 'Readers' });
  await services.lead.create({ type: 'company', name: { full: 'Acme' }, domain: 'acme.com', raw: { rows: 2 } });
  const { lead } = await services.lead.create({
    type: 'person',
    name: { full: 'Ada Reader' },
    email: 'ada@acme.com',
    company: { domain: 'acme.com' },
    attributes: { tier: 'gold' },
    metadata: { owner: 'ann' },
    raw: { rows: 1 },
    listIds: [list.id],
  });
  ids = { lead: lead.id, list: list.id };
});

/** What is left out of the leads that an operation reads, command by command. */
async function leftOut(query: string): Promise<string[][]> {
  const projections: Document[] = [];
  const note = ({ command }: { command: Document }) => {
    const looked = command.pipeline?.find((stage: Document) => stage.$lookup?.from === 'leads')?.$lookup.pipeline;
    const projected = looked?.find((stage: Document) => stage.$project)?.$project;
    const projection = command.find === 'leads' ? command.projection : projected;
    if (projection !== undefined) projections.push(projection);
  };
  gateway.mongo.client.on('commandStarted', note);
  try {
    const { errors } = await client.send(query);
    expect(errors).toBeUndefined();
  } finally {
    gateway.mongo.client.off('commandStarted', note);
  }
  const heavy = ['attributes', 'contacts', 'listIds', 'metadata', 'raw', 'history'];
  return projections.map((projection) => heavy.filter((field) => projection[field] === 0));
}

const all = ['attributes', 'contacts', 'listIds', 'metadata', 'raw', 'history'];
const without = (...fields: string[]) => all.filter((field) => !fields.includes(field));

test.each([
  ['a lead', () => `{ lead(id: "${ids.lead}") { id name { full } } }`, [all]],
  ['a lead with its email', () => `{ lead(id: "${ids.lead}") { email } }`, [without('contacts')]],
  ['a lead with what was sent', () => `{ lead(id: "${ids.lead}") { given: raw } }`, [without('raw')]],
  ['a page', () => '{ leads { nodes { id metadata } } }', [without('metadata')]],
  [
    'a page in a fragment',
    () => '{ leads { nodes { ...F } } } fragment F on Lead { attributes }',
    [without('attributes')],
  ],
  ['a node', () => `{ node(id: "${ids.lead}") { ... on Lead { phone } } }`, [without('contacts')]],
  [
    'two of one batch, of which one shows more',
    () => `{ a: lead(id: "${ids.lead}") { id } b: lead(id: "${ids.lead}") { raw } }`,
    [without('raw')],
  ],
  [
    'the company of a lead',
    () => `{ lead(id: "${ids.lead}") { company { lead { metadata } } } }`,
    [without('metadata'), without('metadata')],
  ],
  ['the leads of a list', () => `{ leadList(id: "${ids.list}") { leads { nodes { title } } } }`, [all]],
  ['the lists of a lead', () => `{ lead(id: "${ids.lead}") { lists { name } } }`, [without('listIds')]],
])('%s is read without what is not shown', async (_what, query, expected) => {
  expect(await leftOut(query())).toEqual(expected);
});

test('what is shown is whole, through every way to a lead', async () => {
  const shown = 'id email attributes metadata raw lists { name } socials { url } sources { id } location { city }';
  const { data } = await client.send(
    `{ lead(id: "${ids.lead}") { ${shown} } node(id: "${ids.lead}") { ... on Lead { ${shown} } }
       leads(filter: { type: PERSON }) { nodes { ${shown} } } leadList(id: "${ids.list}") { leads { nodes { ${shown} } } } }`,
  );
  const lead = {
    id: ids.lead,
    email: 'ada@acme.com',
    attributes: { tier: 'gold' },
    metadata: { owner: 'ann' },
    raw: { rows: 1 },
    lists: [{ name: 'Readers' }],
    socials: [],
    sources: [],
    location: null,
  };
  expect(data).toEqual({ lead, node: lead, leads: { nodes: [lead] }, leadList: { leads: { nodes: [lead] } } });
});

test('a mutation shows the whole of what it wrote, and reads others as they are asked for', async () => {
  const { data } = await client.send(
    `mutation { updateLead(input: { id: "${ids.lead}", title: "CTO" }) {
       ... on UpdateLeadPayload { lead { raw title company { lead { raw } } } } } }`,
  );
  expect(data).toEqual({
    updateLead: { lead: { raw: { rows: 1 }, title: 'CTO', company: { lead: { raw: { rows: 2 } } } } },
  });
});
