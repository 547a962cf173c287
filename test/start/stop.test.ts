import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { findRunningEngine } from '../../src/mongo/embedded.ts';
import { newDatabaseUri, withDatabase } from './databases.ts';
import {
  eventually,
  keys,
  newPath,
  type RunningGateway,
  seededData,
  send,
  startGateway,
  startProcess,
  temporaryFiles,
  timeout,
  within,
} from './processes.ts';

const graceMs = 8_000;

const createLead = `mutation($input: CreateLeadInput!) {
  createLead(input: $input) { __typename ... on CreateLeadPayload { lead { id email } } }
}`;
const recordSignals = `mutation($input: RecordSignalsInput!) {
  recordSignals(input: $input) { __typename ... on RecordSignalsPayload { signals { id } } }
}`;

const person = (email: string) => ({ input: { type: 'PERSON', name: { full: 'Flood Person' }, email } });
const signal = (index: number) => ({
  kind: 'hiring',
  title: `Hires for role ${index}`,
  entity: { name: `Company ${index}`, domain: `company-${index}.example.com` },
  person: { name: `Person ${index}`, email: `person-${index}@company-${index}.example.com` },
});

/** A gateway without sample data, with a key for all that the tests do. */
async function startWithKey(env = {}): Promise<RunningGateway & { uri: string }> {
  const uri = await newDatabaseUri();
  const settings = { MONGODB_URI: uri, ...env };
  const made = await keys(settings, 'create', '--workspace', 'Acme', '--scopes', 'leads:write,signals:write', '--json');
  const { secret } = JSON.parse(made.stdout) as { secret: string };
  return { ...(await startGateway(settings)), key: secret, uri };
}

