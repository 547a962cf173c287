import { beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
});

describe('the relations of leads', () => {
  /** Ten companies, three lists, two campaigns; 50 people who work there and are in all of them, each with signals. */
  beforeAll(async () => {
    const { campaign, list, signal } = client.services;
    const lists = await Promise.all(['One', 'Two', 'Three'].map((name) => list.create({ name })));
    const campaigns = await Promise.all(['Spring', 'Autumn'].map((name) => campaign.create({ name })));
    const domains = Array.from({ length: 10 }, (_, n) => `employer-${n}.com`);
    const companies = await Promise.all(
      domains.map((domain) => leads.created(company({ domain, source: 'relations' }))),
    );
    const people = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        leads.created(
          person({
            email: `relation.${n}@acme.com`,
            source: 'relations',
            listIds: lists.slice(0, 1 + (n % 3)).map(({ id }) => id),
            company: n % 2 === 0 ? { domain: domains[n % 10] ?? null } : { id: companies[n % 10]?.id ?? null },
          }),
        ),
      ),
    );
    for (const { id } of campaigns) await campaign.addLeads({ campaignId: id, leadIds: people.map((lead) => lead.id) });
    await signal.record({
      items: people.flatMap(({ email }, n) =>
        ['job_change', 'post'].map((kind) => ({
          kind,
          title: `${kind} ${n}`,
          entity: { name: 'Employer', domain: domains[n % 10] ?? null },
          person: { name: 'Jane Doe', email: email ?? null },
        })),
      ),
    });
  });

  const relations: [what: string, selection: string, commands: string[]][] = [
    ['lists', 'lists { id name }', ['find']],
    ['company lead', 'company { name lead { id } }', ['find']],
    ['prospects', 'prospects { nodes { id } }', ['find']],
    ['prospects and how many there are', 'prospects { totalCount nodes { id } }', ['find']],
    ['prospects with campaign', 'prospects { nodes { campaign { id name } } }', ['find', 'find']],
    ['prospects with the lead again', 'prospects { nodes { lead { id } } }', ['find', 'find']],
    ['signals', 'signals { nodes { id } }', ['aggregate']],
    ['signals with both statuses', 'signals { nodes { entityStatus personEntityStatus } }', ['aggregate', 'find']],
    [
      'the lead of the company of a signal',
      'signals { nodes { entity { lead { id } } } }',
      ['aggregate', 'find', 'find'],
    ],
    ['leads of the lists', 'lists { leads(first: 2) { nodes { id } } }', ['find', 'aggregate']],
    [
      'all of them',
      `lists { name } company { lead { id } } prospects { nodes { campaign { name } } }
       signals { nodes { entityStatus personEntityStatus } }`,
      ['find', 'find', 'find', 'aggregate', 'find', 'find'],
    ],
  ];
  test.each(relations)('take one command a level, for 5 leads and for 50: %s', async (_what, selection, expected) => {
    const query = `query($first: Int!) {
      leads(first: $first, filter: { type: PERSON, source: "relations" }) { nodes { id ${selection} } }
    }`;
    for (const first of [5, 50]) {
      const commands = await gateway.commandsOf(async () => {
        const { data, errors } = await client.send(query, { first });
        expect(errors).toBeUndefined();
        expect(data).toMatchObject({ leads: { nodes: { length: first } } });
      });
      expect(commands.toSorted()).toEqual(['find', ...expected].toSorted());
    }
  });

  test('are those of each lead, not of another', async () => {
    const { data } = await client.send(`{ leads(first: 50, filter: { type: PERSON, source: "relations" }) { nodes {
      email lists { name } company { domain id lead { id domain } }
      prospects { totalCount nodes { email campaign { name } } } signals { totalCount nodes { title } }
    } } }`);
    const { nodes } = (data?.leads ?? { nodes: [] }) as { nodes: Lead[] };
    expect(nodes).toHaveLength(50);
    for (const lead of nodes) {
      const n = Number(/\d+/.exec(lead.email ?? '')?.[0]);
      expect(lead.lists.map(({ name }) => name)).toEqual(['One', 'Two', 'Three'].slice(0, 1 + (n % 3)));
      expect(lead.company?.lead?.domain).toBe(`employer-${n % 10}.com`);
      expect(lead.prospects.nodes.map(({ email, campaign }) => `${email} ${campaign.name}`)).toEqual([
        `${lead.email} Spring`,
        `${lead.email} Autumn`,
      ]);
      expect(lead.signals.nodes.map(({ title }) => title).toSorted()).toEqual([`job_change ${n}`, `post ${n}`]);
      expect([lead.prospects.totalCount, lead.signals.totalCount]).toEqual([2, 2]);
    }
  });
});

