import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { mergeCalls } from './merge-calls.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const document = `mutation ($inputs: [CreateLeadInput!]!, $dryRun: Boolean) {
  createLeads(inputs: $inputs, dryRun: $dryRun) {
    ... on CreateLeadsPayload {
      created merged unchanged conflicts invalid
      items {
        index
        outcome
        lead { id email title metadata lists { id } }
        matchedKeys { value }
        error { code message ... on InvalidInputError { issues { path code } } ... on IdentityConflictError { leads { id } } }
      }
    }
    ... on Error { code message }
  }
}`;

interface Item {
  index: number;
  outcome: string;
  lead: { id: string; email: string | null; title: string | null; metadata: object; lists: { id: string }[] } | null;
  matchedKeys: { value: string }[];
  error: { code: string; issues?: { path: string[]; code: string }[]; leads?: { id: string }[] } | null;
}
interface Payload {
  created: number;
  merged: number;
  unchanged: number;
  conflicts: number;
  invalid: number;
  items: Item[];
  code?: string;
}

async function createLeads(inputs: object[], options: { dryRun?: boolean; as?: TestClient } = {}): Promise<Payload> {
  const { dryRun = false, as = client } = options;
  const { data, errors } = await as.send(document, { inputs, dryRun });
  expect(errors).toBeUndefined();
  return data?.createLeads as Payload;
}

const person = (email: string, more: object = {}) => ({ type: 'PERSON', name: { full: 'Jane Doe' }, email, ...more });
const outcomes = (payload: Payload | undefined) => payload?.items.map(({ outcome }) => outcome);

describe('createLeads', () => {
  test('answers for each item in four commands, duplicates within the batch included', async () => {
    const as = await gateway.client();
    await createLeads([person('known@acme.com', { title: 'CEO' })], { as });
    let payload: Payload | undefined;
    const commands = await gateway.commandsOf(async () => {
      payload = await createLeads(
        [
          person('new@acme.com'),
          person('NEW@acme.com', { title: 'CTO', metadata: { a: 1 } }),
          person('known@acme.com', { title: 'CEO' }),
          person('known@acme.com', { metadata: { b: 2 } }),
          { type: 'PERSON', name: { full: 'Nobody' } },
          person('new@acme.com', { title: 'CTO' }),
        ],
        { as },
      );
    });
    expect(commands).toEqual(['insert', 'find', 'find', 'update']);
    expect(outcomes(payload)).toEqual(['CREATED', 'MERGED', 'UNCHANGED', 'MERGED', 'CREATED', 'UNCHANGED']);
    expect(payload).toMatchObject({ created: 2, merged: 2, unchanged: 2, conflicts: 0, invalid: 0 });
    expect(payload?.items[1]).toMatchObject({
      lead: { title: 'CTO', metadata: { a: 1 } },
      matchedKeys: [{ value: 'new@acme.com' }],
    });
    expect(payload?.items[0]?.lead?.id).toBe(payload?.items[5]?.lead?.id);
    expect(payload?.items[0]?.matchedKeys).toEqual([]);
  });

  test('writes leads that nobody has in one command', async () => {
    const as = await gateway.client();
    let payload: Payload | undefined;
    const commands = await gateway.commandsOf(async () => {
      payload = await createLeads([person('a@acme.com', { metadata: { a: 1 } }), person('b@acme.com')], { as });
    });
    expect(commands).toEqual(['insert']);
    expect(payload?.items[0]).toMatchObject({ outcome: 'CREATED', lead: { metadata: { a: 1 } } });
  });

  test('brings what has an identifier of a merged lead to the one that it is part of', async () => {
    const as = await gateway.client();
    const { items } = await createLeads([person('winner@acme.com'), person('loser@acme.com')], { as });
    const [winner = '', loser = ''] = items.map(({ lead }) => lead?.id);
    await mergeCalls(as).merge(winner, loser);
    const payload = await createLeads([person('loser@acme.com', { title: 'CEO' }), person('new@acme.com')], { as });
    expect(outcomes(payload)).toEqual(['MERGED', 'CREATED']);
    expect(payload.items[0]).toMatchObject({ lead: { id: winner, title: 'CEO' } });
  });

  test('answers UNCHANGED for what an earlier batch has brought', async () => {
    const as = await gateway.client();
    const inputs = [person('once@acme.com', { title: 'CEO' }), person('twice@acme.com')];
    expect(outcomes(await createLeads(inputs, { as }))).toEqual(['CREATED', 'CREATED']);
    expect(outcomes(await createLeads(inputs, { as }))).toEqual(['UNCHANGED', 'UNCHANGED']);
    expect(outcomes(await createLeads([...inputs, person('once@acme.com', { title: 'CTO' })], { as }))).toEqual([
      'UNCHANGED',
      'UNCHANGED',
      'MERGED',
    ]);
  });

  test('lets no item that fails stop another, and writes nothing of it', async () => {
    const as = await gateway.client();
    const { items } = await createLeads(
      [person('a@acme.com'), { type: 'PERSON', name: { full: 'B' }, socials: [{ url: 'linkedin.com/in/b' }] }],
      { as },
    );
    const payload = await createLeads(
      [
        person('a@acme.com', { socials: [{ url: 'linkedin.com/in/b' }], title: 'X' }),
        person('not an email'),
        person('ok@acme.com'),
        person('nolist@acme.com', { listIds: ['list_aaaaaaaaaaaaaaaaaaaaaaaa'] }),
        { type: 'COMPANY', name: { first: 'X' } },
      ],
      { as },
    );
    expect(outcomes(payload)).toEqual(['CONFLICT', 'INVALID', 'CREATED', 'INVALID', 'INVALID']);
    expect(payload.items[0]?.error?.leads?.map(({ id }) => id).sort()).toEqual(
      items.map(({ lead }) => lead?.id).sort(),
    );
    expect(payload.items[1]?.error?.issues).toEqual([{ path: ['inputs', '1', 'email'], code: 'invalid_email' }]);
    expect(payload.items[3]?.error?.issues).toEqual([{ path: ['inputs', '3', 'listIds'], code: 'not_found' }]);
    const { data } = await as.send('{ leads { totalCount nodes { title } } }');
    expect(data?.leads).toEqual({ totalCount: 3, nodes: [{ title: null }, { title: null }, { title: null }] });
  });

  test('answers a batch without a single valid item', async () => {
    const payload = await createLeads([{ type: 'COMPANY', name: {} }]);
    expect(outcomes(payload)).toEqual(['INVALID']);
  });

  test('refuses none and more than 500', async () => {
    expect(await createLeads([])).toMatchObject({ code: 'INVALID_INPUT' });
    const many = Array.from({ length: 501 }, (_, n) => person(`m${n}@acme.com`));
    expect(await createLeads(many)).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('says in a dry run what would become of them, and writes nothing', async () => {
    const as = await gateway.client();
    const inputs = [
      person('a@acme.com'),
      person('a@acme.com', { socials: [{ url: 'linkedin.com/in/a' }] }),
      person('b@acme.com'),
      person('b@acme.com', { socials: [{ url: 'linkedin.com/in/a' }] }),
      person('bad'),
    ];
    const preview = await createLeads(inputs, { dryRun: true, as });
    expect(outcomes(preview)).toEqual(['CREATED', 'MERGED', 'CREATED', 'CONFLICT', 'INVALID']);
    expect((await as.send('{ leads { totalCount } }')).data).toEqual({ leads: { totalCount: 0 } });
    expect(outcomes(await createLeads(inputs, { as }))).toEqual(outcomes(preview));
  });

  test('makes one lead of each identity when the same batches race', async () => {
    const as = await gateway.client();
    const batch = (n: number) =>
      Array.from({ length: 50 }, (_, i) => person(`r${i}@acme.com`, { metadata: { [`b${n}`]: n } }));
    const payloads = await Promise.all(Array.from({ length: 8 }, (_, n) => createLeads(batch(n), { as })));
    expect(payloads.reduce((sum, { created }) => sum + created, 0)).toBe(50);
    expect(payloads.map(({ created, merged }) => created + merged)).toEqual(payloads.map(() => 50));
    const { data } = await as.send('{ leads(first: 100) { totalCount nodes { metadata } } }');
    const whole = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`b${n}`, n]));
    const nodes = Array.from({ length: 50 }, () => ({ metadata: whole }));
    expect(data?.leads).toEqual({ totalCount: 50, nodes });
  });
});
