import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateLeadDocument, type CreateLeadInput, LeadsDocument } from '../../schema/generated/graphql.ts';
import { routes } from '../../src/rest/routes.ts';
import { restAs } from '../rest/rest-client.ts';
import { expectType } from '../support/gateway.ts';
import { difference } from './database.ts';
import { forge } from './references.ts';
import { sendRest } from './rest-requests.ts';
import { strangersIn } from './traces.ts';
import { textTrial } from './trials.ts';
import { shared, text } from './values.ts';
import { compareTrial } from './verdict.ts';
import { createWorld, type Workspace, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.undo());

const somebody = { type: 'PERSON', name: { full: 'Somebody' } } satisfies CreateLeadInput;

describe('an identifier that both workspaces have', () => {
  test('finds in each what it has itself', async () => {
    for (const { client, things } of [world.mine, world.theirs]) {
      const found = await client.run(LeadsDocument, { filter: { email: shared.email } });
      expect(found.leads.edges.map(({ node }) => node.id)).toEqual([things.lead[0]]);
    }
  });

  test('brings two leads of one workspace into conflict, and none of the other', async () => {
    const { client, things, beside } = world.mine;
    const contacts = [{ value: shared.email }, { value: text('secondEmail', 'mine') }];
    const { createLead } = await client.run(CreateLeadDocument, { input: { ...somebody, contacts } });
    const { leads } = expectType(createLead, 'IdentityConflictError');
    expect(leads.map(({ id }) => id).sort()).toEqual([things.lead[0], beside.person].sort());
  });

  test('is in no conflict with one that only the other workspace has', async () => {
    const { client } = world.mine;
    const document = CreateLeadDocument.toString();
    const send = (value: unknown) => {
      const input = { ...somebody, contacts: [{ value: shared.email }, { value }] };
      return world.gateway.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${client.key}` },
        body: JSON.stringify({ query: document, variables: { input } }),
      });
    };
    const { bodies } = await compareTrial(world, textTrial('secondEmail'), false, send);
    expect(bodies[0]).toContain('"MERGED"');
    expect(bodies[2]).toContain('"IDENTITY_CONFLICT"');
  });
});

describe('what two workspaces ask for at once', () => {
  const inTurns = <C, T>([one, other]: readonly [C, C], work: (own: C, at: number) => Promise<T>) =>
    Promise.all(Array.from({ length: 20 }, (_, at) => work(at % 2 === 0 ? one : other, at)));

  test('finds in each what it has itself', async () => {
    const query = `query($lead: ID!, $strange: ID!, $list: ID!) {
      own: lead(id: $lead) { id lists { id name } prospects { nodes { id campaign { id name } } } }
      strange: lead(id: $strange) { id }
      leadList(id: $list) { id name }
    }`;
    const answers = await inTurns([world.mine, world.theirs], async (own) => {
      const other = own === world.mine ? world.theirs : world.mine;
      const variables = { lead: own.things.lead[0], strange: other.things.lead[0], list: other.things.list[0] };
      const { data } = await own.client.send(query, variables);
      expect(data).toMatchObject({ own: { id: variables.lead }, strange: null, leadList: null });
      return own === world.mine ? strangersIn(JSON.stringify(data), [], world.theirs.ids) : [];
    });
    expect(answers.flat()).toEqual([]);
  });

  test('makes in each its own leads', async () => {
    const clients = [await world.gateway.client(), await world.gateway.client()] as const;
    const made = await inTurns(clients, async (client, at) => {
      const input = { ...somebody, email: `at-once-${at >> 1}@acme.com` };
      const { createLead } = await client.run(CreateLeadDocument, { input });
      const { outcome, lead } = expectType(createLead, 'CreateLeadPayload');
      const { leads } = await client.run(LeadsDocument, { filter: { email: input.email } });
      expect(leads.edges.map(({ node }) => node.id)).toEqual([lead.id]);
      return { outcome, id: lead.id };
    });
    expect(made.map(({ outcome }) => outcome)).toEqual(Array(20).fill('CREATED'));
    expect(new Set(made.map(({ id }) => id)).size).toBe(20);
  });
});

describe('an idempotency key that both workspaces have', () => {
  const idempotent = routes.filter((route) => route.idempotent);

  test.each(idempotent.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'is one that nobody has, to %s',
    async (_name, route) => {
      const send = (key: unknown) => sendRest(world, world.mine, route, [], { 'idempotency-key': String(key) });
      expect((await compareTrial(world, textTrial('idempotencyKey'), false, send)).isTold).toBe(true);
    },
  );

  test('replays to each what it was answered itself', async () => {
    const replay = async ({ client }: Workspace, name: string) => {
      const send = restAs(world.gateway, client);
      return send('POST', '/api/leads', { name: { full: name } }, { 'idempotency-key': shared.idempotencyKey });
    };
    const mine = await replay(world.mine, text('alias', 'mine'));
    const theirs = await replay(world.theirs, text('alias', 'theirs'));
    for (const { headers } of [mine, theirs]) expect(headers.get('idempotent-replayed')).toBe('true');
    expect(strangersIn(JSON.stringify(mine.body), [], world.theirs.ids)).toEqual([]);
    expect(theirs.body.lead.name.full).toBe(text('alias', 'theirs'));
  });

  test('replays nothing of the other one, whatever its record names', async () => {
    const { client, dump } = world.mine;
    const create = async () => {
      const { data } = await client.send(
        `mutation ($input: CreateLeadInput!, $key: String) {
          createLead(input: $input, idempotencyKey: $key) { ... on CreateLeadPayload { lead { id } } ... on Error { code } }
        }`,
        { input: somebody, key: 'forged' },
      );
      return data?.createLead;
    };
    expect(await create()).toHaveProperty('lead.id');
    const { added } = difference(dump, (await world.database.dump())(client.workspaceId));
    const record = added.find(({ collection }) => collection === 'idempotency');
    const [made = ''] = /(?<=lead_)\w+/.exec(record?.text ?? '') ?? [];
    if (record === undefined || made === '') throw new Error('No record names the lead');
    expect(await create()).toEqual({ lead: { id: `lead_${made}` } });
    const theirs = world.theirs.things.lead[0].replace('lead_', '');
    await forge(world, { stored: record, own: made }, theirs);
    expect(await create()).toEqual({ code: 'NOT_FOUND' });
    await world.undo();
  });
});
