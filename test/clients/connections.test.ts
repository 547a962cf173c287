import { isInterfaceType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { createScanWorker } from '../../src/duplicates/scan.worker.ts';
import { schema } from '../../src/schema/schema.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createRekeyWorker } from '../../src/workspace/rekey.worker.ts';
import { added, idsOf, newCampaign, newPeople } from '../campaign/campaign.helpers.ts';
import { about, known, recorded } from '../signal/signal.helpers.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  nodes: { id: string }[];
  edges: { cursor: string; node: { __typename: string; id: string } }[];
}

interface Range {
  first?: number;
  after?: string | null;
  last?: number;
  before?: string | null;
}

/** Every connection of the schema, as `[parent, field]`. */
const connections = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((parent) =>
    Object.values(parent.getFields())
      .filter((field) => String(field.type).includes('Connection'))
      .map((field) => [parent.name, field.name] as const),
  );

const rows = 5;
let client: TestClient;
/** A parent of each kind that has connections, with five rows on each of them. */
let parents: Record<string, string>;

beforeAll(async () => {
  const gateway = await createTestGateway();
  client = await gateway.client();
  const leadIds = idsOf(await newPeople(client, rows));
  const [lead = ''] = leadIds;
  for (let n = 1; n < rows; n += 1) {
    await added(client, (await newCampaign(client, `Campaign ${n}`)).id, [lead]);
    await client.services.list.create({ name: `List ${n}` });
    await client.services.lead.update({ id: lead, title: `Title ${n}` });
  }
  const { id: campaign } = await newCampaign(client, 'Whole');
  await added(client, campaign, leadIds);
  const list = await client.services.list.create({ name: 'Whole' });
  await client.services.list.addLeads({ listId: list.id, leadIds });
  const person = { name: 'Person 0', email: 'person-0@people.example' };
  const items = leadIds.map((_, n) =>
    about({ person, entity: { name: `Company ${n}`, domain: `company-${n}.example` } }),
  );
  const [signal] = await recorded(client, items);
  const { id: scan } = await scanned(gateway, client);
  await collided(gateway, client);
  parents = {
    ...{ Lead: lead, Campaign: campaign, LeadList: list.id, SignalEntity: known(signal?.personEntityId) },
    ...{ MergedLead: await merged(client), DuplicateScan: scan },
  };
});

/** A lead that has taken in one with a history of five writes. */
async function merged({ services }: TestClient): Promise<string> {
  const [winner, loser] = await Promise.all(
    ['Winner', 'Loser'].map((name) => services.lead.create({ type: 'person', name: { full: name } })),
  );
  for (let n = 1; n < rows; n += 1) await services.lead.update({ id: known(loser?.lead.id), title: `Title ${n}` });
  await services.lead.mergeLeads({ winnerId: known(winner?.lead.id), loserIds: [known(loser?.lead.id)] }, false);
  return known(winner?.lead.id);
}

/** A scan that has found six pairs: four people of one name at one company. */
async function scanned({ stores }: TestGateway, { services }: TestClient): Promise<{ id: string }> {
  const twin = { type: 'person', name: { full: 'Ann Twin' }, company: { name: 'Twins' } } as const;
  for (let n = 0; n < 4; n += 1) await services.lead.create(twin);
  const scan = await services.duplicates.startScan(0.5);
  await createScanWorker({ ...stores, clock: systemClock, newId: newUuid, onError: () => {} }).runDue();
  return scan;
}

/** Six people whom one address each would make two, and does. */
async function collided({ stores }: TestGateway, { services }: TestClient): Promise<void> {
  for (let n = 0; n < 2 * (rows + 1); n += 1) {
    const email = `info@twice-${n >> 1}.example`;
    await services.lead.create({ type: 'person', name: { full: 'Cleo Twice' }, email });
  }
  await services.identity.set({ roleWords: { removed: ['info'] } }, null);
  await createRekeyWorker({ ...stores, clock: systemClock, newId: newUuid, onError: () => {} }).runDue();
}

/** How a parent of each kind is reached; by `node` unless told. */
const ways: Record<string, string> = {
  Query: 'parent: __typename @@',
  MergedLead: 'parent: lead(id: $id) { mergedFrom { @@ } }',
  DuplicateScan: 'parent: duplicateScan(id: $id) { @@ }',
  IdentityRekey: 'parent: workspace { identityRekey { @@ } }',
};

/** Rows without an id of their own are told apart by their cursors. */
const idOf = (parent: string, field: string) => {
  const holder = schema.getType(parent);
  const connection = typesOf(String(isObjectType(holder) && holder.getFields()[field]?.type));
  return 'id' in typesOf(String(typesOf(String(connection.edges)).node)) ? 'id' : 'id: __typename';
};

async function pageOf(parent: string, field: string, range: Range): Promise<Page> {
  const selection = `${field}(first: $first, after: $after, last: $last, before: $before) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { ${idOf(parent, field)} }
    edges { cursor node { __typename ${idOf(parent, field)} } }
  }`;
  const variables = '$first: Int, $after: String, $last: Int, $before: String';
  const way = (ways[parent] ?? `parent: node(id: $id) { ... on ${parent} { @@ } }`).replace('@@', selection);
  const id = parents[parent];
  const { data, errors } = await client.send(`query(${id === undefined ? '' : '$id: ID!, '}${variables}) { ${way} }`, {
    ...(id === undefined ? {} : { id }),
    ...range,
  });
  if (errors !== undefined)
    throw Object.assign(new Error(JSON.stringify(errors)), { code: errors[0]?.extensions?.code });
  const found = parent === 'Query' ? data : data?.parent;
  const within: Record<string, (found: unknown) => unknown> = {
    MergedLead: (lead) => (lead as { mergedFrom: unknown[] }).mergedFrom[0],
    IdentityRekey: (workspace) => (workspace as { identityRekey: unknown }).identityRekey,
  };
  const holder = within[parent]?.(found) ?? found;
  return (holder as Record<string, Page>)[field] as Page;
}

