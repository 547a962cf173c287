import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/gateway.ts';
import { doors, enterGraphql } from './doors.ts';

describe.each(doors)('%s', (_name, enter) => {
  test('a key has so many requests a minute, from wherever they come', async () => {
    const gateway = await createTestGateway({}, { perKey: 2 });
    const [client, other] = [await gateway.client(), await gateway.client()];
    const answers = [];
    for (const peer of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) {
      answers.push(await enter(gateway, { credential: client.key, peer }));
    }
    expect(answers.map(({ code }) => code === 'RATE_LIMITED')).toEqual([false, false, true]);
    const [first, , refused] = answers;
    expect([first?.header('ratelimit-limit'), first?.header('ratelimit-remaining')]).toEqual(['2', '1']);
    expect(refused?.status).toBe(429);
    expect(Number(refused?.header('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused?.header('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused?.header('ratelimit-remaining')).toBe('0');
    expect(refused?.header('ratelimit-reset')).toBe(refused?.header('retry-after'));
    expect((await enter(gateway, { credential: other.key })).status).not.toBe(429);
  });

  test('an address has so many requests a minute, with whatever keys they come, or with none', async () => {
    const gateway = await createTestGateway({}, { perAddress: 3 });
    const [a, b] = [await gateway.client(), await gateway.client()];
    const peer = '203.0.113.1';
    await enter(gateway, { credential: a.key, peer });
    await enter(gateway, { credential: b.key, peer });
    const unknown = await enter(gateway, { peer });
    expect([unknown.status, unknown.header('ratelimit-remaining')]).toEqual([401, '0']);
    expect(await enter(gateway, { credential: a.key, peer })).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect((await enter(gateway, { credential: a.key, peer: '203.0.113.2' })).status).not.toBe(429);
  });

  test('without a limit there is no count, and no header of one', async () => {
    const gateway = await createTestGateway();
    const client = await gateway.client();
    const answer = await enter(gateway, { credential: client.key });
    expect(['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map(answer.header)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

test('the refusal has the shape of each door', async () => {
  const gateway = await createTestGateway({}, { perAddress: 1 });
  await enterGraphql(gateway, {});
  const [graphql, puffle, pollybot] = await Promise.all(doors.map(([, enter]) => enter(gateway, {})));
  const message = expect.stringMatching(/^Too many requests; send it again in \d+ seconds?$/);
  expect(graphql?.body).toEqual({ errors: [{ message, extensions: { code: 'RATE_LIMITED' } }] });
  expect(puffle?.body).toEqual({ error: message, code: 'RATE_LIMITED' });
  expect(pollybot?.body).toEqual({ success: false, error: message, code: 'RATE_LIMITED', details: { message } });
});

test('of two limits, the answer tells of the one that is nearer', async () => {
  const gateway = await createTestGateway({}, { perKey: 5, perAddress: 100 });
  const client = await gateway.client();
  expect((await enterGraphql(gateway, { credential: client.key })).header('ratelimit-limit')).toBe('5');
  const others = await createTestGateway({}, { perKey: 100, perAddress: 5 });
  const key = (await others.client()).key;
  expect((await enterGraphql(others, { credential: key })).header('ratelimit-limit')).toBe('5');
});

test('both doors count together', async () => {
  const gateway = await createTestGateway({}, { perKey: 3 });
  const client = await gateway.client();
  const answers = [];
  for (const [, enter] of [...doors, ...doors]) answers.push(await enter(gateway, { credential: client.key }));
  expect(answers.map(({ status }) => status === 429)).toEqual([false, false, false, true, true, true]);
});

test('requests that come at once are not let through beyond the limit', async () => {
  const gateway = await createTestGateway({}, { perKey: 10 });
  const client = await gateway.client();
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => enterGraphql(gateway, { credential: client.key })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
});

test('a refused request does nothing', async () => {
  const gateway = await createTestGateway({}, { perKey: 1 });
  const client = await gateway.client();
  await enterGraphql(gateway, { credential: client.key });
  const commands = await gateway.commandsOf(async () => {
    const { errors } = await client.send('mutation { createLeadList(input: { name: "x" }) { __typename } }');
    expect(errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
  });
  expect(commands).toEqual([]);
});

test('health checks are not limited', async () => {
  const gateway = await createTestGateway({}, { perAddress: 1 });
  for (let turn = 0; turn < 5; turn += 1) {
    expect((await gateway.fetch('/health/live')).status).toBe(200);
    expect((await gateway.fetch('/health/ready')).status).toBe(200);
  }
  expect((await enterGraphql(gateway, {})).status).toBe(401);
  expect((await enterGraphql(gateway, {})).status).toBe(429);
  expect((await gateway.fetch('/health/ready')).status).toBe(200);
});

describe('the address', () => {
  test('is not what a client says it is', async () => {
    const gateway = await createTestGateway({}, { perAddress: 2 });
    const statuses = [];
    for (const lie of ['198.51.100.1', '198.51.100.2', '198.51.100.3']) {
      const headers = { 'x-forwarded-for': lie, forwarded: `for=${lie}`, 'x-real-ip': lie };
      statuses.push((await enterGraphql(gateway, { peer: '203.0.113.1', headers })).status);
    }
    expect(statuses).toEqual([401, 401, 429]);
  });

  test('is what a trusted proxy says it is', async () => {
    const trust = { proxies: 1, header: 'x-forwarded-for' } as const;
    const gateway = await createTestGateway({}, { perAddress: 1, trust });
    const from = async (client: string) =>
      (await enterGraphql(gateway, { peer: '10.0.0.1', headers: { 'x-forwarded-for': client } })).status;
    expect(await from('198.51.100.1')).toBe(401);
    expect(await from('198.51.100.2')).toBe(401);
    expect(await from('198.51.100.9, 198.51.100.1')).toBe(429);
  });

  test('is all of an IPv6 network', async () => {
    const gateway = await createTestGateway({}, { perAddress: 1 });
    const from = async (peer: string) => (await enterGraphql(gateway, { peer })).status;
    expect([await from('2001:db8:1:2::1'), await from('2001:db8:1:2:ffff::9')]).toEqual([401, 429]);
    expect(await from('2001:db8:1:3::1')).toBe(401);
  });
});
