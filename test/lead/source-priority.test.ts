import { beforeAll, describe, expect, it } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person } from './lead-calls.ts';
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
  await calls.rank('@edit', 'CRM', 'apollo', ' Scraper ');
});

describe('a value of a source that ranks higher', () => {
  const acme = { name: 'Acme', id: null, domain: null };
  it.each<[string, Partial<CreateLeadInput>, Partial<CreateLeadInput>, object, unknown[]]>([
    ['a title', { title: 'CRO' }, { title: 'CEO' }, { title: 'CRO' }, [[['title'], 'CEO', 'CRO']]],
    ['the same title', { title: 'CRO' }, { title: 'CRO' }, { title: 'CRO' }, []],
    ['a title that it has none of', {}, { title: 'CEO' }, { title: 'CEO' }, []],
    ['a status', { status: 'LOST' }, { status: 'CONTACTED' }, { status: 'LOST' }, [[['status'], 'CONTACTED', 'LOST']]],
    ['the status that every lead has', {}, { status: 'CONTACTED' }, { status: 'CONTACTED' }, []],
    ['a raw record', { raw: { a: 1 } }, { raw: { a: 2 } }, { raw: { a: 1 } }, [[['raw'], { a: 2 }, { a: 1 }]]],
    [
      'the way it came in',
      { source: 'referral' },
      { source: 'list' },
      { source: 'referral' },
      [[['source'], 'list', 'referral']],
    ],
    [
      'a name',
      { name: { full: 'Jane Doe' } },
      { name: { full: 'J. Doe', first: 'J.', last: 'Doe' } },
      { name: { full: 'Jane Doe', first: 'Jane', last: 'Doe', short: null, aliases: [] } },
      [
        [['name', 'full'], 'J. Doe', 'Jane Doe'],
        [['name', 'first'], 'J.', 'Jane'],
      ],
    ],
    [
      'a short name and aliases',
      { name: { full: 'Jane Doe', short: 'Jane', aliases: ['JD'] } },
      { name: { full: 'Jane Doe', short: 'J', aliases: ['Janie'] } },
      { name: { full: 'Jane Doe', first: 'Jane', last: 'Doe', short: 'Jane', aliases: ['JD', 'Janie'] } },
      [[['name', 'short'], 'J', 'Jane']],
    ],
    [
      'a part of a company',
      { company: { name: 'Acme' } },
      { company: { name: 'Globex', domain: 'acme.com' } },
      { company: { ...acme, domain: 'acme.com' } },
      [[['company', 'name'], 'Globex', 'Acme']],
    ],
    [
      'a part of a place',
      { location: { city: 'Rome' } },
      { location: { city: 'Turin', country: 'Italy' } },
      { location: { city: 'Rome', state: null, country: 'Italy', raw: null } },
      [[['location', 'city'], 'Turin', 'Rome']],
    ],
    [
      'a key',
      { attributes: { tier: 1 } },
      { attributes: { tier: 2, score: 3 } },
      { attributes: { tier: 1, score: 3 } },
      [[['attributes', 'tier'], 2, 1]],
    ],
    [
      'a deep key',
      { metadata: { crm: { owner: 'kim', old: 1 } } },
      { metadata: { crm: { owner: 'ann', stage: 2 }, z: 1 } },
      { metadata: { crm: { owner: 'kim', old: 1, stage: 2 }, z: 1 } },
      [[['metadata', 'crm', 'owner'], 'ann', 'kim']],
    ],
    [
      'keys like paths',
      { metadata: { 'a/b': 1, 'c~d': { 'e/f': 2 } } },
      { metadata: { 'a/b': 2, a: { b: 3 }, 'c~d': { 'e/f': 4 } } },
      { metadata: { 'a/b': 1, a: { b: 3 }, 'c~d': { 'e/f': 2 } } },
      [
        [['metadata', 'a/b'], 2, 1],
        [['metadata', 'c~d', 'e/f'], 4, 2],
      ],
    ],
    [
      'an object for a value',
      { metadata: { crm: 'none' } },
      { metadata: { crm: { owner: 'ann' } } },
      { metadata: { crm: 'none' } },
      [[['metadata', 'crm', 'owner'], 'ann', null]],
    ],
    [
      'an empty object for a value',
      { metadata: { crm: 'none' } },
      { metadata: { crm: {} } },
      { metadata: { crm: 'none' } },
      [],
    ],
    [
      'a value for an object',
      { metadata: { crm: { owner: 'kim' } } },
      { metadata: { crm: 'none' } },
      { metadata: { crm: { owner: 'kim' } } },
      [[['metadata', 'crm'], 'none', { owner: 'kim' }]],
    ],
    [
      'a list of values',
      { metadata: { tags: ['a'] } },
      { metadata: { tags: ['b'] } },
      { metadata: { tags: ['a'] } },
      [[['metadata', 'tags'], ['b'], ['a']]],
    ],
  ])('is not replaced: %s', async (_what, has, brings, then, held) => {
    const base = person(has);
    const { lead } = await calls.create(base, { via: 'crm' });
    const more = person({ ...brings, email: base.email ?? null });
    const resolved = await calls.resolve(more, { via: 'apollo' });
    const before = await leads.read(lead.id);
    const merged = await calls.create(more, { via: 'apollo' });
    const after = await leads.read(lead.id);
    expect(after).toMatchObject(then);
    expect(merged.heldBack.map(({ path, value, kept }) => [path, value, kept])).toEqual(held);
    expect(new Set(merged.heldBack.map(({ source }) => source))).toEqual(new Set(held.length === 0 ? [] : ['crm']));
    expect([resolved.changes, resolved.heldBack]).toEqual([merged.changes, merged.heldBack]);
    if (merged.outcome === 'UNCHANGED') expect(after).toEqual(before);
  });

  it('is not replaced in what leads are searched and compared by', async () => {
    const input = person({
      name: { full: 'Ada Hopper' },
      title: 'Admiral',
      company: { name: 'Navy', domain: 'navy.example' },
    });
    await calls.create(input, { via: 'crm' });
    const stored = () => gateway.mongo.db.collection('leads').findOne({ 'name.full': 'Ada Hopper' });
    const before = await stored();
    const other = {
      name: { full: 'Grace Murray' },
      title: 'Captain',
      company: { name: 'Army', domain: 'army.example' },
    };
    expect(await calls.create({ ...input, ...other }, { via: 'apollo' })).toMatchObject({
      outcome: 'UNCHANGED',
      changes: [],
    });
    expect(await stored()).toEqual(before);
  });

  it('leaves lists united, and a company known by both of its domains', async () => {
    const known = company({ socials: [{ url: 'https://x.com/acme' }] });
    const { lead } = await calls.create(known, { via: 'crm' });
    const more = {
      ...known,
      domain: `acme-group-${known.domain}`,
      email: `kim@${known.domain}`,
      socials: [{ url: 'https://x.com/group' }],
    };
    await calls.create({ ...more, domain: known.domain ?? null }, { via: 'apollo' });
    const merged = await calls.create(more, { via: 'apollo' });
    expect(merged.heldBack).toEqual([{ path: ['domain'], value: more.domain, kept: known.domain, source: 'crm' }]);
    const after = await leads.read(lead.id);
    expect(after.socials.map(({ url }) => url)).toEqual(['https://x.com/acme', 'https://x.com/group']);
    expect(after.identityKeys.map(({ value }) => value)).toContain(more.domain);
    expect(after.domain).toBe(known.domain);
  });

  it('is replaced by its own source, and by one that ranks higher', async () => {
    const input = person({ title: '1' });
    const { lead } = await calls.create(input, { via: 'apollo' });
    for (const [title, via] of [
      ['2', 'APOLLO'],
      ['3', 'crm'],
      ['4', 'crm'],
    ] as const) {
      expect(await calls.create({ ...input, title }, { via })).toMatchObject({ outcome: 'MERGED', heldBack: [] });
      expect((await leads.read(lead.id)).title).toBe(title);
    }
  });

  it('is replaced by updateLead whatever its source, which then counts', async () => {
    const input = person({ title: 'CRO', metadata: { a: 1, b: 1 } });
    const { lead } = await calls.create(input, { via: 'crm' });
    await leads.updated({ id: lead.id, title: 'Chair', metadata: { a: null } });
    const merged = await calls.create({ ...input, title: 'CEO', metadata: { a: 2, b: 2 } }, { via: 'crm' });
    expect(merged.heldBack).toEqual([{ path: ['title'], value: 'CEO', kept: 'Chair', source: '@edit' }]);
    expect((await leads.read(lead.id)).metadata).toEqual({ a: 2, b: 2 });
  });

  it('can be given up: what an edit has cleared is blank for everybody', async () => {
    const input = person({ title: 'CRO', company: { name: 'Acme' }, metadata: { crm: { owner: 'kim' } } });
    const { lead } = await calls.create(input, { via: 'crm' });
    await leads.updated({ id: lead.id, title: null, company: null, metadata: { crm: null } });
    const more = { ...input, title: 'CEO', company: { name: 'Globex' }, metadata: { crm: { owner: 'ann' } } };
    expect(await calls.create(more, { via: 'nobody' })).toMatchObject({ outcome: 'MERGED', heldBack: [] });
    expect(await leads.read(lead.id)).toMatchObject({
      title: 'CEO',
      company: { name: 'Globex' },
      metadata: { crm: { owner: 'ann' } },
    });
  });

  it('among sources without a rank, the last one wins', async () => {
    const input = person({ title: '1' });
    await calls.create(input, { via: 'a' });
    expect(await calls.create({ ...input, title: '2' }, { via: 'b' })).toMatchObject({
      outcome: 'MERGED',
      heldBack: [],
    });
    expect(await calls.create({ ...input, title: '3' }, { via: 'scraper' })).toMatchObject({
      outcome: 'MERGED',
      heldBack: [],
    });
    expect(await calls.create({ ...input, title: '4' }, { via: 'a' })).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('becomes that of a higher source that says the same, which changes nothing that readers see', async () => {
    const input = person({ title: 'CRO', metadata: { a: { b: 1 } } });
    const { lead } = await calls.create(input, { via: 'scraper' });
    const before = await leads.read(lead.id);
    expect(await calls.create(input, { via: 'crm' })).toMatchObject({ outcome: 'UNCHANGED', lead: { version: 1 } });
    expect(await leads.read(lead.id)).toEqual(before);
    expect(await calls.sourcesOf(lead.id)).toMatchObject({ title: 'crm', 'metadata.a.b': 'crm', 'name.full': 'crm' });
    expect(await calls.create({ ...input, title: 'CEO' }, { via: 'apollo' })).toMatchObject({
      outcome: 'UNCHANGED',
      heldBack: [{ path: ['title'] }],
    });
  });

  it('leaves no trace in the history, and costs no command', async () => {
    const input = person({ title: 'CRO' });
    const { lead } = await calls.create(input, { via: 'crm' });
    const commands = await gateway.commandsOf(async () => {
      const merged = await calls.create({ ...input, title: 'CEO' }, { via: 'apollo' });
      expect(merged).toMatchObject({ outcome: 'UNCHANGED', changes: [], lead: { id: lead.id, version: 1 } });
    });
    expect(commands).toEqual(['findAndModify']);
    const history = await calls.ask('query ($id: ID!) { lead(id: $id) { history { totalCount } } }', { id: lead.id });
    expect(history).toEqual({ lead: { history: { totalCount: 1 } } });
  });

  it.each([
    ['a key within an object', { a: { b: 1 } }, { a: 4 }],
    ['an object', { a: 4 }, { a: { b: 1 } }],
  ])('is not told of what a later item of the batch has replaced: %s', async (_what, first, second) => {
    const one = person({ metadata: { a: { c: 1 } } });
    await calls.create(one, { via: 'scraper' });
    const inputs = [first, second].map((metadata) => ({ ...one, metadata }));
    const items = await calls.createMany(inputs, { via: 'crm' });
    expect(items.map(({ heldBack }) => heldBack)).toEqual([[], []]);
  });

  it('holds in a batch, and for REST', async () => {
    const [a, b] = [person({ title: 'CRO' }), person()];
    await calls.create(a, { via: 'crm' });
    const inputs = [
      { ...a, title: 'CEO' },
      { ...b, title: 'X' },
      { ...b, title: 'Y' },
      { ...a, title: 'COO' },
    ];
    const items = await calls.createMany(inputs, { via: 'apollo' });
    expect(
      items.map(({ outcome, heldBack }) => [outcome, heldBack.map(({ value, source }) => [value, source])]),
    ).toEqual([
      ['UNCHANGED', [['CEO', 'crm']]],
      ['CREATED', []],
      ['MERGED', []],
      ['UNCHANGED', [['COO', 'crm']]],
    ]);
    const headers = { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ email: a.email, name: a.name, title: 'CEO', source: 'apollo' });
    const response = await gateway.fetch('/api/leads', { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ lead: { title: 'CRO' } });
  });

  it('wins whenever it comes: thirty creations race', async () => {
    const base = person();
    const inputs = Array.from({ length: 30 }, (_, n) => ({
      input: { ...base, title: `T${n}` },
      via: ['crm', 'apollo', 'scraper'][n % 3] ?? '',
    }));
    const results = await Promise.all(inputs.map(({ input, via }) => calls.create(input, { via })));
    const { title } = await leads.read(results[0]?.lead.id ?? '');
    expect(inputs.find(({ input }) => input.title === title)?.via).toBe('crm');
  });
});
