import { ObjectId } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CreateLeadInput, UpdateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
});

describe('expectedVersion', () => {
  test('lets the update through while it is the version of the lead', async () => {
    const { id } = await leads.created(person());
    expect((await leads.updated({ id, expectedVersion: 1, title: 'A' })).version).toBe(2);
    expect((await leads.updated({ id, expectedVersion: 2, title: 'B' })).version).toBe(3);
    expect((await leads.updated({ id, expectedVersion: null, title: 'C' })).version).toBe(4);
  });

  test.each([2, 99])(
    'refuses version %i of a lead at another, and shows the lead as it is',
    async (expectedVersion) => {
      const { id } = await leads.created(person());
      const before = await leads.updated({ id, title: 'A' }).then(() => leads.updated({ id, title: 'B' }));
      const error = expectType(await leads.tryUpdate({ id, expectedVersion, title: 'X' }), 'VersionConflictError');
      expect(error).toMatchObject({
        code: 'VERSION_CONFLICT',
        message: `Lead ${id} is at version 3, not ${expectedVersion}`,
        lead: { id, version: 3 },
      });
      expect(await leads.read(id)).toEqual(before);
    },
  );

  test('is refused where it is no version', async () => {
    const { id } = await leads.created(person());
    for (const expectedVersion of [0, -1]) {
      expect(await leads.issuesOf({ id, expectedVersion, title: 'X' })).toEqual(['input.expectedVersion too_small']);
    }
  });

  test('comes before what else could be said of the update', async () => {
    const holder = await leads.created(person({ email: 'version-holder@acme.com' }));
    const { id } = await leads.created(company());
    const input: UpdateLeadInput = { id, expectedVersion: 7, name: { first: 'Ann' }, email: holder.email ?? '' };
    expectType(await leads.tryUpdate(input), 'VersionConflictError');
  });

  test.each([2, 25])('lets exactly one of %i updates at once through', async (count) => {
    const { id } = await leads.created(person());
    const results = await Promise.all(
      Array.from({ length: count }, (_, n) => leads.tryUpdate({ id, expectedVersion: 1, title: `Title ${n}` })),
    );
    const won = results.filter((result) => result.__typename === 'UpdateLeadPayload');
    expect(won).toHaveLength(1);
    for (const lost of results.filter((result) => result.__typename !== 'UpdateLeadPayload')) {
      expect(expectType(lost, 'VersionConflictError').lead).toEqual({ id, version: 2 });
    }
    expect(await leads.read(id)).toMatchObject({
      version: 2,
      title: won.map((one) => 'lead' in one && one.lead.title)[0],
    });
  });
});

const bare: CreateLeadInput = { type: 'PERSON', name: { full: 'Jane Doe' } };
const full: CreateLeadInput = {
  ...bare,
  name: { full: 'Jane Doe', first: 'Jane', last: 'Doe', short: 'JD', aliases: ['Janie', 'J. Doe'] },
  title: 'CEO',
  company: { name: 'Acme', id: '1', domain: 'https://acme.com' },
  location: { city: 'Berlin', country: 'Germany' },
  contacts: [{ value: '+14155550100' }, { value: 'Room 5' }],
  socials: [{ url: 'https://x.com/jane' }],
  domain: 'doe.com',
  industry: 'Software',
  size: '1-10',
  status: 'LOST',
  source: 'webinar',
  sources: [{ id: 'crm-1' }],
  attributes: { a: [{ b: null }], deep: { er: 1 } },
  metadata: { 'a.b': { $c: 1 } },
  raw: { r: null },
};

