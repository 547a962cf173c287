import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { codeOf, parseAnswers, type RawAnswer, type RealServer, serveForReal } from './raw-http.ts';

const KB = 1024;
const limit = 8 * KB;

let gateway: TestGateway;
let client: TestClient;
let server: RealServer;

beforeAll(async () => {
  gateway = await createTestGateway({ bodyBytes: limit, importBodyBytes: 2 * limit });
  client = await gateway.client();
  server = await serveForReal(gateway);
});
afterAll(() => server.stop(0, 0));

const head = (path: string, ...headers: string[]) =>
  [`POST ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${client.key}`, ...headers, '', ''].join('\r\n');
const json = 'Content-Type: application/json';
const close = 'Connection: close';
const chunkOf = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** Bodies that both doors read, and then find nothing in. */
const paths = ['/graphql', '/api/leads'];
const fill = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;

async function answerTo(bytes: string | Buffer): Promise<RawAnswer> {
  const [answer] = await server.exchange(bytes);
  if (answer === undefined) throw new Error('There was no answer');
  return answer;
}

describe.each(paths)('a body to %s', (path) => {
  const withLength = (body: string) => head(path, json, close, `Content-Length: ${Buffer.byteLength(body)}`) + body;
  const inChunks = (body: string) =>
    [
      head(path, json, close, 'Transfer-Encoding: chunked'),
      ...(body.match(/.{1,1000}/gs) ?? []).map(chunkOf),
      '0\r\n\r\n',
    ].join('');

  test.each([
    ['with a length', withLength],
    ['in chunks', inChunks],
  ])('%s may be as long as the limit and not a byte longer: 413', async (_how, send) => {
    expect(codeOf((await answerTo(send(fill(limit)))).body)).not.toBe('REQUEST_TOO_LARGE');
    const { status, body } = await answerTo(send(fill(limit + 1)));
    expect([status, codeOf(body)]).toEqual([413, 'REQUEST_TOO_LARGE']);
    expect(body).toContain('The body is longer than 8 KB');
  });

  test('in characters of several bytes is measured in bytes', async () => {
    const { status } = await answerTo(withLength(`{"a":"${'é'.repeat(limit / 2)}"}`));
    expect(status).toBe(413);
  });

  test.each([
    ['gzip', gzipSync(' '.repeat(5_000_000))],
    ['br', Buffer.from([0x1b])],
    ['deflate', Buffer.from([0x78])],
    ['gzip, identity', Buffer.from([0x1f])],
    ['nonsense', Buffer.from('{}')],
  ])('packed by %s is not unpacked: 415', async (encoding, packed) => {
    const start = head(path, json, close, `Content-Encoding: ${encoding}`, `Content-Length: ${packed.length}`);
    const { status, body } = await answerTo(Buffer.concat([Buffer.from(start), packed]));
    expect([status, codeOf(body)]).toEqual([415, 'BAD_REQUEST']);
    expect(body).toContain('without a Content-Encoding');
  });

  test.each([
    ['none', []],
    ['text', ['Content-Type: text/plain']],
    ['a form', ['Content-Type: application/x-www-form-urlencoded']],
    ['an upload', ['Content-Type: multipart/form-data; boundary=x']],
    ['GraphQL itself', ['Content-Type: application/graphql']],
    ['JSON in Latin-1', ['Content-Type: application/json; charset=latin1']],
    ['JSON and more', ['Content-Type: application/json, text/plain']],
  ])('of the type %s is refused, so that no form of another site can send it: 415', async (_what, headers) => {
    const { status, body } = await answerTo(`${head(path, close, ...headers, 'Content-Length: 2')}{}`);
    expect([status, codeOf(body)]).toEqual([415, 'BAD_REQUEST']);
    expect(body).toMatch(headers[0]?.includes('multipart') ? /Multipart requests are not taken/ : /must be JSON/);
  });

  const malformed: [string, string[], Buffer][] = [
    ['has bytes that are not UTF-8', ['Content-Length: 9'], Buffer.from('{"a":"\xff"}', 'latin1')],
    ['is no JSON', ['Content-Length: 1'], Buffer.from('{')],
    ['is nothing', ['Content-Length: 0'], Buffer.alloc(0)],
    ['has two lengths', ['Content-Length: 2', 'Content-Length: 3'], Buffer.from('{}')],
    ['has a length that is none', ['Content-Length: two'], Buffer.from('{}')],
    ['has a negative length', ['Content-Length: -1'], Buffer.from('{}')],
    ['has a length and chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked'], Buffer.from('0\r\n\r\n')],
    ['has chunks of no size', ['Transfer-Encoding: chunked'], Buffer.from('zz\r\n{}\r\n')],
    ['comes in a coding that is none', ['Transfer-Encoding: gzip'], Buffer.from('{}')],
  ];
  test.each(malformed)('that %s is malformed: 400', async (_what, headers, bytes) => {
    const { status, body } = await answerTo(Buffer.concat([Buffer.from(head(path, json, close, ...headers)), bytes]));
    expect([status, codeOf(body)]).toEqual([400, 'BAD_REQUEST']);
  });

  test('that is too long is not read on for megabytes: the connection ends', async () => {
    const { socket, received, closed } = await server.open();
    socket.write(head(path, json, 'Transfer-Encoding: chunked'));
    const chunk = chunkOf('x'.repeat(64 * KB));
    while (socket.writable && socket.bytesWritten < 64 * KB * KB) {
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => {}), closed]);
    }
    await closed;
    expect(parseAnswers(received())).toMatchObject([{ status: 413 }]);
    // What the buffers of the system take in between is no matter of ours.
    expect(socket.bytesWritten).toBeLessThan(8 * KB * KB);
  });

  test('that is a little too long costs its connection nothing', async () => {
    const { socket, received, closed } = await server.open();
    socket.write(`${head(path, json, `Content-Length: ${limit * 2}`)}${fill(limit * 2)}`);
    await expect.poll(() => received()).toContain('413 Payload Too Large');
    socket.write('GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    await closed;
    expect(parseAnswers(received()).map(({ status }) => status)).toEqual([413, 200]);
  });

  test('is asked for only where the headers are not refused', async () => {
    const { socket, received, closed } = await server.open();
    socket.write(head(path, json, close, 'Expect: 100-continue', 'Content-Length: 7'));
    await expect.poll(() => received()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.end('{"a":1}');
    await closed;
    expect(received()).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /);
  });
});

