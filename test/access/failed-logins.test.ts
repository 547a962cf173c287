import { describe, expect, test } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { doors, enterGraphql } from './doors.ts';

const wrongKey = (number: number) => `sk-workspace_${String(number).padStart(43, 'x')}`;
const peer = '203.0.113.1';

/** Tries wrong keys from one address. */
async function guess(gateway: TestGateway, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    expect((await enterGraphql(gateway, { credential: wrongKey(turn), peer })).status).toBe(401);
  }
}

describe.each(doors)('%s', (_name, enter) => {
  test('wrong keys are refused without a look-up once an address has sent too many', async () => {
    const gateway = await createTestGateway({}, { failedLogins: 3 });
    await guess(gateway, 3);
    const commands = await gateway.commandsOf(async () => {
      const refused = await enter(gateway, { credential: wrongKey(99), peer });
      expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
      expect(JSON.stringify(refused.body)).toContain('Too many wrong keys; send it again in');
      expect(Number(refused.header('retry-after'))).toBeGreaterThan(0);
    });
    expect(commands).toEqual([]);
    expect((await enter(gateway, { credential: wrongKey(99), peer: '203.0.113.2' })).status).toBe(401);
  });
});

describe('from an address that has sent too many wrong keys', () => {
  test('a key that was good before still works, also when it is no longer cached', async () => {
    const gateway = await createTestGateway({}, { failedLogins: 2 }, { keyCacheSeconds: 0 });
    const client = await gateway.client();
    await guess(gateway, 2);
    expect((await enterGraphql(gateway, { credential: wrongKey(9), peer })).status).toBe(429);
    expect((await enterGraphql(gateway, { credential: client.key, peer })).status).toBe(200);
  });

  test('a key that was good before and is revoked gets no further than any other', async () => {
    const gateway = await createTestGateway({}, { failedLogins: 2 }, { keyCacheSeconds: 0 });
    const client = await gateway.client();
    const [{ key } = { key: { id: '' } }] = (await gateway.workspaces.listKeys(null)) ?? [];
    await gateway.workspaces.revokeKey(key.id);
    await guess(gateway, 2);
    expect((await enterGraphql(gateway, { credential: client.key, peer })).status).toBe(429);
    const commands = await gateway.commandsOf(() => enterGraphql(gateway, { credential: client.key, peer }));
    expect(commands).toEqual([]);
  });

  test('a request without a key is told what it lacks', async () => {
    const gateway = await createTestGateway({}, { failedLogins: 1 });
    await guess(gateway, 1);
    expect(await enterGraphql(gateway, { peer })).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });
});

test('requests without a key, or with a header that is none, are no wrong keys', async () => {
  const gateway = await createTestGateway({}, { failedLogins: 1 });
  for (let turn = 0; turn < 5; turn += 1) {
    expect((await enterGraphql(gateway, { peer })).status).toBe(401);
    expect((await enterGraphql(gateway, { peer, headers: { authorization: 'Basic abc' } })).status).toBe(401);
  }
});

test('good keys are no wrong keys', async () => {
  const gateway = await createTestGateway({}, { failedLogins: 1 });
  const client = await gateway.client();
  for (let turn = 0; turn < 5; turn += 1) {
    expect((await enterGraphql(gateway, { credential: client.key, peer })).status).toBe(200);
  }
});

test('a wrong key is answered alike whether it is unknown, revoked or that of another kind', async () => {
  const gateway = await createTestGateway({}, {}, { keyCacheSeconds: 0 });
  const client = await gateway.client();
  const [{ key } = { key: { id: '' } }] = (await gateway.workspaces.listKeys(null)) ?? [];
  await gateway.workspaces.revokeKey(key.id);
  const bodies = [];
  for (const credential of [wrongKey(1), client.key, 'x', 'a.b.c']) {
    bodies.push(JSON.stringify((await enterGraphql(gateway, { credential, peer })).body));
  }
  expect(new Set(bodies).size).toBe(1);
});
