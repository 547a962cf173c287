import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { isAbstractType, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  LeadsDocument,
  type LeadsQuery,
  type LeadsQueryVariables,
  type TypedDocumentString,
  ViewerDocument,
} from '../../schema/generated/graphql.ts';
import { schema } from '../../src/schema/schema.ts';
import { createPagedLeads, meetRefusals, paged, type Run, runFourMutations, sameIds } from './journey.ts';
import { type ServedGateway, serveGateway } from './served.ts';

let served: ServedGateway;
let client: ApolloClient;

/** The members of every union and interface, which the cache needs for `... on Error` and `... on Node`. */
const possibleTypes = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
);

function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    // Only nodes have ids of their own; those of sources, companies of persons and errors belong to something else.
    dataIdFromObject: ({ __typename, id }) =>
      __typename !== undefined && possibleTypes.Node?.includes(__typename) ? `${__typename}:${id}` : undefined,
    typePolicies: {
      Query: { fields: { leads: relayStylePagination(['filter', 'orderBy']) } },
      // What one query has asked of a name and another has not is one name all the same.
      LeadName: { merge: true },
    },
  });
}

const connect = (headers: Record<string, string>) =>
  new ApolloClient({ link: new HttpLink({ uri: served.endpoint, headers }), cache: createCache() });

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

const run: Run = async <TResult, TVariables extends Record<string, unknown>>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
) => {
  const mutation: TypedDocumentNode<TResult, Record<string, unknown>> = parse(document.toString());
  const { data } = await client.mutate({ mutation, variables });
  if (data === undefined) throw new Error('There is no data');
  return data;
};

test('runs the four mutations', () => runFourMutations(served, run));
test('gets expected failures as data', () => meetRefusals(served, run));

const emailsOf = ({ leads }: LeadsQuery) => leads.edges.map(({ node }) => String(node.email));

/** A list that grows in the cache: its first page, and how to get more of it. */
async function growingList(variables: LeadsQueryVariables) {
  const query = documentOf(LeadsDocument);
  const { data: firstPage } = await client.query({ query, variables });
  const list = client.watchQuery({ query, variables });
  const pages = [firstPage?.leads.edges.length];
  const inCache = () => {
    const data = client.readQuery({ query, variables });
    if (data === null) throw new Error('The list is not in the cache');
    return data;
  };
  return {
    pages,
    inCache,
    async fetchMore(cursor: LeadsQueryVariables) {
      const { data } = await list.fetchMore({ variables: cursor });
      pages.push(data?.leads.edges.length);
    },
  };
}

test('fetchMore grows one list forwards, with nothing lost and nothing doubled', async () => {
  const { pages, inCache, fetchMore } = await growingList({ filter: paged.filter, first: 5 });
  while (inCache().leads.pageInfo.hasNextPage) {
    await fetchMore({ after: inCache().leads.pageInfo.endCursor ?? null });
  }
  expect(pages).toEqual([5, 5, 5, 5, 3]);
  expect(emailsOf(inCache())).toEqual(paged.newestFirst());
});

test('fetchMore grows a list backwards too', async () => {
  const { pages, inCache, fetchMore } = await growingList({ filter: { ...paged.filter, type: 'PERSON' }, last: 8 });
  while (inCache().leads.pageInfo.hasPreviousPage) {
    await fetchMore({ before: inCache().leads.pageInfo.startCursor ?? null });
  }
  expect(pages).toEqual([8, 8, 7]);
  expect(emailsOf(inCache())).toEqual(paged.newestFirst());
});

test('ids that are no node ids do not meet in the cache', async () => {
  await sameIds.create(served);
  const { data } = await client.query({ query: documentOf(sameIds.document), variables: { filter: sameIds.filter } });
  sameIds.expect(data ?? { leads: { nodes: [] } });
});

async function failureOf(work: Promise<unknown>): Promise<CombinedGraphQLErrors> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (CombinedGraphQLErrors.is(error)) return error;
  throw new Error(`Expected CombinedGraphQLErrors, got ${error}`);
}

test('throws CombinedGraphQLErrors with the codes where there is no data, a 401 included', async () => {
  const refused = await failureOf(connect({}).query({ query: documentOf(ViewerDocument) }));
  expect(refused.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  const invalid = await failureOf(client.query({ query: parse('{ nope }') }));
  expect(invalid.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  const failed = await failureOf(client.query({ query: documentOf(LeadsDocument), variables: { first: 101 } }));
  expect(failed.errors).toMatchObject([{ path: ['leads'], extensions: { code: 'INVALID_INPUT' } }]);
});
