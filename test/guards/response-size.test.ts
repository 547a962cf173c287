import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { excessOf } from '../../src/shared/json-size.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { post } from './support.ts';

const responseBytes = 8 * 1024;
const text = 'x'.repeat(500);

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway({ responseBytes });
  client = await gateway.client();
  for (let i = 0; i < 30; i += 1) {
    await client.services.lead.create({ type: 'company', name: { full: `Lead ${i}` }, metadata: { text } });
  }
});

const refusal = (message: string) => ({
  data: null,
  errors: [
    {
      message,
      extensions: {
        code: 'QUERY_TOO_COMPLEX',
        excess: { limit: 'responseBytes', max: responseBytes, found: expect.any(Number) },
      },
    },
  ],
});

test('an answer up to the limit is sent, a larger one refused', async () => {
  const query = 'query ($first: Int) { leads(first: $first) { nodes { metadata } } }';
  const answered = await client.send(query, { first: 15 });
  expect(JSON.stringify(answered).length).toBeLessThan(responseBytes);
  expect(answered.errors).toBeUndefined();
  expect(await client.send(query, { first: 20 })).toEqual(
    refusal('The answer is larger than 8 KB: ask for fewer rows or fields'),
  );
});

test('errors count, too', async () => {
  const small = await createTestGateway({ responseBytes: 2 * 1024 });
  const reader = await small.client({ scopes: ['signals:read'] });
  const aliases = Array.from({ length: 29 }, (_, i) => `a${i}: lead(id: "x") { id }`).join(' ');
  const { errors } = await reader.send(`{ ${aliases} }`);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
});

test('a mutation whose answer is too large is told to have written', async () => {
  const inputs = Array.from({ length: 20 }, (_, i) => ({
    type: 'COMPANY',
    name: { full: `Written ${i}` },
    metadata: { text },
  }));
  const query = `mutation ($inputs: [CreateLeadInput!]!) {
    createLeads(inputs: $inputs) { ... on CreateLeadsPayload { items { lead { metadata } } } } }`;
  expect(await client.send(query, { inputs })).toEqual(
    refusal('The answer is larger than 8 KB; what the request wrote stays written: ask for fewer rows or fields of it'),
  );
  const { data } = await client.send('{ leads(filter: { text: "Written" }) { totalCount } }');
  expect(data).toEqual({ leads: { totalCount: 20 } });
});

test('its status does not say that the operation was refused', async () => {
  const body = { query: '{ leads { nodes { metadata } } }' };
  const small = await createTestGateway({ responseBytes: 10 });
  expect((await post(small, body, { accept: 'application/graphql-response+json' })).status).toBe(200);
});

test('REST keeps to it', async () => {
  const read = async (limit: number) => {
    const response = await gateway.fetch(`/api/leads?limit=${limit}`, {
      headers: { authorization: `Bearer ${client.key}` },
    });
    return { status: response.status, body: await response.text() };
  };
  expect((await read(2)).status).toBe(200);
  const { status, body } = await read(20);
  expect([status, body]).toEqual([400, expect.stringContaining('fewer rows')]);
});

test('the size of an answer is that of its JSON', () => {
  const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' });
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 400 }), (json, max) => {
      const bytes = Buffer.byteLength(JSON.stringify(json));
      const excess = excessOf(json, max);
      expect(excess === null).toBe(bytes <= max);
    }),
    { numRuns: 2_000 },
  );
});