describe('the company lead of a person', () => {
  const leadOf = async (of: { id?: string; domain?: string }) => {
    const { id } = await leads.created(person({ company: { name: 'Employer', ...of } }));
    const { data } = await client.send('query($id: ID!) { lead(id: $id) { company { lead { id } } } }', { id });
    const lead = data?.lead as Lead | null | undefined;
    return lead?.company?.lead?.id ?? null;
  };

  test('is found by its domain, however it is spelled', async () => {
    const { id } = await leads.created(company({ domain: 'https://www.known.com/about' }));
    for (const domain of ['known.com', 'HTTP://WWW.KNOWN.COM', 'www.known.com/jobs?x=1']) {
      expect(await leadOf({ domain })).toBe(id);
    }
    expect(await leadOf({ domain: 'uk.known.com' })).toBeNull();
    expect(await leadOf({ domain: 'unknown.com' })).toBeNull();
  });

  test('is found by its id, in any case, before the domain', async () => {
    const { id } = await leads.created(company({ domain: 'by-id.com' }));
    const other = await leads.created(company({ domain: 'by-domain.com' }));
    expect(await leadOf({ id })).toBe(id);
    expect(await leadOf({ id: `lead_${id.slice('lead_'.length).toUpperCase()}` })).toBe(id);
    expect(await leadOf({ id, domain: 'by-domain.com' })).toBe(id);
    expect(await leadOf({ id: 'crm-7', domain: 'by-domain.com' })).toBe(other.id);
    expect(await leadOf({ id: `lead_${'0'.repeat(24)}`, domain: 'by-domain.com' })).toBe(other.id);
  });

  test('is no person, no lead of another workspace and no id of another kind', async () => {
    expect(await leadOf({ id: (await leads.created(person())).id })).toBeNull();
    const foreign = await leadCalls(await gateway.client()).created(company({ domain: 'foreign-only.com' }));
    expect(await leadOf({ id: foreign.id })).toBeNull();
    expect(await leadOf({ domain: 'foreign-only.com' })).toBeNull();
    expect(await leadOf({ id: 'domain:known.com' })).toBeNull();
  });

  test('is none for domains that are no company, and nothing is read for them', async () => {
    await leads.created(company({ domain: 'gmail.com' }));
    for (const domain of ['gmail.com', 'linkedin.com', 'not a domain', 'jane@known.com', 'com']) {
      const { id } = await leads.created(person({ company: { domain } }));
      const commands = await gateway.commandsOf(async () => {
        const { data } = await client.send('query($id: ID!) { lead(id: $id) { company { domain lead { id } } } }', {
          id,
        });
        expect(data).toEqual({ lead: { company: { domain, lead: null } } });
      });
      expect(commands).toEqual(['find']);
    }
  });
});

test('relations are read anew after each write of an operation', async () => {
  const list = await client.services.list.create({ name: 'Written' });
  const { id } = await leads.created(person({ company: { domain: 'written.com' } }));
  const selection = '... on UpdateLeadPayload { lead { company { lead { domain } } } }';
  const { data, errors } = await client.send(
    `mutation($id: ID!, $list: ID!) {
      before: updateLead(input: { id: $id, title: "A" }) { ${selection} }
      employer: createLead(input: { type: COMPANY, name: { full: "W" }, domain: "written.com", listIds: [$list] }) {
        ... on CreateLeadPayload { lead { lists { leads { totalCount nodes { domain } } } } }
      }
      after: updateLead(input: { id: $id, title: "B" }) { ${selection} }
      second: createLead(input: { type: COMPANY, name: { full: "X" }, domain: "second.com", listIds: [$list] }) {
        ... on CreateLeadPayload { lead { lists { leads { totalCount nodes { domain } } } } }
      }
    }`,
    { id, list: list.id },
  );
  expect(errors).toBeUndefined();
  const onList = (...domains: string[]) => ({
    lead: { lists: [{ leads: { totalCount: domains.length, nodes: domains.map((domain) => ({ domain })) } }] },
  });
  expect(data).toEqual({
    before: { lead: { company: { lead: null } } },
    employer: onList('written.com'),
    after: { lead: { company: { lead: { domain: 'written.com' } } } },
    second: onList('second.com', 'written.com'),
  });
  const employer = await leads.create(company({ domain: 'written.com' }));
  const deleted = await client.send(
    `mutation($id: ID!, $employer: ID!) {
      before: updateLead(input: { id: $id, title: "C" }) { ${selection} }
      deleteLead(input: { id: $employer }) { ... on DeleteLeadPayload { id } }
      after: updateLead(input: { id: $id, title: "D" }) { ${selection} }
    }`,
    { id, employer: employer.lead.id },
  );
  expect(deleted.data).toEqual({
    before: { lead: { company: { lead: { domain: 'written.com' } } } },
    deleteLead: { id: employer.lead.id },
    after: { lead: { company: { lead: null } } },
  });
});