test('finds the connections of the schema', () => {
  expect(connections.length).toBeGreaterThanOrEqual(10);
});

describe.each(connections)('%s.%s as the Relay specification has it', (parent, field) => {
  const page = (range: Range) => pageOf(parent, field, range);
  const cursorsOf = ({ edges }: Page) => edges.map(({ cursor }) => cursor);

  test('has the four arguments, edges with node and cursor, and pageInfo', () => {
    const holder = schema.getType(parent);
    const definition = isObjectType(holder) ? holder.getFields()[field] : undefined;
    const args = definition?.args.map(({ name, type }) => [name, String(type)]) ?? [];
    expect(Object.fromEntries(args)).toMatchObject({ first: 'Int', after: 'String', last: 'Int', before: 'String' });
    const connection = typesOf(String(definition?.type));
    expect(connection).toMatchObject({ pageInfo: 'PageInfo!', totalCount: 'Int!' });
    const edge = typesOf(String(connection.edges));
    expect(edge.cursor).toBe('String!');
    expect(connection.nodes).toBe(`[${edge.node}]!`);
  });

  test('walks forwards and backwards over the same rows in the same order', async () => {
    const whole = await page({ first: 100 });
    expect(whole.edges.length).toBeGreaterThanOrEqual(rows);
    expect(whole.totalCount).toBe(whole.edges.length);
    expect(whole.nodes.map(({ id }) => id)).toEqual(whole.edges.map(({ node }) => node.id));
    expect(new Set(cursorsOf(whole)).size).toBe(whole.edges.length);

    const forwards: Page[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const next = await page({ first: 2, after });
      forwards.push(next);
      after = next.pageInfo.endCursor;
      more = next.pageInfo.hasNextPage;
    }
    const backwards: Page[] = [];
    for (let before: string | null = null, more = true; more; ) {
      const previous = await page({ last: 2, before });
      backwards.unshift(previous);
      before = previous.pageInfo.startCursor;
      more = previous.pageInfo.hasPreviousPage;
    }
    for (const pages of [forwards, backwards]) {
      expect(pages.flatMap(({ edges }) => edges)).toEqual(whole.edges);
      expect(pages).toHaveLength(Math.ceil(whole.edges.length / 2));
      for (const each of pages) {
        expect(each.pageInfo).toMatchObject({
          startCursor: each.edges.at(0)?.cursor,
          endCursor: each.edges.at(-1)?.cursor,
        });
      }
    }
  });

  test('has null cursors on an empty page', async () => {
    const { edges } = await page({ first: 100 });
    expect(await page({ first: 2, after: edges.at(-1)?.cursor ?? null })).toMatchObject({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, startCursor: null, endCursor: null },
    });
    expect(await page({ last: 2, before: edges.at(0)?.cursor ?? null })).toMatchObject({
      edges: [],
      pageInfo: { hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test('refuses sizes and cursors that mean nothing', async () => {
    for (const range of [{ first: 0 }, { first: -1 }, { last: 0 }, { first: 101 }, { first: 1, last: 1 }]) {
      await expect(page(range), JSON.stringify(range)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    for (const cursor of ['', 'nope', 'bnVsbA', '{"$gt":""}', 'é']) {
      await expect(page({ first: 1, after: cursor }), cursor).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(page({ last: 1, before: cursor }), cursor).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  test('each of its rows that is a Node is found again by its id', async () => {
    const { edges } = await page({ first: 100 });
    const [row] = edges;
    const type = schema.getType(row?.node.__typename ?? '');
    if (!isObjectType(type) || !type.getInterfaces().some(({ name }) => name === 'Node')) {
      expect(['LeadHistoryEntry', 'DuplicatePair', 'IdentityCollision']).toContain(row?.node.__typename);
      return;
    }
    const ids = edges.map(({ node }) => node.id);
    const { data } = await client.send('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });
    expect(data?.nodes).toEqual(edges.map(({ node }) => node));
    const [first] = edges;
    const one = await client.send('query($id: ID!) { node(id: $id) { __typename id } }', { id: first?.node.id });
    expect(one.data?.node).toEqual(first?.node);
  });
});

test('PageInfo, node and nodes have the shapes of the Relay specification', () => {
  expect(typesOf('PageInfo')).toEqual({
    hasNextPage: 'Boolean!',
    hasPreviousPage: 'Boolean!',
    startCursor: 'String',
    endCursor: 'String',
  });
  expect(typesOf('Query')).toMatchObject({ node: 'Node', nodes: '[Node]!' });
  const node = schema.getType('Node');
  expect(isInterfaceType(node) && String(node.getFields().id?.type)).toBe('ID!');
});

test('nodes that are unknown are null in their place', async () => {
  const ids = ['lead_000000000000000000000000', known(parents.Lead), 'nope', '01890000-0000-7000-8000-000000000000'];
  const { data } = await client.send('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  expect(data).toEqual({ nodes: [null, { id: parents.Lead }, null, null] });
});

/** The fields of an object type and their types, by name; the type may be wrapped in lists and exclamation marks. */
function typesOf(wrapped: string): Record<string, string> {
  const type = schema.getType(wrapped.replace(/[[\]!]/g, ''));
  if (!isObjectType(type)) throw new Error(`${wrapped} is no object`);
  return Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, String(field.type)]));
}