type Patch = Omit<UpdateLeadInput, 'id'>;
const nothing: [string, CreateLeadInput, Patch][] = [
  ['no field at all', full, {}],
  ['the same name', full, { name: { full: 'Jane Doe' } }],
  [
    'the same parts of the name',
    full,
    { name: { first: 'Jane', last: 'Doe', short: 'JD', aliases: ['Janie', 'J. Doe'] } },
  ],
  ['the same title with blanks around it', full, { title: ' CEO ' }],
  ['the same company', full, { company: { name: 'Acme', id: '1', domain: 'https://acme.com' } }],
  ['a part of the same company', full, { company: { domain: 'https://acme.com' } }],
  ['no part of the company', full, { company: {} }],
  ['the same place', full, { location: { country: 'Germany', state: null } }],
  ['the same contacts', full, { contacts: [{ value: '+14155550100' }, { value: 'Room 5' }] }],
  ['the same phone', full, { phone: '+14155550100' }],
  ['the same socials', full, { socials: [{ url: 'https://x.com/jane' }] }],
  ['the same domain', full, { domain: 'doe.com' }],
  ['the same other fields', full, { industry: 'Software', size: '1-10', status: 'LOST', source: 'webinar' }],
  ['the same sources', full, { sources: [{ id: 'crm-1' }] }],
  ['the same attributes', full, { attributes: { a: [{ b: null }], deep: { er: 1 } } }],
  ['a patch that removes what is not there', full, { attributes: { gone: null, deep: { gone: null } } }],
  ['a patch of empty objects where objects are', full, { attributes: { deep: {} }, metadata: { 'a.b': {} } }],
  ['an empty patch', full, { attributes: {}, metadata: {} }],
  ['the same raw', full, { raw: { r: null } }],
  ['null for a title that is not there', bare, { title: null }],
  ['null for other texts that are not there', bare, { industry: null, size: null, source: null, domain: null }],
  ['null for a company that is not there', bare, { company: null }],
  ['null for parts of a company that is not there', bare, { company: { name: null, domain: null } }],
  ['an empty company where none is', bare, { company: {} }],
  ['an empty place where none is', bare, { location: { city: ' ' } }],
  ['null for an email and a phone that are not there', bare, { email: null, phone: null }],
  ['null for lists that are empty', bare, { contacts: null, socials: null, sources: null }],
  ['null for a short name and aliases that are not there', bare, { name: { short: null, aliases: null } }],
  ['null for JSON that is not there', bare, { attributes: null, metadata: null, raw: null }],
];

describe('an update that changes nothing', () => {
  test.each(nothing)('moves neither version nor updatedAt: %s', async (_what, stored, patch) => {
    const before = await leads.created(stored);
    expect(await leads.updated({ id: before.id, ...patch })).toEqual(before);
    expect(await leads.updated({ id: before.id, expectedVersion: 1, ...patch })).toEqual(before);
  });

  test('moves neither where a first update has changed the same', async () => {
    const { id } = await leads.created(bare);
    for (const [, , patch] of nothing) {
      const after = await leads.updated({ id, ...patch });
      expect(await leads.updated({ id, ...patch })).toEqual(after);
    }
  });

  test('is seen by createLead too: what it knows, however it has come in, is UNCHANGED', async () => {
    const known = person({ name: { full: 'Jane Doe', aliases: ['A'] }, location: { city: 'Berlin' } });
    const { id } = await leads.created(known);
    await leads.create({ ...known, name: { full: 'Jane Doe', aliases: ['B', 'A'] } });
    const before = await leads.updated({ id, title: null, domain: null, company: {}, name: { aliases: ['A', 'B'] } });
    expect(before.version).toBe(2);
    const empty = { company: {}, location: { state: null }, contacts: [], attributes: {}, metadata: { a: null } };
    for (const input of [known, { ...known, ...empty }]) {
      expect(await leads.create(input)).toMatchObject({ outcome: 'UNCHANGED', lead: { id, version: 2 } });
    }
    expect(await leads.read(id)).toEqual(before);
  });
});

describe('a lead that is not there', () => {
  const ids: [string, () => Promise<string>][] = [
    ['unknown', async () => `lead_${new ObjectId().toHexString()}`],
    ['malformed', async () => 'lead_nope'],
    ['empty', async () => ''],
    ['of another kind', async () => (await client.services.list.create({ name: 'No lead' })).id],
    [
      'deleted',
      async () => {
        const { id } = await leads.created(person());
        await client.services.lead.delete(id);
        return id;
      },
    ],
    ['foreign', async () => (await leadCalls(await gateway.client()).created(person({ title: 'Foreign' }))).id],
  ];
  test.each(ids)('is not found, all the same: %s', async (_what, make) => {
    const id = await make();
    const notFound = { __typename: 'NotFoundError', code: 'NOT_FOUND', message: `Lead ${id} was not found`, id };
    expect(await leads.tryUpdate({ id, title: 'X' })).toEqual(notFound);
    expect(await leads.tryUpdate({ id, expectedVersion: 5, name: { first: 'X' } })).toEqual(notFound);
    expect(await leads.find(id)).toBeNull();
  });

  test('is not written, where it is of another workspace', async () => {
    const others = leadCalls(await gateway.client());
    const foreign = await others.created(person());
    await leads.tryUpdate({ id: foreign.id, title: 'X', email: null });
    expect(await others.read(foreign.id)).toEqual(foreign);
  });

  test('is found by its id in upper case too', async () => {
    const { id } = await leads.created(person());
    const shouted = `lead_${id.slice('lead_'.length).toUpperCase()}`;
    expect(await leads.updated({ id: shouted, title: 'Found' })).toMatchObject({ id, title: 'Found' });
  });
});
