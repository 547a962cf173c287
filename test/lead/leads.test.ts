import { beforeAll, describe, expect, test } from 'vitest';
import { type LeadFilter, LeadsDocument } from '../../schema/generated/graphql.ts';
import { createServices } from '../../src/services.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let listId: string;
let foreignListId: string;

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 12));

/** Six leads, created on the 1st to the 6th of January; Ann and Acme changed on the 10th and 11th. */
beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  let now = day(1);
  const services = createServices(gateway.stores, client.workspaceId, { clock: () => now, newId: newUuid });
  listId = (await services.list.create({ name: 'Spring' })).id;
  const other = await gateway.client();
  foreignListId = (await other.services.list.create({ name: 'Foreign' })).id;
  await leadCalls(other).create(person({ name: { full: 'Ann Foreign' }, email: 'ann@acme.com', source: 'webinar' }));

  const add = async (n: number, input: Parameters<typeof services.lead.create>[0]) => {
    now = day(n);
    return (await services.lead.create(input)).lead.id;
  };
  const ann = await add(1, {
    type: 'person',
    name: { full: 'Ann Lee' },
    email: 'Ann@Acme.com',
    company: { name: 'Acme', domain: 'https://www.acme.com/about' },
    socials: [{ url: 'https://de.linkedin.com/in/Ann-Lee/en?trk=1' }],
    source: 'webinar',
    listIds: [listId],
  });
  await add(2, {
    type: 'person',
    name: { full: 'Bob Ray' },
    contacts: [{ value: 'bob@bolt.de' }, { value: 'info@bolt.de' }],
    company: { domain: 'bolt.de' },
    source: 'Webinar',
    status: 'contacted',
  });
  await add(3, { type: 'person', name: { full: 'Cid Cox' }, company: { domain: 'uk.acme.com' }, status: 'lost' });
  const acme = await add(4, {
    type: 'company',
    name: { full: 'Acme' },
    email: 'info@acme.com',
    domain: 'acme.com',
    socials: [{ url: 'linkedin.com/company/acme' }],
    source: 'webinar',
  });
  await add(5, { type: 'company', name: { full: 'Bolt' }, domain: 'www.bolt.de', status: 'lost', listIds: [listId] });
  await add(6, { type: 'company', name: { full: 'Münch' }, domain: 'münch.de', socials: [{ url: 'https://x.com/m' }] });
  now = day(10);
  await services.lead.update({ id: ann, status: 'qualified' });
  now = day(11);
  await services.lead.update({ id: acme, size: '1-10' });
});

/** The names of the leads that a filter finds, oldest first. */
async function find(filter: LeadFilter, as = client): Promise<string[]> {
  const orderBy = { field: 'CREATED_AT', direction: 'ASC' } as const;
  const { leads } = await as.run(LeadsDocument, { filter, orderBy });
  expect(leads.totalCount).toBe(leads.edges.length);
  return leads.edges.map(({ node }) => node.name.full);
}

const all = ['Ann Lee', 'Bob Ray', 'Cid Cox', 'Acme', 'Bolt', 'Münch'];

