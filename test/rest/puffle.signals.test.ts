import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { restAs, type Send } from './rest-client.ts';

let gateway: TestGateway;
let client: TestClient;
let send: Send;
let company: string;
let person: string;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  send = restAs(gateway, client);
  const [both] = await client.services.signal.record({
    items: [
      {
        kind: 'funding',
        title: 'Acme raises',
        occurredAt: new Date('2026-01-02T00:00:00Z'),
        entity: { name: 'Acme', domain: 'acme.com' },
        person: { name: 'Jane Doe', email: 'jane@acme.com' },
      },
      {
        kind: 'hiring',
        title: 'Acme hires',
        occurredAt: new Date('2026-01-01T00:00:00Z'),
        entity: { name: 'Acme', domain: 'acme.com' },
      },
    ],
  });
  company = both?.entityId ?? '';
  person = both?.personEntityId ?? '';
});

const unknown = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const patch = (items: unknown) => send('PATCH', '/api/signals/leads', { items });

describe('PATCH /api/signals/leads', () => {
  test('sets statuses, which every signal shows from then on', async () => {
    const { status, body } = await patch([
      { entityId: company, status: 'contacted' },
      { entityId: person, status: 'dismissed' },
    ]);
    expect(status).toBe(200);
    expect(body).toEqual({ updated: [company, person], errors: [] });
    const { signals } = (await send('GET', '/api/signals')).body;
    expect(signals).toMatchObject([
      {
        title: 'Acme raises',
        entityId: company,
        entityStatus: 'contacted',
        personEntityId: person,
        personEntityStatus: 'dismissed',
      },
      {
        title: 'Acme hires',
        entityId: company,
        entityStatus: 'contacted',
        personEntityId: null,
        personEntityStatus: null,
      },
    ]);
  });

  test('answers each item by itself: what is wrong with one spoils no other', async () => {
    const { status, body } = await patch([
      { entityId: 'not-a-uuid', status: 'new' },
      { entityId: unknown, status: 'new' },
      { entityId: company, status: 'new' },
      { entityId: person, status: 'responded' },
      { entityId: unknown.replace('3', '4') },
    ]);
    expect(status).toBe(200);
    expect(body.updated).toEqual([company]);
    expect(body.errors).toHaveLength(4);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { id: 'not-a-uuid', error: 'invalid_id' },
        { id: unknown, error: 'not_found' },
        { id: person, error: 'invalid_status' },
        { id: unknown.replace('3', '4'), error: 'invalid_status' },
      ]),
    );
  });

  test('counts a repeated id once; its last status wins', async () => {
    const { body } = await patch([
      { entityId: company, status: 'contacted' },
      { entityId: company.toUpperCase(), status: 'dismissed' },
    ]);
    expect(body).toEqual({ updated: [company], errors: [] });
    expect((await send('GET', '/api/signals/leads?status=dismissed&type=company')).body.leads).toHaveLength(1);
  });

  test('takes 200 items with two database commands', async () => {
    const items = Array.from({ length: 200 }, () => ({ entityId: company, status: 'new' }));
    const commands = await gateway.commandsOf(async () => {
      expect((await patch(items)).body).toEqual({ updated: [company], errors: [] });
    });
    expect(commands.length).toBeLessThanOrEqual(2);
  });

  const item = { entityId: unknown, status: 'new' };
  const refused: [string, unknown, string][] = [
    ['no items', [], 'items must have 1 to 200 items'],
    ['201 items', Array.from({ length: 201 }, () => item), 'items must have 1 to 200 items'],
    ['201 items without a status', Array.from({ length: 201 }, () => ({ entityId: unknown })), 'items must have 1 to'],
    ['items that are an object', item, 'items must be a list'],
    ['items that are missing', undefined, 'items is required'],
    ['an item without an entity', [item, { status: 'new' }], 'items.1.entityId is required'],
    ['an item that is text', [item, 'x'], 'items.1 must be a JSON object'],
  ];
  test.each(refused)('refuses %s', async (_what, items, message) => {
    const { status, body } = await patch(items);
    expect(status).toBe(400);
    expect(body.code).toBe('INVALID_INPUT');
    expect(body.error).toContain(message);
  });
});

describe('GET /api/signals', () => {
  const titles = (body: { signals: { title: string }[] }) => body.signals.map((signal) => signal.title);

  test('filters', async () => {
    await patch([
      { entityId: company, status: 'contacted' },
      { entityId: person, status: 'new' },
    ]);
    const filters: [string, string[]][] = [
      ['', ['Acme raises', 'Acme hires']],
      ['kind=hiring', ['Acme hires']],
      ['kind=hiring,funding', ['Acme raises', 'Acme hires']],
      [`entity_id=${person}`, ['Acme raises']],
      [`entity_id=${company.toUpperCase()}`, ['Acme raises', 'Acme hires']],
      [`entity_id=${unknown}`, []],
      ['entity_id=x', []],
      ['entity_status=new', ['Acme raises']],
      ['entity_status=dismissed', []],
      ['occurred_from=2026-01-02', ['Acme raises']],
      ['occurred_to=2026-01-02', ['Acme hires']],
    ];
    for (const [query, expected] of filters) {
      const { status, body } = await send('GET', `/api/signals?${query}`);
      expect([query, status, titles(body)]).toEqual([query, 200, expected]);
    }
  });

  test('pages, with two commands a page', async () => {
    const first = await send('GET', '/api/signals?limit=1');
    const commands = await gateway.commandsOf(async () => {
      const { body } = await send('GET', `/api/signals?limit=1&cursor=${first.body.nextCursor}`);
      expect(titles(body)).toEqual(['Acme hires']);
      expect(body.nextCursor).toBeNull();
    });
    expect(commands).toEqual(['aggregate', 'find']);
  });
});

describe('GET /api/signals/leads', () => {
  test('lists entities, whose ids are those of the signals', async () => {
    const { body } = await send('GET', '/api/signals/leads');
    expect(new Map(body.leads.map((lead: { id: string; name: string }) => [lead.id, lead.name]))).toEqual(
      new Map([
        [company, 'Acme'],
        [person, 'Jane Doe'],
      ]),
    );
    const people = await send('GET', '/api/signals/leads?type=person');
    expect(people.body.leads).toMatchObject([{ id: person, type: 'person', email: 'jane@acme.com' }]);
  });

  test('pages', async () => {
    const first = await send('GET', '/api/signals/leads?limit=1');
    const second = await send('GET', `/api/signals/leads?limit=1&cursor=${first.body.nextCursor}`);
    expect(new Set([first.body.leads[0].id, second.body.leads[0].id])).toEqual(new Set([company, person]));
    expect(second.body.nextCursor).toBeNull();
  });

  test.each([['status=responded'], ['type=robot'], ['limit=1000']])('refuses "%s"', async (query) => {
    expect((await send('GET', `/api/signals/leads?${query}`)).status).toBe(400);
  });
});
