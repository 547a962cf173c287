import { isInterfaceType } from 'graphql';
import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  type FetchFunction,
  fetchQuery,
  type GraphQLResponse,
  Network,
  RecordSource,
  Store,
} from 'relay-runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  LeadDocument,
  LeadsDocument,
  type LeadsQuery,
  type LeadsQueryVariables,
  type TypedDocumentString,
  UpdateLeadDocument,
  ViewerDocument,
} from '../../schema/generated/graphql.ts';
import { schema } from '../../src/schema/schema.ts';
import { createPagedLeads, meetRefusals, paged, type Run, runFourMutations, sameIds } from './journey.ts';
import { relayArtifact } from './relay-artifact.ts';
import { type ServedGateway, serveGateway } from './served.ts';

let served: ServedGateway;
let environment: Environment;

const node = schema.getType('Node');
const nodeTypes = new Set(node && isInterfaceType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : []);

function connect(headers: Record<string, string>): Environment {
  const send: FetchFunction = async ({ text }, variables) => {
    const response = await fetch(served.endpoint, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query: text, variables }),
    });
    const result: GraphQLResponse = await response.json();
    return result;
  };
  return new Environment({
    network: Network.create(send),
    store: new Store(new RecordSource()),
    // Only nodes have ids of their own; those of sources, companies of persons and errors belong to something else.
    getDataID: ({ id }: { id?: string }, type) => (nodeTypes.has(type) ? id : undefined),
  });
}

beforeAll(async () => {
  served = await serveGateway();
  await createPagedLeads(served);
  environment = connect(served.headers);
});
afterAll(() => served.stop());

/** The types of an operation, as Relay wants them. */
type Operation<TDocument> =
  TDocument extends TypedDocumentString<infer TResult, infer TVariables extends Record<string, unknown>>
    ? { response: TResult; variables: TVariables }
    : never;

const run: Run = <TResult, TVariables extends Record<string, unknown>>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
) =>
  new Promise<TResult>((resolve, reject) => {
    commitMutation<{ response: TResult & Record<string, unknown>; variables: TVariables }>(environment, {
      mutation: relayArtifact(document.toString()),
      variables,
      onCompleted: resolve,
      onError: reject,
    });
  });

test('runs the four mutations', () => runFourMutations(served, run));
test('gets expected failures as data', () => meetRefusals(served, run));

test('a mutation changes what the store shows of the lead', async () => {
  const { lead } = await served.client.services.lead.create({
    type: 'person',
    name: { full: 'Old Title' },
    title: 'CTO',
  });
  const query = relayArtifact(LeadDocument.toString().replaceAll('(first: 5)', ''));
  await fetchQuery(environment, query, { id: lead.id }).toPromise();
  const shown = () => environment.lookup(createOperationDescriptor(query, { id: lead.id }).fragment).data;
  expect(shown()).toMatchObject({ lead: { id: lead.id, title: 'CTO' } });
  await run(UpdateLeadDocument, { input: { id: lead.id, title: 'CEO' } });
  expect(shown()).toMatchObject({ lead: { id: lead.id, title: 'CEO' } });
});

test('ids that are no node ids do not meet in the store', async () => {
  await sameIds.create(served);
  const query = relayArtifact(sameIds.document.toString());
  const { filter } = sameIds;
  const data = await fetchQuery<Operation<typeof sameIds.document>>(environment, query, { filter }).toPromise();
  sameIds.expect(data ?? { leads: { nodes: [] } });
});

const connection = { field: 'leads', key: 'Leads_leads' };

test('@connection joins the pages, with nothing lost and nothing doubled', async () => {
  const query = relayArtifact(LeadsDocument.toString(), connection);
  const filter = paged.filter;
  const lengths: number[] = [];
  let joined: LeadsQuery['leads'] | undefined;
  for (let after: string | null = null, more = true; more; ) {
    // Relay answers what it has joined so far, with the page that was asked for at its end.
    const variables: LeadsQueryVariables = { filter, first: 5, after };
    joined = (await fetchQuery<Operation<typeof LeadsDocument>>(environment, query, variables).toPromise())?.leads;
    lengths.push(joined?.edges.length ?? 0);
    after = joined?.pageInfo.endCursor ?? null;
    more = joined?.pageInfo.hasNextPage ?? false;
  }
  expect(lengths).toEqual([5, 10, 15, 20, 23]);
  expect(joined?.edges.map(({ node: { email } }) => email)).toEqual(paged.newestFirst());
});

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
}

test('rejects where there is no data, and keeps the errors as the source of the rejection', async () => {
  const viewer = relayArtifact(ViewerDocument.toString());
  const refused = await failureOf(fetchQuery(connect({}), viewer, {}).toPromise());
  expect(refused).toMatchObject({ source: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } });
  const leads = relayArtifact(LeadsDocument.toString());
  const failed = await failureOf(fetchQuery(environment, leads, { first: 101 }).toPromise());
  expect(failed).toMatchObject({ source: { errors: [{ path: ['leads'], extensions: { code: 'INVALID_INPUT' } }] } });
  const invalid = await failureOf(fetchQuery(environment, leads, { first: 'many' }).toPromise());
  expect(invalid).toMatchObject({ source: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } });
});
