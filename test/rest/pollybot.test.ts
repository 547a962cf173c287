import { beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../src/lead/lead.ts';
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

const newLead = async (email: string, more: object = {}): Promise<Lead> =>
  (await client.services.lead.create({ type: 'person', name: { full: 'John Doe' }, email, ...more })).lead;
const put = (id: string, body: unknown) => send('PUT', `/api/v1/leads/${id}`, body);

describe('PUT /api/v1/leads/{leadId}', () => {
  test('changes what is given and keeps the rest', async () => {
    const lead = await newLead('keep@acme.com', { metadata: { a: 1 }, title: 'VP' });
    const { status, body } = await put(lead.id, { status: 'qualified', source: 'referral' });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: {
        id: lead.id,
        name: 'John Doe',
        email: 'keep@acme.com',
        phone: null,
        source: 'referral',
        status: 'qualified',
        metadata: { a: 1 },
        createdAt: lead.createdAt.toISOString(),
        updatedAt: expect.any(String),
        workspaceId: client.workspaceId,
      },
    });
    expect((await client.services.lead.findByIds([lead.id]))[0]?.title).toBe('VP');
  });

  test('clears what is null', async () => {
    const lead = await newLead('clear@acme.com', { phone: '+14155550100', source: 'ad', metadata: { a: 1 } });
    const cleared = await put(lead.id, { email: null, phone: null, source: null, metadata: null });
    expect(cleared.body.data).toMatchObject({ email: null, phone: null, source: null, metadata: {} });
  });

  test('merges metadata deeply: null removes a key, lists are replaced, every key survives', async () => {
    const lead = await newLead('merge@acme.com', { metadata: { a: { x: 1, y: 1 }, list: [1, 2], gone: 1 } });
    const patch = '{"metadata":{"a":{"y":2},"list":[3],"gone":null,"__proto__":{"admin":1},"b.c":{"$d":1}}}';
    const { body } = await put(lead.id, patch);
    expect(JSON.parse(JSON.stringify(body.data.metadata))).toEqual(
      JSON.parse('{"a":{"x":1,"y":2},"list":[3],"__proto__":{"admin":1},"b.c":{"$d":1}}'),
    );
    expect(Object.hasOwn(body.data.metadata, '__proto__')).toBe(true);
  });

  test('takes the name as one text, which the rest of it follows', async () => {
    const lead = await newLead('name@acme.com');
    const { body } = await put(lead.id, { name: 'Ludwig van Beethoven' });
    expect(body.data.name).toBe('Ludwig van Beethoven');
    const [read] = await client.services.lead.findByIds([lead.id]);
    expect(read?.name).toMatchObject({ first: 'Ludwig', last: 'van Beethoven' });
  });

  test('ignores what cannot be changed, and what it does not know', async () => {
    const lead = await newLead('ignored@acme.com');
    const body = { id: 'x', createdAt: 'x', workspaceId: 'ws_x', type: 'company', title: 'X', expectedVersion: 99 };
    const answer = await put(lead.id, body);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({ id: lead.id, updatedAt: lead.updatedAt.toISOString() });
  });

  const rules: [string, object, { field: string; value: unknown; message: string }][] = [
    [
      'a status',
      { status: 'hot' },
      { field: 'status', value: 'hot', message: 'Status must be one of: new, contacted' },
    ],
    [
      'a status that is null',
      { status: null },
      { field: 'status', value: null, message: 'A lead always has a status' },
    ],
    ['a status of another type', { status: 5 }, { field: 'status', value: 5, message: 'Status must be one of: new' }],
    ['an email', { email: 'nope' }, { field: 'email', value: 'nope', message: 'Email is not an email address' }],
    ['a phone', { phone: 'call me' }, { field: 'phone', value: 'call me', message: 'Phone is not a phone number' }],
    ['a name that is null', { name: null }, { field: 'name', value: null, message: 'A lead cannot lose its name' }],
    ['a name that is empty', { name: ' ' }, { field: 'name', value: ' ', message: 'A lead cannot lose its name' }],
    ['a name of parts', { name: { full: 'A' } }, { field: 'name', value: null, message: 'Name must be text' }],
    [
      'a name that is too long',
      { name: 'x'.repeat(501) },
      { field: 'name', value: `${'x'.repeat(200)}…`, message: 'Name must be at most 500 characters long' },
    ],
    [
      'metadata that is a list',
      { metadata: [] },
      { field: 'metadata', value: null, message: 'Metadata must be a JSON' },
    ],
    ['NUL', { source: 'a\0' }, { field: 'source', value: 'a\0', message: 'Text must not contain NUL' }],
  ];
  test.each(rules)('tells of %s that breaks a rule', async (_what, body, details) => {
    const lead = await newLead('rules@acme.com');
    const answer = await put(lead.id, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      success: false,
      error: 'Validation failed',
      code: 'VALIDATION_ERROR',
      details: { ...details, message: expect.stringContaining(details.message) },
    });
  });

  test('tells of a body that is no object', async () => {
    expect((await put('x', [])).body).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { field: '', value: null, message: 'The body must be a JSON object' },
    });
  });

  test('names the lead that has the email, as it was sent', async () => {
    const existing = await newLead('taken@acme.com');
    const lead = await newLead('wanting@acme.com');
    const answer = await put(lead.id, { email: 'Taken@ACME.com' });
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual({
      success: false,
      error: 'Email already exists',
      code: 'DUPLICATE_EMAIL',
      details: { email: 'Taken@ACME.com', existingLeadId: existing.id, message: expect.stringContaining('workspace') },
    });
  });

  test.each([['lead_6b00ec681c28eac165c56100'], ['lead_1234567890abcdef'], ['%7B%22$ne%22:null%7D']])(
    'finds no lead %s',
    async (id) => {
      const answer = await put(id, { status: 'new' });
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ success: false, error: 'Lead not found', code: 'NOT_FOUND' });
      expect(answer.body.details).toEqual({ leadId: decodeURIComponent(id), message: expect.any(String) });
    },
  );
});

describe('GET /api/v1/leads/{leadId}', () => {
  test('reads the lead as the update answers it', async () => {
    const lead = await newLead('read@acme.com');
    const updated = await put(lead.id, { phone: '+1-555-123-9999' });
    expect((await send('GET', `/api/v1/leads/${lead.id}`)).body).toEqual(updated.body);
    expect((await send('GET', '/api/v1/leads/nope')).status).toBe(404);
  });

  test('reads a company too', async () => {
    const { lead } = await client.services.lead.create({ type: 'company', name: { full: 'Acme' }, domain: 'acme.com' });
    expect((await send('GET', `/api/v1/leads/${lead.id}`)).body.data).toMatchObject({ name: 'Acme', email: null });
  });
});
