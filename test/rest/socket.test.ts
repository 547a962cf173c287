import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type Served, serveOnLoopback } from './serve-on-loopback.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
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
