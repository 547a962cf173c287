import { MongoClient } from 'mongodb';
import { afterEach, expect, test } from 'vitest';
import { watchChecks } from '../../src/mongo/checks.ts';
import { openTestDatabase } from '../support/database.ts';

const clients: MongoClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

/** A client that asks its server every half second how it is, and gives up an answer after as long. */
async function connect(): Promise<MongoClient> {
  const { client } = await openTestDatabase();
  const { hosts } = client.options;
  const path = hosts[0]?.socketPath ?? '';
  const options = { heartbeatFrequencyMS: 500, connectTimeoutMS: 500, serverSelectionTimeoutMS: 300 } as const;
  const opened = new MongoClient(`mongodb://${encodeURIComponent(path)}/?directConnection=true`, options);
  clients.push(opened);
  return opened.connect();
}

/** What the driver keeps to itself of a client: its servers, and what watches over each. */
interface Internals {
  topology: { s: { servers: Map<string, { monitor: { connection: object } }> } };
}

function isInternals(client: object): client is Internals {
  return 'topology' in client && typeof client.topology === 'object';
}

/** What the driver's fault comes to: the next check never ends. */
function loseCheck(client: MongoClient): void {
  if (!isInternals(client)) throw new Error('The driver keeps its servers elsewhere');
  const [server] = client.topology.s.servers.values();
  const nothing = () => new Promise(() => {});
  Object.assign(server?.monitor.connection ?? {}, { command: nothing, exhaustCommand: nothing });
}

test('a check that never ends does not leave the database away for good', async () => {
  const client = await connect();
  const endWatch = watchChecks(client);
  const reconnected = new Promise((resolve) => client.once('topologyClosed', resolve));
  loseCheck(client);
  await reconnected;
  await expect.poll(() => client.db('admin').command({ ping: 1 }), { timeout: 5_000 }).toMatchObject({ ok: 1 });
  endWatch();
});

test('a client whose checks go on stays as it is', async () => {
  const client = await connect();
  const endWatch = watchChecks(client);
  let closed = 0;
  client.on('topologyClosed', () => {
    closed += 1;
  });
  const checks = new Promise<void>((resolve) => {
    let seen = 0;
    client.on('serverHeartbeatSucceeded', () => {
      seen += 1;
      if (seen === 10) resolve();
    });
  });
  await checks;
  endWatch();
  expect(closed).toBe(0);
});
