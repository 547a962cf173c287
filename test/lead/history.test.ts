import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/shared/json.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
});

interface Change {
  path: string[];
  before: JsonValue;
  after: JsonValue;
  known: boolean;
}

interface Entry {
  id: string;
  version: number;
  outcome: string;
  door: string;
  actor: { kind: string; name: string | null };
  matchedKeys: { kind: string; value: string }[];
  changes: Change[];
}

interface Written {
  outcome?: string;
  lead: { id: string; version: number };
  changes: Change[];
}

const changes = 'changes { path before after known }';

async function send<T>(document: string, variables: Record<string, unknown>): Promise<T> {
  const { data, errors } = await client.send(document, variables);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data?.result as T;
}

const create = (input: Record<string, unknown>) =>
  send<Written>(
    `mutation($input: CreateLeadInput!) { result: createLead(input: $input) {
      ... on CreateLeadPayload { outcome lead { id version } ${changes} } ... on Error { message } } }`,
    { input: { type: 'PERSON', ...input } },
  );

const update = (input: Record<string, unknown>) =>
  send<Written>(
    `mutation($input: UpdateLeadInput!) { result: updateLead(input: $input) {
      ... on UpdateLeadPayload { lead { id version } ${changes} } ... on Error { message } } }`,
    { input },
  );

async function historyOf(id: string, page = 'first: 100') {
  const { history } = await send<{
    history: { nodes: Entry[]; edges: { cursor: string }[]; totalCount: number; pageInfo: Record<string, unknown> };
  }>(
    `query($id: ID!) { result: lead(id: $id) { history(${page}) {
      totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor }
      nodes { id version outcome door actor { kind name } matchedKeys { kind value } ${changes} } } } }`,
    { id },
  );
  return history;
}

const set = (path: string[], after: JsonValue) => ({ path, before: null, after, known: true });

