import { Agent } from 'node:http';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { findRunningEngine } from '../../src/mongo/embedded.ts';
import { eventually, newPath, type RunningGateway, send, startGateway } from '../start/processes.ts';
import { statusOf } from './clients.ts';
import { isLong, note } from './form.ts';
import { type Outcome, probesOf, sendAll } from './outage.ts';
import { startClock } from './processor.ts';
import { type DatabaseProxy, startProxy } from './proxy.ts';

const answerMs = 5_000;
const recoveryMs = 5_000;
const exitMs = 10_000;
const waves = isLong ? 2 : 1;
const times = isLong ? 4 : 1;
const timeout = isLong ? 400_000 : 150_000;

/** The process that has the database, the way to it, and the gateway that goes that way. */
interface Outside {
  data: string;
  engine: RunningGateway;
  proxy: DatabaseProxy;
  socketPath: string;
}

async function startOutside(): Promise<Outside> {
  const data = newPath('data');
  const outside = { data, engine: await startGateway({ LEADGRAPH_DATA: data }), socketPath: await socketOf(data) };
  return Object.assign(outside, { proxy: await startProxy(() => outside.socketPath) });
}

async function socketOf(data: string): Promise<string> {
  let uri: string | null = null;
  await eventually('the engine', async () => {
    uri = await findRunningEngine(data);
    return uri !== null;
  });
  return decodeURIComponent(/\/\/([^/]+)\//.exec(uri ?? '')?.[1] ?? '');
}

/** Ways in which a database goes away, and how each comes back. */
const faults: [string, (outside: Outside) => Promise<void> | void, (outside: Outside) => Promise<void>][] = [
  ['refuses connections', ({ proxy }) => proxy.refuse(), ({ proxy }) => proxy.restore()],
  ['does not answer any more', ({ proxy }) => proxy.stall(), ({ proxy }) => proxy.restore()],
  ['hears and is not heard', ({ proxy }) => proxy.swallowAnswers(), ({ proxy }) => proxy.restore()],
  [
    'is killed',
    async ({ engine }) => {
      await engine.kill('SIGKILL');
    },
    async (outside) => {
      outside.engine = await startGateway({ LEADGRAPH_DATA: outside.data });
      outside.socketPath = await socketOf(outside.data);
    },
  ],
];

/** How many identities the probes' creates have made, and how many leads the most frequent of them is on. */
async function outageLeads({ data }: Outside): Promise<{ leads: number; most: number }> {
  const client = new MongoClient((await findRunningEngine(data)) ?? '');
  const leads = await client
    .db('leadgraph')
    .collection('leads')
    .find({ 'contacts.value': /^(one|many)/ })
    .toArray();
  await client.close();
  const counts = new Map<string, number>();
  for (const { contacts } of leads) counts.set(contacts[0].value, (counts.get(contacts[0].value) ?? 0) + 1);
  return { leads: counts.size, most: Math.max(...counts.values()) };
}

const slowest = (outcomes: readonly Outcome[]) => Math.round(Math.max(...outcomes.map(({ ms }) => ms)));

test('a database that goes away in any way is told of within 5 s, and used again without a restart', {
  timeout,
}, async () => {
  const outside = await startOutside();
  const MONGODB_URI = `mongodb://${outside.proxy.address}/?directConnection=true`;
  const limits = { LEADGRAPH_FAILED_LOGINS: '0', LEADGRAPH_LOG_LEVEL: 'fatal' };
  const gateway = { ...(await startGateway({ MONGODB_URI, ...limits })), key: outside.engine.key };
  const { data } = await send(gateway.url, gateway.key, '{ leads(first: 1) { nodes { id } } }');
  const probes = probesOf((data as { leads: { nodes: { id: string }[] } }).leads.nodes[0]?.id ?? '');
  // A connection for each request: none that the gateway closes for having been idle is in the way.
  const agent = new Agent();
  let turn = 0;
  const wave = () => {
    turn += 1;
    return sendAll(agent, gateway, probes, turn);
  };
  const isReady = async () => (await statusOf(gateway.url, '/health/ready')) === 200;

  for (const [name, begin, end] of Array.from({ length: times }, () => faults).flat()) {
    for (const outcome of await wave()) expect(outcome, name).toMatchObject({ result: 'done' });

    // Some of these are with the database when it goes.
    const caught = Array.from({ length: 5 }, wave);
    const unready = startClock(gateway.child.pid);
    await begin(outside);
    await eventually('not ready', async () => !(await isReady()));
    const unreadyMs = unready();
    const outcomes = (await Promise.all(caught)).flat();
    for (let later = 0; later < waves; later += 1) {
      const refused = await wave();
      for (const outcome of refused) expect(outcome, name).toMatchObject({ result: 'unavailable' });
      outcomes.push(...refused);
      expect(await statusOf(gateway.url, '/health/live')).toBe(200);
      expect(await isReady()).toBe(false);
    }
    expect(
      outcomes.filter(({ result }) => result === 'other'),
      name,
    ).toEqual([]);
    expect(slowest(outcomes), name).toBeLessThan(answerMs);
    expect(unreadyMs, name).toBeLessThan(answerMs);

    await end(outside);
    const recovery = startClock(gateway.child.pid);
    await eventually('ready again', isReady);
    const recoveredMs = recovery();
    for (const outcome of await wave()) expect(outcome, name).toMatchObject({ result: 'done' });
    expect(recoveredMs, name).toBeLessThan(recoveryMs);
    note(
      `database ${name}: unready after ${Math.round(unreadyMs)} ms, slowest answer ${slowest(outcomes)} ms, ` +
        `ready again after ${Math.round(recoveredMs)} ms`,
    );
  }

  // Whatever was in doubt may be sent again: it is there once afterwards.
  const creates = probes.filter((probe) => probe.name.startsWith('createLead'));
  for (let again = 1; again <= turn; again += 1) {
    for (const outcome of await sendAll(agent, gateway, creates, again))
      expect(outcome).toMatchObject({ result: 'done' });
  }
  expect(await outageLeads(outside)).toEqual({ leads: 4 * turn, most: 1 });

  agent.destroy();
  // Nor does a database that hangs hold up a stop.
  outside.proxy.stall();
  const stopping = startClock(gateway.child.pid);
  expect(await gateway.kill('SIGTERM')).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(stopping()).toBeLessThan(exitMs);
  await outside.proxy.close();
});
