import { Client, type CombinedError, cacheExchange, fetchExchange, gql, type TypedDocumentNode } from '@urql/core';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  LeadsDocument,
  type LeadsQuery,
  type LeadsQueryVariables,
  type TypedDocumentString,
  ViewerDocument,
} from '../../schema/generated/graphql.ts';
import { createPagedLeads, meetRefusals, paged, type Run, runFourMutations } from './journey.ts';
import { type ServedGateway, serveGateway } from './served.ts';

let served: ServedGateway;
let client: Client;

const connect = (headers: Record<string, string>) =>
  new Client({ url: served.endpoint, exchanges: [cacheExchange, fetchExchange], fetchOptions: { headers } });

beforeAll(async () => {
  served = await serveGateway();
  await createPagedLeads(served);
  client = connect(served.headers);
});
afterAll(() => served.stop());

function documentOf<TResult, TVariables>(
  document: TypedDocumentString<TResult, TVariables>,
): TypedDocumentNode<TResult, TVariables> {
  return parse(document.toString());
}

const run: Run = async (document, variables) => {
  const { data, error } = await client.mutation(documentOf(document), variables);
  if (data === undefined) throw error;
  return data;
};

test('runs the four mutations', () => runFourMutations(served, run));
test('gets expected failures as data', () => meetRefusals(served, run));

/** The pages from one that `first` or `last` asks for, each asked for by the cursor of the one before. */
async function pagesBy(size: LeadsQueryVariables, next: (leads: LeadsQuery['leads']) => LeadsQueryVariables | null) {
  const pages: string[][] = [];
  for (let cursor: LeadsQueryVariables | null = {}; cursor !== null; ) {
    const { data, error } = await client.query(documentOf(LeadsDocument), { filter: paged.filter, ...size, ...cursor });
    if (data === undefined) throw error;
    pages.push(data.leads.edges.map(({ node }) => String(node.email)));
    cursor = next(data.leads);
  }
  return pages;
}

test('pages forwards, with nothing lost and nothing doubled', async () => {
  const pages = await pagesBy({ first: 6 }, ({ pageInfo }) =>
    pageInfo.hasNextPage ? { after: pageInfo.endCursor ?? null } : null,
  );
  expect(pages.map((page) => page.length)).toEqual([6, 6, 6, 5]);
  expect(pages.flat()).toEqual(paged.newestFirst());
});

test('its document cache answers again without a request, until a mutation changes a type of the answer', async () => {
  const document = documentOf(LeadsDocument);
  const variables = { filter: { email: 'cached@pages.example' } };
  const total = async () => {
    const { data, operation } = await client.query(document, variables);
    return [data?.leads.totalCount, operation.context.meta?.cacheOutcome];
  };
  const [person] = paged.emails;
  const seen = { filter: { email: person } };
  expect((await client.query(document, seen)).operation.context.meta?.cacheOutcome).toBe('miss');
  expect((await client.query(document, seen)).operation.context.meta?.cacheOutcome).toBe('hit');
  expect(await total()).toEqual([0, 'miss']);
  const create = gql`
    mutation Create($email: String!) {
      createLead(input: { type: PERSON, name: { full: "Cached" }, email: $email }) {
        ... on CreateLeadPayload { lead { id } }
      }
    }
  `;
  await client.mutation(create, { email: 'cached@pages.example' });
  expect((await client.query(document, seen)).operation.context.meta?.cacheOutcome).toBe('miss');
  // A page without a row has no Lead in it: the document cache cannot know that one has come, so ask the network.
  expect((await client.query(document, variables, { requestPolicy: 'network-only' })).data?.leads.totalCount).toBe(1);
});

const codesOf = (error: CombinedError | undefined) => error?.graphQLErrors.map(({ extensions }) => extensions.code);

test('answers a CombinedError with the codes, and the response with its status', async () => {
  const refused = await connect({}).query(documentOf(ViewerDocument), {});
  expect([refused.data, codesOf(refused.error)]).toEqual([undefined, ['UNAUTHENTICATED']]);
  expect(refused.error?.response).toMatchObject({ status: 401 });

  const invalid = await client.query('{ nope }', {});
  expect([invalid.data, codesOf(invalid.error)]).toEqual([undefined, ['GRAPHQL_VALIDATION_FAILED']]);

  const failed = await client.query(documentOf(LeadsDocument), { first: 101 });
  expect(codesOf(failed.error)).toEqual(['INVALID_INPUT']);
});
