import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createScanWorker } from '../../src/duplicates/scan.worker.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { duplicateCalls } from './duplicates.helpers.ts';
import { scanCalls } from './scan-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let calls: ReturnType<typeof duplicateCalls> & ReturnType<typeof scanCalls>;
let now: Date;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  calls = { ...duplicateCalls(client), ...scanCalls(client) };
  now = new Date();
  // What other tests left running is none of this one's.
  await gateway.mongo.db.collection('duplicateScans').deleteMany({});
});

/** A worker; `onPage` runs before each of its pages is read. */
function worker(onPage: (page: number) => unknown = () => {}, pageSize = 3) {
  let pages = 0;
  const { findInBlocks, findNotSame } = gateway.stores.leads;
  return createScanWorker({
    scans: gateway.stores.scans,
    leads: {
      ...{ findInBlocks, findNotSame },
      findComparable: async (...args) => {
        pages += 1;
        await onPage(pages);
        return gateway.stores.leads.findComparable(...args);
      },
    },
    clock: () => now,
    newId: newUuid,
    onError: () => {},
    pageSize,
  });
}

const acme = { company: { name: 'Acme' } };
const strangers = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => calls.create({ name: { full: `Al${n} Bo${n}` }, ...acme })));
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

async function janes(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await calls.create({ name: { full: 'Jane Doe' }, ...acme }));
  return ids.sort();
}

/** A crash: the worker never comes back from its page. */
class Crash extends Error {}
const crashAt = (at: number) => (page: number) => {
  if (page === at) throw new Crash();
};