/** A request whose head the gateway has and whose body it still waits for: in flight, for as long as the test likes. */
async function openRequest(gateway: RunningGateway, agent?: Agent): Promise<ClientRequest> {
  const opened = request(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.key}`, expect: '100-continue' },
    ...(agent === undefined ? {} : { agent }),
  });
  opened.flushHeaders();
  await within('the gateway to ask for the body', once(opened, 'continue'));
  return opened;
}

async function finish(opened: ClientRequest, query: string, variables: object) {
  const answered = once(opened, 'response') as Promise<[IncomingMessage]>;
  opened.end(JSON.stringify({ query, variables }));
  const [response] = await within('an answer', answered);
  const body = JSON.parse(await text(response)) as { data: Record<string, unknown> };
  return { status: response.statusCode, connection: response.headers.connection, ...body };
}

const statusOf = async (gateway: RunningGateway, path: string) => (await fetch(`${gateway.url}${path}`)).status;

describe('a signal to stop', () => {
  test('makes the gateway unready at once, and it ends when the requests in flight have their answers', {
    timeout,
  }, async () => {
    const gateway = await startWithKey();
    expect(await statusOf(gateway, '/health/ready')).toBe(200);
    const open = await openRequest(gateway, new Agent({ keepAlive: true }));

    gateway.child.kill('SIGTERM');
    await eventually('not ready', async () => (await statusOf(gateway, '/health/ready')) === 503);
    expect(await statusOf(gateway, '/health/live')).toBe(200);
    const answer = await finish(open, createLead, person('last@acme.com'));
    expect(answer).toMatchObject({
      status: 200,
      connection: 'close',
      data: { createLead: { lead: { email: 'last@acme.com' } } },
    });
    expect(await within('the end', gateway.exited, 6_000)).toMatchObject({ code: 0, signal: null, stderr: '' });
    await expect(fetch(gateway.url)).rejects.toThrow();
  });

  test('lets a batch of 500 signals and a flood of 60 leads finish', { timeout }, async () => {
    const gateway = await startWithKey();
    const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
    const open = await Promise.all(Array.from({ length: 61 }, () => openRequest(gateway, agent)));
    const answers = open.map((one, index) =>
      index === 0
        ? finish(one, recordSignals, { input: { items: Array.from({ length: 500 }, (_, item) => signal(item)) } })
        : finish(one, createLead, person(`flood-${index}@acme.com`)),
    );
    const exit = gateway.kill('SIGTERM');

    const [signals, ...leads] = await Promise.all(answers);
    expect(signals?.data.recordSignals).toMatchObject({ __typename: 'RecordSignalsPayload' });
    for (const lead of leads) expect(lead.data.createLead).toMatchObject({ __typename: 'CreateLeadPayload' });
    expect(await exit).toMatchObject({ code: 0, signal: null, stderr: '' });
    const stored = await withDatabase(gateway.uri, async (db) => ({
      signals: await db.collection('signals').countDocuments(),
      leads: await db.collection('leads').countDocuments(),
    }));
    expect(stored).toEqual({ signals: 500, leads: 60 });
  });

  test('cuts off a request that does not finish within the grace time, and ends well all the same', {
    timeout,
  }, async () => {
    const gateway = await startWithKey();
    const open = await openRequest(gateway);
    const cut = once(open, 'error');
    // One that stops in the middle would be let go sooner.
    const drops = setInterval(() => open.write(' '), 1_000);
    const from = performance.now();
    expect(await gateway.kill('SIGTERM')).toMatchObject({ code: 0, signal: null, stderr: '' });
    clearInterval(drops);
    expect(performance.now() - from).toBeGreaterThan(graceMs - 500);
    expect(performance.now() - from).toBeLessThan(graceMs + 6_000);
    expect(await cut).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  test('ends the process at once when it is repeated, but not as the echo that npm sends', { timeout }, async () => {
    const gateway = await startWithKey();
    (await openRequest(gateway)).once('error', () => {});
    gateway.child.kill('SIGINT');
    gateway.child.kill('SIGINT');
    await eventually('not ready', async () => (await statusOf(gateway, '/health/ready')) === 503);
    expect(await statusOf(gateway, '/health/live')).toBe(200);

    let ended = false;
    void gateway.exited.then(() => {
      ended = true;
    });
    const from = performance.now();
    await eventually('the end', async () => {
      gateway.child.kill('SIGINT');
      return ended;
    });
    expect(performance.now() - from).toBeLessThan(graceMs - 1_000);
    expect(await gateway.exited).toMatchObject({ code: 130, signal: null, stderr: '' });
  });

  test('during the first seeding ends it cleanly, and the next start completes it', { timeout }, async () => {
    const LEADGRAPH_DATA = newPath('data');
    const starting = startProcess('main.js', [], { PORT: '0', LEADGRAPH_DATA });
    await eventually('the engine', async () => (await findRunningEngine(LEADGRAPH_DATA)) !== null);
    expect(await starting.kill('SIGTERM')).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
    expect(temporaryFiles()).toEqual([]);

    const gateway = await startGateway({ LEADGRAPH_DATA });
    const { data } = await send(gateway.url, gateway.key, '{ campaigns { totalCount } leads { totalCount } }');
    expect(data).toEqual({ campaigns: { totalCount: 3 }, leads: { totalCount: 241 } });
  });
});

test('after kill -9 during 200 creates at once, every acknowledged lead is found', { timeout }, async () => {
  const LEADGRAPH_DATA = await seededData();
  const killed = await startGateway({ LEADGRAPH_DATA });
  const acknowledged = new Map<string, string>();
  const creates = Array.from({ length: 200 }, async (_, index) => {
    const { data } = await send(killed.url, killed.key, createLead, person(`flood-${index}@acme.com`));
    const { lead } = (data as { createLead: { lead: { id: string; email: string } } }).createLead;
    acknowledged.set(lead.id, lead.email);
    if (acknowledged.size === 70) killed.child.kill('SIGKILL');
  });
  const outcomes = await Promise.allSettled(creates);
  expect(await killed.exited).toMatchObject({ signal: 'SIGKILL' });
  expect(acknowledged.size).toBeGreaterThanOrEqual(70);
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(200 - acknowledged.size);

  const gateway = await startGateway({ LEADGRAPH_DATA });
  const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Lead { id email } } }';
  const ids = [...acknowledged.keys()];
  const found: unknown[] = [];
  for (let from = 0; from < ids.length; from += 100) {
    const { data } = await send(gateway.url, gateway.key, query, { ids: ids.slice(from, from + 100) });
    found.push(...((data?.nodes ?? []) as unknown[]));
  }
  expect(found).toEqual(ids.map((id) => ({ id, email: acknowledged.get(id) })));
});
