import { beforeAll, describe, expect, test } from 'vitest';
import { TypedDocumentString } from '../../schema/generated/graphql.ts';
import type { CreateLeadInput } from '../../src/lead/lead.rules.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { about, companyId, known, personId, recorded } from './signal.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const newLead = async (input: CreateLeadInput, as = client) => (await as.services.lead.create(input)).lead;

const EntityLead = new TypedDocumentString<{ signalEntity: { lead: { id: string } | null } | null }, { id: string }>(
  'query EntityLead($id: ID!) { signalEntity(id: $id) { lead { id } } }',
);
const leadOf = async (id: string, as = client) => (await as.run(EntityLead, { id })).signalEntity?.lead?.id ?? null;

interface SignalPage {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: { title: string }[];
}
const pageFields =
  'signals(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { title } }';
type PageArgs = { id: string; first?: number; after?: string | null };
const LeadSignals = new TypedDocumentString<{ lead: { signals: SignalPage } | null }, PageArgs>(
  `query LeadSignals($id: ID!, $first: Int, $after: String) { lead(id: $id) { ${pageFields} } }`,
);
const EntitySignals = new TypedDocumentString<{ signalEntity: { signals: SignalPage } | null }, PageArgs>(
  `query EntitySignals($id: ID!, $first: Int, $after: String) { signalEntity(id: $id) { ${pageFields} } }`,
);
const signalsOfLead = async (args: PageArgs) => known((await client.run(LeadSignals, args)).lead).signals;
const signalsOfEntity = async (args: PageArgs) => known((await client.run(EntitySignals, args)).signalEntity).signals;
const titles = ({ nodes }: SignalPage) => nodes.map(({ title }) => title);

describe('entity.lead', () => {
  test('is the lead of the same type that shares an identifier, however it is spelled', async () => {
    const jane = await newLead({ type: 'person', name: { full: 'Jane' }, email: 'Jane@Link.example' });
    const joe = await newLead({
      type: 'person',
      name: { full: 'Joe' },
      socials: [{ url: 'https://www.linkedin.com/in/joe-link' }],
    });
    const acme = await newLead({ type: 'company', name: { full: 'Acme' }, domain: 'https://www.link.example/about' });
    expect(await leadOf(await personId(client, { name: 'J', email: 'jane@link.example' }))).toBe(jane.id);
    expect(await leadOf(await personId(client, { name: 'J', linkedinUrl: 'uk.linkedin.com/in/Joe-Link/' }))).toBe(
      joe.id,
    );
    expect(await leadOf(await companyId(client, { name: 'A', domain: 'link.example' }))).toBe(acme.id);
  });

  test('is null where only a lead of the other type, of another workspace, or none has the identifier', async () => {
    const input: CreateLeadInput = { type: 'person', name: { full: 'Jane' }, email: 'jane@nolink.example' };
    await newLead(input, await gateway.client());
    expect(await leadOf(await personId(client, { name: 'Jane', email: 'jane@nolink.example' }))).toBeNull();
    await newLead(input);
    expect(await leadOf(await companyId(client, { name: 'Jane Ltd', email: 'jane@nolink.example' }))).toBeNull();
    expect(await leadOf(await personId(client, { name: 'Jane' }))).toBeNull();
  });

  test('follows when the lead appears later, and when it is deleted', async () => {
    const entity = await personId(client, { name: 'Later', email: 'later@link.example' });
    expect(await leadOf(entity)).toBeNull();
    const lead = await newLead({ type: 'person', name: { full: 'Later' }, email: 'later@link.example' });
    expect(await leadOf(entity)).toBe(lead.id);
    await client.services.lead.delete(lead.id);
    expect(await leadOf(entity)).toBeNull();
  });
});

describe('entity.signals', () => {
  test('are the signals in either role, latest first, paged and counted', async () => {
    const own = { name: 'Pager', domain: 'pager.example' };
    const items = [1, 2, 3, 4, 5].map((day) => ({
      ...about({ entity: own, person: { name: `Person ${day}` } }, `day ${day}`),
      occurredAt: `2026-05-0${day}T00:00:00Z`,
    }));
    const [signal] = await recorded(client, [...items, about({ entity: { name: 'Somebody else' } })]);
    const id = known(signal?.entityId);
    const first = await signalsOfEntity({ id, first: 2 });
    expect(titles(first)).toEqual(['day 5', 'day 4']);
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    await recorded(client, [about({ entity: own }, 'newest')]);
    const rest = await signalsOfEntity({ id, first: 3, after: first.pageInfo.endCursor });
    expect(titles(rest)).toEqual(['day 3', 'day 2', 'day 1']);
    expect(rest).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: false } });
    expect(titles(await signalsOfEntity({ id: known(signal?.personEntityId) }))).toEqual(['day 1']);
  });
});

