import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type LeadFilter, type LeadOrder, LeadsDocument, type LeadsQuery } from '../../schema/generated/graphql.ts';
import { createServices, type Services } from '../../src/services.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { runs, timeFor } from './json-values.ts';

interface Row {
  id: string;
  createdAt: number;
  updatedAt: number;
  name: string;
}

let gateway: TestGateway;
let client: TestClient;
let services: Services;
let now = new Date(0);
let rows: Row[];

const hour = (n: number) => new Date(Date.UTC(2026, 0, 1, n));
const names = ['Ann', 'ann', 'ANN', 'Bob', 'Cid', 'Äda', '🙂', '…'];

async function add(createdAt: Date, full: string): Promise<Row> {
  now = createdAt;
  const { lead } = await services.lead.create({ type: 'person', name: { full } });
  return {
    id: lead.id,
    createdAt: createdAt.getTime(),
    updatedAt: createdAt.getTime(),
    name: foldedNames[full] ?? full,
  };
}

/** How the names above are compared: without case, accents and signs. */
const foldedNames: Record<string, string> = {
  Ann: 'ann',
  ANN: 'ann',
  Bob: 'bob',
  Cid: 'cid',
  Äda: 'ada',
  '🙂': '',
  '…': '',
};

/** 40 leads, with many ties: four moments of creation, three of change, eight names of which several are equal. */
beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  services = createServices(gateway.stores, client.workspaceId, { clock: () => now, newId: newUuid });
  rows = [];
  for (let n = 0; n < 40; n += 1) {
    const row = await add(hour(n % 4), names[(n * 3) % names.length] ?? '');
    if (n % 3 > 0) {
      now = hour(10 + (n % 3));
      await services.lead.update({ id: row.id, title: 'Changed' });
      row.updatedAt = now.getTime();
    }
    rows.push(row);
  }
});

const fields = { CREATED_AT: 'createdAt', UPDATED_AT: 'updatedAt', NAME: 'name' } as const;

/** The ids in an order, as the test itself sorts them: by the field, then by id. */
function sorted({ field, direction }: LeadOrder, of = rows): string[] {
  const by = fields[field];
  const way = direction === 'ASC' ? 1 : -1;
  const compare = (a: Row, b: Row) => (a[by] === b[by] ? (a.id < b.id ? -1 : 1) : a[by] < b[by] ? -1 : 1);
  return of.toSorted((a, b) => way * compare(a, b)).map(({ id }) => id);
}

type Page = LeadsQuery['leads'];
type Turn = { first: number; after: string | null } | { last: number; before: string | null };

const ask = async (turn: Turn, orderBy: LeadOrder | null, filter: LeadFilter = {}): Promise<Page> =>
  (await client.run(LeadsDocument, { ...turn, orderBy, filter })).leads;

/** Turns pages of these sizes, again and again, until there are no more; `between` runs after each. */
async function walk(way: 'forward' | 'backward', sizes: number[], orderBy: LeadOrder, between = async () => {}) {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (let n = 0; ; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    const page: Page = await ask(
      way === 'forward' ? { first: size, after: cursor } : { last: size, before: cursor },
      orderBy,
    );
    const found = page.edges.map(({ node }) => node.id);
    expect(found.length).toBeLessThanOrEqual(size);
    expect(page.pageInfo.startCursor).toBe(page.edges.at(0)?.cursor ?? null);
    expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
    const [ahead, behind] =
      way === 'forward'
        ? [page.pageInfo.hasNextPage, page.pageInfo.hasPreviousPage]
        : [page.pageInfo.hasPreviousPage, page.pageInfo.hasNextPage];
    expect(behind).toBe(n > 0);
    if (way === 'forward') ids.push(...found);
    else ids.unshift(...found);
    cursor = (way === 'forward' ? page.pageInfo.endCursor : page.pageInfo.startCursor) ?? null;
    if (!ahead) return ids;
    expect(found).toHaveLength(size);
    await between();
  }
}

const orders = (['CREATED_AT', 'UPDATED_AT', 'NAME'] as const).flatMap((field) =>
  (['ASC', 'DESC'] as const).map((direction): LeadOrder => ({ field, direction })),
);

const sizes = fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 4 });
const anyOrder = fc.constantFrom(...orders);

