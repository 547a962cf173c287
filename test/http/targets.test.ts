import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { codeOf, type RawAnswer, type RealServer, serveForReal } from './raw-http.ts';

let gateway: TestGateway;
let client: TestClient;
let server: RealServer;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  server = await serveForReal(gateway);
});
afterAll(() => server.stop(0, 0));

const request = (line: string, ...headers: string[]) =>
  [line, ...headers, `Authorization: Bearer ${client.key}`, 'Connection: close', '', ''].join('\r\n');
const host = 'Host: 127.0.0.1';

async function answerTo(bytes: string): Promise<RawAnswer> {
  const [answer, ...more] = await server.exchange(bytes);
  if (answer === undefined || more.length > 0) throw new Error('One answer was expected');
  return answer;
}

const targets: [status: number, code: string, target: string][] = [
  [400, 'BAD_REQUEST', 'http://127.0.0.1/graphql'],
  [400, 'BAD_REQUEST', 'http://169.254.169.254/latest/meta-data'],
  [400, 'BAD_REQUEST', 'https://evil.example.net/api/leads'],
  [404, 'NOT_FOUND', '//graphql'],
  [404, 'NOT_FOUND', '//api/leads'],
  [404, 'NOT_FOUND', '//evil.example.net/graphql'],
  [404, 'NOT_FOUND', '/graphql/../api/leads'],
  [404, 'NOT_FOUND', '/graphql/x'],
  [404, 'NOT_FOUND', '/GRAPHQL'],
  [404, 'NOT_FOUND', '/graphql%00'],
  [404, 'NOT_FOUND', '/%67raphql'],
  [404, 'NOT_FOUND', '/x/graphql'],
  [404, 'NOT_FOUND', '/x?y=/graphql'],
  [404, 'NOT_FOUND', '/x/health/live'],
  [404, 'NOT_FOUND', '/.env'],
  [404, 'NOT_FOUND', '/%2e%2e/%2e%2e/etc/passwd'],
  [404, 'NOT_FOUND', '/api/../graphql'],
  [404, 'NOT_FOUND', '/api/%2e%2e/graphql'],
  [404, 'NOT_FOUND', '/api//leads'],
  [404, 'NOT_FOUND', '/api/leads/%00'],
  [404, 'NOT_FOUND', '/api/leads/%zz'],
  [404, 'NOT_FOUND', `/api/leads/${'x'.repeat(8_000)}`],
  [404, 'NOT_FOUND', `/${'x'.repeat(8_000)}`],
  [431, 'REQUEST_TOO_LARGE', `/${'x'.repeat(20_000)}`],
  [431, 'REQUEST_TOO_LARGE', `/api/leads?q=${'x'.repeat(20_000)}`],
];

describe('targets', () => {
  test.each(targets)('%i %s for %.60s', async (status, code, target) => {
    const answer = await answerTo(request(`GET ${target} HTTP/1.1`, host));
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
    const inRestWords = target.startsWith('/api') && status !== 431;
    expect(Object.keys(JSON.parse(answer.body))[0]).toBe(inRestWords ? 'error' : 'errors');
  });
});

const methods: [status: number, line: string][] = [
  [405, 'TRACE /graphql HTTP/1.1'],
  [405, 'TRACE /api/leads HTTP/1.1'],
  [405, 'HEAD /graphql HTTP/1.1'],
  [405, 'DELETE /graphql HTTP/1.1'],
  [405, 'PROPFIND /graphql HTTP/1.1'],
  [405, 'PURGE /api/leads HTTP/1.1'],
  [405, 'DELETE /health/live HTTP/1.1'],
  [405, 'CONNECT 127.0.0.1:27017 HTTP/1.1'],
  [400, 'OPTIONS * HTTP/1.1'],
  [400, 'NONSENSE /graphql HTTP/1.1'],
  [400, 'get /graphql HTTP/1.1'],
  [400, 'GET /graphql HTTP/3.0'],
  [400, 'GET /graphql FTP/1.1'],
  [400, 'GET  /graphql HTTP/1.1'],
  [400, 'GET /graphql\x00 HTTP/1.1'],
  [400, 'GET /gra\x01phql HTTP/1.1'],
  [400, 'PRI * HTTP/2.0'],
  [400, '\x16\x03\x01\x02\x00\x01'],
];

