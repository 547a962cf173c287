import { beforeEach, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { restAs, type Send } from './rest-client.ts';

let gateway: TestGateway;
let client: TestClient;
let send: Send;

beforeEach(async () => {
  gateway ??= await createTestGateway();
  client = await gateway.client();
  send = restAs(gateway, client);
});

const batch = (leads: unknown, more: object = {}, headers = {}) =>
  send('POST', '/api/leads/batch', { leads, ...more }, headers);
const jane = { name: { full: 'Jane Doe' }, email: 'jane@acme.com' };

describe('POST /api/leads/batch', () => {
  test('says of each lead what became of it, and shows it in the shape of every lead', async () => {
    const { status, body } = await batch([
      jane,
      { name: { full: 'Acme' }, type: 'company', domain: 'acme.com' },
      { ...jane, title: 'VP Sales' },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ created: 2, merged: 1, unchanged: 0, conflicts: 0, invalid: 0 });
    expect(body.items.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['created', 'created', 'merged']);
    const [first, company, merged] = body.items;
    expect(merged.leadId).toBe(first.leadId);
    expect(company.lead).toEqual((await send('GET', `/api/leads/${company.leadId}`)).body.lead);
    expect(merged.lead.title).toBe('VP Sales');
  });

  test('takes what POST /api/leads takes: no type, a source with an id', async () => {
    const { body } = await batch([{ ...jane, source: { provider: 'apollo', id: '42' } }]);
    expect(body.items[0].lead).toMatchObject({ type: 'person', sources: [{ id: '42' }] });
  });

  test('one lead that fails stops no other, and its error says where it stands', async () => {
    const two = [{ email: 'one@acme.com' }, { socials: [{ url: 'linkedin.com/in/two' }] }];
    await batch(two.map((lead) => ({ ...jane, ...lead })));
    const { status, body } = await batch([
      { name: {} },
      'not a lead',
      { ...jane, email: 'third@acme.com' },
      { ...jane, ...two[0], ...two[1] },
      { ...jane, email: 'fourth@acme.com', listIds: ['list_6b00ec681c28eac165c56100'] },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ created: 1, merged: 0, unchanged: 0, conflicts: 1, invalid: 3 });
    const errors = body.items.map(({ error }: { error: { code: string; error: string } | null }) => error);
    expect(errors).toMatchObject([
      { code: 'INVALID_INPUT', details: { issues: [{ path: ['leads', '0', 'name', 'full'] }] } },
      { code: 'INVALID_INPUT', error: 'leads.1 must be a JSON object' },
      null,
      { code: 'IDENTITY_CONFLICT', details: { leadIds: [expect.any(String), expect.any(String)] } },
      { code: 'INVALID_INPUT', details: { issues: [{ path: ['leads', '4', 'listIds'], code: 'not_found' }] } },
    ]);
  });

  test('a dry run writes nothing', async () => {
    const { body } = await batch([jane, jane, { name: {} }], { dryRun: true });
    expect(body).toMatchObject({ created: 1, merged: 1, invalid: 1 });
    expect(body.items[0].lead).toBeNull();
    expect((await send('GET', '/api/leads')).body.leads).toEqual([]);
  });

  test.each([[[]], [Array.from({ length: 501 }, () => jane)]])('takes 1 to 500 leads: 400', async (leads) => {
    const { status, body } = await batch(leads);
    expect([status, body.error]).toEqual([400, 'leads must have 1 to 500 items']);
    expect(body.details.issues[0].path).toEqual(['leads']);
  });

  test('takes 3 MB in one bulk command, and shows the leads of the first megabyte', async () => {
    const attributes = { text: 'x'.repeat(30_000) };
    const leads = Array.from({ length: 100 }, (_, index) => ({ ...jane, email: `jane${index}@acme.com`, attributes }));
    const answers: Awaited<ReturnType<Send>>[] = [];
    const commands = await gateway.commandsOf(async () => answers.push(await batch(leads)));
    expect(commands).toEqual(['insert']);
    const { items, created } = answers[0]?.body ?? {};
    expect(created).toBe(100);
    const shown = items.filter(({ lead }: { lead: object | null }) => lead !== null);
    expect(shown).toEqual(items.slice(0, 34));
    expect(new Set(items.map(({ leadId }: { leadId: string }) => leadId)).size).toBe(100);
  });

  test('under an Idempotency-Key is done once', async () => {
    const leads = [{ name: { full: 'Nobody Knows' } }, { name: {} }];
    const first = await batch(leads, {}, { 'idempotency-key': 'import-1' });
    const again = await batch(leads, {}, { 'idempotency-key': 'import-1' });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await send('GET', '/api/leads')).body.leads).toHaveLength(1);
    const other = await batch(leads.slice(0, 1), {}, { 'idempotency-key': 'import-1' });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('POST /api/signals', () => {
  const signal = {
    kind: 'funding',
    title: 'Acme raises',
    occurredAt: '2026-01-02T00:00:00+01:00',
    entity: { name: 'Acme', domain: 'acme.com' },
    person: { name: 'Jane Doe', email: 'jane@acme.com' },
  };
  const record = (signals: unknown, headers = {}) => send('POST', '/api/signals', { signals }, headers);

  test('records signals, whose entities are found again by their identifiers', async () => {
    const { status, body } = await record([signal, { ...signal, title: 'Acme hires', person: null }]);
    expect(status).toBe(201);
    expect(body.signals).toMatchObject([
      { title: 'Acme raises', occurredAt: '2026-01-01T23:00:00.000Z', entityStatus: 'new', personEntityStatus: 'new' },
      { title: 'Acme hires', personEntityId: null, personEntityStatus: null },
    ]);
    expect(body.signals[1].entityId).toBe(body.signals[0].entityId);
    expect((await send('GET', '/api/signals')).body.signals).toHaveLength(2);
  });

  test('a day stands for its first moment, and without a time it is now', async () => {
    const before = Date.now();
    const { body } = await record([
      { ...signal, occurredAt: '2026-01-02' },
      { ...signal, occurredAt: null },
    ]);
    expect(body.signals[0].occurredAt).toBe('2026-01-02T00:00:00.000Z');
    expect(Date.parse(body.signals[1].occurredAt)).toBeGreaterThanOrEqual(before);
  });

  test.each([
    [[], 'signals must have 1 to 500 items'],
    [Array.from({ length: 501 }, () => signal), 'signals must have 1 to 500 items'],
    [[signal, { ...signal, title: '' }], 'signals.1.title must not be empty'],
    [
      [{ ...signal, occurredAt: 'soon' }],
      'signals.0.occurredAt must be a time such as 2026-01-31T09:30:00Z, or a date',
    ],
    [[{ kind: 'a', title: 'b' }], 'A signal needs an entity (company), a person, or both'],
    [undefined, 'signals is required'],
  ])('where one breaks a rule, none is recorded', async (signals, error) => {
    const { status, body } = await record(signals);
    expect([status, body.error]).toEqual([400, error]);
    expect((await send('GET', '/api/signals')).body.signals).toEqual([]);
  });

  test('under an Idempotency-Key is done once', async () => {
    const first = await record([signal], { 'idempotency-key': 'signals-1' });
    const again = await record([signal], { 'idempotency-key': 'signals-1' });
    expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', first.body]);
    expect((await send('GET', '/api/signals')).body.signals).toHaveLength(1);
  });
});

test('a page that is longer than an answer may be is refused: ask for fewer rows', async () => {
  const small = await createTestGateway({ responseBytes: 4096 });
  const sending = restAs(small, await small.client());
  const leads = Array.from({ length: 10 }, (_, index) => ({ ...jane, email: `jane${index}@acme.com` }));
  expect((await sending('POST', '/api/leads/batch', { leads })).body.created).toBe(10);
  const refused = await sending('GET', '/api/leads');
  expect([refused.status, refused.body.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
  expect((await sending('GET', '/api/leads?limit=3')).body.leads).toHaveLength(3);
});