describe('pages of leads', () => {
  test.each(orders)('are sorted by $field $direction, ties by id', async (orderBy) => {
    const { edges, totalCount } = await ask({ first: 100, after: null }, orderBy);
    expect(edges.map(({ node }) => node.id)).toEqual(sorted(orderBy));
    expect(totalCount).toBe(40);
  });

  test('are the newest first unless told otherwise', async () => {
    const { edges } = await ask({ first: 100, after: null }, null);
    expect(edges.map(({ node }) => node.id)).toEqual(sorted({ field: 'CREATED_AT', direction: 'DESC' }));
  });

  test(
    'give the same whole sequence for any page sizes, forward and backward, in any order',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom('forward', 'backward'), sizes, anyOrder, async (way, each, orderBy) => {
          expect(await walk(way, each, orderBy)).toEqual(sorted(orderBy));
        }),
        runs(60),
      );
    },
    timeFor(60_000),
  );

  test(
    'are what stands between any two cursors',
    async () => {
      const index = fc.integer({ min: 0, max: 39 });
      await fc.assert(
        fc.asyncProperty(
          index,
          index,
          fc.integer({ min: 1, max: 45 }),
          fc.boolean(),
          anyOrder,
          async (a, b, size, back, orderBy) => {
            const all = sorted(orderBy);
            const { edges } = await ask({ first: 100, after: null }, orderBy);
            const cursors = { after: edges[a]?.cursor ?? null, before: edges[b]?.cursor ?? null };
            const between = all.slice(a + 1, Math.max(a + 1, b));
            const { leads: page } = await client.run(LeadsDocument, {
              orderBy,
              ...cursors,
              ...(back ? { last: size } : { first: size }),
            });
            const expected = back ? between.slice(-size) : between.slice(0, size);
            expect(page.edges.map(({ node }) => node.id)).toEqual(expected);
            expect(back ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage).toBe(between.length > size);
          },
        ),
        runs(60),
      );
    },
    timeFor(60_000),
  );

  test(
    'neither miss nor repeat a lead where others are added between',
    async () => {
      const before = [...rows];
      await fc.assert(
        fc.asyncProperty(fc.constantFrom('forward', 'backward'), sizes, anyOrder, async (way, each, orderBy) => {
          let n = 0;
          const added: string[] = [];
          const seen = await walk(way, each, orderBy, async () => {
            n += 1;
            const row = await add(hour(n % 6), names[n % names.length] ?? '');
            rows.push(row);
            added.push(row.id);
          });
          const known = new Set(before.map(({ id }) => id));
          expect(seen.filter((id) => known.has(id))).toEqual(sorted(orderBy, before));
          expect(new Set(seen).size).toBe(seen.length);
          for (const id of added) await services.lead.delete(id);
          rows = [...before];
        }),
        runs(20),
      );
    },
    timeFor(60_000),
  );

  test('go on behind a lead that is deleted', async () => {
    const orderBy: LeadOrder = { field: 'NAME', direction: 'ASC' };
    const row = await add(hour(2), 'Bob');
    const all = sorted(orderBy, [...rows, row]);
    const at = all.indexOf(row.id);
    const { edges } = await ask({ first: at + 1, after: null }, orderBy);
    await services.lead.delete(row.id);
    const next = await ask({ first: 3, after: edges.at(-1)?.cursor ?? null }, orderBy);
    expect(next.edges.map(({ node }) => node.id)).toEqual(all.slice(at + 1, at + 4));
  });

  test('are empty with null cursors and a count of 0 where nothing is found', async () => {
    for (const turn of [
      { first: 5, after: null },
      { last: 5, before: null },
    ]) {
      expect(await ask(turn, null, { source: 'nowhere' })).toEqual({
        totalCount: 0,
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
        edges: [],
      });
    }
  });

  test('are of 25 leads unless told, and of 1 to 100 else', async () => {
    expect((await client.run(LeadsDocument, {})).leads.edges).toHaveLength(25);
    expect((await client.run(LeadsDocument, { first: null, last: null })).leads.edges).toHaveLength(25);
    expect((await client.run(LeadsDocument, { last: 100 })).leads.edges).toHaveLength(40);
    expect((await client.run(LeadsDocument, { first: 1 })).leads.edges).toHaveLength(1);
    const refused = [{ first: 0 }, { first: 101 }, { last: 0 }, { last: 101 }, { first: -1 }, { first: 1, last: 1 }];
    for (const variables of refused) {
      const commands = await gateway.commandsOf(async () => {
        const { data, errors } = await client.send(LeadsDocument.toString(), variables);
        expect(data).toBeNull();
        expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_INPUT']);
      });
      expect(commands).toEqual([]);
    }
  });
});
