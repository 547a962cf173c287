import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
});

const failures = '... on Error { __typename code message } ... on InvalidInputError { issues { path message code } }';

type Variables = Record<string, unknown>;

/** A mutation that creates: its document, and variables of two different requests. */
interface Creating {
  name: string;
  collection: string;
  document: string;
  prepare: (client: TestClient) => Promise<{ one: Variables; other: Variables }>;
}

const person = (name: string) => ({ type: 'PERSON', name: { full: name }, email: `${name.toLowerCase()}@acme.com` });

const creating: Creating[] = [
  {
    name: 'createLead',
    collection: 'leads',
    document: `mutation($input: CreateLeadInput!, $key: String) {
      result: createLead(input: $input, idempotencyKey: $key) {
        ... on CreateLeadPayload { outcome lead { id version metadata } matchedKeys { kind value } } ${failures} } }`,
    prepare: async () => ({ one: { input: person('Ada') }, other: { input: person('Grace') } }),
  },
  {
    name: 'createLead without identifiers',
    collection: 'leads',
    document: `mutation($input: CreateLeadInput!, $key: String) {
      result: createLead(input: $input, idempotencyKey: $key) {
        ... on CreateLeadPayload { outcome lead { id version } matchedKeys { kind value } } ${failures} } }`,
    prepare: async () => ({
      one: { input: { type: 'PERSON', name: { full: 'Ada' } } },
      other: { input: { type: 'PERSON', name: { full: 'Grace' } } },
    }),
  },
  {
    name: 'createLeads',
    collection: 'leads',
    document: `mutation($inputs: [CreateLeadInput!]!, $key: String) {
      result: createLeads(inputs: $inputs, idempotencyKey: $key) {
        ... on CreateLeadsPayload {
          created merged unchanged conflicts invalid
          items {
            index outcome lead { id version } matchedKeys { kind value }
            error { ${failures} ... on IdentityConflictError { keys { kind value } leads { id } } }
          }
        } ${failures} } }`,
    async prepare({ services }) {
      for (const name of ['Known', 'Rival'])
        await services.lead.create({ type: 'person', name: { full: name }, email: `${name}@acme.com` });
      const inputs = [
        person('Ada'),
        { ...person('Known'), metadata: { note: 'merged' } },
        { ...person('Ada'), metadata: { note: 'merged within the batch' } },
        { type: 'PERSON', name: { full: 'Nobody' } },
        { type: 'PERSON', name: { full: ' ' } },
        {
          type: 'PERSON',
          name: { full: 'Both' },
          contacts: [{ value: 'known@acme.com' }, { value: 'rival@acme.com' }],
        },
        person('Known'),
      ];
      return { one: { inputs }, other: { inputs: inputs.slice(1) } };
    },
  },
  {
    name: 'createLeadList',
    collection: 'lists',
    document: `mutation($input: CreateLeadListInput!, $key: String) {
      result: createLeadList(input: $input, idempotencyKey: $key) {
        ... on CreateLeadListPayload { list { id name createdAt } } ${failures} } }`,
    prepare: async () => ({ one: { input: { name: 'Fair' } }, other: { input: { name: 'Webinar' } } }),
  },
  {
    name: 'createCampaign',
    collection: 'campaigns',
    document: `mutation($input: CreateCampaignInput!, $key: String) {
      result: createCampaign(input: $input, idempotencyKey: $key) {
        ... on CreateCampaignPayload { campaign { id name createdAt } } ${failures} } }`,
    prepare: async () => ({ one: { input: { name: 'Spring' } }, other: { input: { name: 'Autumn' } } }),
  },
  {
    name: 'addCampaignLeads',
    collection: 'prospects',
    document: `mutation($input: AddCampaignLeadsInput!, $key: String) {
      result: addCampaignLeads(input: $input, idempotencyKey: $key) {
        ... on AddCampaignLeadsPayload { prospects { id name } errors { id code message } } ${failures} } }`,
    async prepare({ services }) {
      const { id: campaignId } = await services.campaign.create({ name: 'Spring' });
      const leads = await Promise.all(
        ['Ada', 'Grace', 'Ada Twin'].map((name) => services.lead.create({ type: 'person', name: { full: name } })),
      );
      const company = await services.lead.create({ type: 'company', name: { full: 'Acme' } });
      const leadIds = [...leads, company].map(({ lead }) => lead.id).concat('lead_nobody');
      return { one: { input: { campaignId, leadIds } }, other: { input: { campaignId, leadIds: leadIds.slice(1) } } };
    },
  },
  {
    name: 'recordSignals',
    collection: 'signals',
    document: `mutation($input: RecordSignalsInput!, $key: String) {
      result: recordSignals(input: $input, idempotencyKey: $key) {
        ... on RecordSignalsPayload { signals { id title entityId personEntityId } } ${failures} } }`,
    prepare: async () => {
      const entity = { name: 'Acme', domain: 'acme.com' };
      const items = [
        { kind: 'funding', title: 'Acme raises', entity, person: { name: 'Ada', email: 'ada@acme.com' } },
        { kind: 'funding', title: 'Acme raises again', entity, person: { name: 'Somebody without a trace' } },
      ];
      return { one: { input: { items } }, other: { input: { items: items.slice(1) } } };
    },
  },
];

