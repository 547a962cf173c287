import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultTimeouts } from '../../src/shared/limits.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { codeOf, parseAnswers, type RealServer, serveForReal } from './raw-http.ts';

let gateway: TestGateway;
let client: TestClient;
let server: RealServer;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  server = await serveForReal(gateway, { headersMs: 400, requestMs: 1_200, idleMs: 400 });
});
afterAll(() => server.stop(0, 0));

/** Sends a byte now and then until the connection ends. */
async function dribble(start: string, everyMs = 50) {
  const connection = await server.open();
  connection.socket.write(start);
  const drops = setInterval(() => connection.socket.write('x'), everyMs);
  await connection.closed;
  clearInterval(drops);
  return connection.received();
}

const head = 'POST /api/leads HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';
const withKey = () => `${head}Authorization: Bearer ${client.key}\r\nContent-Length: 1000\r\n\r\n`;

describe('a client is answered and let go', () => {
  test('that says nothing', async () => {
    const { received, closed } = await server.open();
    await closed;
    expect(parseAnswers(received())).toMatchObject([{ status: 408 }]);
  });

  test('whose headers come byte by byte', async () => {
    const [answer] = parseAnswers(await dribble(`${head}X-Long: `));
    expect([answer?.status, codeOf(answer?.body ?? '')]).toEqual([408, 'BAD_REQUEST']);
  });

  test('whose body comes byte by byte', async () => {
    const [answer] = parseAnswers(await dribble(withKey()));
    expect([answer?.status, codeOf(answer?.body ?? '')]).toEqual([408, 'BAD_REQUEST']);
  });

  test('whose body stops in the middle', async () => {
    const { socket, received, closed } = await server.open();
    socket.write(`${withKey()}{"name"`);
    await closed;
    const [answer] = parseAnswers(received());
    expect([answer?.status, codeOf(answer?.body ?? '')]).toEqual([408, 'BAD_REQUEST']);
  });

  test('that asks for nothing more', async () => {
    const { socket, received, closed } = await server.open();
    socket.write('GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await closed;
    expect(parseAnswers(received())).toMatchObject([{ status: 200 }]);
  });

  test('that does not read what it asked for', async () => {
    const { socket, closed } = await server.open();
    socket.pause();
    // More than the buffers of both ends take.
    for (let count = 0; count < 30; count += 1) {
      socket.write('GET /api/docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    }
    await expect.poll(() => server.connections(), { timeout: 10_000 }).toBe(0);
    socket.resume();
    await closed;
  });
});

test('a client that waits for us is not let go', async () => {
  const slow = await createTestGateway(
    {},
    {},
    {
      checkReady: () => new Promise((resolve) => setTimeout(resolve, 1_000)),
    },
  );
  const other = await serveForReal(slow, { headersMs: 400, requestMs: 1_200, idleMs: 200 });
  const [answer] = await other.exchange('GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
  expect(answer?.status).toBe(200);
  await other.stop(0, 0);
});

test('without settings, slow headers and idle connections are ended within 10 seconds', () => {
  // Node looks once a second.
  expect(defaultTimeouts.headersMs + 1_000).toBeLessThan(10_000);
  expect(defaultTimeouts.idleMs + 1_000).toBeLessThan(10_000);
});
