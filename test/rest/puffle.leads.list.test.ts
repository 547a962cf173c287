import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { restAs, type Send } from './rest-client.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

const jane = (email: string, more: object) => ({ name: { full: 'Jane Doe' }, contacts: [{ value: email }], ...more });

describe('GET /api/leads', () => {
  let mine: Send;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    const other = await gateway.client();
    mine = restAs(gateway, other);
    const list = await other.services.list.create({ name: 'Some' });
    ids.list = list.id;
    const leads: [string, object][] = [
      ['ann', jane('ann@acme.com', { name: { full: 'Ann Ace' }, status: 'contacted', listIds: [list.id] })],
      ['bob', jane('bob@acme.com', { name: { full: 'Bob Böll' }, status: 'lost', source: 'webinar' })],
      ['cleo', jane('cleo@acme.com', { name: { full: 'Cleo' }, socials: [{ url: 'linkedin.com/in/cleo' }] })],
      ['dot', { type: 'company', name: { full: 'Dot' }, domain: 'dot.com', listIds: [list.id] }],
    ];
    for (const [name, body] of leads) ids[name] = (await mine('POST', '/api/leads', body)).body.lead.id;
  });

  const names = (body: { leads: { name: { full: string } }[] }) => body.leads.map((lead) => lead.name.full);

  const filters: [string, string[]][] = [
    ['', ['Dot', 'Cleo', 'Bob Böll', 'Ann Ace']],
    ['type=company', ['Dot']],
    ['status=contacted,lost', ['Bob Böll', 'Ann Ace']],
    ['status=contacted&status=lost', ['Bob Böll', 'Ann Ace']],
    ['source=webinar', ['Bob Böll']],
    ['email=ANN%40acme.com', ['Ann Ace']],
    ['domain=https%3A%2F%2Fwww.dot.com', ['Dot']],
    ['linkedin_url=https%3A%2F%2Fde.linkedin.com%2Fin%2FCleo%3Fx%3D1', ['Cleo']],
    ['q=bol', ['Bob Böll']],
    ['q=zzz', []],
    ['created_from=2020-01-01&created_to=2999-12-31T23:59:59Z&type=company', ['Dot']],
    ['created_to=2020-01-01', []],
    ['updated_from=2999-01-01T00:00:00%2B02:00', []],
    ['sort=name', ['Ann Ace', 'Bob Böll', 'Cleo', 'Dot']],
    ['sort=created_at&type=person', ['Ann Ace', 'Bob Böll', 'Cleo']],
    ['list_id=list_6b00ec681c28eac165c56100', []],
    ['list_id=nonsense', []],
  ];
  test.each(filters)('filters by "%s"', async (query, expected) => {
    const { status, body } = await mine('GET', `/api/leads?${query}`);
    expect(status).toBe(200);
    expect(names(body)).toEqual(expected);
    expect(body.nextCursor).toBeNull();
  });

  test('filters by list, and shows the lists of a page with one command', async () => {
    const commands = await gateway.commandsOf(async () => {
      const { body } = await mine('GET', `/api/leads?list_id=${ids.list}`);
      expect(names(body)).toEqual(['Dot', 'Ann Ace']);
      expect(body.leads[0].lists).toEqual([{ id: ids.list, name: 'Some' }]);
    });
    expect(commands).toEqual(['find', 'find']);
  });

  test('pages through everything once, in any order', async () => {
    for (const sort of ['-created_at', 'created_at', 'name', '-name', 'updated_at', '-updated_at']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await mine(
          'GET',
          `/api/leads?limit=1&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        seen.push(...names(body));
        cursor = body.nextCursor;
      }
      expect(seen.sort()).toEqual(['Ann Ace', 'Bob Böll', 'Cleo', 'Dot']);
    }
  });

  test('reads one lead', async () => {
    const { status, body } = await mine('GET', `/api/leads/${ids.dot}`);
    expect(status).toBe(200);
    expect(body.lead).toMatchObject({ id: ids.dot, type: 'company', lists: [{ id: ids.list, name: 'Some' }] });
    expect((await mine('GET', `/api/leads/${ids.dot?.toUpperCase().replace('LEAD_', 'lead_')}`)).status).toBe(200);
  });

  const bad: [string, string][] = [
    ['limit=0', 'limit must be a whole number of at least 1'],
    ['limit=101', 'limit must be at most 100'],
    ['limit=1.5', 'limit must be a whole number of at least 1'],
    ['limit=', 'limit must be a whole number of at least 1'],
    ['cursor=nonsense', 'cursor must be a cursor of this list and order'],
    ['status=hot', 'status must be one of: new, contacted'],
    ['status=hot,cold', 'status must be one of: new, contacted'],
    ['type=person&type=company', 'type must be one of: person, company'],
    ['sort=size', 'sort must be one of: created_at, -created_at'],
    ['email=', 'email must not be empty'],
    ['q=a+b+c+d+e+f+g+h+i', 'q must have at most 8 different words'],
    ['created_from=yesterday', 'created_from must be a time such as'],
    ['created_from=2026-02-30', 'created_from must be a time such as'],
    ['stauts=new', 'Unknown parameter: stauts'],
    ['__proto__=1', 'Unknown parameter: __proto__'],
  ];
  test.each(bad)('refuses "%s"', async (query, message) => {
    const { status, body } = await mine('GET', `/api/leads?${query}`);
    expect(status).toBe(400);
    expect(body.code).toBe('INVALID_INPUT');
    expect(body.error).toContain(message);
  });

  test('refuses a cursor of another order', async () => {
    const { body } = await mine('GET', '/api/leads?limit=1');
    const answer = await mine('GET', `/api/leads?sort=name&cursor=${body.nextCursor}`);
    expect(answer).toMatchObject({ status: 400, body: { details: { issues: [{ path: ['cursor'] }] } } });
  });
});