test.each(methods)('%i for %j', async (status, line) => {
  const answer = await answerTo(request(line, host));
  expect(answer.status).toBe(status);
  if (!line.startsWith('HEAD')) expect(codeOf(answer.body)).toBe('BAD_REQUEST');
  if (status === 405) expect(answer.headers.allow).toMatch(/GET/);
});

test.each([
  [431, `HEAD /${'x'.repeat(20_000)} HTTP/1.1`],
  [400, 'HEAD /api/leads HTTP/3.0'],
])('%i without a body for HEAD, however early it is refused', async (status, line) => {
  const answer = await answerTo(request(line, host));
  expect(answer).toMatchObject({ status, body: '' });
});

const heads: [what: string, status: number, headers: string[]][] = [
  ['no host', 400, []],
  ['an empty host', 400, ['Host: ']],
  ['a host with a path', 400, ['Host: a/b']],
  ['a host with a user', 400, ['Host: user@evil.example.net']],
  ['a host of markup', 400, ['Host: <script>']],
  ['a host with a port that is none', 400, ['Host: a:b']],
  ['a host with a port that cannot be', 400, ['Host: a:65536']],
  ['a host that is no address', 400, ['Host: 127.0.0.1127.0.0.1']],
  ['a host that is no name', 400, ['Host: xn--a']],
  ['two hosts', 400, [host, 'Host: evil.example.net']],
  ['two keys', 400, [host, 'Authorization: Bearer sk-workspace_other']],
  ['a header name with a space', 400, [host, 'X Y: z']],
  ['a header without a colon', 400, [host, 'Nonsense']],
  ['a header that goes on in the next line', 400, [host, 'X: a', ' b']],
  ['101 headers', 431, [host, ...Array.from({ length: 99 }, (_, index) => `X-${index}: a`)]],
  ['one long header', 431, [host, `X: ${'a'.repeat(17_000)}`]],
];

describe.each(['/graphql?query={viewer{workspaceId}}', '/api/leads'])('a request for %s', (target) => {
  test.each(heads)('with %s is refused', async (_what, status, headers) => {
    const answer = await answerTo(request(`GET ${target} HTTP/1.1`, ...headers));
    expect(answer.status).toBe(status);
    expect(codeOf(answer.body)).toMatch(/^(BAD_REQUEST|REQUEST_TOO_LARGE)$/);
  });

  test('with 98 other headers is taken', async () => {
    const headers = Array.from({ length: 97 }, (_, index) => `X-${index}: a`);
    expect((await answerTo(request(`GET ${target} HTTP/1.1`, host, ...headers))).status).toBe(200);
  });

  test('that asks for another protocol is answered in this one', async () => {
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const [answer] = await server.exchange(
      [`GET ${target} HTTP/1.1`, host, ...upgrade, `Authorization: Bearer ${client.key}`, '', ''].join('\r\n'),
    );
    expect(answer?.status).toBe(200);
  });

  test('in HTTP/1.0 is taken', async () => {
    expect((await answerTo(request(`GET ${target} HTTP/1.0`, host))).status).toBe(200);
  });
});

test('many requests in one go are answered in their order', async () => {
  const one = (path: string) => `GET ${path} HTTP/1.1\r\n${host}\r\n\r\n`;
  const last = request('GET /nope HTTP/1.1', host);
  const answers = await server.exchange(Array.from({ length: 50 }, () => one('/health/live')).join('') + last);
  expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 50 }, () => 200), 404]);
});

test('after all of it the gateway serves', async () => {
  expect((await answerTo(request('GET /health/ready HTTP/1.1', host))).status).toBe(200);
});