describe('leads by', () => {
  const filters: [string, LeadFilter, string[]][] = [
    ['nothing', {}, all],
    ['type person', { type: 'PERSON' }, ['Ann Lee', 'Bob Ray', 'Cid Cox']],
    ['type company', { type: 'COMPANY' }, ['Acme', 'Bolt', 'Münch']],
    ['one status', { status: ['LOST'] }, ['Cid Cox', 'Bolt']],
    ['several statuses', { status: ['QUALIFIED', 'CONTACTED', 'LOST'] }, ['Ann Lee', 'Bob Ray', 'Cid Cox', 'Bolt']],
    ['no status of the list', { status: [] }, []],
    ['source, to the letter', { source: 'webinar' }, ['Ann Lee', 'Acme']],
    ['source with blanks around it', { source: ' Webinar ' }, ['Bob Ray']],
    ['a source nobody has', { source: '' }, []],
    ['email', { email: 'ann@acme.com' }, ['Ann Lee']],
    ['email in another spelling', { email: ' mailto:ANN@ACME.COM ' }, ['Ann Lee']],
    ['a role address of a company', { email: 'INFO@acme.com' }, ['Acme']],
    ['a role address of a person, which is no identifier', { email: 'info@bolt.de' }, ['Bob Ray']],
    ['what is no email', { email: 'ann' }, []],
    ['domain: the company and who works there', { domain: 'acme.com' }, ['Ann Lee', 'Acme']],
    ['domain in another spelling', { domain: 'HTTPS://WWW.Bolt.de/team?x=1' }, ['Bob Ray', 'Bolt']],
    ['a domain in ASCII', { domain: 'xn--mnch-0ra.de' }, ['Münch']],
    ['a subdomain, which is a company of its own', { domain: 'uk.acme.com' }, ['Cid Cox']],
    ['what is no domain', { domain: 'ann@acme.com' }, []],
    ['LinkedIn profile', { linkedinUrl: 'linkedin.com/in/ann-lee' }, ['Ann Lee']],
    [
      'LinkedIn profile in another spelling',
      { linkedinUrl: 'http://FR.linkedin.com/in/ANN-LEE/details/x' },
      ['Ann Lee'],
    ],
    ['LinkedIn page of a company', { linkedinUrl: 'https://www.linkedin.com/company/acme/' }, ['Acme']],
    ['a profile of an evil host', { linkedinUrl: 'https://linkedin.com.evil.com/in/ann-lee' }, []],
    ['created from, inclusive', { createdAt: { from: day(4).toISOString() } }, ['Acme', 'Bolt', 'Münch']],
    ['created to, exclusive', { createdAt: { to: day(3).toISOString() } }, ['Ann Lee', 'Bob Ray']],
    [
      'created between',
      { createdAt: { from: day(2).toISOString(), to: day(4).toISOString() } },
      ['Bob Ray', 'Cid Cox'],
    ],
    ['an empty span', { createdAt: { from: day(2).toISOString(), to: day(2).toISOString() } }, []],
    ['a span open at both ends', { createdAt: { from: null }, updatedAt: {} }, all],
    ['updated from', { updatedAt: { from: day(10).toISOString() } }, ['Ann Lee', 'Acme']],
    ['updated to', { updatedAt: { to: day(3).toISOString() } }, ['Bob Ray']],
    ['nulls, which say nothing', { type: null, status: null, source: null, text: null, metadata: null }, all],
    [
      'all at once',
      { type: 'PERSON', status: ['QUALIFIED'], source: 'webinar', domain: 'acme.com', text: 'a' },
      ['Ann Lee'],
    ],
    ['conditions of which one does not hold', { type: 'COMPANY', email: 'ann@acme.com' }, []],
    ['email and domain of different leads', { email: 'ann@acme.com', domain: 'bolt.de' }, []],
  ];
  test.each(filters)('%s', async (_what, filter, names) => {
    expect(await find(filter)).toEqual(names);
  });

  test('list', async () => {
    expect(await find({ listId })).toEqual(['Ann Lee', 'Bolt']);
    expect(await find({ listId, type: 'COMPANY' })).toEqual(['Bolt']);
    expect(await find({ listId: foreignListId })).toEqual([]);
    expect(await find({ listId: `list_${'0'.repeat(24)}` })).toEqual([]);
    expect(await find({ listId: 'nope' })).toEqual([]);
  });

  test('a domain that the company had before and is still known by', async () => {
    const own = await gateway.client();
    const { create } = leadCalls(own);
    const socials = [{ url: 'linkedin.com/company/moved' }];
    for (const domain of ['moved-from.com', 'moved-to.com']) {
      await create({ type: 'COMPANY', name: { full: 'Moved' }, socials, domain });
    }
    expect(await find({ domain: 'moved-from.com' }, own)).toEqual(['Moved']);
    expect(await find({ domain: 'moved-to.com' }, own)).toEqual(['Moved']);
  });
});

describe('leads', () => {
  test('are those of the workspace of the key, whatever is asked', async () => {
    const other = await gateway.client();
    const { id } = (await leadCalls(other).create(person({ name: { full: 'Only One' }, domain: 'acme.com' }))).lead;
    expect(await find({}, other)).toEqual(['Only One']);
    expect(await find({ text: 'only' })).toEqual([]);
    expect(await find({ text: 'foreign' })).toEqual([]);
    expect(await find({ listId }, other)).toEqual([]);
    expect(await find({ email: 'ann@acme.com' }, other)).toEqual([]);
    expect((await other.send('query($id: ID!) { node(id: $id) { id } }', { id })).data).toEqual({ node: { id } });
    expect((await client.send('query($id: ID!) { node(id: $id) { id } }', { id })).data).toEqual({ node: null });
  });

  test('are one command, and one more for the total count where it is asked for', async () => {
    const page = 'leads(first: 2) { nodes { id name { full } } pageInfo { hasNextPage endCursor } }';
    expect(await gateway.commandsOf(() => client.send(`{ ${page} }`))).toEqual(['find']);
    const counted = '{ leads(first: 2) { totalCount nodes { id } } }';
    expect(await gateway.commandsOf(() => client.send(counted))).toEqual(['find', 'aggregate']);
    expect((await client.send(counted)).data).toMatchObject({ leads: { totalCount: 6 } });
  });

  test('need a range of moments and known statuses', async () => {
    for (const filter of ['{ createdAt: { from: "yesterday" } }', '{ status: [HAPPY] }', '{ status: [null] }']) {
      const { errors } = await client.send(`{ leads(filter: ${filter}) { nodes { id } } }`);
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });
});
