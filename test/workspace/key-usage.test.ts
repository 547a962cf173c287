import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { createKeyUsage } from '../../src/workspace/key-usage.ts';
import { createWorkspaceService } from '../../src/workspace/workspace.service.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

async function prepare(workspace: string) {
  const usage = createKeyUsage(gateway.stores.keys, pino({ level: 'silent' }));
  const workspaces = createWorkspaceService({
    ...gateway.stores,
    clock: systemClock,
    keyCacheSeconds: 60,
    onKeyUsed: usage.note,
  });
  const { secret } = await workspaces.createKey({ workspace, name: 'test', scopes: ['leads:read'] });
  const use = () => workspaces.authenticate(`Bearer ${secret}`);
  const lastUsed = async () => (await workspaces.listKeys(workspace))?.[0]?.key.lastUsedAt ?? null;
  return { usage, use, lastUsed };
}

describe('when a key was last used', () => {
  test('is written down at the next flush, however often it was used, in one command', async () => {
    const { usage, use, lastUsed } = await prepare('Used');
    await use();
    const commands = await gateway.commandsOf(async () => {
      for (let turn = 0; turn < 50; turn += 1) await use();
    });
    expect(commands).toEqual([]);
    expect(await lastUsed()).toBeNull();
    const before = Date.now();
    await use();
    expect(await gateway.commandsOf(() => usage.flush())).toEqual(['update']);
    expect((await lastUsed())?.getTime()).toBeGreaterThanOrEqual(before);
    expect(await gateway.commandsOf(() => usage.flush())).toEqual([]);
  });

  test('is written down when a gateway stops', async () => {
    const { usage, use, lastUsed } = await prepare('Stopped');
    usage.start();
    await use();
    await usage.stop();
    expect(await lastUsed()).not.toBeNull();
  });

  test('never goes back, whichever gateway writes last', async () => {
    const { usage, use, lastUsed } = await prepare('Two gateways');
    await use();
    await usage.flush();
    const latest = await lastUsed();
    const [{ key } = { key: { id: '' } }] = (await gateway.workspaces.listKeys('Two gateways')) ?? [];
    usage.note(key.id, new Date('2020-01-01'));
    await usage.flush();
    expect(await lastUsed()).toEqual(latest);
  });

  test('is kept for the next time where the database is away', async () => {
    const { usage, use, lastUsed } = await prepare('Away');
    await use();
    await gateway.mongo.client.close();
    await usage.flush();
    await gateway.mongo.client.connect();
    expect(await lastUsed()).toBeNull();
    await usage.flush();
    expect(await lastUsed()).not.toBeNull();
    expect(await gateway.commandsOf(() => usage.flush())).toEqual([]);
  });
});
