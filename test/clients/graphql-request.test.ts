import { ClientError, GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  LeadsDocument,
  type LeadsQueryVariables,
  type TypedDocumentString,
  ViewerDocument,
} from '../../schema/generated/graphql.ts';
import { createPagedLeads, meetRefusals, paged, type Run, runFourMutations } from './journey.ts';
import { type ServedGateway, serveGateway } from './served.ts';

let served: ServedGateway;
let client: GraphQLClient;

beforeAll(async () => {
  served = await serveGateway();
  await createPagedLeads(served);
  client = new GraphQLClient(served.endpoint, { headers: served.headers });
});
afterAll(() => served.stop());

const run: Run = <TResult, TVariables extends Record<string, unknown>>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
) => client.request<TResult, Record<string, unknown>>(document.toString(), variables);

test('runs the four mutations', () => runFourMutations(served, run));
test('gets expected failures as data', () => meetRefusals(served, run));

test('pages forwards, with nothing lost and nothing doubled', async () => {
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const variables: LeadsQueryVariables = { filter: paged.filter, first: 5, after };
    const { leads } = await client.request(LeadsDocument, variables);
    pages.push(leads.edges.map(({ node }) => String(node.email)));
    after = leads.pageInfo.hasNextPage ? (leads.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 3]);
  expect(pages.flat()).toEqual(paged.newestFirst());
});

test('pages backwards from the end', async () => {
  const pages: string[][] = [];
  let before: string | null = null;
  do {
    const variables: LeadsQueryVariables = { filter: paged.filter, last: 5, before };
    const { leads } = await client.request(LeadsDocument, variables);
    pages.unshift(leads.edges.map(({ node }) => String(node.email)));
    before = leads.pageInfo.hasPreviousPage ? (leads.pageInfo.startCursor ?? null) : null;
  } while (before !== null);
  expect(pages.map((page) => page.length)).toEqual([3, 5, 5, 5, 5]);
  expect(pages.flat()).toEqual(paged.newestFirst());
});

async function failureOf(work: Promise<unknown>): Promise<ClientError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ClientError) return error;
  throw new Error(`Expected a ClientError, got ${error}`);
}

test('throws a ClientError with status and code where there is no data', async () => {
  const stranger = new GraphQLClient(served.endpoint);
  const refused = await failureOf(stranger.request(ViewerDocument));
  expect(refused.response).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });

  const invalid = await failureOf(client.request('{ nope }'));
  expect(invalid.response).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });

  const failed = await failureOf(client.request(LeadsDocument, { first: 101 }));
  expect(failed.response).toMatchObject({
    status: 200,
    errors: [{ path: ['leads'], extensions: { code: 'INVALID_INPUT' } }],
  });
});