describe('a write answers what it changed', () => {
  test('a new lead: all that it has', async () => {
    const { changes: made } = await create({
      name: { full: 'Jane Doe' },
      email: 'jane@acme.com',
      company: { name: 'Acme' },
      metadata: { crm: { owner: 'ann' } },
    });
    expect(made).toEqual([
      set(['company', 'name'], 'Acme'),
      set(['contacts'], [{ value: 'jane@acme.com', kind: 'EMAIL' }]),
      set(['identityKeys'], ['email:jane@acme.com']),
      set(['metadata', 'crm', 'owner'], 'ann'),
      set(['name', 'first'], 'Jane'),
      set(['name', 'full'], 'Jane Doe'),
      set(['name', 'last'], 'Doe'),
      set(['status'], 'NEW'),
    ]);
  });

  test('a merge: each value with what it was before, down to single keys of metadata', async () => {
    await create({
      name: { full: 'Jane Doe' },
      email: 'jane@acme.com',
      title: 'CTO',
      metadata: { crm: { owner: 'ann' } },
    });
    const { outcome, changes: merged } = await create({
      name: { full: 'Jane Doe' },
      email: 'JANE@acme.com',
      title: 'CEO',
      socials: [{ url: 'https://linkedin.com/in/jane' }],
      metadata: { crm: { owner: 'bob' }, 'a.b': 1 },
    });
    expect(outcome).toBe('MERGED');
    expect(merged).toEqual([
      {
        path: ['identityKeys'],
        before: ['email:jane@acme.com'],
        after: ['email:jane@acme.com', 'linkedin:in/jane'],
        known: true,
      },
      set(['metadata', 'a.b'], 1),
      { path: ['metadata', 'crm', 'owner'], before: 'ann', after: 'bob', known: true },
      set(['socials'], [{ url: 'https://linkedin.com/in/jane' }]),
      { path: ['title'], before: 'CTO', after: 'CEO', known: true },
    ]);
  });

  test('an update: what it cleared too', async () => {
    const { lead } = await create({ name: { full: 'Jane' }, title: 'CTO', metadata: { a: { b: 1 }, c: 2 } });
    const { changes: updated } = await update({ id: lead.id, title: null, status: 'QUALIFIED', metadata: { a: null } });
    expect(updated).toEqual([
      { path: ['metadata', 'a', 'b'], before: 1, after: null, known: true },
      { path: ['status'], before: 'NEW', after: 'QUALIFIED', known: true },
      { path: ['title'], before: 'CTO', after: null, known: true },
    ]);
  });

  test('no empty lists that nobody gave, and aliases where they come and go', async () => {
    const { lead, changes: made } = await create({ name: { full: 'Jane Doe' } });
    expect(made.map(({ path }) => path.join('.'))).toEqual(['name.first', 'name.full', 'name.last', 'status']);
    const named = await update({ id: lead.id, name: { aliases: ['JD'] } });
    expect(named.changes).toEqual([set(['name', 'aliases'], ['JD'])]);
    const bare = await update({ id: lead.id, name: { aliases: [] } });
    expect(bare.changes).toEqual([{ path: ['name', 'aliases'], before: ['JD'], after: null, known: true }]);
  });

  test('a raw record, though there is nothing in it', async () => {
    const input = { name: { full: 'Jane' }, email: 'raw@acme.com' };
    const { lead } = await create(input);
    const merged = await create({ ...input, raw: {} });
    expect(merged).toMatchObject({ outcome: 'MERGED', changes: [set(['raw'], {})] });
    expect((await create({ ...input, raw: {} })).outcome).toBe('UNCHANGED');
    const { changes: filled } = await update({ id: lead.id, raw: { a: 1 } });
    expect(filled).toEqual([set(['raw', 'a'], 1)]);
    expect((await update({ id: lead.id, raw: {} })).changes).toEqual([
      { path: ['raw', 'a'], before: 1, after: null, known: true },
    ]);
    expect((await update({ id: lead.id, raw: null })).changes).toEqual([
      { path: ['raw'], before: {}, after: null, known: true },
    ]);
  });

  test('nothing, where the lead had it all', async () => {
    const input = { name: { full: 'Jane' }, email: 'jane@acme.com' };
    const { lead } = await create(input);
    expect(await create(input)).toMatchObject({ outcome: 'UNCHANGED', changes: [] });
    expect((await update({ id: lead.id, name: { full: 'Jane' } })).changes).toEqual([]);
    expect((await historyOf(lead.id)).totalCount).toBe(1);
  });

  test('the lists that it joined', async () => {
    const list = await client.services.list.create({ name: 'Fair' });
    const input = { name: { full: 'Jane' }, email: 'jane@acme.com' };
    await create(input);
    const { outcome, changes: joined } = await create({ ...input, listIds: [list.id] });
    expect({ outcome, joined }).toEqual({
      outcome: 'MERGED',
      joined: [{ path: ['lists'], before: [], after: [list.id], known: true }],
    });
  });

  test('each item of a batch for itself', async () => {
    const jane = { type: 'PERSON', name: { full: 'Jane' }, email: 'jane@acme.com' };
    const { items } = await send<{ items: { outcome: string; changes: Change[] }[] }>(
      `mutation($inputs: [CreateLeadInput!]!) { result: createLeads(inputs: $inputs) {
        ... on CreateLeadsPayload { items { outcome ${changes} } } } }`,
      { inputs: [{ ...jane, title: 'CTO' }, jane, { ...jane, title: 'CEO' }, { ...jane, name: { full: '' } }] },
    );
    expect(items.map(({ outcome }) => outcome)).toEqual(['CREATED', 'UNCHANGED', 'MERGED', 'INVALID']);
    expect(items[0]?.changes).toContainEqual(set(['title'], 'CTO'));
    expect(items.slice(1).map((item) => item.changes)).toEqual([
      [],
      [{ path: ['title'], before: 'CTO', after: 'CEO', known: true }],
      [],
    ]);
  });

  test('with one command, the same as without', async () => {
    const { lead } = await create({ name: { full: 'Jane' } });
    expect(await gateway.commandsOf(() => create({ name: { full: 'Joe' }, email: 'joe@acme.com' }))).toEqual([
      'findAndModify',
    ]);
    expect(await gateway.commandsOf(() => update({ id: lead.id, title: 'CTO' }))).toEqual(['findAndModify']);
  });
});