describe('a scan for duplicates', () => {
  test('finds each pair of the workspace once, persons and companies, the likeliest first', async () => {
    const [a = '', b = ''] = await janes(2);
    await strangers(6);
    const [one, two] = [
      await calls.create({ type: 'COMPANY', name: { full: 'Acme' }, domain: 'shop.acme.com' }),
      await calls.create({ type: 'COMPANY', name: { full: 'Acme Ltd' }, domain: 'acme.com' }),
    ].sort();
    await duplicateCalls(await gateway.client()).create({ name: { full: 'Jane Doe' }, ...acme });
    const { scan } = await calls.start();
    expect(scan).toMatchObject({ state: 'RUNNING', progress: { done: 0, total: 10 }, pairs: { totalCount: 0 } });

    await worker().runDue();
    const ended = await calls.read(scan.id);
    expect(ended).toMatchObject({ id: scan.id, state: 'DONE', progress: { done: 10, total: 10 } });
    expect(ended.pairs.edges.map(({ node }) => [node.leadIds, node.score])).toEqual([
      [[one, two], 0.87],
      [[a, b], 0.75],
    ]);
    expect(await calls.read()).toEqual(ended);
  });

  test('passes over leads that are part of another by now', async () => {
    const [a = '', b = '', merged = ''] = await janes(3);
    const { id } = (await calls.start()).scan;
    await client.services.lead.mergeLeads({ winnerId: a, loserIds: [merged] }, false);
    expect(await calls.dismiss([b, merged])).toEqual({ code: 'NOT_FOUND' });

    await worker().runDue();
    const { state, pairs } = await calls.read(id);
    expect(state).toBe('DONE');
    expect(pairs.edges.map(({ node }) => node.leadIds)).toEqual([[a, b]]);
    expect((await calls.start()).scan.progress.total).toBe(2);
  });

  test('is the only one of its workspace, and another follows it', async () => {
    await janes(2);
    const [{ scan: first }, { scan: second }] = await Promise.all([calls.start(), calls.start()]);
    expect(second.id).toBe(first.id);
    await worker().runDue();
    const { scan: third } = await calls.start(1);
    expect(third.id).not.toBe(first.id);
    await worker().runDue();
    expect((await calls.read(third.id)).pairs.totalCount).toBe(0);
    expect((await calls.read(first.id)).pairs.totalCount).toBe(1);
    expect(await calls.start(0.1)).toEqual({ code: 'INVALID_INPUT' });
  });

  test('is begun once for an idempotency key', async () => {
    await janes(2);
    const { duplicates } = client.services;
    const first = await duplicates.startScan(0.5, 'weekly');
    await worker().runDue();
    expect(await duplicates.startScan(0.5, 'weekly')).toMatchObject({ id: first.id, state: 'done' });
    expect((await duplicates.startScan(0.5, 'next week')).id).not.toBe(first.id);
  });

  test('can be stopped, at once and for good', async () => {
    await janes(12);
    const { scan } = await calls.start();
    await worker((page) => (page === 3 ? calls.stop(scan.id) : undefined)).runDue();
    const stopped = await calls.read(scan.id);
    expect(stopped).toMatchObject({ state: 'STOPPED', progress: { done: 6, total: 12 } });
    later(3600);
    await worker().runDue();
    expect(await calls.read(scan.id)).toEqual(stopped);
    expect((await calls.stop(scan.id)).scan).toEqual(stopped);
  });

  test.each([1, 2, 3, 4])('goes on after a crash at page %i where it was, and counts once', async (page) => {
    const ids = await janes(7);
    const { scan } = await calls.start();
    await expect(worker(crashAt(page)).runDue()).rejects.toThrow(Crash);
    // It is another worker's only when the first has been silent for a while.
    await worker().runDue();
    expect((await calls.read(scan.id)).progress.done).toBe(Math.min(3 * (page - 1), ids.length));
    later(31);
    await worker().runDue();
    expect(await calls.read(scan.id)).toMatchObject({
      state: 'DONE',
      progress: { done: 7, total: 7 },
      pairs: { totalCount: (7 * 6) / 2 },
    });
  });

  test('finds nothing twice where a page was kept and its progress was not', async () => {
    await janes(4);
    const { scan } = await calls.start();
    const { scans } = gateway.stores;
    const broken = createScanWorker({
      scans: {
        ...scans,
        advance: async () => {
          throw new Crash();
        },
      },
      leads: gateway.stores.leads,
      clock: () => now,
      newId: newUuid,
      onError: () => {},
    });
    await expect(broken.runDue()).rejects.toThrow(Crash);
    later(31);
    await worker().runDue();
    expect(await calls.read(scan.id)).toMatchObject({ state: 'DONE', progress: { done: 4 }, pairs: { totalCount: 6 } });
  });

  test('is one worker’s, however many there are', async () => {
    await janes(10);
    const { scan } = await calls.start();
    await Promise.all([worker().runDue(), worker().runDue(), worker().runDue()]);
    expect(await calls.read(scan.id)).toMatchObject({
      state: 'DONE',
      progress: { done: 10 },
      pairs: { totalCount: 45 },
    });
  });

  test('is left to the next gateway when one stops, and says that it is interrupted', async () => {
    await janes(7);
    const { scan } = await calls.start();
    const first = worker(async (page) => {
      if (page === 2) void first.stop();
    });
    await first.runDue();
    expect(await calls.read(scan.id)).toMatchObject({ state: 'INTERRUPTED', progress: { done: 6 } });
    expect((await calls.start()).scan).toMatchObject({ id: scan.id, progress: { done: 6 } });
    await worker().runDue();
    expect(await calls.read(scan.id)).toMatchObject({ state: 'DONE', progress: { done: 7 } });
  });

  test('survives deletes while it runs, and shows what is left of its pairs', async () => {
    const ids = await janes(7);
    const { scan } = await calls.start();
    await worker(async (page) => {
      if (page === 2) await client.services.lead.delete(ids[4] ?? '');
    }).runDue();
    const ended = await calls.read(scan.id);
    expect(ended).toMatchObject({ state: 'DONE', progress: { done: 6, total: 7 } });
    const pair = ended.pairs.edges.find(({ node }) => node.leadIds.includes(ids[4] ?? ''));
    expect(pair?.node).toMatchObject({ leads: [{ id: expect.any(String) }] });
  });

  test('leaves out pairs that are dismissed, before it and after it', async () => {
    const [a = '', b = '', c = ''] = await janes(3);
    await calls.dismiss([a, b]);
    const { scan } = await calls.start();
    await worker().runDue();
    const pairs = async () => (await calls.read(scan.id)).pairs.edges.map(({ node }) => node.leadIds);
    expect(await pairs()).toEqual([
      [a, c],
      [b, c],
    ]);
    await calls.dismiss([c, a]);
    expect(await pairs()).toEqual([[b, c]]);
  });

  test('does not follow what is too common', async () => {
    const items = Array.from({ length: 201 }, () => ({ type: 'person', name: { full: 'John Smith' }, ...acme }));
    await client.services.lead.createMany(items);
    const { scan } = await calls.start();
    await worker(undefined, 100).runDue();
    const { pairs, tooCommon, progress } = await calls.read(scan.id);
    expect(pairs.totalCount).toBe(0);
    expect(progress.done).toBe(201);
    expect(tooCommon).toEqual(['person:at:acme|j.smith', 'person:at:acme|s.john']);
  });

  test('reads of each block only what shows that it is too common, where much is shared', async () => {
    const items = Array.from({ length: 450 }, (_, n) => ({
      type: 'person',
      name: { full: n % 3 === 0 ? 'John Smith' : 'Jane Poll' },
      ...(n === 0 || n === 3 ? { phone: '+14155550100' } : {}),
      ...acme,
    }));
    await client.services.lead.createMany(items);
    const blocks = ['person:at:acme|j.poll', 'person:at:acme|j.smith', 'person:phone:+14155550100'];
    const { members, tooCommon } = await gateway.stores.leads.findInBlocks(client.workspaceId, blocks);
    expect(tooCommon).toEqual(['person:at:acme|j.poll']);
    expect([...members].map(([block, list]) => [block, list.length]).sort()).toEqual([
      ['person:at:acme|j.smith', 150],
      ['person:phone:+14155550100', 2],
    ]);
    const commands = await gateway.commandsOf(() => gateway.stores.leads.findInBlocks(client.workspaceId, blocks));
    expect(commands.filter((name) => name !== 'getMore')).toEqual(['find', 'aggregate']);
  });

  test('is unknown to other workspaces, and asks for leads:write', async () => {
    await janes(2);
    const { scan } = await calls.start();
    const stranger = await gateway.client();
    expect(await calls.read(scan.id, stranger)).toBeNull();
    expect(await calls.read(undefined, stranger)).toBeNull();
    expect(await calls.stop(scan.id, stranger)).toEqual({ code: 'NOT_FOUND' });
    expect(await calls.stop('nonsense')).toEqual({ code: 'NOT_FOUND' });
    await expect(calls.stop(scan.id, await gateway.client({ scopes: ['leads:read'] }))).rejects.toThrow('FORBIDDEN');
  });
});

