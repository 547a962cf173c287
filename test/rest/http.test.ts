import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/rest/routes.ts';
import { covers, scopes } from '../../src/workspace/workspace.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { restAs, type Send } from './rest-client.ts';
import { type Served, serveOnLoopback } from './serve-on-loopback.ts';

let gateway: TestGateway;
let client: TestClient;
let send: Send;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  send = restAs(gateway, client);
});

const uuid = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
/** A path of a route with ids in it that nobody has. */
const pathOf = (path: string) => path.replace('{leadId}', 'lead_6b00ec681c28eac165c56100').replace('{id}', uuid);
const bodyOf = (method: string) => (method === 'GET' ? undefined : {});
const isPollybot = (path: string) => path.startsWith('/api/v1/');

/** The same failure in either dialect. */
function failureOf(path: string, code: string) {
  const pollybotCodes: Record<string, string> = { UNAUTHENTICATED: 'UNAUTHORIZED', INVALID_INPUT: 'VALIDATION_ERROR' };
  return isPollybot(path)
    ? { success: false, error: expect.any(String), code: pollybotCodes[code] ?? code, details: expect.any(Object) }
    : expect.objectContaining({ error: expect.any(String), code });
}

const calls = routes.map((route) => [route.method, route.path, route] as const);

describe.each(calls)('%s %s', (method, path, route) => {
  const url = pathOf(path);

  test.each([
    ['none', ''],
    ['an unknown one', 'Bearer sk-workspace_nope'],
    ['another scheme', 'Basic abc'],
    ['a hostile one', 'Bearer {"$ne":null}'],
  ])('needs a key, not %s', async (_what, authorization) => {
    const { status, body, headers } = await send(method, url, bodyOf(method), { authorization });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toEqual(failureOf(path, 'UNAUTHENTICATED'));
  });

  test(`needs the scope ${route.scope} and no other`, async () => {
    const others = scopes.filter((scope) => !covers([scope], route.scope));
    const lacking = restAs(gateway, await gateway.client({ scopes: others }));
    const refused = await lacking(method, url, bodyOf(method));
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual(failureOf(path, 'FORBIDDEN'));
    expect(JSON.stringify(refused.body)).toContain(route.scope);
    const holding = restAs(gateway, await gateway.client({ scopes: [route.scope] }));
    expect([200, 400, 404]).toContain((await holding(method, url, bodyOf(method))).status);
  });

  test('answers JSON that nobody keeps', async () => {
    const { headers } = await send(method, url, bodyOf(method));
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

const withBody = calls.filter(([method]) => method !== 'GET');

describe.each(withBody)('the body of %s %s', (method, path) => {
  const url = pathOf(path);
  const types: [string, Record<string, string>][] = [
    ['text/plain', { 'content-type': 'text/plain' }],
    ['no type', { 'content-type': '' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['JSON in Latin-1', { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['JSON packed by gzip', { 'content-encoding': 'gzip' }],
  ];
  test.each(types)('is not taken as %s: 415', async (_what, headers) => {
    const answer = await send(method, url, '{}', headers);
    expect(answer.status).toBe(415);
    expect(answer.body).toEqual(failureOf(path, 'BAD_REQUEST'));
  });

  test.each([['{'], [''], ['{"a":1}}'], ["{'a':1}"], ['['.repeat(100_000)]])(
    'is not JSON as %.10j: 400',
    async (text) => {
      const answer = await send(method, url, text);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual(failureOf(path, 'BAD_REQUEST'));
    },
  );

  test('may have 256 KB and not a byte more: 413', async () => {
    const fits = `"${'x'.repeat(256 * 1024 - 2)}"`;
    expect((await send(method, url, fits)).status).toBe(400);
    const answer = await send(method, url, `${fits} `);
    expect(answer.status).toBe(413);
    expect(answer.body).toEqual(failureOf(path, 'REQUEST_TOO_LARGE'));
  });

  test('may be deep, if it is JSON', async () => {
    const answer = await send(method, url, `${'['.repeat(120_000)}${']'.repeat(120_000)}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(failureOf(path, 'INVALID_INPUT'));
  });

  test('is taken under the names that JSON has', async () => {
    for (const type of ['application/json; charset=UTF-8', 'Application/JSON', 'application/vnd.acme+json']) {
      expect((await send(method, url, '[]', { 'content-type': type })).body).toEqual(failureOf(path, 'INVALID_INPUT'));
    }
  });
});

describe('paths and methods', () => {
  test.each([
    ['/api'],
    ['/api/'],
    ['/api/nope'],
    ['/api/leads/'],
    ['/api/leads/a/b'],
    ['/api/v1'],
    ['/api/v1/nope'],
    ['/api/v1/leads'],
  ])('%s is not there: 404', async (path) => {
    const { status, body } = await send('GET', path);
    expect(status).toBe(404);
    expect(body).toEqual(failureOf(path, 'NOT_FOUND'));
  });

  const methods: [string, string, string][] = [
    ['DELETE', '/api/leads', 'POST, PATCH, GET, HEAD'],
    ['PUT', '/api/leads/x', 'GET, HEAD'],
    ['POST', `/api/campaigns/${uuid}/leads`, 'PATCH, GET, HEAD'],
    ['POST', '/api/signals', 'GET, HEAD'],
    ['PATCH', '/api/v1/leads/x', 'PUT, GET, HEAD'],
    ['POST', '/api/openapi.json', 'GET, HEAD'],
    ['DELETE', '/api/docs', 'GET, HEAD'],
  ];
  test.each(methods)('%s %s is not allowed: 405', async (method, path, allow) => {
    const { status, headers, body } = await send(method, path);
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe(allow);
    expect(body).toEqual(failureOf(path, 'BAD_REQUEST'));
  });

  test('HEAD answers as GET without a body', async () => {
    const headers = { authorization: `Bearer ${client.key}` };
    const response = await gateway.fetch('/api/leads', { method: 'HEAD', headers });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('hostile ids are only unknown', async () => {
    for (const id of ['%00', '%E0%A4%A', '..%2F..', '$ne', '{"$gt":""}', 'x'.repeat(5_000), 'lead_%F0%9F%92%A9']) {
      expect((await send('GET', `/api/leads/${id}`)).status).toBe(404);
      expect((await send('GET', `/api/v1/leads/${id}`)).status).toBe(404);
    }
  });
});

describe('when something fails inside', () => {
  test('the cause is masked in both dialects: 500', async () => {
    const broken = await createTestGateway();
    const sending = restAs(broken, await broken.client());
    await broken.mongo.db.collection('leads').drop();
    await broken.mongo.db.createCollection('leads', { viewOn: 'missing', pipeline: [] });
    const message = 'Something failed on our side';
    const puffle = await sending('POST', '/api/leads', { name: { full: 'A' }, email: 'a@b.com' });
    expect([puffle.status, puffle.body]).toEqual([500, { error: message, code: 'INTERNAL_SERVER_ERROR' }]);
    const pollybot = await sending('PUT', '/api/v1/leads/lead_6b00ec681c28eac165c56100', { status: 'new' });
    expect([pollybot.status, pollybot.body]).toEqual([
      500,
      { success: false, error: message, code: 'INTERNAL_SERVER_ERROR', details: { message } },
    ]);
  });

  test('a database that is away is said to be: 503', async () => {
    const broken = await createTestGateway();
    const sending = restAs(broken, await broken.client());
    await broken.mongo.client.close();
    for (const path of [
      '/api/leads',
      '/api/leads/lead_6b00ec681c28eac165c56100',
      '/api/v1/leads/lead_6b00ec681c28eac165c56100',
    ]) {
      const { status, headers, body } = await sending('GET', path);
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('5');
      expect(body).toEqual(failureOf(path, 'DATABASE_UNAVAILABLE'));
    }
  });
});

describe('browsers', () => {
  const ask = (origin: string, method: string) =>
    gateway.fetch('/api/leads', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method },
    });

  test('of listed origins may send every method, with a key', async () => {
    const { status, headers } = await ask('https://app.example.com', 'PATCH');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('of others may not', async () => {
    expect((await ask('https://evil.example.net', 'PATCH')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('see failures too', async () => {
    const response = await gateway.fetch('/api/leads', { headers: { origin: 'https://app.example.com' } });
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });
});

describe('over a socket', () => {
  let server: Served;

  beforeAll(async () => {
    server = await serveOnLoopback(gateway.listener);
  });

  afterAll(async () => {
    await server?.stop();
  });

  /** Sends bytes as they are and answers the first line and the body of what comes back. */
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const { port } = new URL(server.url);
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (data) => {
        answer += String(data);
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  const head = (line: string) => `${line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n`;

  test('both doors are served: REST under /api, GraphQL elsewhere', async () => {
    const headers = { authorization: `Bearer ${client.key}` };
    expect((await fetch(`${server.url}/api/leads`, { headers })).status).toBe(200);
    const graphql = await fetch(`${server.url}/graphql?query={viewer{keyName}}`, { headers });
    expect(await graphql.json()).toEqual({ data: { viewer: { keyName: 'test' } } });
    expect((await fetch(`${server.url}/apix`)).status).toBe(404);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });

  test.each([
    ['GET //api/leads HTTP/1.1'],
    ['GET /api/\\leads HTTP/1.1'],
    ['GET /api/leads?limit=%ff HTTP/1.1'],
    ['GET /api/%zz HTTP/1.1'],
  ])('%s is answered, not with 500', async (line) => {
    const answer = await raw(`${head(line)}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toMatch(/<html|at .*\(|node_modules/i);
  });

  test('a body in chunks that grows too long is answered with 413', async () => {
    const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const sending = request(
        `${server.url}/api/leads`,
        { method: 'POST', headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' } },
        (response) => {
          let body = '';
          response.on('data', (data) => {
            body += String(data);
          });
          response.on('end', () => resolve({ status: response.statusCode, body }));
        },
      );
      sending.on('error', reject);
      for (let sent = 0; sent < 40; sent += 1) sending.write(' '.repeat(16 * 1024));
      sending.end();
    });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body).code).toBe('REQUEST_TOO_LARGE');
  });

  test('a body that ends early harms nobody', async () => {
    const partial = `${head('POST /api/leads HTTP/1.1')}Authorization: Bearer ${client.key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"name"`;
    const { port } = new URL(server.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(partial, () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });
});