describe('lead.history', () => {
  test('tells who wrote what through which door, the newest first', async () => {
    const { lead } = await create({ name: { full: 'Jane' }, email: 'jane@acme.com' });
    await create({ name: { full: 'Jane' }, email: 'jane@acme.com', title: 'CTO' });
    await update({ id: lead.id, title: 'CEO' });
    const { nodes, totalCount } = await historyOf(lead.id);
    const by = { door: 'GRAPHQL', actor: { kind: 'KEY', name: 'test' } };
    expect(totalCount).toBe(3);
    expect(nodes).toMatchObject([
      {
        version: 3,
        outcome: 'UPDATED',
        ...by,
        matchedKeys: [],
        changes: [{ path: ['title'], before: 'CTO', after: 'CEO' }],
      },
      {
        ...{ version: 2, outcome: 'MERGED', ...by, matchedKeys: [{ kind: 'EMAIL', value: 'jane@acme.com' }] },
        changes: [{ path: ['title'], before: null, after: 'CTO' }],
      },
      { version: 1, outcome: 'CREATED', ...by, matchedKeys: [] },
    ]);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(3);
  });

  test('is read in pages, forwards and backwards', async () => {
    const { lead } = await create({ name: { full: 'Jane' } });
    for (let n = 2; n <= 6; n += 1) await update({ id: lead.id, title: `Title ${n}` });
    const first = await historyOf(lead.id, 'first: 4');
    expect(first.nodes.map(({ version }) => version)).toEqual([6, 5, 4, 3]);
    expect(first.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false });
    const rest = await historyOf(lead.id, `first: 4, after: "${first.edges[3]?.cursor}"`);
    expect(rest.nodes.map(({ version }) => version)).toEqual([2, 1]);
    const last = await historyOf(lead.id, `last: 2, before: "${rest.edges[0]?.cursor}"`);
    expect(last.nodes.map(({ version }) => version)).toEqual([4, 3]);
    expect((await historyOf(lead.id, 'first: 4, after: "WyJsZWFkIiwxXQ"').catch((error) => error)).message).toContain(
      'not a cursor of this list',
    );
  });

  test('of many leads is one command', async () => {
    for (let n = 0; n < 5; n += 1) await create({ name: { full: `Jane ${n}` } });
    const all = '{ leads(first: 5) { nodes { id history(first: 2) { totalCount nodes { version } } } } }';
    expect(await gateway.commandsOf(() => client.send(all))).toEqual(['find', 'find']);
  });

  test('keeps the latest writes only', async () => {
    const { lead } = await create({ name: { full: 'Jane' } });
    for (let n = 2; n <= 40; n += 1) await client.services.lead.update({ id: lead.id, title: `Title ${n}` });
    const { nodes, totalCount } = await historyOf(lead.id);
    expect(totalCount).toBe(30);
    expect(nodes.at(-1)).toMatchObject({ version: 11, changes: [{ before: 'Title 10', after: 'Title 11' }] });
  });

  test('tells of a large change only that it was', async () => {
    const [small, large] = [{ note: 'x' }, { note: 'y'.repeat(10_000) }];
    const { lead } = await create({ name: { full: 'Jane' }, metadata: small });
    await update({ id: lead.id, metadata: large });
    const { changes: cleared } = await update({ id: lead.id, metadata: null, title: 'CTO' });
    expect(cleared).toEqual([
      { path: ['metadata'], before: null, after: null, known: false },
      { path: ['title'], before: null, after: 'CTO', known: false },
    ]);
    const { nodes } = await historyOf(lead.id);
    expect(nodes[1]?.changes).toEqual([{ path: ['metadata'], before: null, after: null, known: false }]);
  });
});
