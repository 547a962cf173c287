import fc from 'fast-check';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/shared/json.ts';
import { hostileTexts } from '../hostile/hostile-values.ts';
import { type HttpRequest, withBody, withHeader, withoutHeader } from './http-requests.ts';

/** A change of a request that leaves no doubt where it ends. */
export type Change = (request: HttpRequest) => HttpRequest;

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
/** What a header may bring: what is text to HTTP, and no more than its length allows. */
const headerTexts = [
  ...hostileTexts.map((text) => text.replaceAll(/[^\x20-\x7e]/g, '').trim()).filter((text) => text.length < 8_000),
  ...['\xff\xfe', '\xc3\xa9', 'a\tb', '"', '"a', ',', ';', '=', 'x'.repeat(9_000), 'x'.repeat(20_000)],
];

/** Parts of GraphQL's parameters that are what they should not be. */
const oddParts: Record<string, JsonValue[]> = {
  query: [
    1,
    null,
    '',
    ' ',
    '{',
    '#',
    [],
    {},
    true,
    '{ viewer { nope } }',
    'subscription { a }',
    'fragment F on Lead { id }',
  ],
  variables: [[], 'x', 1, null, true, '{}', { input: [] }, { first: 'x' }, JSON.parse('{"__proto__":1,"then":1}')],
  operationName: [1, '', 'Nope', null, {}, [], true, '__proto__'],
  extensions: [1, 'x', [], null, true, { persistedQuery: 1 }, { persistedQuery: { version: 9, sha256Hash: {} } }],
};

const oddJson: readonly fc.Arbitrary<JsonValue>[] = [
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value))),
  oneOf<JsonValue>([null, true, 0, -1, 1e308, '', [], {}, [[]], [null], { $gt: '' }, 'x'.repeat(20_000)]),
  oneOf(hostileTexts),
];

/** Bytes that are no UTF-8, or another encoding's. */
const badBytes = ['ff', 'c0af', 'eda080', 'f8888080', 'e282', 'f4908080', 'fffe7b00', 'efbbbf', '00', '1f8b08'];

