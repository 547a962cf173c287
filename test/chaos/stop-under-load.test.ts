import { Agent } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { newDatabaseUri, withDatabase } from '../start/databases.ts';
import { eventually, keys, startGateway, within } from '../start/processes.ts';
import { type Backend, post, startBalancer, statusOf } from './clients.ts';
import { isLong, note } from './form.ts';
import { startClock } from './processor.ts';

const restarts = isLong ? 8 : 1;
const clients = 16;
const unreadyMs = 1_000;
const exitMs = 10_000;
const timeout = isLong ? 300_000 : 180_000;

const createLead = `mutation($input: CreateLeadInput!) {
  createLead(input: $input) { __typename ... on CreateLeadPayload { lead { id } } }
}`;
const readLeads = '{ leads(first: 20) { nodes { id name { full } } } }';

/** The requests of one client, in turn: GraphQL and REST, reads and writes. Fails where one has no good answer. */
async function sendOne(agent: Agent, backend: Backend, email: string, turn: number): Promise<void> {
  const lead = { type: 'PERSON', name: { full: 'Load Person' }, email };
  const { status, text } = await (turn % 3 === 0
    ? post(agent, backend, '/graphql', { query: readLeads })
    : turn % 3 === 1
      ? post(agent, backend, '/graphql', { query: createLead, variables: { input: lead } })
      : post(agent, backend, '/api/leads', { ...lead, type: 'person' }));
  const isGood = turn % 3 === 2 ? status === 201 : status === 200 && !text.includes('"errors"');
  if (!isGood) throw new Error(`A request was answered ${status} ${text.slice(0, 200)}`);
}

async function startPair() {
  const MONGODB_URI = await newDatabaseUri();
  const scopes = 'leads:write';
  const made = await keys({ MONGODB_URI }, 'create', '--workspace', 'Acme', '--scopes', scopes, '--json');
  const { secret } = JSON.parse(made.stdout) as { secret: string };
  // Longer than the balancer takes to find out.
  const settings = { MONGODB_URI, LEADGRAPH_DRAIN_SECONDS: '2' };
  const start = async () => ({ ...(await startGateway(settings)), key: secret });
  return { uri: MONGODB_URI, start };
}

test('gateways that are stopped and replaced under load fail no request', {
  timeout,
}, async () => {
  const { uri, start } = await startPair();
  const running = new Map([
    ['a', await start()],
    ['b', await start()],
  ]);
  const balancer = startBalancer();
  for (const [name, gateway] of running) balancer.put(name, gateway);
  const bothReady = () => eventually('both to be ready', async () => balancer.readyCount() === 2);
  await bothReady();

  const agent = new Agent({ keepAlive: true });
  const failures: string[] = [];
  const created = new Set<string>();
  let [answered, stopped] = [0, false];
  const load = Array.from({ length: clients }, async (_, client) => {
    for (let turn = 0; !stopped; turn += 1) {
      const email = `load-${client}-${turn}@example.com`;
      try {
        await sendOne(agent, balancer.choose(), email, turn);
        answered += 1;
        if (turn % 3 !== 0) created.add(email);
      } catch (error) {
        failures.push(String(error));
      }
    }
  });

  for (let restart = 0; restart < restarts; restart += 1) {
    const name = restart % 2 === 0 ? 'a' : 'b';
    const gateway = running.get(name);
    if (gateway === undefined) throw new Error(`There is no gateway ${name}`);
    const before = answered;
    await eventually('some load', async () => answered > before + 50);
    const elapsed = startClock(gateway.child.pid);
    gateway.child.kill('SIGTERM');
    await eventually('not ready', async () => (await statusOf(gateway.url, '/health/ready')) === 503);
    expect(elapsed()).toBeLessThan(unreadyMs);
    expect(await statusOf(gateway.url, '/health/live')).toBe(200);
    expect(await within('the end', gateway.exited)).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(elapsed()).toBeLessThan(exitMs);
    const next = await start();
    running.set(name, next);
    balancer.put(name, next);
    await bothReady();
  }
  stopped = true;
  await Promise.all(load);
  await balancer.stop();
  agent.destroy();

  note(`${restarts} stops under load: ${answered} requests, ${failures.length} failed`);
  expect(failures).toEqual([]);
  expect(await withDatabase(uri, (db) => db.collection('leads').countDocuments())).toBe(created.size);
});

test('a client that knows of no health checks gets every answer until the gateway listens no more', {
  timeout,
}, async () => {
  const { start } = await startPair();
  const gateway = await start();
  // Browsers open connections to have them ready; one that brings no request must not hold the stop up.
  const silent = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => {});
  const agent = new Agent({ keepAlive: true });
  let answered = 0;
  const failures: unknown[] = [];
  const load = Array.from({ length: clients }, async (_, client) => {
    for (let turn = 0; ; turn += 1) {
      try {
        await sendOne(agent, gateway, `direct-${client}-${turn}@example.com`, turn);
        answered += 1;
      } catch (error) {
        failures.push(error);
        return;
      }
    }
  });
  await eventually('some load', async () => answered > 50);
  const elapsed = startClock(gateway.child.pid);
  gateway.child.kill('SIGTERM');
  await Promise.all(load);
  expect(await gateway.exited).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(elapsed()).toBeLessThan(exitMs / 2);
  agent.destroy();
  silent.destroy();
  // A new connection that finds nobody any more was never heard; one that was in use would have had its request lost.
  for (const failure of failures) expect(failure).toMatchObject({ name: 'Error', reused: false });
});
