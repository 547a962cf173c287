import { beforeAll, describe, expect, test } from 'vitest';
import { serveOnLoopback } from '../rest/serve-on-loopback.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { slowReads, slowWork, slowWrites } from './slow.ts';
import { post } from './support.ts';

const stopped = 'The request took too long and was stopped, ask for fewer rows or a narrower filter';
const perhapsWritten =
  'The request took too long, and what it writes may have been written: read it back, or send the request again with the same idempotency key';

describe('a read that takes minutes', () => {
  let gateway: TestGateway;
  let client: TestClient;

  beforeAll(async () => {
    gateway = await createTestGateway({ executionMs: 500 });
    client = await gateway.client();
    await slowReads(gateway, 'leads', { workspaceId: client.workspaceId });
  });

  const reads: [string, string][] = [
    ['a page', '{ leads(first: 3) { nodes { id } } }'],
    ['a count', '{ leads { totalCount } }'],
    ['a page beside what is quick', '{ viewer { keyName } leads { nodes { id } } }'],
  ];
  test.each(reads)('is given up in time: %s', async (_what, query) => {
    const { status, result } = await post(gateway, { query }, { authorization: `Bearer ${client.key}` });
    expect(status).toBe(503);
    expect(result).toEqual({ errors: [{ message: stopped, extensions: { code: 'TIMEOUT' } }] });
    await expect.poll(() => slowWork(gateway), { timeout: 10_000 }).toBe(0);
  });

  test('is given up in REST', async () => {
    const response = await gateway.fetch('/api/leads', { headers: { authorization: `Bearer ${client.key}` } });
    expect([response.status, await response.json()]).toEqual([
      503,
      expect.objectContaining({ error: stopped, code: 'TIMEOUT' }),
    ]);
    await expect.poll(() => slowWork(gateway), { timeout: 10_000 }).toBe(0);
  });

  test('ends a mutation whose write is done, and the answer does not deny it', async () => {
    const { id } = await client.services.campaign.create({ name: 'Paused' });
    await gateway.mongo.db.collection('campaigns').updateOne({ name: 'Paused' }, { $set: { status: 'active' } });
    await slowReads(gateway, 'prospects', { workspaceId: client.workspaceId, campaignId: id, phase: 'open' });
    const { errors } = await client.send(
      `mutation ($id: UUID!) {
        a: pauseCampaign(input: { campaignId: $id }) {
          ... on CampaignActionPayload { campaign { prospects { nodes { id } } } } }
        b: createLeadList(input: { name: "Behind it" }) { __typename }
      }`,
      { id },
    );
    expect(errors).toEqual([{ message: perhapsWritten, extensions: { code: 'TIMEOUT' } }]);
    await expect.poll(() => slowWork(gateway), { timeout: 10_000 }).toBe(0);
    const { data } = await client.send('query ($id: ID!) { campaign(id: $id) { status } leadLists { totalCount } }', {
      id,
    });
    expect(data).toEqual({ campaign: { status: 'PAUSED' }, leadLists: { totalCount: 0 } });
  });
});

describe('a client that goes away', () => {
  test.each([
    ['GraphQL', '/graphql?query={leads{nodes{id}}}'],
    ['REST', '/api/leads'],
  ])('ends what it reads over %s', async (_door, path) => {
    const gateway = await createTestGateway({ executionMs: 600_000 });
    const { key, workspaceId } = await gateway.client();
    await slowReads(gateway, 'leads', { workspaceId });
    const served = await serveOnLoopback(gateway.listener);
    try {
      const failed = new Promise<string>((resolve) => {
        gateway.mongo.client.on('commandFailed', ({ commandName }) => resolve(commandName));
      });
      const leave = new AbortController();
      const asked = fetch(`${served.url}${path}`, {
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        signal: leave.signal,
      });
      await expect.poll(() => slowWork(gateway), { timeout: 10_000 }).toBe(1);
      leave.abort();
      await expect(asked).rejects.toThrow();
      expect(await failed).toBe('find');
    } finally {
      await served.stop();
      // The embedded server does not notice that nobody waits; one that is far away does.
      await gateway.mongo.db.collection('many').drop();
    }
  });
});

describe('a write that takes longer than its request has', () => {
  let gateway: TestGateway;
  let client: TestClient;

  beforeAll(async () => {
    gateway = await createTestGateway({ executionMs: 200 });
    client = await gateway.client();
    await slowWrites(gateway);
  });

  const create = `mutation ($name: String!, $key: String) { createCampaign(input: { name: $name }, idempotencyKey: $key) {
    ... on CreateCampaignPayload { campaign { id } } ... on Error { code } } }`;
  const campaigns = (name: string) => gateway.mongo.db.collection('campaigns').countDocuments({ name });

  test('goes through, and the answer says that it may have', async () => {
    const name = 'a'.repeat(100);
    const { errors } = await client.send(create, { name });
    expect(errors).toEqual([{ message: perhapsWritten, extensions: { code: 'TIMEOUT' } }]);
    await expect.poll(() => campaigns(name), { timeout: 20_000 }).toBe(1);
  });

  test('is done once where it is sent again with the same key', async () => {
    const name = 'b'.repeat(100);
    const send = () => client.send(create, { name, key: 'the same' });
    expect((await send()).errors?.[0]?.extensions.code).toBe('TIMEOUT');
    await expect
      .poll(send, { timeout: 20_000 })
      .toEqual({ data: { createCampaign: { campaign: { id: expect.any(String) } } } });
    expect(await campaigns(name)).toBe(1);
  });
});
