import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { restAs, type Send } from './rest-client.ts';

let gateway: TestGateway;
let client: TestClient;
let send: Send;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  send = restAs(gateway, client);
});

const jane = (email: string, more: object = {}) => ({
  type: 'person',
  name: { full: 'Jane Doe' },
  contacts: [{ value: email }],
  ...more,
});

describe('POST /api/leads', () => {
  test('creates a person where no type is given, with every key of the answer there', async () => {
    const { status, body } = await send('POST', '/api/leads', { name: { first: 'Jane', last: 'Doe' } });
    expect(status).toBe(201);
    expect(body).toEqual({
      lead: {
        id: expect.stringMatching(/^lead_[0-9a-f]{24}$/),
        type: 'person',
        name: { full: 'Jane Doe', short: null, aliases: [], first: 'Jane', last: 'Doe' },
        lists: [],
        sources: [],
        createdAt: expect.stringMatching(/Z$/),
        updatedAt: body.lead.createdAt,
        location: { city: null, state: null, country: null, raw: null },
        socials: [],
        contacts: [],
        attributes: {},
        raw: {},
        title: null,
        company: { name: null, id: null, domain: null },
      },
    });
  });

  test('answers 201 for a new lead and 200 for one that was merged into, or had it all', async () => {
    const first = await send('POST', '/api/leads', jane('merge@acme.com', { attributes: { a: { x: 1 } } }));
    const merged = await send(
      'POST',
      '/api/leads',
      jane('MERGE@acme.com', { title: 'VP', attributes: { a: { y: 2 } } }),
    );
    const unchanged = await send('POST', '/api/leads', jane('merge@acme.com'));
    expect([first.status, merged.status, unchanged.status]).toEqual([201, 200, 200]);
    expect(merged.body.lead).toMatchObject({
      id: first.body.lead.id,
      title: 'VP',
      attributes: { a: { x: 1, y: 2 } },
    });
    expect(unchanged.body).toEqual(merged.body);
  });

  test('puts the lead on the lists that are named, and on no other', async () => {
    const one = await client.services.list.create({ name: 'One' });
    const two = await client.services.list.create({ name: 'Two' });
    const first = await send('POST', '/api/leads', jane('lists@acme.com', { listIds: [one.id] }));
    expect(first.body.lead.lists).toEqual([{ id: one.id, name: 'One' }]);
    const second = await send('POST', '/api/leads', jane('lists@acme.com', { listIds: [two.id] }));
    expect(second.body.lead.lists).toEqual([
      { id: one.id, name: 'One' },
      { id: two.id, name: 'Two' },
    ]);
    const none = await send('POST', '/api/leads', jane('unlisted@acme.com'));
    expect(none.body.lead.lists).toEqual([]);
  });

  const sources: [string, unknown, { source: string | null; sources: { provider: string | null; id: string }[] }][] = [
    ['a name', 'webinar', { source: 'webinar', sources: [] }],
    ['null', null, { source: null, sources: [] }],
    ['an object with a name', { name: 'Webinar' }, { source: 'Webinar', sources: [] }],
    [
      'an object with a provider and an id',
      { provider: 'apollo', id: 'p-1' },
      { source: 'apollo', sources: [{ provider: 'apollo', id: 'p-1' }] },
    ],
    [
      'an object with everything',
      { name: 'List of May', provider: 'apollo', id: 'p-2' },
      { source: 'List of May', sources: [{ provider: 'apollo', id: 'p-2' }] },
    ],
    ['an object with an id alone', { id: 'x-1' }, { source: null, sources: [{ provider: null, id: 'x-1' }] }],
    ['an empty object', {}, { source: null, sources: [] }],
  ];
  test.each(sources)('reads a source that is %s', async (_what, source, expected) => {
    const { status, body } = await send('POST', '/api/leads', { name: { full: 'A' }, source });
    expect(status).toBe(201);
    expect((await client.services.lead.findByIds([body.lead.id]))[0]).toMatchObject(expected);
    expect(body.lead.sources).toEqual(expected.sources.map(({ id }) => ({ id })));
  });

  test('takes a source object beside a list of sources, and finds the lead by it', async () => {
    const body = { name: { full: 'A' }, source: { provider: 'apollo', id: 'p-9' }, sources: [{ id: 'loose' }] };
    const first = await send('POST', '/api/leads', body);
    expect(first.body.lead.sources).toEqual([{ id: 'loose' }, { id: 'p-9' }]);
    const second = await send('POST', '/api/leads', {
      name: { full: 'A' },
      sources: [{ provider: 'Apollo', id: 'p-9' }],
    });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.lead.id).toBe(first.body.lead.id);
  });

  test('keeps every key of JSON fields', async () => {
    const json = '{"__proto__":{"admin":true},"constructor":1,"a.b":1,"$set":{"x":1},"":0,"nested":{"__proto__":[1]}}';
    const { body } = await send(
      'POST',
      '/api/leads',
      `{"name":{"full":"A"},"contacts":[{"value":"keys@acme.com"}],"attributes":${json},"raw":${json},"metadata":${json}}`,
    );
    const [lead] = await client.services.lead.findByIds([body.lead.id]);
    for (const kept of [body.lead.attributes, body.lead.raw, lead?.metadata]) {
      expect(kept).toEqual(JSON.parse(json));
      expect(Object.keys(kept)).toContain('__proto__');
    }
    expect(Object.hasOwn({}, 'admin')).toBe(false);
  });

  test('names the leads that identifiers of one belong to, and writes nothing', async () => {
    const a = await send('POST', '/api/leads', jane('conflict@acme.com'));
    const socials = [{ url: 'https://www.linkedin.com/in/conflict-b' }];
    const b = await send('POST', '/api/leads', { name: { full: 'B' }, socials });
    const { status, body } = await send('POST', '/api/leads', jane('conflict@acme.com', { socials, title: 'X' }));
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'IDENTITY_CONFLICT',
      details: {
        keys: [
          { kind: 'email', value: 'conflict@acme.com' },
          { kind: 'linkedin', value: 'in/conflict-b' },
        ],
      },
    });
    expect(body.details.leadIds.sort()).toEqual([a.body.lead.id, b.body.lead.id].sort());
    expect((await send('GET', `/api/leads/${a.body.lead.id}`)).body.lead.title).toBeNull();
  });

  const person = { name: { full: 'A' } };
  const refused: [string, unknown, string, string][] = [
    ['no name', {}, 'name', 'name is required'],
    ['an empty name', { name: {} }, 'name.full', 'A person needs a full name, or a first or last name'],
    ['a company with a first name', { type: 'company', name: { full: 'A', first: 'B' } }, 'name', 'A company has no'],
    ['an unknown type', { ...person, type: 'robot' }, 'type', 'type must be one of: person, company'],
    ['a type that is null', { ...person, type: null }, 'type', 'type must be one of: person, company'],
    ['an unknown status', { ...person, status: 'hot' }, 'status', 'status must be one of: new, contacted, qualified'],
    ['an email that is none', { ...person, email: 'nope' }, 'email', 'email is not an email address'],
    ['a number as title', { ...person, title: 5 }, 'title', 'title must be text'],
    ['text as socials', { ...person, socials: 'x' }, 'socials', 'socials must be a list'],
    ['a contact without a value', { ...person, contacts: [{}] }, 'contacts.0.value', 'contacts.0.value is required'],
    ['a list as attributes', { ...person, attributes: [] }, 'attributes', 'attributes must be a JSON object'],
    ['a source that is a number', { ...person, source: 3 }, 'source', 'source must be a name of at most 200'],
    ['a source of too many', { ...person, source: 'x'.repeat(201) }, 'source', 'source must be a name of at most 200'],
    ['an unknown list', { ...person, listIds: ['list_6b00ec681c28eac165c56100'] }, 'listIds.0', 'List list_6b00ec'],
    ['NUL in a name', { name: { full: 'a\0b' } }, 'name.full', 'Text must not contain NUL'],
    ['a list as body', [], '', 'The body must be a JSON object'],
    ['text as body', 'text', '', 'The body must be a JSON object'],
    [
      'JSON that is too deep',
      `{"name":{"full":"A"},"raw":{"a":${'['.repeat(9000)}${']'.repeat(9000)}}}`,
      'raw',
      'JSON',
    ],
  ];
  test.each(refused)('refuses %s', async (_what, body, path, message) => {
    const sent = typeof body === 'string' && body.startsWith('{') ? body : JSON.stringify(body);
    const answer = await send('POST', '/api/leads', sent);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('INVALID_INPUT');
    expect(answer.body.details.issues).toHaveLength(1);
    expect(answer.body.details.issues[0].path.join('.')).toBe(path);
    expect(answer.body.error).toContain(message);
  });

  test('tells every rule that is broken at once', async () => {
    const { body } = await send('POST', '/api/leads', { type: 'x', title: 1, socials: [{ url: '' }] });
    expect(body.error).toBe('4 values break a rule');
    expect(body.details.issues.map((issue: { path: string[] }) => issue.path.join('.')).sort()).toEqual([
      'name',
      'socials.0.url',
      'title',
      'type',
    ]);
  });
});

