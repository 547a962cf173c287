import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

interface Sent {
  accept?: string;
  key?: string;
  body?: string;
}

async function post(query: string, { accept, key = client.key, body }: Sent = {}) {
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accept === undefined ? {} : { accept }),
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
    },
    body: body ?? JSON.stringify({ query }),
  });
  const type = response.headers.get('content-type')?.split(';')[0] ?? null;
  return { status: response.status, type, body: await response.text(), headers: response.headers };
}

const json = 'application/json';
const graphqlJson = 'application/graphql-response+json';

test.each([
  [json, json],
  [graphqlJson, graphqlJson],
  ['*/*', json],
  ['application/*', json],
  [`${graphqlJson}, ${json};q=0.9`, graphqlJson],
  ['text/html, application/xhtml+xml, */*;q=0.8', json],
  ['multipart/mixed; deferSpec=20220824, application/json', json],
  [`${graphqlJson}, ${json}, text/event-stream, multipart/mixed`, graphqlJson],
  ['text/event-stream', 'text/event-stream'],
])('who accepts %s gets %s', async (accept, type) => {
  expect(await post('{ viewer { keyName } }', { accept })).toMatchObject({ status: 200, type });
});

describe('the status of an answer', () => {
  const requests: [string, Sent & { query: string }, number, number, string | null][] = [
    ['a key that is missing', { query: '{ __typename }', key: '' }, 401, 401, 'UNAUTHENTICATED'],
    ['a key that is unknown', { query: '{ __typename }', key: 'sk-workspace_no' }, 401, 401, 'UNAUTHENTICATED'],
    ['a body that is no JSON', { query: '', body: '{' }, 400, 400, 'BAD_REQUEST'],
    ['an empty body', { query: '', body: '' }, 400, 400, 'BAD_REQUEST'],
    ['a body without a query', { query: '', body: '{}' }, 400, 400, 'BAD_REQUEST'],
    ['a document that is no GraphQL', { query: '{' }, 200, 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nope }' }, 200, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable that is missing',
      { query: 'query($id: ID!) { lead(id: $id) { id } }' },
      200,
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a subscription', { query: 'subscription { leads }' }, 200, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['@defer', { query: '{ ... @defer { viewer { keyName } } }' }, 200, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['@stream', { query: '{ leads { nodes @stream { id } } }' }, 200, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a field that fails', { query: '{ leads(first: 0) { totalCount } }' }, 200, 200, 'INVALID_INPUT'],
    [
      'a mutation that is refused',
      { query: 'mutation { deleteLead(input: { id: "x" }) { __typename } }' },
      200,
      200,
      null,
    ],
  ];
  test.each(requests)('for %s', async (_what, { query, ...sent }, asJson, asGraphqlJson, code) => {
    for (const [accept, status] of [
      [json, asJson],
      [graphqlJson, asGraphqlJson],
    ] as const) {
      const answer = await post(query, { accept, ...sent });
      expect(answer).toMatchObject({ status, type: accept });
      const { errors, ...rest } = JSON.parse(answer.body);
      expect(errors?.[0].extensions.code ?? null).toBe(code);
      // Without data an answer of this media type is never a success.
      expect('data' in rest || asGraphqlJson >= 400).toBe(true);
      expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    }
  });
});

describe('nothing is done for who accepts no answer of ours', () => {
  test.each([
    'image/png',
    'text/html',
    'multipart/mixed',
    'multipart/mixed; deferSpec=20220824',
    'multipart/mixed, text/event-stream',
    'application/json; charset=latin1',
    'application/jsonp',
    ',',
  ])('%s', async (accept) => {
    const before = await gateway.mongo.db.collection('leads').countDocuments();
    const mutation = 'mutation { createLead(input: { type: PERSON, name: { full: "Jane" } }) { __typename } }';
    const { status, type, body } = await post(mutation, { accept });
    expect({ status, type }).toEqual({ status: 406, type: json });
    expect(JSON.parse(body)).toEqual({
      errors: [{ message: expect.stringContaining('application/json'), extensions: { code: 'BAD_REQUEST' } }],
    });
    expect(await gateway.mongo.db.collection('leads').countDocuments()).toBe(before);
  });
});
