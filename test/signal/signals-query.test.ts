import { beforeAll, describe, expect, test } from 'vitest';
import { type SignalFilter, TypedDocumentString } from '../../schema/generated/graphql.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { about, known, recorded } from './signal.helpers.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  nodes: { id: string; title: string }[];
}
type PageArgs = { first?: number; after?: string | null; last?: number; before?: string | null };

const Signals = new TypedDocumentString<{ signals: Page }, PageArgs & { filter?: SignalFilter }>(`
  query FilteredSignals($filter: SignalFilter, $first: Int, $after: String, $last: Int, $before: String) {
    signals(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { id title }
    }
  }
`);
const page = async (client: TestClient, args: PageArgs & { filter?: SignalFilter } = {}) =>
  (await client.run(Signals, args)).signals;
const titles = ({ nodes }: Page) => nodes.map(({ title }) => title);

const at = (day: number) => `2026-05-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const acme = { name: 'Acme', domain: 'acme.com' };
const other = { name: 'Other', domain: 'other.com' };
const jane = { name: 'Jane', email: 'jane@acme.com' };

describe('signals', () => {
  let client: TestClient;
  let acmeId: string;
  let janeId: string;

  beforeAll(async () => {
    client = await gateway.client();
    const signals = await recorded(client, [
      { ...about({ entity: acme, person: jane }, 'third'), kind: 'hiring', occurredAt: at(3) },
      { ...about({ entity: acme }, 'first'), kind: 'funding', occurredAt: at(1) },
      { ...about({ person: jane }, 'fourth'), kind: 'job_change', occurredAt: at(4) },
      { ...about({ entity: other }, 'second'), kind: 'funding', occurredAt: at(2) },
    ]);
    acmeId = known(signals[0]?.entityId);
    janeId = known(signals[0]?.personEntityId);
    await client.services.signal.setStatuses({ items: [{ entityId: janeId, status: 'contacted' }] });
  });

  const filters = (): [string, SignalFilter, string[]][] => [
    ['nothing', {}, ['fourth', 'third', 'second', 'first']],
    ['one kind', { kind: ['funding'] }, ['second', 'first']],
    ['several kinds', { kind: ['hiring', 'job_change'] }, ['fourth', 'third']],
    ['a kind nobody has', { kind: ['Funding'] }, []],
    ['no kind at all', { kind: [] }, []],
    ['a company', { entityId: acmeId }, ['third', 'first']],
    ['a person', { entityId: janeId }, ['fourth', 'third']],
    ['an id in upper case', { entityId: janeId.toUpperCase() }, ['fourth', 'third']],
    ['an unknown entity', { entityId: newUuid() }, []],
    ['a status that the person has', { entityStatus: ['CONTACTED'] }, ['fourth', 'third']],
    ['a status that the company has', { entityStatus: ['NEW'] }, ['third', 'second', 'first']],
    ['several statuses', { entityStatus: ['NEW', 'CONTACTED'] }, ['fourth', 'third', 'second', 'first']],
    ['a status nobody has', { entityStatus: ['DISMISSED'] }, []],
    ['a first moment, which counts', { occurredAt: { from: at(3) } }, ['fourth', 'third']],
    ['a last moment, which does not', { occurredAt: { to: at(3) } }, ['second', 'first']],
    ['a span', { occurredAt: { from: at(2), to: at(4) } }, ['third', 'second']],
    ['an empty span', { occurredAt: { from: at(3), to: at(3) } }, []],
    [
      'nulls',
      { kind: null, entityId: null, entityStatus: null, occurredAt: { from: null, to: null } },
      ['fourth', 'third', 'second', 'first'],
    ],
    [
      'everything at once',
      { kind: ['hiring'], entityId: acmeId, entityStatus: ['CONTACTED'], occurredAt: { from: at(1), to: at(9) } },
      ['third'],
    ],
  ];

  test('are filtered by kind, entity, status and time, all of which must hold, and counted', async () => {
    for (const [what, filter, expected] of filters()) {
      const found = await page(client, { filter });
      expect({ what, titles: titles(found), count: found.totalCount }).toEqual({
        what,
        titles: expected,
        count: expected.length,
      });
    }
  });

  test('of a filter come in pages, whatever does not match between them', async () => {
    const filter: SignalFilter = { entityStatus: ['NEW'] };
    const first = await page(client, { filter, first: 1 });
    expect(titles(first)).toEqual(['third']);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await page(client, { filter, first: 2, after: first.pageInfo.endCursor });
    expect(titles(rest)).toEqual(['second', 'first']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  test('of other workspaces are not seen, not even by entity id', async () => {
    const stranger = await gateway.client();
    expect(await page(stranger)).toMatchObject({ totalCount: 0, nodes: [], pageInfo: { endCursor: null } });
    expect((await page(stranger, { filter: { entityId: acmeId } })).nodes).toEqual([]);
  });

  test('take one command, and one more for the count', async () => {
    const filter: SignalFilter = { kind: ['funding'], entityStatus: ['NEW'], occurredAt: { from: at(1) } };
    expect(await gateway.commandsOf(() => page(client, { filter }))).toEqual(['aggregate', 'aggregate']);
    const bare = 'query { signals(filter: { entityStatus: [NEW] }) { nodes { id } } }';
    expect(await gateway.commandsOf(() => client.send(bare))).toEqual(['aggregate']);
  });
});

describe('paging of signals', () => {
  test('goes both ways, over signals of one moment too, and stays put while others arrive', async () => {
    const client = await gateway.client();
    const moments = [at(5), at(5), at(5), at(5), at(4), at(6), at(5)];
    await recorded(
      client,
      moments.map((occurredAt, n) => ({ ...about({ entity: acme }, `s${n}`), occurredAt })),
    );
    const all = titles(await page(client));
    expect(all).toEqual(['s5', 's6', 's3', 's2', 's1', 's0', 's4']);

    const forward: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const { nodes, pageInfo }: Page = await page(client, { first: 3, after });
      forward.push(...nodes.map(({ title }) => title));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
      // Later than all of them, and as late as the last one seen: both belong in front of the cursor.
      await recorded(client, [
        { ...about({ entity: acme }, 'later'), occurredAt: at(20) },
        { ...about({ entity: acme }, 'tie'), occurredAt: at(6) },
      ]);
    }
    expect(forward).toEqual(all);

    const backward: string[] = [];
    let before: string | null = null;
    for (let n = 0; n < 3; n += 1) {
      const { nodes, pageInfo }: Page = await page(client, { last: 3, before });
      backward.unshift(...nodes.map(({ title }) => title));
      before = pageInfo.startCursor;
      expect(pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: n > 0 });
    }
    expect(backward.slice(-all.length)).toEqual(all);
  });

  test.each([
    ['first: 0', { first: 0 }, '"first" must be between 1 and 100'],
    ['last: 101', { last: 101 }, '"last" must be between 1 and 100'],
    ['first and last', { first: 1, last: 1 }, 'Give "first" or "last", not both'],
    ['a made-up cursor', { after: 'bm9wZQ' }, '"after" is not a cursor of this list and order'],
  ])('refuses %s', async (_what, args, message) => {
    const client = await gateway.client();
    const { errors } = await client.send(Signals.toString(), args);
    expect(errors).toMatchObject([{ message, extensions: { code: 'INVALID_INPUT' } }]);
  });
});

describe('signalEntities', () => {
  const query = `
    query ($filter: SignalEntityFilter, $first: Int, $after: String, $last: Int, $before: String) {
      signalEntities(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { id title: name }
      }
    }
  `;
  const entities = async (client: TestClient, args: PageArgs & { filter?: object } = {}): Promise<Page> => {
    const { data } = await client.send(query, args);
    return data?.signalEntities as Page;
  };

  test('are filtered by type and status, newest first, and paged both ways', async () => {
    const client = await gateway.client();
    const signals = await recorded(client, [
      about({ entity: { name: 'C1' }, person: { name: 'P1' } }),
      about({ entity: { name: 'C2' }, person: { name: 'P2' } }),
    ]);
    const ids = signals.flatMap(({ entityId, personEntityId }) => [known(entityId), known(personEntityId)]);
    const [c1, p1, c2] = ids;
    await client.services.signal.setStatuses({
      items: [
        { entityId: known(c1), status: 'contacted' },
        { entityId: known(p1), status: 'contacted' },
        { entityId: known(c2), status: 'dismissed' },
      ],
    });
    const cases: [object, string[]][] = [
      [{}, ['P2', 'C2', 'P1', 'C1']],
      [{ type: 'COMPANY' }, ['C2', 'C1']],
      [{ type: 'PERSON' }, ['P2', 'P1']],
      [{ status: ['CONTACTED'] }, ['P1', 'C1']],
      [{ status: ['NEW', 'DISMISSED'] }, ['P2', 'C2']],
      [{ status: [] }, []],
      [{ type: 'PERSON', status: ['CONTACTED'] }, ['P1']],
      [{ type: 'PERSON', status: ['DISMISSED'] }, []],
      [{ type: null, status: null }, ['P2', 'C2', 'P1', 'C1']],
    ];
    for (const [filter, expected] of cases) {
      const found = await entities(client, { filter });
      expect({ filter, titles: titles(found), count: found.totalCount }).toEqual({
        filter,
        titles: expected,
        count: expected.length,
      });
    }
    const first = await entities(client, { first: 3 });
    expect(titles(first)).toEqual(['P2', 'C2', 'P1']);
    expect(titles(await entities(client, { first: 3, after: first.pageInfo.endCursor }))).toEqual(['C1']);
    const last = await entities(client, { last: 2 });
    expect(titles(last)).toEqual(['P1', 'C1']);
    expect(titles(await entities(client, { last: 9, before: last.pageInfo.startCursor }))).toEqual(['P2', 'C2']);
    expect(await entities(await gateway.client())).toMatchObject({ totalCount: 0, nodes: [] });
  });
});