describe('PATCH /api/leads', () => {
  test('changes what is given, clears what is null, merges attributes and ignores the type', async () => {
    const { lead } = (
      await send(
        'POST',
        '/api/leads',
        jane('patch@acme.com', { title: 'A', industry: 'B', attributes: { a: 1, b: 2 } }),
      )
    ).body;
    const patch = { id: lead.id, type: 'company', title: null, attributes: { b: null, c: 3 }, name: { short: 'JD' } };
    const { status, body } = await send('PATCH', '/api/leads', patch);
    expect(status).toBe(200);
    expect(body.lead).toEqual({
      ...lead,
      updatedAt: expect.any(String),
      title: null,
      attributes: { a: 1, c: 3 },
      name: { ...lead.name, short: 'JD' },
    });
  });

  test('takes an expected version and says which one the lead is at', async () => {
    const { lead } = (await send('POST', '/api/leads', jane('version@acme.com'))).body;
    const patch = { id: lead.id, title: 'A', expectedVersion: 1 };
    expect((await send('PATCH', '/api/leads', patch)).status).toBe(200);
    const late = await send('PATCH', '/api/leads', { ...patch, title: 'B' });
    expect(late).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT', details: { version: 2 } } });
  });

  test('refuses an identifier of another lead', async () => {
    const other = (await send('POST', '/api/leads', jane('other@acme.com'))).body.lead;
    const { lead } = (await send('POST', '/api/leads', jane('mine@acme.com'))).body;
    const taken = await send('PATCH', '/api/leads', { id: lead.id, contacts: [{ value: 'other@acme.com' }] });
    expect(taken).toMatchObject({
      status: 409,
      body: {
        code: 'IDENTITY_CONFLICT',
        details: { keys: [{ kind: 'email', value: 'other@acme.com' }], leadIds: [other.id] },
      },
    });
  });

  const cases: [string, object, number, string][] = [
    ['no id', { title: 'A' }, 400, 'id is required'],
    ['an unknown id', { id: 'lead_6b00ec681c28eac165c56100', title: 'A' }, 404, 'was not found'],
    ['an id that is none', { id: '{"$ne":null}', title: 'A' }, 404, 'was not found'],
    ['an id that is an object', { id: { $ne: null }, title: 'A' }, 400, 'id must be text'],
    ['a name that is null', { id: 'lead_6b00ec681c28eac165c56100', name: null }, 400, 'A lead cannot lose its name'],
  ];
  test.each(cases)('answers %s', async (_what, body, status, message) => {
    const answer = await send('PATCH', '/api/leads', body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toContain(message);
  });
});
