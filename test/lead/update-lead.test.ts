import { beforeAll, describe, expect, test } from 'vitest';
import { UpdateLeadDocument, type UpdateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person, type WholeLead } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
});

/** A person about whom everything is known. `n` tells identifiers of one from those of another. */
const everything = (n: number) =>
  person({
    name: { full: 'Jane Doe', short: 'JD', aliases: ['Janie', 'Miss Doe'] },
    title: 'Head of Sales',
    company: { name: 'Acme', id: 'acme-1', domain: 'acme.com' },
    location: { city: 'Berlin', state: 'Berlin', country: 'Germany', raw: 'Berlin, Germany' },
    socials: [{ url: `https://www.linkedin.com/in/jane-${n}` }],
    email: `whole.${n}@acme.com`,
    contacts: [{ value: `whole.${n}@acme.com` }, { value: '+14155550100' }, { value: 'Room 5' }],
    domain: `jane-${n}.com`,
    industry: 'Software',
    size: '51-200',
    status: 'CONTACTED',
    source: 'webinar',
    sources: [{ provider: 'apollo', id: `a-${n}` }, { id: 'crm-7' }],
    attributes: { tier: 1 },
    metadata: { budget: { amount: 5 } },
    raw: { id: 1 },
  });

let n = 0;
const createWhole = () => {
  n += 1;
  return leads.created(everything(n));
};

type Patch = Omit<UpdateLeadInput, 'id'>;
type Change = [what: string, patch: Patch, changes: (before: WholeLead) => Partial<WholeLead>];

const key = (lead: WholeLead, kind: string) => lead.identityKeys.filter((one) => one.kind === kind);
const keysBut = (lead: WholeLead, kind: string) => lead.identityKeys.filter((one) => one.kind !== kind);
const jane = { full: 'Jane Doe', short: 'JD', aliases: ['Janie', 'Miss Doe'], first: 'Jane', last: 'Doe' };
const acme = { name: 'Acme', id: 'acme-1', domain: 'acme.com' };
const berlin = { city: 'Berlin', state: 'Berlin', country: 'Germany', raw: 'Berlin, Germany' };

const given: Change[] = [
  ['title', { title: ' CEO ' }, () => ({ title: 'CEO' })],
  ['industry', { industry: 'Retail' }, () => ({ industry: 'Retail' })],
  ['size', { size: '1-10' }, () => ({ size: '1-10' })],
  ['status', { status: 'FOLLOW_UP' }, () => ({ status: 'FOLLOW_UP' })],
  ['source', { source: 'referral' }, () => ({ source: 'referral' })],
  ['domain', { domain: 'doe.de' }, () => ({ domain: 'doe.de' })],
  ['one part of the name', { name: { short: 'Jay' } }, () => ({ name: { ...jane, short: 'Jay' } })],
  ['one part of the company', { company: { name: 'Bolt' } }, () => ({ company: { ...acme, name: 'Bolt' } })],
  ['one part of the place', { location: { city: 'Potsdam' } }, () => ({ location: { ...berlin, city: 'Potsdam' } })],
  [
    'several fields at once',
    { title: 'CEO', status: 'LOST', metadata: { a: 1 } },
    () => ({ title: 'CEO', status: 'LOST', metadata: { budget: { amount: 5 }, a: 1 } }),
  ],
  [
    'all socials',
    { socials: [{ url: 'https://x.com/jane' }, { url: 'linkedin.com/in/jane-new' }, { url: 'http://X.com/jane/' }] },
    (before) => ({
      socials: [{ url: 'https://x.com/jane' }, { url: 'linkedin.com/in/jane-new' }],
      identityKeys: before.identityKeys.map((one) =>
        one.kind === 'LINKEDIN' ? { kind: 'LINKEDIN' as const, value: 'in/jane-new' } : one,
      ),
    }),
  ],
  [
    'all sources',
    { sources: [{ id: 'crm-8' }] },
    (before) => ({ sources: [{ provider: null, id: 'crm-8' }], identityKeys: keysBut(before, 'PROVIDER') }),
  ],
  ['all aliases', { name: { aliases: ['J', 'K', 'J'] } }, () => ({ name: { ...jane, aliases: ['J', 'K'] } })],
  ['attributes', { attributes: { tier: null, more: [1] } }, () => ({ attributes: { more: [1] } })],
  ['metadata', { metadata: { budget: { amount: 6 } } }, () => ({ metadata: { budget: { amount: 6 } } })],
  ['raw, whole', { raw: { b: null } }, () => ({ raw: { b: null } })],
];

const noContacts = (lead: WholeLead): Partial<WholeLead> => ({
  contacts: [],
  email: null,
  phone: null,
  identityKeys: keysBut(lead, 'EMAIL'),
});

