import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type RawAnswer, type RealServer, serveForReal } from './raw-http.ts';

let gateway: TestGateway;
let client: TestClient;
let reader: TestClient;
let server: RealServer;

beforeAll(async () => {
  gateway = await createTestGateway({ bodyBytes: 8 * 1024, responseBytes: 4 * 1024, cost: 500 }, { perKey: 10_000 });
  client = await gateway.client();
  reader = await gateway.client({ scopes: ['signals:read'] });
  server = await serveForReal(gateway);
  for (let row = 0; row < 30; row += 1) {
    const name = { full: `Row ${row}` };
    await client.services.lead.create({ type: 'company', name, metadata: { text: 'x'.repeat(200) } });
  }
});
afterAll(() => server.stop(0, 0));

interface Asked {
  key?: string | null;
  body: string | Buffer;
  headers?: readonly string[];
}

const json = (query: string, rest: object = {}) => JSON.stringify({ query, ...rest });

/** A query in the URL, which has no parameter, keeps a request out of the short way. The third time, all is known. */
async function answersTo({ key = client.key, body, headers = [] }: Asked): Promise<[RawAnswer, RawAnswer, RawAnswer]> {
  const ask = async (target: string) => {
    const head = [
      `POST ${target} HTTP/1.1`,
      'Host: 127.0.0.1',
      'X-Request-Id: one',
      'Connection: close',
      ...(key === null ? [] : [`Authorization: Bearer ${key}`]),
      ...(headers.some((line) => /^content-type/i.test(line)) ? [] : ['Content-Type: application/json']),
      ...headers,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    const [answer] = await server.exchange(
      Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]),
    );
    if (answer === undefined) throw new Error('There was no answer');
    return answer;
  };
  return [await ask('/graphql'), await ask('/graphql?'), await ask('/graphql')];
}

const same = (answer: RawAnswer) => ({
  status: answer.status,
  body: answer.body,
  headers: Object.fromEntries(
    Object.entries(answer.headers).filter(
      ([name]) => !['date', 'ratelimit-remaining', 'ratelimit-reset'].includes(name),
    ),
  ),
});

const two = 'query A { __typename } query B { viewer { keyName } }';

test.each<[string, () => Asked]>([
  ['a query', () => ({ body: json('{ viewer { keyName workspace { name } } }') })],
  ['a page', () => ({ body: json('{ leads(first: 3) { nodes { id name { full } } totalCount } }') })],
  [
    'variables',
    () => ({ body: json('query($n: Int!) { leads(first: $n) { nodes { id } } }', { variables: { n: 2 } }) }),
  ],
  [
    'wrong variables',
    () => ({ body: json('query($n: Int!) { leads(first: $n) { nodes { id } } }', { variables: { n: 'x' } }) }),
  ],
  ['no variables', () => ({ body: json('query($n: Int!) { leads(first: $n) { nodes { id } } }') })],
  ['variables that are no object', () => ({ body: json('{ __typename }', { variables: [1] }) })],
  ['an operation by name', () => ({ body: json(two, { operationName: 'B' }) })],
  ['an operation that is not there', () => ({ body: json(two, { operationName: 'C' }) })],
  ['operations without a name', () => ({ body: json(two) })],
  ['a faulty document', () => ({ body: json('{ leads') })],
  ['an unknown field', () => ({ body: json('{ nothing }') })],
  ['an empty document', () => ({ body: json('') })],
  ['no document', () => ({ body: '{}' })],
  ['a document that is no text', () => ({ body: '{"query":1}' })],
  ['an unknown parameter', () => ({ body: json('{ __typename }', { more: 1 }) })],
  ['extensions', () => ({ body: json('{ __typename }', { extensions: { a: 1 } }) })],
  ['extensions that are none', () => ({ body: json('{ __typename }', { extensions: 'a' }) })],
  ['a batch', () => ({ body: `[${json('{ __typename }')}]` })],
  ['no JSON', () => ({ body: '{"query":' })],
  ['nothing', () => ({ body: '' })],
  ['a text', () => ({ body: '"x"' })],
  ['bytes that are no UTF-8', () => ({ body: Buffer.from('{"query":"{ \xff }"}', 'latin1') })],
  ['a byte order mark', () => ({ body: Buffer.from(`\uFEFF${json('{ __typename }')}`) })],
  [
    'a number of too many digits',
    () => ({ body: '{"query":"{ __typename }","variables":{"a":12345678901234567890}}' }),
  ],
  ['too long a body', () => ({ body: json(`{ __typename } #${'x'.repeat(9_000)}`) })],
  [
    'too costly a document',
    () => ({ body: json('{ leads(first: 100) { nodes { id name { full } email title raw } } }') }),
  ],
  ['too long an answer', () => ({ body: json('{ leads(first: 50) { nodes { metadata } } }') })],
  ['a refused field', () => ({ key: reader.key, body: json('{ leads { nodes { id } } viewer { keyName } }') })],
  ['an expected failure', () => ({ body: json('mutation { deleteLead(input: { id: "lead_x" }) { __typename } }') })],
  ['a cursor that is none', () => ({ body: json('{ leads(after: "x") { nodes { id } } }') })],
  ['no key', () => ({ key: null, body: json('{ __typename }') })],
  ['a wrong key', () => ({ key: 'sk-workspace_no', body: json('{ __typename }') })],
  ['introspection', () => ({ body: json('{ __schema { queryType { name } } }') })],
  ['a subscription', () => ({ body: json('subscription { x }') })],
  ['a question for its cost', () => ({ body: json('{ __typename }'), headers: ['Leadgraph-Cost: 1'] })],
  ['another type', () => ({ body: json('{ __typename }'), headers: ['Content-Type: text/plain'] })],
  ['a charset', () => ({ body: json('{ __typename }'), headers: ['Content-Type: application/json; charset=utf-8'] })],
  ['an origin', () => ({ body: json('{ __typename }'), headers: ['Origin: https://app.example.com'] })],
  ...[
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json, application/json;q=0.9',
    'application/json, application/graphql-response+json',
    'application/json;charset=utf-8',
    'application/graphql-response+json; charset=latin1, */*',
    'text/html, */*',
    'application/*',
    'text/event-stream, application/json',
    'text/event-stream',
    'multipart/mixed',
    'application/json, multipart/mixed',
    'text/html',
    '*/json',
  ].flatMap((accept): [string, () => Asked][] => [
    [`${accept} of what is right`, () => ({ body: json('{ __typename }'), headers: [`Accept: ${accept}`] })],
    [`${accept} of what is wrong`, () => ({ body: json('{ nothing }'), headers: [`Accept: ${accept}`] })],
  ]),
])('%s is answered the same on the short way and on the long one', async (_what, asked) => {
  const [short, long, known] = await answersTo(asked());
  expect(same(short)).toEqual(same(long));
  expect(same(known)).toEqual(same(long));
});
