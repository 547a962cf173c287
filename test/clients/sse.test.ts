import { type Client, createClient, NetworkError } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateLeadDocument, ViewerDocument } from '../../schema/generated/graphql.ts';
import { type ServedGateway, serveGateway } from './served.ts';

let served: ServedGateway;
let client: Client;

beforeAll(async () => {
  served = await serveGateway();
  client = createClient({ url: served.endpoint, headers: served.headers, retryAttempts: 0 });
});
afterAll(() => {
  client.dispose();
  return served.stop();
});

/** All that an operation brings until it is complete. */
async function resultsOf(iterable: AsyncIterable<unknown>): Promise<unknown[]> {
  const results: unknown[] = [];
  for await (const result of iterable) results.push(result);
  return results;
}

const viewer = { query: ViewerDocument.toString() };

// GraphQL over SSE in distinct connections mode: there are no subscriptions, so each operation brings one result.
describe('graphql-sse', () => {
  test('a query brings one result and is complete', async () => {
    const results = await resultsOf(client.iterate(viewer));
    expect(results).toMatchObject([{ data: { viewer: { workspaceId: served.client.workspaceId } } }]);
  });

  test('a mutation brings its payload, or its expected failure', async () => {
    const create = (full: string) =>
      resultsOf(
        client.iterate({
          query: CreateLeadDocument.toString(),
          variables: { input: { type: 'PERSON', name: { full } } },
        }),
      );
    expect(await create('Jane Doe')).toMatchObject([{ data: { createLead: { outcome: 'CREATED' } } }]);
    expect(await create('')).toMatchObject([{ data: { createLead: { code: 'INVALID_INPUT' } } }]);
  });

  const failures: [string, string, string][] = [
    ['a document that is no GraphQL', '{', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', 'subscription { leads }', 'GRAPHQL_VALIDATION_FAILED'],
    ['@stream', '{ leads { nodes @stream { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['31 aliases', `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`, 'QUERY_TOO_COMPLEX'],
    ['a field that fails', '{ leads(first: 101) { totalCount } }', 'INVALID_INPUT'],
  ];
  test.each(failures)('%s brings a coded error as its result', async (_what, query, code) => {
    expect(await resultsOf(client.iterate({ query }))).toMatchObject([{ errors: [{ extensions: { code } }] }]);
  });

  test.each([{}, { authorization: 'Bearer sk-workspace_nope' }])(
    'headers %j get 401 and nothing else',
    async (headers) => {
      const stranger = createClient({ url: served.endpoint, headers, retryAttempts: 0 });
      const refused = await resultsOf(stranger.iterate(viewer)).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refused).toBeInstanceOf(NetworkError);
      expect(refused).toMatchObject({ response: { status: 401 } });
    },
  );

  test('a body that is too large gets 413', async () => {
    const large = client.iterate({ query: `# ${'x'.repeat(300_000)}\n${viewer.query}` });
    await expect(resultsOf(large)).rejects.toMatchObject({ response: { status: 413 } });
  });

  test('single connection mode, which asks for PUT, is refused', async () => {
    const single = createClient({
      url: served.endpoint,
      headers: served.headers,
      singleConnection: true,
      retryAttempts: 0,
    });
    await expect(resultsOf(single.iterate(viewer))).rejects.toMatchObject({ response: { status: 405 } });
  });
});

test('an event stream is a next event with the result, then a complete event', async () => {
  const response = await fetch(served.endpoint, {
    method: 'POST',
    headers: { ...served.headers, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: '{ viewer { keyName } }' }),
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toMatch(/no-cache|no-store/);
  const events = (await response.text()).split('\n\n').filter((event) => event !== '' && !event.startsWith(':'));
  expect(events).toEqual(['event: next\ndata: {"data":{"viewer":{"keyName":"test"}}}', 'event: complete\ndata:']);
});