describe('what scans have found', () => {
  test('is kept for a week, the best of it, for the latest scans', async () => {
    const [a = '', b = ''] = await janes(2);
    const { scan } = await calls.start();
    await worker().runDue();
    const { scans } = gateway.stores;
    const kept = await scans.find(client.workspaceId, scan.id, now);
    if (kept === null) throw new Error('The scan is gone');
    const pair = { leadIds: [a, b] as [string, string], reasons: [] };
    const other = `lead_${'f'.repeat(24)}`;
    expect(
      await scans.addPairs(kept, [
        { ...pair, score: 0.9 },
        { ...pair, leadIds: [a, other], score: 0.6 },
      ]),
    ).toBe(1);
    await scans.keepBest(kept, 1);
    expect((await calls.read(scan.id)).pairs.edges.map(({ node }) => node.score)).toEqual([0.75]);

    const expiry = new Date(kept.expiresAt.getTime() + 1);
    expect(await scans.find(client.workspaceId, scan.id, expiry)).toBeNull();
    await scans.sweep(client.workspaceId, expiry);
    expect(await scans.countPairs(kept)).toBe(0);

    const rounds: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      rounds.push((await calls.start()).scan.id);
      await worker().runDue();
    }
    const left = await Promise.all(rounds.map(async (id) => (await calls.read(id)) !== null));
    expect(left).toEqual([false, false, true, true, true]);
  });
});
