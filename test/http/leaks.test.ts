import { beforeAll, describe, expect, test } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { errorCodes } from '../../src/shared/errors.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

const secrets =
  /hunter2|db\.internal|\/srv\/|node_modules|\.ts:\d|at .*\(|stack|mongodb|Mongo|viewOn|leadgraph_|collection/i;
const hostile = () => {
  const error = new Error(
    'connect ECONNREFUSED mongodb://admin:hunter2@db.internal:27017 at /srv/leadgraph/src/main.ts:1',
  );
  return Object.assign(error, { errorResponse: { keyValue: { password: 'hunter2' } } });
};

const calls: [string, string, object?][] = [
  ['POST', '/graphql', { query: '{ leads { nodes { id } } }' }],
  [
    'POST',
    '/graphql',
    { query: 'mutation { createLead(input: { type: PERSON, name: { full: "A" }, email: "a@b.com" }) { __typename } }' },
  ],
  ['GET', `/graphql?query=${encodeURIComponent('{ leads { nodes { id } } }')}`],
  ['GET', '/api/leads'],
  ['POST', '/api/leads', { name: { full: 'A' }, email: 'a@b.com' }],
  ['POST', '/api/leads/batch', { leads: [{ name: { full: 'A' }, email: 'a@b.com' }] }],
  ['PUT', '/api/v1/leads/lead_6b00ec681c28eac165c56100', { name: 'A' }],
];

async function answerOf(gateway: TestGateway, client: TestClient, [method, path, body]: (typeof calls)[number]) {
  const response = await gateway.fetch(path, {
    method,
    headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const headers = JSON.stringify([...response.headers]);
  return { status: response.status, headers, text: await response.text() };
}

function codeIn(text: string): string {
  const { errors, code } = JSON.parse(text);
  return errors === undefined ? code : errors[0].extensions.code;
}

describe('a store that fails', () => {
  let gateway: TestGateway;
  let client: TestClient;

  beforeAll(async () => {
    gateway = await createTestGateway();
    client = await gateway.client();
    // As a database that was put right by hand: every command on it fails in a way that nobody foresees.
    await gateway.mongo.db.collection('leads').drop();
    await gateway.mongo.db
      .createCollection('leads', { viewOn: 'leads_2', pipeline: [{ $fail: 'hunter2' }] })
      .catch(() =>
        gateway.mongo.db.createCollection('leads', {
          viewOn: 'leads_2',
          pipeline: [{ $set: { a: { $divide: [1, 0] } } }],
        }),
      );
    await gateway.mongo.db.collection<{ _id: string }>('leads_2').insertOne({ _id: 'hunter2' });
  });

  test.each(calls)('%s %.30s tells nothing of it', async (...call) => {
    const { text, headers } = await answerOf(gateway, client, call);
    expect(codeIn(text)).toBe('INTERNAL_SERVER_ERROR');
    expect(text).toContain(errorCodes.INTERNAL_SERVER_ERROR);
    expect(text + headers).not.toMatch(secrets);
  });
});

describe('what fails before a store is asked', () => {
  const access: Access = {
    limiters: {},
    workspaces: { read: () => Promise.reject(hostile()), setSourcePriority: () => Promise.reject(hostile()) },
    identityOf: () => {
      throw hostile();
    },
    visit: () => {
      throw hostile();
    },
  };

  test.each(calls)('%s %.30s tells nothing of it', async (...call) => {
    const gateway = await createTestGateway();
    const failing = await createTestGateway({}, {}, { access });
    const { status, text, headers } = await answerOf(failing, await gateway.client(), call);
    expect([status, codeIn(text)]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(text + headers).not.toMatch(secrets);
  });
});

test('GraphiQL whose examples cannot be read tells nothing of it', async () => {
  const exampleIds = async () => {
    throw hostile();
  };
  const gateway = await createTestGateway({}, {}, { exampleIds });
  const response = await gateway.fetch('/graphql', { headers: { accept: 'text/html' } });
  const text = await response.text();
  expect([response.status, codeIn(text)]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
  expect(text).not.toMatch(secrets);
});

test('a check for readiness that fails tells nothing of it', async () => {
  const checkReady = async () => {
    throw hostile();
  };
  const gateway = await createTestGateway({}, {}, { checkReady });
  const response = await gateway.fetch('/health/ready');
  const text = await response.text();
  expect([response.status, codeIn(text)]).toEqual([503, 'DATABASE_UNAVAILABLE']);
  expect(text).not.toMatch(secrets);
});