test('GraphQL refuses a body by its headers without asking for it', async () => {
  const headers = [json, close, 'Expect: 100-continue', `Content-Length: ${limit + 1}`];
  expect((await answerTo(head('/graphql', ...headers))).status).toBe(413);
});

test('an expectation that is none can not be met: 417', async () => {
  const { status, body } = await answerTo(head('/graphql', json, close, 'Expect: a miracle', 'Content-Length: 0'));
  expect([status, codeOf(body)]).toEqual([417, 'BAD_REQUEST']);
});

describe.each(['/api/leads/batch', '/api/signals'])('a body to %s', (path) => {
  test('may be as long as a batch may', async () => {
    const send = (body: string) => answerTo(head(path, json, close, `Content-Length: ${body.length}`) + body);
    expect(codeOf((await send(fill(2 * limit))).body)).toBe('INVALID_INPUT');
    expect(codeOf((await send(fill(2 * limit + 1))).body)).toBe('REQUEST_TOO_LARGE');
  });
});

describe('what GraphQL is asked', () => {
  const post = (body: unknown) =>
    gateway.fetch('/graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test.each([
    ['a batch', [{ query: '{ viewer { workspaceId } }' }], 'Batches are not taken: send one operation a request'],
    ['an empty batch', [], 'Batches are not taken: send one operation a request'],
    ['a text', '{ viewer { workspaceId } }', 'The body must be a JSON object with a "query"'],
    ['null', null, 'The body must be a JSON object with a "query"'],
  ])('is no operation as %s: 400', async (_what, body, message) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  });

  const get = (query: string, headers = { authorization: `Bearer ${client.key}` }) =>
    gateway.fetch(`/graphql?${query}`, { headers });

  test.each([
    ['variables that are no JSON', 'query={viewer{workspaceId}}&variables={'],
    ['variables that are a list', 'query={viewer{workspaceId}}&variables=[]'],
    ['extensions that are a number', 'query={viewer{workspaceId}}&extensions=1'],
    ['two queries', 'query={viewer{workspaceId}}&query={viewer{keyName}}'],
    ['bytes that are not UTF-8', 'query={viewer{workspaceId}}&operationName=%ff'],
    ['a parameter that GraphQL has not', 'query={viewer{workspaceId}}&debug=1'],
    ['no query', 'variables={}'],
  ])('by GET is malformed with %s: 400', async (_what, query) => {
    const response = await get(query);
    expect(response.status).toBe(400);
    expect(codeOf(await response.text())).toBe('BAD_REQUEST');
  });

  test('by GET is read with its variables and signs', async () => {
    const query = encodeURIComponent('query A($id: ID!) { node(id: $id) { id } } query B { viewer { workspaceId } }');
    const variables = encodeURIComponent('{"id":"a+b=c&d"}');
    const response = await get(`query=${query}&variables=${variables}&operationName=A&extensions=`);
    expect(await response.json()).toEqual({ data: { node: null } });
  });

  test('by GET may end like the path of a health check', async () => {
    const response = await get('query={viewer{workspaceId}}%23/health/live');
    expect(await response.json()).toEqual({ data: { viewer: { workspaceId: client.workspaceId } } });
    expect((await get('query={viewer{workspaceId}}%23/health/live', { authorization: '' })).status).toBe(401);
  });

  test('by GET changes nothing: 405', async () => {
    const mutation = encodeURIComponent('mutation { createLeadList(input: { name: "By GET" }) { __typename } }');
    const response = await get(`query=${mutation}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(codeOf(await response.text())).toBe('BAD_REQUEST');
    expect(await client.services.list.list({ first: 1 })).toMatchObject({ edges: [] });
  });
});