describe.each(creating)('$name with an idempotency key', ({ document, prepare, collection }) => {
  async function call(variables: Variables, key: string | null) {
    const { data, errors } = await client.send(document, { ...variables, key });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data?.result;
  }

  const counts = async () =>
    Promise.all(
      [collection, 'leads', 'entities'].map((name) =>
        gateway.mongo.db.collection(name).countDocuments({ workspaceId: client.workspaceId }),
      ),
    );

  test('answers a replay as the first time, and does nothing', async () => {
    const { one } = await prepare(client);
    const first = await call(one, 'a key');
    const after = await counts();
    expect(await call(one, 'a key')).toEqual(first);
    expect(await counts()).toEqual(after);
  });

  test('refuses the key for another request', async () => {
    const { one, other } = await prepare(client);
    await call(one, 'a key');
    const after = await counts();
    expect(await call(other, 'a key')).toEqual({
      __typename: 'IdempotencyKeyReusedError',
      code: 'IDEMPOTENCY_KEY_REUSED',
      message: 'The idempotency key was sent before with another request',
    });
    expect(await counts()).toEqual(after);
  });

  test('finds what it made when a process died before it could answer', async () => {
    const { one } = await prepare(client);
    const first = await call(one, 'a key');
    const after = await counts();
    // As the record stands when a process dies behind its last write.
    const records = gateway.mongo.db.collection<{ _id: string }>('idempotency');
    const died = { $set: { answer: null, startedAt: new Date(Date.now() - 60_000) } };
    expect((await records.updateOne({ _id: `${client.workspaceId}:a key` }, died)).modifiedCount).toBe(1);
    expect(await call(one, 'a key')).toEqual(first);
    expect(await counts()).toEqual(after);
  });

  test('refuses what is no key', async () => {
    const { one } = await prepare(client);
    expect(await call(one, '')).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['idempotencyKey'], code: 'invalid_key' }],
    });
  });
});

const createLead = creating[0]?.document ?? '';

describe('a replay of createLead', () => {
  test('reads the lead as it stands by then', async () => {
    const variables = { input: person('Ada'), key: 'k' };
    await client.send(createLead, variables);
    await client.send(createLead, { input: { ...person('Ada'), metadata: { later: true } } });
    const { data } = await client.send(createLead, variables);
    expect(data?.result).toMatchObject({ outcome: 'CREATED', lead: { version: 2, metadata: { later: true } } });
  });

  test('says so where the lead has been deleted since', async () => {
    const variables = { input: person('Ada'), key: 'k' };
    const { data } = await client.send(createLead, variables);
    const created = data?.result as { lead: { id: string } } | undefined;
    await client.services.lead.delete(created?.lead.id ?? '');
    expect((await client.send(createLead, variables)).data?.result).toMatchObject({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
    });
  });

  test('that comes while the first is at work does nothing and says when to come again', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () => client.send(createLead, { input: person('Ada'), key: 'k' })),
    );
    const answers = results.map(({ data }) => JSON.stringify(data?.result));
    const made = answers.filter((answer) => answer.includes('"CREATED"'));
    const waiting = answers.filter((answer) => answer.includes('"IDEMPOTENCY_KEY_IN_USE"'));
    expect({ made: new Set(made).size, all: made.length + waiting.length }).toEqual({ made: 1, all: 20 });
  });
});
