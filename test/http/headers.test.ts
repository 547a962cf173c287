import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { codeOf, type RawAnswer, type RealServer, serveForReal } from './raw-http.ts';

let gateway: TestGateway;
let client: TestClient;
let server: RealServer;
let ready = true;

beforeAll(async () => {
  const checkReady = async () => {
    if (!ready) throw new Error('mongodb://db.internal is away');
  };
  gateway = await createTestGateway({}, {}, { checkReady });
  client = await gateway.client();
  server = await serveForReal(gateway);
});
afterAll(() => server.stop(0, 0));
beforeEach(() => {
  ready = true;
});

const head = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', ''].join('\r\n');
const withKey = () => `Authorization: Bearer ${client.key}`;
const post = (path: string, body: string) =>
  head(`POST ${path}`, withKey(), 'Content-Type: application/json', `Content-Length: ${body.length}`) + body;
const unready = (line: string) => {
  ready = false;
  return head(line);
};
const html = 'Accept: text/html';
const preflight = ['Origin: https://app.example.com', 'Access-Control-Request-Method: POST'];

type Case = [what: string, status: number, code: string | null, request: () => string];
const data: Case[] = [
  ['GraphQL', 200, null, () => post('/graphql', '{"query":"{ viewer { actor { name } } }"}')],
  ['GraphQL by GET', 200, null, () => head('GET /graphql?query={viewer{workspaceId}}', withKey())],
  ['a document that is none', 200, 'GRAPHQL_PARSE_FAILED', () => post('/graphql', '{"query":"{"}')],
  ['GraphQL without a key', 401, 'UNAUTHENTICATED', () => head('GET /graphql?query={viewer{workspaceId}}')],
  ['a media type that is not ours', 406, 'BAD_REQUEST', () => head('GET /graphql', 'Accept: image/png')],
  ['GraphQL by PUT', 405, 'BAD_REQUEST', () => head('PUT /graphql')],
  ['a body that is no JSON', 415, 'BAD_REQUEST', () => head('POST /graphql', 'Content-Length: 0')],
  ['a body that is too long', 413, 'REQUEST_TOO_LARGE', () => post('/graphql', 'x'.repeat(300_000))],
  ['REST', 200, null, () => head('GET /api/leads', withKey())],
  ['REST without a key', 401, 'UNAUTHENTICATED', () => head('GET /api/leads')],
  ['PollyBot without a key', 401, 'UNAUTHORIZED', () => head('GET /api/v1/leads/x')],
  ['a path that REST has not', 404, 'NOT_FOUND', () => head('GET /api/nope')],
  ['a method that REST has not', 405, 'BAD_REQUEST', () => head('DELETE /api/leads')],
  ['a lead that is not there', 404, 'NOT_FOUND', () => head('GET /api/leads/x', withKey())],
  ['a path that is not there', 404, 'NOT_FOUND', () => head('GET /nope')],
  ['the root', 404, 'NOT_FOUND', () => head('GET /')],
  ['the check for life', 200, null, () => head('GET /health/live')],
  ['the check for readiness', 200, null, () => head('GET /health/ready')],
  ['not being ready', 503, 'DATABASE_UNAVAILABLE', () => unready('GET /health/ready')],
  ['a check by POST', 405, 'BAD_REQUEST', () => head('POST /health/live', 'Content-Length: 0')],
  ['a preflight of GraphQL', 204, null, () => head('OPTIONS /graphql', ...preflight)],
  ['a preflight of REST', 204, null, () => head('OPTIONS /api/leads', ...preflight)],
  ['OPTIONS without an origin', 405, 'BAD_REQUEST', () => head('OPTIONS /graphql')],
  ['TRACE', 405, 'BAD_REQUEST', () => head('TRACE /graphql')],
  ['a malformed host', 400, 'BAD_REQUEST', () => 'GET /graphql HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
  [
    'a malformed host of REST',
    400,
    'BAD_REQUEST',
    () => 'GET /api/leads HTTP/1.1\r\nHost: <>\r\nConnection: close\r\n\r\n',
  ],
  ['what is no HTTP', 400, 'BAD_REQUEST', () => 'Hello there\r\n\r\n'],
  ['headers that are too long', 431, 'REQUEST_TOO_LARGE', () => head('GET /graphql', `X: ${'x'.repeat(20_000)}`)],
  ['CONNECT', 405, 'BAD_REQUEST', () => 'CONNECT db.internal:27017 HTTP/1.1\r\nHost: db.internal\r\n\r\n'],
];
const pages: Case[] = [
  ['GraphiQL', 200, null, () => head('GET /graphql', html)],
  ['the page of REST', 200, null, () => head('GET /api/docs', html)],
];
const files: Case[] = [
  ['a script of the page', 200, null, () => head('GET /api/docs/start.js')],
  ['the OpenAPI document', 200, null, () => head('GET /api/openapi.json')],
];

async function answerTo(request: string): Promise<RawAnswer> {
  const [answer, ...more] = await server.exchange(request);
  if (answer === undefined || more.length > 0) throw new Error('One answer was expected');
  return answer;
}

describe.each([...data, ...pages, ...files])('the answer to %s', (_what, status, code, request) => {
  test(`is ${status} with headers that keep it from harm`, async () => {
    const { headers, body, ...answer } = await answerTo(request());
    expect(answer.status).toBe(status);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    for (const name of ['x-powered-by', 'server', 'x-yoga-id', 'set-cookie', 'strict-transport-security']) {
      expect(headers).not.toHaveProperty(name);
    }
    if (code !== null) expect(codeOf(body)).toBe(code);
    if (status >= 400) expect(headers['content-type']).toMatch(/^application\/(graphql-response\+)?json/);
  });
});

test.each(data)(
  '%s is kept by nobody, and shown as a page it could load nothing',
  async (_what, _status, _code, request) => {
    const { headers } = await answerTo(request());
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).not.toContain('script-src');
  },
);

test.each(pages)('%s runs its own scripts and no other', async (_what, _status, _code, request) => {
  const policy = (await answerTo(request())).headers['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src ('self'|'nonce-[\w-]{22}');/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
});

test('the nonce of GraphiQL is another one each time, and its script has it', async () => {
  const load = async () => {
    const { headers, body } = await answerTo(head('GET /graphql', html));
    const nonce = /'nonce-([\w-]+)'/.exec(headers['content-security-policy'] ?? '')?.[1];
    expect(body.match(/<script\b[^>]*>/)?.[0]).toBe(`<script nonce="${nonce}">`);
    return nonce;
  };
  expect(await load()).not.toBe(await load());
});
