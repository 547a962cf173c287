import { beforeAll, beforeEach, expect, test } from 'vitest';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { createWorkspaceService, type WorkspaceService } from '../../src/workspace/workspace.service.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
});

/** A service that is told of a change behind its first look-up, before it hears what that has found. */
function serviceMeeting(change: (service: WorkspaceService) => Promise<void>): WorkspaceService {
  const { keys, workspaces } = gateway.stores;
  let isFirst = true;
  async function changedBehind<T>(found: T): Promise<T> {
    const isDue = isFirst;
    isFirst = false;
    if (isDue) await change(service);
    return found;
  }
  const service: WorkspaceService = createWorkspaceService({
    keys: { ...keys, findHolder: async (secret) => changedBehind(await keys.findHolder(secret)) },
    workspaces: { ...workspaces, findById: async (id) => changedBehind(await workspaces.findById(id)) },
    clock: systemClock,
    keyCacheSeconds: 60,
  });
  return service;
}

const rank = async (service: WorkspaceService) => {
  await service.setSourcePriority(client.workspaceId, { sources: ['crm'] });
};

test('a key that is asked for while the ranking changes is not remembered with the old one', async () => {
  const service = serviceMeeting(rank);
  await service.authenticate(`Bearer ${client.key}`);
  expect(await service.authenticate(`Bearer ${client.key}`)).toMatchObject({ sourcePriority: ['crm'] });
});

test('nor is a request that comes behind the change answered by a look-up from before it', async () => {
  let later: ReturnType<WorkspaceService['authenticate']> | undefined;
  const service = serviceMeeting(async (own) => {
    await rank(own);
    later = own.authenticate(`Bearer ${client.key}`);
  });
  await service.authenticate(`Bearer ${client.key}`);
  expect(await later).toMatchObject({ sourcePriority: ['crm'] });
});

test('a workspace that is asked for while its ranking changes is not remembered with the old one', async () => {
  const service = serviceMeeting(rank);
  await service.find(client.workspaceId);
  expect(await service.find(client.workspaceId)).toMatchObject({ sourcePriority: ['crm'] });
});

test('a key that is asked for while the identity rules change is asked for again', async () => {
  const set = { ...noRules, version: 1, kindsOff: ['domain'] as const };
  const service = serviceMeeting(async (own) => {
    const { rules } = await client.services.identity.set({ kindsOff: ['domain'] }, null);
    own.learn(client.workspaceId, { rules, rekeying: true });
  });
  await service.authenticate(`Bearer ${client.key}`);
  expect((await service.authenticate(`Bearer ${client.key}`)).identity?.rules).toEqual(set);
});
