import { beforeAll, describe, expect, test } from 'vitest';
import { createIndexes } from '../../src/services.ts';
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

/** A lead that nothing identifies: each time that it is really created there is one more. */
const somebody = (full: string) => ({ name: { full } });
const post = (key: string, body: unknown, as = send) => as('POST', '/api/leads', body, { 'idempotency-key': key });
const howMany = async (name: string) => (await send('GET', `/api/leads?q=${name}`)).body.leads.length;

const seconds = (n: number) => n * 1_000;

/** Moves the record of a key into the past. */
async function age(key: string, ms: number, more: object = {}): Promise<void> {
  const then = new Date(Date.now() - ms);
  const { matchedCount } = await gateway.mongo.db
    .collection<{ _id: string }>('idempotency')
    .updateOne({ _id: `${client.workspaceId}:${key}` }, { $set: { startedAt: then, createdAt: then, ...more } });
  expect(matchedCount).toBe(1);
}

describe('POST with an Idempotency-Key', () => {
  test('answers the first answer again, status and body, and says so', async () => {
    const first = await post('replay', somebody('Replay'));
    const again = await post('replay', somebody('Replay'));
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await howMany('replay')).toBe(1);
  });

  test('without a key does it again', async () => {
    await send('POST', '/api/leads', somebody('Twice'));
    await send('POST', '/api/leads', somebody('Twice'));
    expect(await howMany('twice')).toBe(2);
  });

  test('refuses another body under the same key: 422', async () => {
    await post('reused', somebody('Reused'));
    const other = await post('reused', somebody('Other'));
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await howMany('other')).toBe(0);
  });

  test('creates one lead however many arrive at once; the others replay it or are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('parallel', somebody('Parallel'))));
    expect(await howMany('parallel')).toBe(1);
    const created = answers.filter(({ status }) => status === 201);
    expect(created.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
    expect(new Set(created.map(({ body }) => body.lead.id)).size).toBe(1);
    for (const { status, headers, body } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, headers.get('retry-after'), body.code]).toEqual([409, '1', 'IDEMPOTENCY_KEY_IN_USE']);
    }
  });

  test('tells to wait while the first one runs, and takes over after half a minute what a crash left', async () => {
    const { body } = await post('crash', somebody('Crash'));
    // As a process leaves it that dies between the write and the answer.
    await age('crash', seconds(29), { answer: null });
    const waiting = await post('crash', somebody('Crash'));
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([409, '1']);
    await age('crash', seconds(31), { answer: null });
    const taken = await post('crash', somebody('Crash'));
    expect([taken.status, taken.headers.get('idempotent-replayed')]).toEqual([201, null]);
    const replayed = await post('crash', somebody('Crash'));
    expect(replayed.body).toEqual(taken.body);
    expect(taken.body.lead.id).toBe(body.lead.id);
  });

  test('after a crash finds the lead that was written, and answers as the first time', async () => {
    const jane = { ...somebody('Jane Crash'), email: 'crash@acme.com' };
    const first = await post('crash-2', jane);
    await age('crash-2', seconds(31), { answer: null });
    const taken = await post('crash-2', jane);
    expect([taken.status, taken.body.lead.id]).toEqual([201, first.body.lead.id]);
  });

  test('forgets a key after 24 hours', async () => {
    const first = await post('old', somebody('Old'));
    await age('old', seconds(24 * 60 * 60 + 1));
    const later = await post('old', somebody('New'));
    expect([first.status, later.status]).toEqual([201, 201]);
    expect(later.body.lead.id).not.toBe(first.body.lead.id);
  });

  test('keeps a refusal of the service, since the same would be refused again', async () => {
    const leads = [{ email: 'one@acme.com' }, { socials: [{ url: 'linkedin.com/in/one-of-two' }] }];
    for (const lead of leads) await send('POST', '/api/leads', { ...somebody('Conflict'), ...lead });
    const both = { ...somebody('Conflict'), ...leads[0], ...leads[1] };
    const first = await post('conflict', both);
    const again = await post('conflict', both);
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([409, 409, 'true']);
    expect(again.body).toEqual(first.body);
  });

  test('does not keep what broke a rule, a scope or the database: the key is free', async () => {
    expect((await post('free', { name: {} })).status).toBe(400);
    expect((await post('free', '{')).status).toBe(400);
    const reader = restAs(gateway, await gateway.client({ scopes: ['leads:read'] }));
    expect((await post('free', somebody('Free'), reader)).status).toBe(403);
    expect((await post('free', somebody('Free'))).status).toBe(201);
  });

  test('does not keep a failure of ours', async () => {
    const broken = await createTestGateway();
    const sending = restAs(broken, await broken.client());
    await broken.mongo.db.collection('leads').drop();
    await broken.mongo.db.createCollection('leads', { viewOn: 'missing', pipeline: [] });
    const jane = { ...somebody('Jane'), email: 'jane@acme.com' };
    expect((await post('broken', jane, sending)).status).toBe(500);
    await broken.mongo.db.dropCollection('leads');
    await createIndexes(broken.mongo.db);
    const repaired = await post('broken', jane, sending);
    expect([repaired.status, repaired.headers.get('idempotent-replayed')]).toEqual([201, null]);
  });

  test('belongs to its workspace', async () => {
    const stranger = restAs(gateway, await gateway.client());
    const mine = await post('shared', somebody('Mine'));
    const theirs = await post('shared', somebody('Theirs'), stranger);
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.lead.id).not.toBe(mine.body.lead.id);
  });

  test.each([[''], ['x'.repeat(256)], ['naïve']])('refuses %.20j as a key: 400', async (key) => {
    const { status, body } = await post(key, somebody('Refused'));
    expect([status, body.code]).toEqual([400, 'INVALID_INPUT']);
    expect(body.error).toBe('Idempotency-Key must be 1 to 255 printable ASCII characters');
  });

  test('is not asked of other calls', async () => {
    const { lead } = (await send('POST', '/api/leads', somebody('Patch'))).body;
    const patch = (title: string) => send('PATCH', '/api/leads', { id: lead.id, title }, { 'idempotency-key': 'p' });
    await patch('A');
    expect((await patch('B')).body.lead.title).toBe('B');
  });
});
