import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLimiter } from '../../src/access/limiter.ts';
import { createSharedCountStore } from '../../src/access/shared-counts.store.ts';
import { createSharing } from '../../src/access/sharing.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let now: Date;

beforeAll(async () => {
  gateway = await createTestGateway();
  now = new Date();
});

/** A gateway as far as limits go: it counts by itself, and shares when the test says so. */
function gatewayWith(points: number, name = 'key') {
  const limiter = createLimiter(points);
  const counts = createSharedCountStore(gateway.mongo.db);
  const logger = pino({ level: 'silent' });
  const sharing = createSharing({ limiters: { [name]: limiter, off: null }, counts, clock: () => now, logger });
  const take = (client: string, times = 1) => {
    let allowed = 0;
    for (let turn = 0; turn < times; turn += 1) allowed += limiter.take(client).allowed ? 1 : 0;
    return allowed;
  };
  return { limiter, take, exchange: () => sharing.exchange() };
}

describe('gateways of one database', () => {
  test('keep to one limit together', async () => {
    const [a, b] = [gatewayWith(10), gatewayWith(10)];
    expect(a.take('shared', 6)).toBe(6);
    await a.exchange();
    expect(b.take('shared')).toBe(1);
    await b.exchange();
    expect(b.take('shared', 10)).toBe(3);
    await b.exchange();
    expect(a.take('shared')).toBe(1);
    await a.exchange();
    expect([a.take('shared'), b.take('shared')]).toEqual([0, 0]);
  });

  test('lose nothing when all begin to count at once', async () => {
    const all = Array.from({ length: 8 }, () => gatewayWith(1000));
    for (const one of all) one.take('rush', 5);
    await Promise.all(all.map((one) => one.exchange()));
    const last = gatewayWith(1000);
    last.take('rush');
    await last.exchange();
    expect(last.limiter.look('rush')).toMatchObject({ remaining: 1000 - 41 });
  });

  test('tell one limit from another, and one client from another', async () => {
    const [keys, addresses] = [gatewayWith(10, 'key'), gatewayWith(10, 'address')];
    keys.take('same', 9);
    keys.take('other', 1);
    await keys.exchange();
    addresses.take('same');
    await addresses.exchange();
    expect(addresses.limiter.look('same')).toMatchObject({ remaining: 9 });
    expect(keys.limiter.look('other')).toMatchObject({ remaining: 9 });
  });

  test('begin anew together when the minute is over', async () => {
    const [a, b] = [gatewayWith(10), gatewayWith(10)];
    a.take('minute', 10);
    await a.exchange();
    now = new Date(now.getTime() + 60_000);
    b.take('minute');
    await b.exchange();
    expect(b.limiter.look('minute')).toMatchObject({ allowed: true, remaining: 9 });
  });
});

describe('what it costs the database', () => {
  test('is two commands for any number of requests of any number of clients, and none without requests', async () => {
    const one = gatewayWith(1000);
    await one.exchange();
    for (let client = 0; client < 200; client += 1) one.take(`cost ${client}`, 5);
    expect(await gateway.commandsOf(() => one.exchange())).toEqual(['update', 'find']);
    expect(await gateway.commandsOf(() => one.exchange())).toEqual([]);
  });

  test('is no wait for the journal, and nothing that stays', async () => {
    const one = gatewayWith(1000);
    const concerns: unknown[] = [];
    const note = ({ commandName, command }: { commandName: string; command: { writeConcern?: unknown } }) => {
      if (commandName === 'update') concerns.push(command.writeConcern);
    };
    gateway.mongo.client.on('commandStarted', note);
    one.take('left');
    await one.exchange();
    gateway.mongo.client.off('commandStarted', note);
    expect(concerns).toEqual([{ w: 1, j: false }]);

    now = new Date(now.getTime() + 11 * 60_000);
    await one.exchange();
    expect(await gateway.mongo.db.collection('rateLimits').countDocuments()).toBe(0);
  });
});

test('a database that is away leaves each gateway with its own count', async () => {
  const broken = await createTestGateway();
  const limiter = createLimiter(3);
  const counts = createSharedCountStore(broken.mongo.db);
  const logger = pino({ level: 'silent' });
  const sharing = createSharing({ limiters: { key: limiter }, counts, clock: () => now, logger });
  limiter.take('a');
  await broken.mongo.client.close();
  await sharing.exchange();
  expect(limiter.take('a')).toMatchObject({ allowed: true, remaining: 1 });
  expect(limiter.take('a')).toMatchObject({ allowed: true, remaining: 0 });
  expect(limiter.take('a')).toMatchObject({ allowed: false });
});
