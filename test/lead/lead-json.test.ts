import { ObjectId } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { UpdateLeadDocument } from '../../schema/generated/graphql.ts';
import type { JsonObject, JsonValue } from '../../src/shared/json.ts';
import { jsonLimits } from '../../src/shared/rules.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { exactly, hostileKeys, nested, withKey } from './json-values.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
});

const fields = ['metadata', 'attributes', 'raw'] as const;
const wide = (count: number, value: JsonValue = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, value]));

describe('keys of JSON', () => {
  test.each(hostileKeys.map((key) => [key.slice(0, 20), key]))('%j is stored, merged and removed', async (_, key) => {
    const value = withKey(key, [withKey(key, '$name'), [withKey(key, null)]]);
    const json = withKey(key, value);
    const lead = await leads.created(person({ metadata: json, attributes: json, raw: json }));
    for (const field of fields) expect(exactly(lead[field])).toBe(exactly(json));

    const patch = withKey(key, { added: 1 });
    const merged = withKey(key, { ...value, added: 1 });
    const after = await leads.updated({ id: lead.id, metadata: patch, attributes: patch });
    expect(exactly(after.metadata)).toBe(exactly(merged));
    expect(exactly(after.attributes)).toBe(exactly(merged));

    const { data } = await client.send(
      'query($m: JsonPathFilter) { leads(filter: { metadata: $m }) { nodes { id } } }',
      {
        m: { path: [key, 'added'], equals: 1 },
      },
    );
    expect(data).toEqual({ leads: { nodes: [{ id: lead.id }] } });

    const gone = await leads.updated({ id: lead.id, metadata: withKey(key, null), attributes: withKey(key, null) });
    expect(gone).toMatchObject({ metadata: {}, attributes: {}, version: 3 });
  });

  test('are read wherever a lead is: by id, in a list of leads, on its list, after a conflict', async () => {
    const list = await client.services.list.create({ name: 'JSON' });
    const metadata: JsonObject = Object.fromEntries([
      ['then', withKey('then', 1)],
      ['toString', [{ a: 1 }]],
      ['__proto__', [{ b: 2 }]],
    ]);
    const { id } = await leads.created(person({ metadata, listIds: [list.id], source: 'everywhere' }));
    const query = `query($id: ID!, $list: ID!) {
      lead(id: $id) { metadata }
      node(id: $id) { ... on Lead { metadata } }
      leads(filter: { source: "everywhere" }) { nodes { metadata } }
      leadList(id: $list) { leads { nodes { metadata } } }
    }`;
    const { data } = await client.send(query, { id, list: list.id });
    const read = { metadata };
    const all = { lead: read, node: read, leads: { nodes: [read] }, leadList: { leads: { nodes: [read] } } };
    expect(exactly(data)).toBe(exactly(all));
  });

  test('written in the operation itself are kept too', async () => {
    const { id } = await leads.created(person());
    const { data } = await client.send(
      `mutation { updateLead(input: { id: "${id}", metadata: { __proto__: { constructor: [{ toString: null }] } } }) {
        ... on UpdateLeadPayload { lead { metadata } } } }`,
    );
    expect(JSON.stringify(data)).toBe(
      '{"updateLead":{"lead":{"metadata":{"__proto__":{"constructor":[{"toString":null}]}}}}}',
    );
  });
});

describe('JSON that cannot be stored exactly', () => {
  const chain = (levels: number) => nested(levels, (level) => `l${level}`, { end: 1 });
  const refused: [string, JsonObject][] = [
    ['the key $ref, which drivers read back as something else', { $ref: 'leads', $id: 1 }],
    ['the key $ref inside of a list', { a: [{ $ref: null }] }],
    ['NUL in a key', { 'a\0b': 1 }],
    ['NUL in a text', { a: ['\0'] }],
    ['half of a surrogate pair in a key', { a: { '\ud800': 1 } }],
    ['half of a surrogate pair in a text', { a: 'x\udc00y' }],
    [`more than ${jsonLimits.depth} levels`, chain(jsonLimits.depth + 1)],
    ['more levels of lists', { a: JSON.parse(`${'['.repeat(jsonLimits.depth)}${']'.repeat(jsonLimits.depth)}`) }],
    [`more than ${jsonLimits.keys} keys`, wide(jsonLimits.keys + 1)],
    ['more keys in lists', { a: Array.from({ length: jsonLimits.keys }, () => ({ b: 1 })) }],
    ['more than 64 KB', { a: 'x'.repeat(jsonLimits.bytes) }],
    ['more than 64 KB of UTF-8', { a: '🙂'.repeat(jsonLimits.bytes / 4) }],
  ];
  describe.each(refused)('is refused: %s', (_what, json) => {
    test.each(fields)('in %s, before anything reaches the database', async (field) => {
      const before = await leads.created(person());
      const issue = { path: ['input', field], message: expect.stringMatching(/JSON|"\$ref"/), code: 'invalid_json' };
      const commands = await gateway.commandsOf(async () => {
        const update = await leads.tryUpdate({ id: before.id, title: 'X', [field]: json });
        expect(expectType(update, 'InvalidInputError')).toMatchObject({ code: 'INVALID_INPUT', issues: [issue] });
        const create = await leads.tryCreate(person({ [field]: json }));
        expect(expectType(create, 'InvalidInputError')).toMatchObject({ code: 'INVALID_INPUT', issues: [issue] });
      });
      expect(commands).toEqual([]);
      expect(await leads.read(before.id)).toEqual(before);
    });
  });

  test.each([[[]], ['text'], [1], [true]])('is no object: %j', async (json) => {
    const { id } = await leads.created(person());
    const commands = await gateway.commandsOf(async () => {
      const { data, errors } = await client.send(UpdateLeadDocument.toString(), { input: { id, metadata: json } });
      expect(data ?? null).toBeNull();
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    });
    expect(commands).toEqual([]);
  });
});