describe('lead.signals', () => {
  test('are those of every entity of the lead’s type that shares an identifier, latest first', async () => {
    const lead = await newLead({
      type: 'person',
      name: { full: 'Many Faces' },
      contacts: [{ value: 'one@faces.example' }, { value: 'two@faces.example' }],
    });
    await recorded(client, [
      { ...about({ person: { name: 'One', email: 'one@faces.example' } }, 'one'), occurredAt: '2026-05-01T00:00:00Z' },
      { ...about({ person: { name: 'Two', email: 'two@faces.example' } }, 'two'), occurredAt: '2026-05-03T00:00:00Z' },
      {
        ...about({ person: { name: 'One', email: 'one@faces.example' } }, 'again'),
        occurredAt: '2026-05-02T00:00:00Z',
      },
      about({ entity: { name: 'Faces Ltd', email: 'one@faces.example' } }, 'the company'),
      about({ person: { name: 'Stranger' } }, 'somebody else'),
    ]);
    const first = await signalsOfLead({ id: lead.id, first: 2 });
    expect(titles(first)).toEqual(['two', 'again']);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await signalsOfLead({ id: lead.id, after: first.pageInfo.endCursor });
    expect(titles(rest)).toEqual(['one']);
  });

  test('are none for a lead without identifiers, or whose identifiers no signal knows', async () => {
    await recorded(client, [about({ person: { name: 'Nobody' } })]);
    const nobody = await newLead({ type: 'person', name: { full: 'Nobody' } });
    const quiet = await newLead({ type: 'person', name: { full: 'Quiet' }, email: 'quiet@faces.example' });
    for (const { id } of [nobody, quiet]) {
      expect(await signalsOfLead({ id })).toMatchObject({ totalCount: 0, nodes: [], pageInfo: { endCursor: null } });
    }
  });
});

describe('signals and entities by id', () => {
  const ById = new TypedDocumentString<Record<string, { __typename: string } | null>, { id: string }>(`
    query SignalById($id: ID!) {
      signal(id: $id) { __typename title }
      signalEntity(id: $id) { __typename name }
      node(id: $id) { __typename id ... on Signal { title } ... on SignalEntity { name } }
    }
  `);

  test('are found as themselves and as nodes, in upper case too', async () => {
    const [signal] = await recorded(client, [about({ entity: { name: 'By id' } }, 'A title')]);
    const id = known(signal?.id);
    expect(await client.run(ById, { id: id.toUpperCase() })).toEqual({
      signal: { __typename: 'Signal', title: 'A title' },
      signalEntity: null,
      node: { __typename: 'Signal', id, title: 'A title' },
    });
    const entityId = known(signal?.entityId);
    expect(await client.run(ById, { id: entityId })).toEqual({
      signal: null,
      signalEntity: { __typename: 'SignalEntity', name: 'By id' },
      node: { __typename: 'SignalEntity', id: entityId, name: 'By id' },
    });
  });

  test('are null for unknown, malformed and foreign ids', async () => {
    const [foreign] = await recorded(await gateway.client(), [about({ entity: { name: 'Theirs' } })]);
    for (const id of [known(foreign?.id), known(foreign?.entityId), newUuid(), 'nope', '']) {
      expect(await client.run(ById, { id })).toEqual({ signal: null, signalEntity: null, node: null });
    }
  });

  test('keep workspaces apart that know the same companies and people', async () => {
    const stranger = await gateway.client();
    const both = { entity: { name: 'Acme', domain: 'apart.example' }, person: { name: 'J', email: 'j@apart.example' } };
    const [mine] = await recorded(client, [about(both)]);
    const [theirs] = await recorded(stranger, [about(both)]);
    expect(theirs?.entityId).not.toBe(mine?.entityId);
    expect(theirs?.personEntityId).not.toBe(mine?.personEntityId);
    const lead = await newLead({ type: 'person', name: { full: 'J' }, email: 'j@apart.example' });
    expect(await leadOf(known(theirs?.personEntityId), stranger)).toBeNull();
    expect((await signalsOfLead({ id: lead.id })).totalCount).toBe(1);
  });
});

describe('commands', () => {
  test('are one for each level of 50 signals with their companies, people and both one’s leads', async () => {
    const own = await gateway.client();
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    for (const n of numbers) {
      await newLead({ type: 'person', name: { full: `P${n}` }, email: `p${n}@count.example` }, own);
      await newLead({ type: 'company', name: { full: `C${n}` }, domain: `c${n}.example` }, own);
    }
    await recorded(
      own,
      numbers.map((n) =>
        about({ entity: { name: 'C', domain: `c${n}.example` }, person: { name: 'P', email: `p${n}@count.example` } }),
      ),
    );
    const query = `query {
      signals(first: 50) {
        nodes {
          entityStatus personEntityStatus
          entity { status lead { name { full } } }
          personEntity { status lead { name { full } } }
        }
      }
    }`;
    let result = '';
    const commands = await gateway.commandsOf(async () => {
      result = JSON.stringify((await own.send(query)).data);
    });
    // The signals, their entities of both kinds, and the leads of both kinds.
    expect(commands).toEqual(['aggregate', 'find', 'find']);
    for (const n of numbers) {
      expect(result).toContain(`"lead":{"name":{"full":"P${n}"}}`);
      expect(result).toContain(`"lead":{"name":{"full":"C${n}"}}`);
    }

    const outward =
      'query { leads(first: 100) { nodes { signals(first: 3) { totalCount nodes { title entity { name } } } } } }';
    const outwardCommands = await gateway.commandsOf(async () => {
      result = JSON.stringify((await own.send(outward)).data);
    });
    // The leads, their signals, the counts of those, and the entities.
    expect(outwardCommands).toEqual(['find', 'aggregate', 'aggregate', 'find']);
    expect(result.split('"totalCount":1')).toHaveLength(101);

    const around =
      'query { signalEntities(first: 100) { nodes { lead { id } signals(first: 2) { nodes { title } } } } }';
    const aroundCommands = await gateway.commandsOf(() => own.send(around));
    expect(aroundCommands.sort()).toEqual(['aggregate', 'find', 'find']);
  });
});
