import { beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let calls: ReturnType<typeof provenanceCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
  calls = provenanceCalls(client);
});

describe('where values came from', () => {
  it('names the source of every value of a new lead', async () => {
    const input = person({
      title: 'CRO',
      company: { name: 'Acme' },
      socials: [{ url: 'https://www.linkedin.com/in/jane-provenance' }],
      sources: [{ provider: 'apollo', id: '1' }],
      metadata: { crm: { owner: 'kim', tags: ['a'] }, 'a/b~c': 1, empty: {} },
      raw: { whole: { as: 'it is' } },
    });
    const { lead } = await calls.create(input, { via: ' Apollo ' });
    expect(await calls.sourcesOf(lead.id)).toEqual({
      'company.name': 'apollo',
      [`contacts.${input.email}`]: 'apollo',
      'metadata.a/b~c': 'apollo',
      'metadata.crm.owner': 'apollo',
      'metadata.crm.tags': 'apollo',
      'name.first': 'apollo',
      'name.full': 'apollo',
      'name.last': 'apollo',
      raw: 'apollo',
      'socials.https://www.linkedin.com/in/jane-provenance': 'apollo',
      'sources.apollo:1': 'apollo',
      title: 'apollo',
    });
    const [first] = await calls.provenanceOf(lead.id);
    expect(first).toMatchObject({ actor: { kind: 'KEY', name: 'test' }, door: 'GRAPHQL' });
    expect(first?.at).toBe((await leads.read(lead.id)).createdAt);
  });

  it('leaves no source with a part of a name that a merge has taken away', async () => {
    const input = person({ name: { full: 'Jane Doe' } });
    const { lead } = await calls.create(input, { via: 'first' });
    await calls.create({ ...input, name: { full: 'Janet' } }, { via: 'second' });
    expect((await leads.read(lead.id)).name).toMatchObject({ full: 'Janet', last: null });
    const stored = await gateway.mongo.db.collection('leads').findOne({ 'name.full': 'Janet' });
    const paths: string[] = stored?.provenance.flatMap((origin: { paths: string[] }) => origin.paths);
    expect(paths.toSorted()).toEqual([`contacts/email:${input.email}`, 'name/first', 'name/full']);
  });

  it('moves the source with what a write has changed, and with nothing else', async () => {
    const input = person({
      title: 'CRO',
      industry: 'Software',
      metadata: { crm: { owner: 'kim', stage: 1 }, flat: 1 },
    });
    const { lead } = await calls.create(input, { via: 'first' });
    await calls.create(
      { ...input, title: 'CEO', size: '10', metadata: { crm: { owner: 'kim', stage: 2 }, flat: 1 } },
      { via: 'second' },
    );
    expect(await calls.sourcesOf(lead.id)).toEqual({
      [`contacts.${input.email}`]: 'first',
      industry: 'first',
      'metadata.crm.owner': 'first',
      'metadata.crm.stage': 'second',
      'metadata.flat': 'first',
      'name.first': 'first',
      'name.full': 'first',
      'name.last': 'first',
      size: 'second',
      title: 'second',
    });
  });

  it.each<[string, Parameters<typeof leads.updated>[0], string[], Record<string, string>]>([
    ['a cleared field', { id: '', title: null }, ['title'], {}],
    ['a removed key', { id: '', metadata: { flat: null } }, ['metadata.flat'], {}],
    ['a removed object', { id: '', metadata: { crm: null } }, ['metadata.crm.owner', 'metadata.crm.stage'], {}],
    [
      'a value for an object',
      { id: '', metadata: { crm: 'none' } },
      ['metadata.crm.owner', 'metadata.crm.stage'],
      { 'metadata.crm': '@edit' },
    ],
    [
      'an object for a value',
      { id: '', metadata: { flat: { deep: 1 } } },
      ['metadata.flat'],
      { 'metadata.flat.deep': '@edit' },
    ],
    ['all metadata', { id: '', metadata: null }, ['metadata.crm.owner', 'metadata.crm.stage', 'metadata.flat'], {}],
    ['the company', { id: '', company: null }, ['company.name', 'company.domain'], {}],
    ['a part of the company', { id: '', company: { domain: null } }, ['company.domain'], {}],
    [
      'a name of one word',
      { id: '', name: { full: 'Cher' } },
      ['name.last'],
      { 'name.first': '@edit', 'name.full': '@edit' },
    ],
    [
      'other socials',
      { id: '', socials: [{ url: 'https://x.com/jane' }] },
      ['socials.https://x.com/doe'],
      { 'socials.https://x.com/jane': '@edit' },
    ],
  ])('follows an update: %s', async (_what, update, gone, changed) => {
    const input = person({
      title: 'CRO',
      company: { name: 'Acme', domain: 'acme.com' },
      socials: [{ url: 'https://x.com/doe' }],
      metadata: { crm: { owner: 'kim', stage: 1 }, flat: 1 },
    });
    const { lead } = await calls.create(input, { via: 'crm' });
    const before = await calls.sourcesOf(lead.id);
    await leads.updated({ ...update, id: lead.id });
    const rest = Object.fromEntries(Object.entries(before).filter(([path]) => !gone.includes(path)));
    expect(await calls.sourcesOf(lead.id)).toEqual({ ...rest, ...changed });
    expect(Object.keys(before)).toEqual(expect.arrayContaining(gone));
  });

  it('keeps of values that are no more nothing at all', async () => {
    const { lead } = await calls.create(person({ metadata: { a: { b: { c: 1 } } }, title: 'CRO' }), { via: 'crm' });
    await leads.updated({ id: lead.id, metadata: null, title: null, email: null });
    const [stored] = await gateway.mongo.db
      .collection('leads')
      .find({ workspaceId: client.workspaceId })
      .sort({ _id: -1 })
      .toArray();
    const paths: string[] = stored?.provenance.flatMap((origin: { paths: string[] }) => origin.paths);
    expect(paths.sort()).toEqual(['name/first', 'name/full', 'name/last']);
  });

  it('takes the source of the input, else the key', async () => {
    const named = await calls.create(person({ source: 'Webinar' }));
    expect(new Set(Object.values(await calls.sourcesOf(named.lead.id)))).toEqual(new Set(['webinar']));
    const unnamed = await calls.create(person({ source: '@edit' }));
    expect(new Set(Object.values(await calls.sourcesOf(unnamed.lead.id)))).toEqual(new Set(['test']));
  });

  it('shows the part that is asked for, and the source in the history', async () => {
    const { lead } = await calls.create(person({ metadata: { crm: { owner: 'kim' }, flat: 1 } }), { via: 'crm' });
    const { data } = await client.send(
      'query ($id: ID!) { lead(id: $id) { provenance(path: ["metadata", "crm"]) { path source } history { nodes { source } } } }',
      { id: lead.id },
    );
    expect(data?.lead).toEqual({
      provenance: [{ path: ['metadata', 'crm', 'owner'], source: 'crm' }],
      history: { nodes: [{ source: 'crm' }] },
    });
  });

  it('refuses a source that is none', async () => {
    const result = await calls.tryCreate(person(), { via: '@edit' });
    expect(result).toMatchObject({ __typename: 'InvalidInputError', issues: [{ path: ['via'], code: 'reserved' }] });
  });

  it('costs no command more', async () => {
    expect(await gateway.commandsOf(() => calls.create(person(), { via: 'crm' }))).toEqual(['findAndModify']);
  });
});