describe('names without quotes, which GraphQL would take for enum values', () => {
  const update =
    (json: string, variables = '') =>
    (id: string) =>
      `mutation${variables} { updateLead(input: { id: "${id}", title: "X", metadata: ${json} }) { __typename } }`;
  const documents: [string, (id: string) => string][] = [
    ['in an object', update('{ tier: SILVER }')],
    ['in a list', update('{ x: [A, 1] }')],
    ['beside a variable', update('{ tier: SILVER, x: $x }', '($x: Int)')],
    ['in the default of a variable', update('$json', '($json: JSONObject = { tier: [SILVER] })')],
    ['alone', () => '{ leads(filter: { metadata: { path: ["tier"], equals: SILVER } }) { nodes { id } } }'],
  ];
  test.each(documents)('are refused %s, and nothing is written', async (_where, document) => {
    const before = await leads.created(person({ metadata: { tier: 'GOLD' } }));
    const { data, errors } = await client.send(document(before.id), {});
    expect(data ?? null).toBeNull();
    expect(errors?.map(({ message, extensions }) => [message, extensions?.code])).toEqual([
      [expect.stringMatching(/^(SILVER|A) is no JSON value: text stands in quotes$/), 'GRAPHQL_VALIDATION_FAILED'],
    ]);
    expect(await leads.read(before.id)).toEqual(before);
  });

  test('are text in variables, where JSON has none', async () => {
    const { id } = await leads.created(person());
    await client.send(update('{ tier: $tier, x: [$tier, 1] }', '($tier: String)')(id), { tier: 'SILVER' });
    expect((await leads.read(id)).metadata).toEqual({ tier: 'SILVER', x: ['SILVER', 1] });
  });
});

describe('the limits of JSON', () => {
  const { depth, keys } = jsonLimits;
  const deep = nested(depth, (level) => hostileKeys[level] ?? '', { last: null, list: 1 });
  const broad: JsonObject = { ...wide(keys / 2 - 1, null), deep: wide(keys / 2, []) };
  const heavy = { k: 'x'.repeat(jsonLimits.bytes - '{"k":""}'.length) };
  const longKey = { ['$.'.repeat(jsonLimits.bytes / 2 - 6)]: 1 };

  test.each([
    ['the deepest', deep],
    ['the one with most keys', { deep: wide(keys - 1) }],
    ['the longest', heavy],
    ['the one with the longest key', longKey],
  ])('can be reached in all three fields at once, and then patched by as much: %s', async (_what, json) => {
    const input = { metadata: json, attributes: json, raw: json };
    const { id } = await leads.created(person(input));
    expect(exactly((await leads.updated({ id, ...input })).raw)).toBe(exactly(json));
    const gone = Object.fromEntries(Object.keys(json).map((key) => [key, null]));
    const cleared = await leads.updated({
      id,
      metadata: gone,
      attributes: null,
      raw: null,
    });
    expect(cleared).toMatchObject({ metadata: {}, attributes: {}, raw: null });
  });

  test('are those of one input: a lead can hold more than one of them', async () => {
    const { id } = await leads.created(person({ metadata: broad }));
    for (const prefix of ['a', 'b', 'c']) {
      await leads.updated({
        id,
        metadata: Object.fromEntries(Object.keys(wide(keys)).map((key) => [prefix + key, 1])),
      });
    }
    expect(Object.keys((await leads.read(id)).metadata)).toHaveLength(3 * keys + 1);
  });

  describe('end at the size that a lead may have, even for one far beyond it', () => {
    /** A lead that has grown over the years and has room for 40 KB. */
    async function grown() {
      const { id, email } = await leads.created(person());
      const _id = new ObjectId(id.slice('lead_'.length));
      const documents = gateway.mongo.db.collection('leads');
      await documents.updateOne({ _id }, { $set: { 'metadata.huge': 'x'.repeat(16 * 1024 * 1024 - 40_000) } });
      const projection = { title: 1, version: 1, 'metadata.k': 1, contacts: 1 };
      return { id, email: email ?? null, stored: () => documents.findOne({ _id }, { projection }) };
    }

    test('for updateLead, which writes nothing then and goes on once there is room', async () => {
      const { id, stored } = await grown();
      const before = await stored();
      expect(await leads.issuesOf({ id, title: 'X', metadata: heavy })).toEqual(['input too_big']);
      expect(await stored()).toEqual(before);
      await client.services.lead.update({ id, metadata: { huge: null } });
      expect((await leads.updated({ id, metadata: heavy })).metadata).toEqual(heavy);
    });

    test('for createLead and for one of createLeads, which stops no other', async () => {
      const { email, stored } = await grown();
      const before = await stored();
      const refused = expectType(await leads.tryCreate(person({ email, metadata: heavy })), 'InvalidInputError');
      expect(refused.issues).toMatchObject([{ path: ['input'], code: 'too_big' }]);
      const [one, other] = await client.services.lead.createMany([
        { type: 'person', name: { full: 'Jane Doe' }, email, metadata: heavy },
        { type: 'person', name: { full: 'Jane Doe' }, email: 'beside-the-grown@acme.com', metadata: heavy },
      ]);
      expect(one).toMatchObject({
        outcome: 'invalid',
        error: { issues: [{ path: ['inputs', '0'], code: 'too_big' }] },
      });
      expect(other).toMatchObject({ outcome: 'created', error: null });
      expect(await stored()).toEqual(before);
    });
  });
});
