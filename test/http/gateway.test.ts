import { beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '../../src/workspace/workspace.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const json = { 'content-type': 'application/json' };

async function post(body: string, headers: Record<string, string> = { authorization: `Bearer ${client.key}` }) {
  const response = await gateway.fetch('/graphql', { method: 'POST', headers: { ...json, ...headers }, body });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('keys', () => {
  const missing: [string, Record<string, string>][] = [
    ['none', {}],
    ['an empty one', { authorization: '' }],
    ['another scheme', { authorization: 'Basic abc' }],
    ['no secret', { authorization: 'Bearer ' }],
    ['an unknown secret', { authorization: 'Bearer sk-workspace_nope' }],
    ['a hostile one', { authorization: 'Bearer {"$ne":null}' }],
  ];
  test.each(missing)('refuses %s with 401 and UNAUTHENTICATED', async (_what, headers) => {
    const { status, body, headers: answered } = await post('{"query":"{ viewer { workspaceId } }"}', headers);
    expect(status).toBe(401);
    expect(answered.get('www-authenticate')).toBe('Bearer');
    expect(body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  test('answers who the viewer is', async () => {
    const { data } = await client.send('{ viewer { workspaceId workspaceName keyName scopes } }');
    expect(data?.viewer).toEqual({
      workspaceId: client.workspaceId,
      workspaceName: expect.stringMatching(/^Workspace/),
      keyName: 'test',
      scopes: [...scopes],
    });
  });

  test('a key without the scope gets FORBIDDEN, in links too, and a write scope reads', async () => {
    const reader = await gateway.client({ scopes: ['campaigns:read'] });
    const refused = await reader.send('{ leads { totalCount } }');
    expect(refused.errors).toMatchObject([
      { message: expect.stringContaining('leads:read'), extensions: { code: 'FORBIDDEN' } },
    ]);
    const writer = await gateway.client({ scopes: ['leads:write'] });
    expect((await writer.send('{ leads { totalCount } }')).data).toEqual({ leads: { totalCount: 0 } });
    const signals = await writer.send('{ leads { nodes { signals { totalCount } } } signals { totalCount } }');
    expect(signals.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  test('node finds only what the key may read', async () => {
    const { lead } = await client.services.lead.create({ type: 'company', name: { full: 'Acme' } });
    const query = 'query($id: ID!) { node(id: $id) { __typename id } }';
    const workspace = (await gateway.workspaces.list()).find(({ id }) => id === client.workspaceId)?.name ?? '';
    const blind = await gateway.client({ workspace, scopes: ['signals:read'] });
    expect((await client.send(query, { id: lead.id })).data).toEqual({ node: { __typename: 'Lead', id: lead.id } });
    expect(await blind.send(query, { id: lead.id })).toEqual({ data: { node: null } });
  });
});

describe('errors', () => {
  const cases: [string, string, string][] = [
    ['a body that is no JSON', '{', 'BAD_REQUEST'],
    ['a body without a query', '{}', 'BAD_REQUEST'],
    ['a document that is no GraphQL', '{"query":"{ viewer { "}', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ nope }"}', 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing variable', '{"query":"query($id: ID!) { lead(id: $id) { id } }"}', 'GRAPHQL_VALIDATION_FAILED'],
    ['a wrong enum value', '{"query":"{ leads(filter: {type: ROBOT}) { totalCount } }"}', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown operation name',
      '{"query":"query A { viewer { keyName } }","operationName":"B"}',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a malformed UUID in a variable',
      '{"query":"query($f: SignalFilter) { signals(filter: $f) { totalCount } }","variables":{"f":{"entityId":"nope"}}}',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a malformed DateTime in a variable',
      '{"query":"query($d: DateTime) { leads(filter: {createdAt: {from: $d}}) { totalCount } }","variables":{"d":"yesterday"}}',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a page that is too large', '{"query":"{ leads(first: 101) { totalCount } }"}', 'INVALID_INPUT'],
    ['a batch', '[{"query":"{ viewer { keyName } }"}]', 'BAD_REQUEST'],
    [
      'a body over 256 KB',
      JSON.stringify({ query: `{ viewer { keyName } } #${'x'.repeat(256 * 1024)}` }),
      'REQUEST_TOO_LARGE',
    ],
  ];
  test.each(cases)('%s has a code', async (_what, body, code) => {
    const answer = await post(body);
    expect(answer.body.errors).toHaveLength(1);
    expect(answer.body.errors[0].extensions.code).toBe(code);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at .*\(|stack|SyntaxError/);
    expect(answer.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
  });

  test('an argument that breaks a rule says which, at the top level too', async () => {
    const { body } = await post('{"query":"{ leads(first: 101) { totalCount } }"}');
    expect(body.errors[0].extensions).toEqual({
      code: 'INVALID_INPUT',
      issues: [{ path: ['first'], message: '"first" must be between 1 and 100', code: 'page_size' }],
    });
  });

  test('an alias may be named then', async () => {
    const { data, errors } = await client.send('{ viewer { then: keyName } }');
    expect(JSON.stringify({ data, errors })).toBe('{"data":{"viewer":{"then":"test"}}}');
  });

  test('each mutation of an operation reads afresh what the one before it changed', async () => {
    const list = await client.services.list.create({ name: 'Afresh' });
    const { lead } = await client.services.lead.create({ type: 'person', name: { full: 'A' } });
    const members = `(input: { listId: "${list.id}", leadIds: ["${lead.id}"] }) {
      ... on LeadListMembersPayload { changed list { leads { totalCount nodes { id } } } } }`;
    const { data } = await client.send(
      `mutation { add: addLeadsToList${members} remove: removeLeadsFromList${members} }`,
    );
    expect(data).toEqual({
      add: { changed: 1, list: { leads: { totalCount: 1, nodes: [{ id: lead.id }] } } },
      remove: { changed: 1, list: { leads: { totalCount: 0, nodes: [] } } },
    });
  });

  test('what fails inside is masked', async () => {
    const broken = await createTestGateway();
    const other = await broken.client();
    await broken.mongo.db.collection('leads').drop();
    await broken.mongo.db.createCollection('leads', { viewOn: 'missing', pipeline: [] });
    const { errors } = await other.send(
      'mutation { createLead(input: { type: PERSON, name: { full: "A" }, email: "a@b.com" }) { __typename } }',
    );
    expect(errors).toEqual([
      {
        message: 'Something failed on our side',
        locations: expect.anything(),
        path: ['createLead'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      },
    ]);
  });

  test('a database that is away is DATABASE_UNAVAILABLE and not ready', async () => {
    const broken = await createTestGateway();
    const other = await broken.client();
    await broken.mongo.client.close();
    const { errors } = await other.send('{ leads { totalCount } }');
    expect(errors?.[0]?.extensions?.code).toBe('DATABASE_UNAVAILABLE');
    expect((await broken.fetch('/health/ready')).status).toBe(503);
    expect((await broken.fetch('/health/live')).status).toBe(200);
  });
});

describe('http', () => {
  test('is live and ready', async () => {
    expect((await gateway.fetch('/health/live')).status).toBe(200);
    expect((await gateway.fetch('/health/ready')).status).toBe(200);
    expect((await gateway.fetch('/elsewhere')).status).toBe(404);
  });

  test('lets only listed origins read answers in a browser', async () => {
    const ask = (origin: string) => gateway.fetch('/graphql', { method: 'OPTIONS', headers: { origin } });
    expect((await ask('https://app.example.com')).headers.get('access-control-allow-origin')).toBe(
      'https://app.example.com',
    );
    expect((await ask('https://evil.example.net')).headers.get('access-control-allow-origin')).not.toBe(
      'https://evil.example.net',
    );
  });

  test('answers queries by GET and refuses mutations there', async () => {
    const headers = { authorization: `Bearer ${client.key}` };
    const get = (query: string) => gateway.fetch(`/graphql?query=${encodeURIComponent(query)}`, { headers });
    expect(await (await get('{ viewer { keyName } }')).json()).toEqual({ data: { viewer: { keyName: 'test' } } });
    const refused = await get('mutation { deleteLead(input: { id: "x" }) { __typename } }');
    expect(refused.status).toBe(405);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  test('the page of GraphiQL holds no key where there is no development key', async () => {
    const page = await gateway.fetch('/graphql', { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).not.toMatch(/sk-workspace_[\w-]{8}/);
  });
});
