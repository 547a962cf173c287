import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIndexes } from '../../src/services.ts';
import { createLogger } from '../../src/shared/logger.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type RawAnswer, type RealServer, serveForReal } from './raw-http.ts';

interface Line {
  level: number;
  msg: string;
  requestId?: string;
  [field: string]: unknown;
}

const written: string[] = [];
/** What was written since it was last asked, in the order of writing. */
const lines = (): Line[] => written.splice(0).map((line) => JSON.parse(line));

let gateway: TestGateway;
let client: TestClient;
let server: RealServer;

beforeAll(async () => {
  const logger = createLogger('info', { write: (line: string) => written.push(line) });
  gateway = await createTestGateway({}, {}, { logger });
  client = await gateway.client();
  server = await serveForReal(gateway);
});
afterAll(() => server.stop(0, 0));

async function ask(line: string, { body = '', headers = [] as string[], key = client.key } = {}): Promise<RawAnswer> {
  written.length = 0;
  const all = [
    `${line} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    `Authorization: Bearer ${key}`,
    ...(body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
    ...headers,
    '',
    '',
  ];
  const [answer] = await server.exchange(all.join('\r\n') + body);
  if (answer === undefined) throw new Error('There was no answer');
  // The line is written when the connection has taken the answer, which the client may see first.
  await expect.poll(() => written.some((text) => text.includes('"Request"'))).toBe(true);
  return answer;
}

const graphql = (query: string, variables = {}) => ({ body: JSON.stringify({ query, variables }) });

describe('the id of a request', () => {
  test.each(['1', 'a-B_c.d:e', '4bf92f3577b34da6a3ce929d0e0e4736', 'x'.repeat(100)])('%.20s is kept', async (id) => {
    const { headers } = await ask('GET /api/leads', { headers: [`X-Request-Id: ${id}`] });
    expect(headers['x-request-id']).toBe(id);
    expect(lines()).toMatchObject([{ requestId: id }]);
  });

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(101)],
    ['an email address', 'jane@acme.com'],
    ['of several words', 'a b'],
    ['JSON', '","level":60,"x":"'],
    ['markup', '<script>'],
    ['not ASCII', 'naïve'],
  ])('that is %s makes place for a new one', async (_what, id) => {
    const { headers } = await ask('GET /api/leads', { headers: [`X-Request-Id: ${id}`] });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(lines()).toMatchObject([{ requestId: headers['x-request-id'] }]);
  });
});

describe('the line of a request', () => {
  const line = async (...request: Parameters<typeof ask>) => {
    await ask(...request);
    const [first, ...more] = lines();
    expect(more).toEqual([]);
    return first;
  };

  test('of GraphQL names the operation and the key', async () => {
    const [{ key } = { key: null }] = (await gateway.workspaces.listKeys(null)) ?? [];
    expect(await line('POST /graphql', graphql('query Who { viewer { workspaceId } }'))).toEqual({
      level: 30,
      time: expect.any(Number),
      pid: expect.any(Number),
      hostname: expect.any(String),
      requestId: expect.any(String),
      method: 'POST',
      path: '/graphql',
      status: 200,
      ms: expect.any(Number),
      bytes: expect.any(Number),
      operation: 'query Who',
      workspaceId: client.workspaceId,
      keyId: key?.id,
      msg: 'Request',
    });
  });

  test('of REST names the call, not the id or the filter in it', async () => {
    expect(await line('GET /api/leads/jane@acme.com?email=jane@acme.com')).toMatchObject({
      path: '/api/leads/{id}',
      status: 400,
    });
    expect(await line('GET /api/leads?email=jane@acme.com')).toMatchObject({ path: '/api/leads', status: 200 });
    expect(await line('GET /api/docs/start.js')).toMatchObject({ path: '/api/docs/{file}', status: 200 });
  });

  test('of a path that is not ours does not repeat it', async () => {
    for (const path of ['/jane@acme.com', '/api/jane@acme.com', `/api/leads/a/${client.key}`]) {
      expect(await line(`GET ${path}`)).toMatchObject({ path: null, status: 404 });
    }
  });

  test('tells how much was sent', async () => {
    const small = await line('GET /api/leads');
    const large = await line('GET /api/openapi.json');
    expect(small?.bytes).toBeGreaterThan(300);
    expect(large?.bytes).toBeGreaterThan(10_000);
  });

  test('of a wrong key names none', async () => {
    const wrong = await line('GET /api/leads', { key: 'sk-workspace_wrong' });
    expect(wrong).toMatchObject({ status: 401 });
    expect(wrong).not.toHaveProperty('keyId');
    expect(wrong).not.toHaveProperty('workspaceId');
  });

  test('of an operation with a name that is none leaves it out', async () => {
    const name = 'Jane'.repeat(20);
    expect(await line('POST /graphql', graphql(`query ${name} { viewer { workspaceId } }`))).toMatchObject({
      operation: 'query',
    });
  });

  test('of a client that goes away says so', async () => {
    written.length = 0;
    const { socket, closed } = await server.open();
    socket.write(
      `POST /api/leads HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${client.key}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n`,
    );
    await expect.poll(() => server.connections()).toBe(1);
    socket.destroy();
    await closed;
    await expect.poll(() => written.length).toBe(1);
    expect(lines()).toMatchObject([{ path: '/api/leads', status: null, cutOff: true }]);
  });
});

test('health checks are not logged', async () => {
  written.length = 0;
  const [answer] = await server.exchange('GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(answer?.status).toBe(200);
  expect(lines()).toEqual([]);
});

describe('an error that nobody foresaw', () => {
  const personal = /secret|acme\.com|Document failed|consideredValue/i;
  const lead = { name: { full: 'Jane Secret' }, email: 'jane.secret@acme.com' };

  /** A rule that no store knows of: the driver's errors about it repeat the values. */
  beforeAll(async () => {
    const { db } = gateway.mongo;
    await db.dropCollection('leads');
    await db.createCollection('leads', { validator: { 'name.full': { $ne: 'Jane Secret' } } });
    await createIndexes(db);
  });

  const createLead = 'mutation ($input: CreateLeadInput!) { createLead(input: $input) { __typename } }';
  test.each([
    ['of GraphQL', 'POST /graphql', graphql(createLead, { input: { ...lead, type: 'PERSON' } })],
    ['of REST', 'POST /api/leads', { body: JSON.stringify(lead) }],
  ])('%s is logged with its kind and place, but none of the values', async (_what, request, options) => {
    const { headers, body } = await ask(request, options);
    const requestId = headers['x-request-id'];
    const [error, access, ...more] = lines();
    expect(more).toEqual([]);
    expect(error).toMatchObject({
      level: 50,
      msg: 'Unexpected error',
      requestId,
      err: {
        name: 'MongoServerError',
        code: 121,
        codeName: 'DocumentValidationFailure',
        stack: expect.arrayContaining([expect.stringMatching(/^at .*\.store\.ts:\d+:\d+/)]),
      },
    });
    expect(access).toMatchObject({ msg: 'Request', requestId });
    expect(JSON.stringify(error)).not.toMatch(personal);
    expect(body).not.toMatch(personal);
    expect(body).toContain(requestId);
  });
});

describe('what is written of an error', () => {
  const logged = (error: unknown) => {
    const texts: string[] = [];
    createLogger('info', { write: (text: string) => texts.push(text) }).error({ err: error }, 'Failed');
    return { text: texts.join(''), err: JSON.parse(texts[0] ?? '').err };
  };

  test('is no message, however it is made', () => {
    const frames = 'Error: x\n    at jane (/home/jane/app.ts:1:1)';
    const tricky = new Error('one\n    at jane@acme.com (/a:1:1)\n    at file:///jane');
    const cause = new TypeError("Cannot read properties of undefined (reading 'jane')", { cause: tricky });
    const outer = Object.assign(new Error('jane', { cause }), { keyValue: { email: 'jane' }, code: 'jane@acme.com' });
    const { err, text } = logged(outer);
    expect(text).not.toMatch(/jane/);
    expect(err).toMatchObject({ name: 'Error', cause: { name: 'TypeError', cause: { name: 'Error' } } });
    expect(err.stack[0]).toMatch(/^at .*log\.test\.ts:\d+:\d+/);
    expect(frames).toContain('jane');
  });

  test('is no value of a duplicate key', async () => {
    const copies = gateway.mongo.db.collection<{ _id: string }>('copies');
    await copies.insertOne({ _id: 'email:jane@acme.com' });
    const error = await copies.insertOne({ _id: 'email:jane@acme.com' }).catch((reason: unknown) => reason);
    expect(String(error)).toContain('jane@acme.com');
    expect(logged(error).err).toMatchObject({ name: 'MongoServerError', code: 11_000 });
    expect(logged(error).text).not.toContain('jane');
  });

  test('keeps codes of the system', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:27017'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    expect(logged(error).err).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' });
    expect(logged(error).text).not.toContain('10.0.0.1');
  });

  test.each([['a text with jane'], [{ jane: 'jane' }], [null], [undefined], [42]])(
    'is only its type where it is %j',
    (thrown) => {
      expect(logged(thrown).text).not.toContain('jane');
    },
  );

  test('ends, where causes go round in a circle', () => {
    const error: Error = new Error('a');
    error.cause = error;
    expect(logged(error).err.cause.cause.name).toBe('Error');
  });

  test('would be its message with the serializer that loggers have', () => {
    const texts: string[] = [];
    pino({}, { write: (text: string) => texts.push(text) }).error({ err: new Error('jane') });
    expect(texts.join('')).toContain('jane');
  });
});