const cleared: Change[] = [
  ['title', { title: null }, () => ({ title: null })],
  ['company', { company: null }, () => ({ company: null })],
  ['the last parts of the company', { company: { name: null, id: null, domain: ' ' } }, () => ({ company: null })],
  ['a part of the company', { company: { id: null } }, () => ({ company: { ...acme, id: null } })],
  ['location', { location: null }, () => ({ location: null })],
  ['a part of the location', { location: { raw: null } }, () => ({ location: { ...berlin, raw: null } })],
  ['socials', { socials: null }, (before) => ({ socials: [], identityKeys: keysBut(before, 'LINKEDIN') })],
  ['socials by an empty list', { socials: [] }, (was) => ({ socials: [], identityKeys: keysBut(was, 'LINKEDIN') })],
  ['contacts', { contacts: null }, noContacts],
  ['contacts by an empty list', { contacts: [] }, noContacts],
  [
    'email',
    { email: null },
    (before) => ({ email: null, contacts: before.contacts.slice(1), identityKeys: keysBut(before, 'EMAIL') }),
  ],
  [
    'phone',
    { phone: null },
    (before) => ({ phone: null, contacts: before.contacts.filter(({ kind }) => kind !== 'PHONE') }),
  ],
  ['domain', { domain: null }, () => ({ domain: null })],
  ['industry', { industry: null }, () => ({ industry: null })],
  ['size', { size: null }, () => ({ size: null })],
  ['source', { source: null }, () => ({ source: null })],
  ['sources', { sources: null }, (before) => ({ sources: [], identityKeys: keysBut(before, 'PROVIDER') })],
  ['attributes', { attributes: null }, () => ({ attributes: {} })],
  ['metadata', { metadata: null }, () => ({ metadata: {} })],
  ['raw', { raw: null }, () => ({ raw: null })],
  ['a short name', { name: { short: null } }, () => ({ name: { ...jane, short: null } })],
  ['aliases', { name: { aliases: null } }, () => ({ name: { ...jane, aliases: [] } })],
  ['the title by blank text', { title: ' \t' }, () => ({ title: null })],
  ['the industry by blank text', { industry: '' }, () => ({ industry: null })],
  ['the size by blank text', { size: '' }, () => ({ size: null })],
  ['the source by blank text', { source: '\u00a0' }, () => ({ source: null })],
  ['the domain by blank text', { domain: '' }, () => ({ domain: null })],
  ['a city by blank text', { location: { city: '' } }, () => ({ location: { ...berlin, city: null } })],
  ['the short name by blank text', { name: { short: ' ' } }, () => ({ name: { ...jane, short: null } })],
  [
    'the email by blank text',
    { email: '' },
    (before) => ({ email: null, contacts: before.contacts.slice(1), identityKeys: keysBut(before, 'EMAIL') }),
  ],
  [
    'the phone by blank text',
    { phone: ' ' },
    (before) => ({ phone: null, contacts: before.contacts.filter(({ kind }) => kind !== 'PHONE') }),
  ],
];

describe('updateLead', () => {
  test.each(given)('changes %s and nothing else', async (_what, patch, changes) => {
    const before = await createWhole();
    const after = await leads.updated({ id: before.id, ...patch });
    expect(after).toEqual({ ...before, ...changes(before), version: 2, updatedAt: after.updatedAt });
    expect(Date.parse(after.updatedAt)).toBeGreaterThanOrEqual(Date.parse(before.updatedAt));
    expect(after.createdAt).toBe(before.createdAt);
  });

  test.each(cleared)('clears %s and nothing else', async (_what, patch, changes) => {
    const before = await createWhole();
    expect(key(before, 'EMAIL')).toHaveLength(1);
    const after = await leads.updated({ id: before.id, ...patch });
    expect(after).toEqual({ ...before, ...changes(before), version: 2, updatedAt: after.updatedAt });
  });

  test('gives parts to a company and a place that were not there', async () => {
    const { id } = await leads.created(person());
    const after = await leads.updated({ id, company: { domain: 'acme.com' }, location: { country: 'France' } });
    expect(after.company).toEqual({ name: null, id: null, domain: 'acme.com' });
    expect(after.location).toEqual({ city: null, state: null, country: 'France', raw: null });
  });

  test('never changes type, lists, workspace or creation', async () => {
    const list = await client.services.list.create({ name: 'Kept' });
    const before = await leads.created(person({ listIds: [list.id] }));
    const after = await leads.updated({ id: before.id, title: 'CEO', contacts: [], socials: [] });
    expect(after).toMatchObject({
      type: 'PERSON',
      createdAt: before.createdAt,
      lists: [{ id: list.id, name: 'Kept' }],
    });
  });

  test.each([['type: COMPANY'], ['listIds: []'], ['createdAt: "2026-01-01T00:00:00Z"']])(
    'has no field for %s',
    async (field) => {
      const { id } = await leads.created(person());
      const { errors } = await client.send(`mutation { updateLead(input: { id: "${id}", ${field} }) { __typename } }`);
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    },
  );

  test('is one database command, however much it changes', async () => {
    const { id } = await leads.created(company());
    const { type: _type, ...fields } = everything(1000);
    const name = { full: 'Bolt GmbH', short: 'Bolt', aliases: ['B'] };
    const commands = await gateway.commandsOf(() =>
      client.run(UpdateLeadDocument, { input: { id, expectedVersion: 1, ...fields, name } }),
    );
    expect(commands).toEqual(['findAndModify']);
    expect(await leads.read(id)).toMatchObject({ version: 2, name: { full: 'Bolt GmbH' }, title: 'Head of Sales' });
  });
});