export const framedChanges: Record<string, fc.Arbitrary<Change>> = {
  nothing: fc.constant((request) => request),
  'another method': oneOf([
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
    'PURGE',
  ]).map((method) => (request) => ({ ...request, method })),
  'another path': fc
    .tuple(
      oneOf(['/graphql', '/api', '/api/', '/api/v1', '/api/v1/leads', '/api/leads', '/health', '/api/docs', '/', '']),
      fc.oneof(
        oneOf(['/', '//', '/..', '/%2e%2e/x', '/%00', '/%zz', '/%', '/%ff', ';a=b', '/x/y', '?', '?%', '?a[]=1', '#x']),
        oneOf(hostileTexts).map((text) => `/${encodeURIComponent(text.toWellFormed()).slice(0, 3_000)}`),
      ),
    )
    .map(([start, end]) => (request) => ({ ...request, target: `${start}${end}` })),
  'another query in the URL': fc
    .array(
      fc.tuple(
        oneOf([
          'query',
          'variables',
          'extensions',
          'operationName',
          'limit',
          'cursor',
          'status',
          'a',
          '',
          '%',
          '__proto__',
        ]),
        fc.oneof(
          oneOf([
            '%',
            '%zz',
            '%ff',
            '{',
            '[]',
            '1',
            '',
            '&',
            '=',
            '%00',
            '{"a":12345678901234567890}',
            '{viewer{workspaceId}}',
          ]),
          oneOf(hostileTexts).map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 3_000)),
        ),
      ),
      { maxLength: 4 },
    )
    .map((pairs) => (request) => ({
      ...request,
      target: `${request.target.split('?')[0]}?${pairs.map(([name, value]) => `${name}=${value.replaceAll(/[\s"]/g, '+')}`).join('&')}`,
    })),
  'another header': fc
    .tuple(
      oneOf([
        ...[
          'Accept',
          'Accept-Encoding',
          'Accept-Language',
          'Content-Type',
          'Content-Encoding',
          'Authorization',
          'Cookie',
        ],
        ...['Origin', 'Referer', 'X-Request-Id', 'X-Forwarded-For', 'Forwarded', 'Idempotency-Key', 'If-None-Match'],
        ...[
          'Range',
          'Host',
          'User-Agent',
          'X-Http-Method-Override',
          'Leadgraph-Cost',
          'Apollo-Require-Preflight',
          'TE',
        ],
        ...['Access-Control-Request-Method', 'Access-Control-Request-Headers', 'Last-Event-Id', 'Sec-Fetch-Site'],
      ]),
      oneOf(headerTexts),
    )
    .map(
      ([name, value]) =>
        (request) =>
          withHeader(request, name, value),
    ),
  'another media type': fc
    .tuple(
      oneOf(['Accept', 'Content-Type']),
      oneOf([
        ...['text/html', 'text/event-stream', 'multipart/mixed', 'application/graphql-response+json', '*/*', 'a/b;q=0'],
        ...[
          'application/json;q=2',
          'application/json; charset=utf-16',
          'application/graphql',
          'text/plain',
          'json',
          '/',
        ],
        ...[
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'application/json; charset="utf-8"',
        ],
        ...[',,,', ';', 'application/json, application/json', '*/json', 'application/*;q=0.0001', 'q=1'],
      ]),
    )
    .map(
      ([name, value]) =>
        (request) =>
          withHeader(request, name, value),
    ),
  'another encoding': oneOf(['gzip', 'br', 'deflate', 'identity', 'chunked', 'x', '']).map(
    (value) => (request) => withHeader(request, 'Content-Encoding', value),
  ),
  'a key that is none': oneOf([
    '',
    'Bearer',
    'Bearer x',
    'Basic eDp5',
    'Bearer sk-workspace_x',
    'Bearer e30.e30.e30',
    'x',
  ]).map((value) => (request) => withHeader(request, 'Authorization', value)),
  'no key': fc.constant((request) => withoutHeader(request, 'Authorization')),
  'many headers': fc.integer({ min: 50, max: 300 }).map((count) => (request) => ({
    ...request,
    headers: [...request.headers, ...Array.from({ length: count }, (_, index) => [`X-${index}`, 'a'] as const)],
  })),
  'a repeated header': fc.nat(10).map((index) => (request) => {
    const repeated = request.headers.filter(([name]) => name !== 'Content-Length');
    const header = repeated[index % repeated.length];
    return header === undefined ? request : { ...request, headers: [header, ...request.headers] };
  }),
  'odd parameters': fc
    .array(oneOf(Object.entries(oddParts).flatMap(([name, values]) => values.map((value) => ({ name, value })))), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) =>
      changedJson((sent) => ({
        ...(isJsonObject(sent) ? sent : {}),
        ...Object.fromEntries(parts.map(({ name, value }) => [name, value])),
      })),
    ),
  'another body': fc.oneof(...oddJson).map((value) => changedJson(() => value)),
  'another value in the body': fc
    .tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }), fc.oneof(...oddJson))
    .map(([way, value]) => changedJson((sent) => replaced(sent, way, value))),
  'a deep body': fc
    .tuple(
      oneOf(['[', '{"a":', '{"query":', '{"variables":{"input":{"metadata":{"a":']),
      fc.integer({ min: 10, max: 20_000 }),
    )
    .map(
      ([open, depth]) =>
        (request) =>
          withBody(request, Buffer.from(open.repeat(depth))),
    ),
  'a large body': fc
    .integer({ min: 200_000, max: 400_000 })
    .map((size) => changedJson(() => ({ query: ' '.repeat(size) }))),
  'bytes in the body that are no text': fc.tuple(oneOf(badBytes), fc.nat()).map(([hex, at]) => (request) => {
    const { body } = request;
    const place = at % (body.length + 1);
    return withBody(request, Buffer.concat([body.subarray(0, place), Buffer.from(hex, 'hex'), body.subarray(place)]));
  }),
  'a body in another encoding': oneOf(['utf16le', 'latin1', 'base64', 'hex'] as const).map((encoding) => (request) => {
    const text = request.body.toString();
    return withBody(
      request,
      encoding === 'utf16le'
        ? Buffer.from(text, encoding)
        : Buffer.from(Buffer.from(text).toString(encoding), 'latin1'),
    );
  }),
  'half a body': fc
    .nat()
    .map((at) => (request) => withBody(request, request.body.subarray(0, at % (request.body.length + 1)))),
  'a body with a byte changed': fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]) => (request) => {
    const body = Buffer.from(request.body);
    if (body.length > 0) body[at % body.length] = byte;
    return withBody(request, body);
  }),
};

/** Changes what the body says; one that says nothing in JSON any more stays as it is. */
function changedJson(change: (sent: JsonValue) => JsonValue): Change {
  return (request) => {
    const sent = parsed(request.body.toString());
    return sent === undefined ? request : withBody(request, Buffer.from(JSON.stringify(change(sent))));
  };
}

function parsed(text: string): JsonValue | undefined {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Goes down as far as the way leads, and puts the value there. */
function replaced(sent: JsonValue | undefined, [step = 0, ...way]: readonly number[], value: JsonValue): JsonValue {
  if (typeof sent !== 'object' || sent === null) return value;
  const keys = Object.keys(sent);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return value;
  if (Array.isArray(sent))
    return sent.with(Number(key), way.length === 0 ? value : replaced(sent[Number(key)], way, value));
  const changed: JsonObject = { ...sent };
  changed[key] = way.length === 0 ? value : replaced(sent[key], way, value);
  return changed;
}
