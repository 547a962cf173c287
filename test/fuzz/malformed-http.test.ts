import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLong } from '../chaos/form.ts';
import { type RealServer, serveForReal } from '../http/raw-http.ts';
import { difference, openDatabase, textOf } from '../strangers/database.ts';
import { fillWorkspace } from '../strangers/workspace-data.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { exchange } from './connection.ts';
import { note, runsOf, sizes, timeLimit } from './form.ts';
import { checkAnswer, type HttpAnswer, readAnswers } from './http-answers.ts';
import { framedRequests, unframedRequests } from './http-cases.ts';
import { createdBy } from './http-created.ts';
import { bytesOf, type HttpCase, type Sender } from './http-requests.ts';

/** Requests that are on their way at once. */
const together = 100;
/** How long the server may take to end a connection, on a busy machine (ms). It gives clients up much sooner. */
const patienceMs = 15_000;

let gateway: TestGateway;
let server: RealServer;
let port: number;
let client: TestClient;
let sender: Sender;
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown) => unhandled.push(reason);

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  sender = { key: client.key, ...(await fillWorkspace(gateway, client, 'mine')) };
  // Many cases leave a request unfinished, and take as long as the server waits for the rest.
  server = await serveForReal(gateway, { headersMs: 800, requestMs: 1_500, idleMs: 800 });
  port = Number(new URL(server.url).port);
  process.on('unhandledRejection', noteUnhandled);
});
afterAll(async () => {
  process.off('unhandledRejection', noteUnhandled);
  await server.stop(0, 0);
});

const answered = { requests: 0, closed: 0, statuses: new Map<number, number>(), codes: new Map<string, number>() };
const count = <T>(counts: Map<T, number>, key: T) => counts.set(key, (counts.get(key) ?? 0) + 1);

async function send(one: HttpCase): Promise<HttpAnswer[]> {
  const { received, ended } = await exchange(port, one.pieces, patienceMs);
  try {
    if (!ended) throw new Error(`The server left the connection open for ${patienceMs} ms`);
    const answers = readAnswers(received, one.isHead);
    if (one.framed && answers.length !== 1) throw new Error(`The request has ${answers.length} answers`);
    answered.requests += 1;
    if (answers.length === 0) answered.closed += 1;
    for (const answer of answers) {
      const codes = checkAnswer(answer);
      if (answer.status >= 400 && codes.length === 0 && !one.isHead) throw new Error('A failure has no code');
      count(answered.statuses, answer.status);
      for (const code of codes) count(answered.codes, code);
    }
    return answers;
  } catch (error) {
    const sent = JSON.stringify(
      Buffer.concat([...one.pieces])
        .toString('latin1')
        .slice(0, 1_500),
    );
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${one.name}: ${why}\n${sent}\nwas answered\n${received.toString('latin1', 0, 1_000)}`, {
      cause: error,
    });
  }
}

async function expectServing(): Promise<void> {
  const body = Buffer.from('{"query":"{ viewer { workspaceId } }"}');
  const headers = Object.entries({
    Host: '127.0.0.1',
    Authorization: `Bearer ${client.key}`,
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    Connection: 'close',
  });
  const bytes = bytesOf({ method: 'POST', target: '/graphql', version: 'HTTP/1.1', headers, body });
  const { received } = await exchange(port, [bytes, Buffer.alloc(0)], patienceMs);
  const [answer] = readAnswers(received, false);
  expect(JSON.parse(answer?.body ?? 'null')).toEqual({ data: { viewer: { workspaceId: client.workspaceId } } });
}

async function stored(): Promise<Record<string, number>> {
  const names = ['leads', 'lists', 'campaigns', 'prospects', 'signals'];
  const counts = names.map(async (name) => [name, await gateway.mongo.db.collection(name).countDocuments()] as const);
  return Object.fromEntries(await Promise.all(counts));
}

test(
  'malformed requests are answered with a code, or the connection is closed',
  async () => {
    const database = openDatabase(gateway.mongo);
    const other = await gateway.client();
    await fillWorkspace(gateway, other, 'theirs');
    const before = (await database.dump())(other.workspaceId);
    let now = await stored();

    const batch = (cases: fc.Arbitrary<HttpCase>) => fc.array(cases, { minLength: together, maxLength: together });
    await fc.assert(
      fc.asyncProperty(fc.oneof(batch(framedRequests(sender)), batch(unframedRequests(sender))), async (cases) => {
        const answers = (await Promise.all(cases.map(send))).flat();
        await expectServing();
        const created = createdBy(answers);
        const then = await stored();
        const due = { ...now, leads: (now.leads ?? 0) + created.leads, signals: (now.signals ?? 0) + created.signals };
        // An answer can be lost together with a connection that is no HTTP any more.
        const lost = cases.every(({ framed }) => framed) ? {} : { leads: then.leads, signals: then.signals };
        expect(then).toEqual({ ...due, ...lost });
        expect(then.leads).toBeGreaterThanOrEqual(due.leads);
        expect(then.signals).toBeGreaterThanOrEqual(due.signals);
        expect(unhandled).toEqual([]);
        now = then;
      }),
      runsOf(sizes.requests / together),
    );

    note(`${answered.requests} malformed requests, ${answered.closed} closed without an answer`);
    note(`statuses ${JSON.stringify(Object.fromEntries(answered.statuses))}`);
    note(`codes ${JSON.stringify(Object.fromEntries(answered.codes))}`);
    const { added, gone } = difference(before, (await database.dump())(other.workspaceId));
    expect(textOf([...added, ...gone])).toBe('');
    // Else it was not what it says: nearly all is cut off, or some refusal never comes.
    expect(answered.closed).toBeLessThan(sizes.requests / 10);
    const refusals = isLong ? [401, 404, 405, 406, 408, 413, 415, 417, 431] : [401, 404, 405];
    expect([...answered.statuses.keys()]).toEqual(expect.arrayContaining([200, 400, ...refusals]));
  },
  timeLimit,
);
