import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const listed = 'https://app.example.com';
const doors: [string, string][] = [
  ['/graphql', 'GET, POST'],
  ['/api/leads', 'GET, HEAD, POST, PATCH, PUT'],
  ['/api/v1/leads/x', 'GET, HEAD, POST, PATCH, PUT'],
];
const others = [
  ['another site', 'https://evil.example.net'],
  ['a name that begins alike', 'https://app.example.com.evil.net'],
  ['a name that ends alike', 'https://evil-app.example.com'],
  ['another scheme', 'http://app.example.com'],
  ['another port', 'https://app.example.com:8443'],
  ['a frame without an origin', 'null'],
  ['nothing', ''],
];

describe.each(doors)('a browser that asks for %s', (path, methods) => {
  const preflight = (origin: string) =>
    gateway.fetch(path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  const call = (origin: string) => gateway.fetch(path, { headers: { origin, authorization: `Bearer ${client.key}` } });

  test('from a listed page may send every method with a key, but no cookie', async () => {
    const { status, headers } = await preflight(listed);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(listed);
    expect(headers.get('access-control-allow-methods')).toBe(methods);
    expect(headers.get('access-control-allow-headers')).toBe(
      'authorization, content-type, idempotency-key, leadgraph-cost, x-request-id',
    );
    expect(headers.get('access-control-max-age')).toBe('600');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toBe('Origin');
  });

  test('from a listed page may read the answer, failures too, and what its headers say', async () => {
    for (const response of [await call(listed), await gateway.fetch(path, { headers: { origin: listed } })]) {
      expect(response.headers.get('access-control-allow-origin')).toBe(listed);
      expect(response.headers.get('access-control-expose-headers')).toMatch(
        /ratelimit-remaining.*retry-after, x-request-id/,
      );
      expect(response.headers.get('vary')).toBe('Origin');
    }
  });

  test.each(others)(
    'from %s may do nothing, and no cache takes its answer for that to another',
    async (_what, origin) => {
      for (const { headers } of [await preflight(origin), await call(origin)]) {
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
        expect(headers.get('vary')).toBe('Origin');
      }
    },
  );

  test('is answered nothing of the kind where no origin is listed', async () => {
    const closed = await createTestGateway({}, {}, { corsOrigins: [] });
    const response = await closed.fetch(path, {
      method: 'OPTIONS',
      headers: { origin: listed, 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('vary')).toBeNull();
  });

  test('from anywhere may do it where everybody may', async () => {
    const open = await createTestGateway({}, {}, { corsOrigins: ['*'] });
    const { headers } = await open.fetch(path, { headers: { origin: 'https://any.example.org' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});
