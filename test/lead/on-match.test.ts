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
});

const modes = ['MERGE', 'FILL_BLANKS', 'REUSE', 'FAIL'];

describe('onMatch', () => {
  it.each(modes)('%s creates a lead that nobody knows, in one command', async (onMatch) => {
    const input = person({ title: 'CRO', metadata: { a: { b: 1 } }, attributes: { c: [1] } });
    const commands = await gateway.commandsOf(async () => {
      expect(await calls.create(input, { onMatch })).toMatchObject({ outcome: 'CREATED', heldBack: [] });
    });
    expect(commands).toEqual(['findAndModify']);
    const { title, metadata, attributes, name, contacts } = await leads.read((await leads.create(input)).lead.id);
    expect({ title, metadata, attributes, full: name.full, contacts: contacts.length }).toEqual({
      title: 'CRO',
      metadata: { a: { b: 1 } },
      attributes: { c: [1] },
      full: 'Jane Doe',
      contacts: 1,
    });
  });

  it.each<[string, Partial<CreateLeadInput>, Partial<CreateLeadInput>, object, unknown[]]>([
    ['a title', { title: 'CRO' }, { title: 'CEO' }, { title: 'CRO' }, [[['title'], 'CEO', 'CRO']]],
    ['a blank title', {}, { title: 'CEO' }, { title: 'CEO' }, []],
    ['the status', {}, { status: 'LOST' }, { status: 'NEW' }, [[['status'], 'LOST', 'NEW']]],
    [
      'a part of a company',
      { company: { name: 'Acme' } },
      { company: { name: 'Globex', domain: 'acme.com' } },
      { company: { name: 'Acme', id: null, domain: 'acme.com' } },
      [[['company', 'name'], 'Globex', 'Acme']],
    ],
    ['a company', {}, { company: { name: 'Globex' } }, { company: { name: 'Globex', id: null, domain: null } }, []],
    [
      'a place',
      { location: { city: 'Rome' } },
      { location: { city: 'Turin', country: 'Italy' } },
      { location: { city: 'Rome', state: null, country: 'Italy', raw: null } },
      [[['location', 'city'], 'Turin', 'Rome']],
    ],
    [
      'a key',
      { metadata: { a: 1 } },
      { metadata: { a: 2, b: 2 } },
      { metadata: { a: 1, b: 2 } },
      [[['metadata', 'a'], 2, 1]],
    ],
    [
      'a deep key',
      { metadata: { a: { b: 1 } } },
      { metadata: { a: { b: 2, c: 3 } } },
      { metadata: { a: { b: 1, c: 3 } } },
      [[['metadata', 'a', 'b'], 2, 1]],
    ],
    [
      'blank keys',
      { metadata: { a: '', b: [], c: {} } },
      { metadata: { a: 'x', b: ['y'], c: 'z' } },
      { metadata: { a: 'x', b: ['y'], c: 'z' } },
      [],
    ],
    [
      'an object for a value',
      { metadata: { a: 1 } },
      { metadata: { a: { b: 2 } } },
      { metadata: { a: 1 } },
      [[['metadata', 'a', 'b'], 2, null]],
    ],
    [
      'a value for an object',
      { metadata: { a: { b: 2 } } },
      { metadata: { a: 1 } },
      { metadata: { a: { b: 2 } } },
      [[['metadata', 'a'], 1, { b: 2 }]],
    ],
    ['the raw record', { raw: { a: 1 } }, { raw: { b: 1 } }, { raw: { a: 1 } }, [[['raw'], { b: 1 }, { a: 1 }]]],
    ['a phone', {}, { phone: '+1 415 555 0100' }, { phone: '+1 415 555 0100' }, []],
    [
      'a second phone',
      { phone: '+1 415 555 0100' },
      { phone: '+1 415 555 0199' },
      { phone: '+1 415 555 0100' },
      [[['contacts'], { value: '+1 415 555 0199', kind: 'PHONE' }, null]],
    ],
    [
      'socials',
      { socials: [{ url: 'https://x.com/a' }] },
      { socials: [{ url: 'https://x.com/b' }] },
      { socials: [{ url: 'https://x.com/a' }] },
      [[['socials'], { url: 'https://x.com/b' }, null]],
    ],
    ['first socials', {}, { socials: [{ url: 'https://x.com/b' }] }, { socials: [{ url: 'https://x.com/b' }] }, []],
  ])('FILL_BLANKS fills only what is blank: %s', async (_what, has, brings, then, held) => {
    const input = person(has);
    const { lead } = await calls.create(input);
    const filled = await calls.create(person({ ...brings, email: input.email ?? null }), { onMatch: 'FILL_BLANKS' });
    expect(filled.heldBack.map(({ path, value, kept }) => [path, value, kept])).toEqual(held);
    expect(await leads.read(lead.id)).toMatchObject(then);
    expect(filled.outcome === 'UNCHANGED').toBe(filled.changes.length === 0);
  });

  it('FILL_BLANKS keeps the name, what it is found by, and the identifiers of a company', async () => {
    const known = company({ name: { full: 'Acme', aliases: ['ACME'] } });
    const { lead } = await calls.create(known);
    const before = await leads.read(lead.id);
    const input = { ...known, name: { full: 'Acme Group', aliases: ['Group'] }, domain: `www.${known.domain}` };
    expect(await calls.create(input, { onMatch: 'FILL_BLANKS' })).toMatchObject({
      outcome: 'UNCHANGED',
      changes: [],
      heldBack: [
        { path: ['domain'], value: `www.${known.domain}`, kept: known.domain, source: 'test' },
        { path: ['name', 'full'], value: 'Acme Group', kept: 'Acme', source: 'test' },
      ],
    });
    expect(await leads.read(lead.id)).toEqual(before);
    const found = await client.send('query { leads(filter: { text: "group" }) { nodes { id } } }');
    expect(found.data).toEqual({ leads: { nodes: [] } });
  });

  it('REUSE answers the lead as it is', async () => {
    const input = person({ title: 'CRO', sources: [{ provider: 'apollo', id: 'reuse' }] });
    const { lead } = await calls.create(input);
    const before = await leads.read(lead.id);
    const list = await client.services.list.create({ name: 'Reused' });
    const again = person({ email: input.email ?? null, title: 'CEO', listIds: [list.id], phone: '+1 415 555 0100' });
    const commands = await gateway.commandsOf(async () => {
      expect(await calls.create({ ...again, listIds: null }, { onMatch: 'REUSE' })).toMatchObject({
        outcome: 'UNCHANGED',
        lead: { id: lead.id, version: 1 },
        changes: [],
        heldBack: [
          { path: ['title'], value: 'CEO', kept: 'CRO', source: 'test' },
          { path: ['contacts'], value: { value: '+1 415 555 0100', kind: 'PHONE' }, kept: null },
        ],
      });
    });
    expect(commands).toEqual(['findAndModify']);
    await calls.create(again, { onMatch: 'REUSE' });
    expect(await leads.read(lead.id)).toEqual(before);
  });

  it('FAIL writes nothing, and names the lead', async () => {
    const input = person({ title: 'CRO' });
    const { lead } = await calls.create(input);
    const before = await leads.read(lead.id);
    expect(await calls.tryCreate({ ...input, title: 'CEO' }, { onMatch: 'FAIL' })).toMatchObject({
      __typename: 'IdentityConflictError',
      code: 'IDENTITY_CONFLICT',
      keys: [{ kind: 'EMAIL', value: input.email }],
      leads: [{ id: lead.id }],
    });
    expect(await leads.read(lead.id)).toEqual(before);
    const keyless = { type: 'PERSON', name: { full: 'Nobody Known' } } as const;
    expect(await calls.create(keyless, { onMatch: 'FAIL' })).toMatchObject({ outcome: 'CREATED' });
    expect(await calls.create(keyless, { onMatch: 'FAIL' })).toMatchObject({ outcome: 'CREATED' });
  });

  it.each([
    ['FAIL', 1, 0],
    ['REUSE', 1, 19],
    ['FILL_BLANKS', 1, 19],
  ])('%s holds where twenty creations race for one identity', async (onMatch, created, unchanged) => {
    const { email } = person();
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        calls.tryCreate(person({ email: email ?? null, title: `T${n}` }), { onMatch }),
      ),
    );
    const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
    expect([count('CREATED'), count('UNCHANGED'), count('MERGED')]).toEqual([created, unchanged, 0]);
    const ids = new Set(results.flatMap((result) => result.lead?.id ?? result.leads.map(({ id }) => id)));
    expect(ids.size).toBe(1);
    const winner = results.findIndex(({ outcome }) => outcome === 'CREATED');
    expect((await leads.read([...ids][0] ?? '')).title).toBe(`T${winner}`);
  });

  it.each(modes)('resolveLead says what createLead then does: %s', async (onMatch) => {
    const input = person({ title: 'CRO', metadata: { a: 1 } });
    await calls.create(input);
    const more = person({ email: input.email ?? null, title: 'CEO', metadata: { a: 2, b: 1 }, industry: 'Software' });
    const resolved = await calls.resolve(more, { onMatch });
    const result = await calls.tryCreate(more, { onMatch });
    if (onMatch === 'FAIL') {
      expect([resolved.action, result.code]).toEqual(['CONFLICT', 'IDENTITY_CONFLICT']);
      return;
    }
    expect(resolved.action).toBe({ MERGED: 'MERGE', UNCHANGED: 'NOTHING' }[result.outcome]);
    expect(resolved.changes).toEqual(result.changes);
    expect(resolved.heldBack).toEqual(result.heldBack);
  });

  it.each([
    ['MERGE', ['CREATED', 'MERGED', 'MERGED'], 'C'],
    ['FILL_BLANKS', ['CREATED', 'UNCHANGED', 'MERGED'], 'A'],
    ['REUSE', ['CREATED', 'UNCHANGED', 'UNCHANGED'], 'A'],
    ['FAIL', ['CREATED', 'CONFLICT', 'CONFLICT'], 'A'],
  ])('counts for every lead of a batch: %s', async (onMatch, outcomes, title) => {
    const { email } = person();
    const inputs = [
      person({ email: email ?? null, title: 'A' }),
      person({ email: email ?? null, title: 'B' }),
      person({ email: email ?? null, title: 'C', size: '10' }),
    ];
    const items = await calls.createMany(inputs, { onMatch });
    expect(items.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect((await leads.read(items[0]?.lead?.id ?? '')).title).toBe(title);
    const held = items.map(({ heldBack }) => heldBack.map(({ path, value }) => [path.join('.'), value]));
    const left =
      onMatch === 'REUSE'
        ? [
            ['title', 'C'],
            ['size', '10'],
          ]
        : [['title', 'C']];
    expect(held).toEqual(onMatch === 'MERGE' || onMatch === 'FAIL' ? [[], [], []] : [[], [['title', 'B']], left]);
    const preview = await calls.createMany([...inputs, person()], { onMatch, dryRun: true });
    const met = { MERGE: 'MERGED', FILL_BLANKS: 'MERGED', REUSE: 'UNCHANGED', FAIL: 'CONFLICT' }[onMatch];
    expect(preview.map(({ outcome }) => outcome)).toEqual([met, met, met, 'CREATED']);
  });

  it('is part of what makes a request the same', async () => {
    const input = person({ title: 'CRO' });
    await calls.create(input);
    const key = { idempotencyKey: `on-match-${input.email}` };
    const sent = { ...input, title: 'CEO' };
    const first = await calls.create(sent, { onMatch: 'REUSE', ...key });
    expect(first.heldBack).toMatchObject([{ path: ['title'], value: 'CEO', kept: 'CRO' }]);
    await leads.updated({ id: first.lead.id, title: 'Chair' });
    expect((await calls.create(sent, { onMatch: 'REUSE', ...key })).heldBack).toEqual(first.heldBack);
    expect(await calls.tryCreate(sent, { ...key })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it.each([
    ['merge', 200, 'CEO'],
    ['fill_blanks', 200, 'CRO'],
    ['reuse', 200, 'CRO'],
    ['fail', 409, 'CRO'],
  ])('is a parameter of REST: %s', async (mode, status, title) => {
    const { email } = person();
    const headers = { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' };
    const send = (path: string, body: object) =>
      gateway.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    const lead = { email, name: { full: 'Jane Doe' } };
    const created = await send(`/api/leads?on_match=${mode}&via=Rest`, { ...lead, title: 'CRO' });
    expect(created.status).toBe(201);
    const { id } = ((await created.json()) as { lead: { id: string } }).lead;
    expect((await calls.sourcesOf(id)).title).toBe('rest');
    expect((await send(`/api/leads?on_match=${mode}`, { ...lead, title: 'CEO' })).status).toBe(status);
    expect((await leads.read(id)).title).toBe(title);
    const batch = await send(`/api/leads/batch?on_match=${mode}`, { leads: [{ ...lead, title: 'CEO' }] });
    expect(await batch.json()).toMatchObject({ conflicts: mode === 'fail' ? 1 : 0 });
    expect((await send('/api/leads?on_match=other', lead)).status).toBe(400);
    expect((await send('/api/leads?via=@edit', lead)).status).toBe(400);
  });
});
