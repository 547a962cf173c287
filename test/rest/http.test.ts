import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/rest/routes.ts';
import { covers, scopes } from '../../src/workspace/workspace.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { restAs, type Send } from './rest-client.ts';

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

  test('takes no parameter that it does not know: 400', async () => {
    const { status, body } = await send(method, `${url}?nope=crm`, bodyOf(method));
    expect(status).toBe(400);
    expect(body).toEqual(failureOf(path, 'INVALID_INPUT'));
    expect(JSON.stringify(body)).toContain('Unknown parameter: nope');
  });

  test('answers JSON that nobody keeps', async () => {
    const { headers } = await send(method, url, bodyOf(method));
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

const withBody = calls.filter(([method]) => method !== 'GET');

describe.each(withBody)('the body of %s %s', (method, path, { bringsMany }) => {
  const url = pathOf(path);
  const types: [string, Record<string, string>][] = [
    ['text/plain', { 'content-type': 'text/plain' }],
    ['no type', { 'content-type': '' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['JSON in Latin-1', { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['a multipart form', { 'content-type': 'multipart/form-data; boundary=x' }],
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

  const size = bringsMany ? '5 MB' : '256 KB';
  test(`may have ${size} and not a byte more: 413`, async () => {
    const fits = `"${'x'.repeat((bringsMany ? 5 * 1024 : 256) * 1024 - 2)}"`;
    expect((await send(method, url, fits)).status).toBe(400);
    const answer = await send(method, url, `${fits} `);
    expect(answer.status).toBe(413);
    expect(answer.body).toEqual(failureOf(path, 'REQUEST_TOO_LARGE'));
    expect(JSON.stringify(answer.body)).toContain(`The body is longer than ${size}`);
  });

  test('is not JSON in other bytes than those of UTF-8: 400', async () => {
    const bytes = Buffer.from('{"a":"\xe9"}', 'latin1');
    const headers = { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' };
    const response = await gateway.fetch(url, { method, headers, body: bytes });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(failureOf(path, 'BAD_REQUEST'));
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
    ['PUT', '/api/signals', 'GET, HEAD, POST'],
    ['PUT', '/api/leads/batch', 'POST'],
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
    const requestId = puffle.headers.get('x-request-id');
    expect([puffle.status, puffle.body]).toEqual([
      500,
      { error: message, code: 'INTERNAL_SERVER_ERROR', details: { requestId } },
    ]);
    const pollybot = await sending('PUT', '/api/v1/leads/lead_6b00ec681c28eac165c56100', { status: 'new' });
    expect([pollybot.status, pollybot.body]).toEqual([
      500,
      {
        success: false,
        error: message,
        code: 'INTERNAL_SERVER_ERROR',
        details: { message, requestId: pollybot.headers.get('x-request-id') },
      },
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
