import { ObjectId } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { documentBytes, jsonLimits } from '../../src/shared/rules.ts';
import { leadCalls, person } from '../lead/lead-calls.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: ReturnType<typeof leadCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
});

const tooLarge = 'The lead would be larger than the 1 MB that one can have';
const heavy = (key: string, bytes = jsonLimits.bytes - 1000) => ({ [key]: 'x'.repeat(bytes) });
const documents = () => gateway.mongo.db.collection('leads');
const objectId = (id: string) => new ObjectId(id.slice('lead_'.length));

/** The document as it is stored, and its size in bytes, without history and provenance, which have their own bounds. */
async function stored(id: string) {
  const [row] = await documents()
    .aggregate([
      { $match: { _id: objectId(id) } },
      { $set: { document: '$$ROOT' } },
      { $unset: ['history', 'provenance'] },
      { $project: { document: 1, size: { $bsonSize: { $unsetField: { field: 'document', input: '$$ROOT' } } } } },
    ])
    .toArray();
  return { document: row?.document, size: Number(row?.size) };
}

/** A lead that has grown over the years, past every rule, to `size` bytes. */
async function grown(size: number, input: Partial<CreateLeadInput> = {}) {
  const lead = await leads.created(person(input));
  const missing = size - (await stored(lead.id)).size;
  // A text takes its key, a type, a length and two NULs besides itself.
  const $set = { 'metadata.huge': 'x'.repeat(missing - 'huge'.length - 7) };
  await documents().updateOne({ _id: objectId(lead.id) }, { $set });
  expect((await stored(lead.id)).size).toBe(size);
  return { id: lead.id, email: lead.email ?? null };
}

describe('a lead of 1 MB', () => {
  const almostFull = documentBytes - 500;
  const values = Array.from({ length: 50 }, (_, n) => `${n} ${'y'.repeat(50)}`);
  const growth: [string, Partial<CreateLeadInput>][] = [
    ['metadata', { metadata: heavy('k') }],
    ['attributes', { attributes: heavy('k') }],
    ['raw', { raw: heavy('k') }],
    ['aliases', { name: { full: 'Jane Doe', aliases: values } }],
    ['socials', { socials: values.map((url) => ({ url })) }],
    ['contacts', { contacts: values.map((value) => ({ value })) }],
    ['sources', { sources: values.map((id) => ({ id })) }],
    ['plain text', { title: 'T'.repeat(500), company: { name: 'C'.repeat(500), domain: 'd'.repeat(500) } }],
  ];

  test.each(growth)('takes no more %s in, by whatever call, and stays as it was', async (_what, more) => {
    const { id, email } = await grown(almostFull);
    const before = (await stored(id)).document;
    const issues = [{ path: ['input'], message: tooLarge, code: 'too_big' }];
    const input = person({ ...more, email });
    expect(expectType(await leads.tryCreate(input), 'InvalidInputError').issues).toMatchObject(issues);
    expect(expectType(await leads.tryUpdate({ id, ...more }), 'InvalidInputError').issues).toMatchObject(issues);

    const beside = { type: 'person', name: { full: 'Bob' }, email: `beside-${id}@acme.com` };
    const lower = { ...input, type: 'person' };
    const [refused, other] = await client.services.lead.createMany([lower, beside]);
    expect(refused).toMatchObject({
      outcome: 'invalid',
      error: { issues: [{ path: ['inputs', '0'], code: 'too_big' }] },
    });
    expect(other).toMatchObject({ outcome: 'created' });

    const headers = { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' };
    for (const [method, body] of [['POST', lower] as const, ['PATCH', { id, ...more }] as const]) {
      const response = await gateway.fetch('/api/leads', { method, headers, body: JSON.stringify(body) });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: tooLarge, code: 'INVALID_INPUT' });
    }
    expect((await stored(id)).document).toEqual(before);
  });

  test('is put on no more lists, which is told for it alone', async () => {
    const { id, email } = await grown(documentBytes);
    const small = await leads.created(person());
    const before = (await stored(id)).document;
    const list = await client.services.list.create({ name: 'Full' });
    const mutation = `mutation($input: LeadListMembersInput!) { addLeadsToList(input: $input) {
      ... on LeadListMembersPayload { changed errors { id code message } } } }`;
    const input = { listId: list.id, leadIds: [id, small.id] };
    const errors = [{ id, code: 'INVALID_INPUT', message: tooLarge }];
    expect((await client.send(mutation, { input })).data).toEqual({ addLeadsToList: { changed: 1, errors } });
    expect((await client.send(mutation, { input })).data).toEqual({ addLeadsToList: { changed: 0, errors } });
    const create = await leads.tryCreate(person({ email, listIds: [list.id] }));
    expect(expectType(create, 'InvalidInputError').issues).toMatchObject([{ message: tooLarge }]);
    expect((await stored(id)).document).toEqual(before);
  });

  test('can be read, sent again, changed as far as there is room, made smaller and deleted', async () => {
    const { id, email } = await grown(almostFull);
    expect((await leads.read(id)).id).toBe(id);
    expect((await leads.create(person({ email }))).outcome).toBe('UNCHANGED');
    expect((await leads.updated({ id, status: 'LOST' })).status).toBe('LOST');
    await leads.updated({ id, metadata: { huge: null } });
    expect((await stored(id)).size).toBeLessThan(3000);
    expect((await leads.updated({ id, metadata: heavy('k') })).metadata).toEqual(heavy('k'));
    const full = await grown(documentBytes);
    await client.services.lead.delete(full.id);
    expect(await leads.find(full.id)).toBeNull();
  });

  test('that is past the limit already can only shrink, by as little as one key at a time', async () => {
    const { id } = await grown(documentBytes + 100_000, { metadata: { a: 1, b: 2 }, title: 'Boss' });
    expect(await leads.issuesOf({ id, title: 'The boss' })).toEqual(['input too_big']);
    expect((await leads.updated({ id, metadata: { a: null } })).metadata).not.toHaveProperty('a');
    expect((await leads.updated({ id, title: 'Bos' })).title).toBe('Bos');
    expect((await leads.updated({ id, metadata: { huge: null }, title: 'The boss' })).metadata).toEqual({ b: 2 });
  });

  test('is as large as one can be: no size beyond it is reached, and each below it is', async () => {
    for (const room of [-200, -1, 0, 200, 1000]) {
      const { id } = await grown(documentBytes - 2000);
      const result = await leads.tryUpdate({ id, raw: { k: 'x'.repeat(2000 - room) } });
      const { size } = await stored(id);
      expect(size).toBeLessThanOrEqual(documentBytes);
      // The names and types of what a write brings come on top of its bytes.
      expect(result.__typename).toBe(room < 200 ? 'InvalidInputError' : 'UpdateLeadPayload');
    }
  });
});

describe('no lead grows past 1 MB', () => {
  test('by small writes, one after another', async () => {
    const { id } = await leads.created(person());
    let refused: string[] | undefined;
    for (let n = 0; refused === undefined; n += 1) {
      const result = await leads.tryUpdate({ id, metadata: heavy(`m${n}`), attributes: heavy(`a${n}`) });
      if (result.__typename === 'InvalidInputError') refused = result.issues.map(({ message }) => message);
      expect(n).toBeLessThan(20);
    }
    expect(refused).toEqual([tooLarge]);
    const { size } = await stored(id);
    expect(size).toBeLessThanOrEqual(documentBytes);
    expect(size).toBeGreaterThan(documentBytes - 2 * jsonLimits.bytes);
  });

  test('by writes that run at once, of which as many go through as there is room for', async () => {
    const { id, email } = await leads.created(person());
    const writes = Array.from({ length: 30 }, (_, n) =>
      n % 2 === 0
        ? leads.tryCreate(person({ email: email ?? null, metadata: heavy(`k${n}`) }))
        : leads.tryUpdate({ id, metadata: heavy(`k${n}`) }),
    );
    const names = (await Promise.all(writes)).map(({ __typename }) => __typename);
    const accepted = names.filter((name) => name !== 'InvalidInputError');
    const { document, size } = await stored(id);
    expect(size).toBeLessThanOrEqual(documentBytes);
    expect(accepted).toHaveLength(Math.floor(documentBytes / jsonLimits.bytes));
    expect(Object.keys(document.metadata)).toHaveLength(accepted.length);
  });
});

test('an entity that has seen too many identifiers learns no more, and still gets its signals', async () => {
  const person = { name: 'Jane', email: 'jane@entities.com' };
  const record = async (more: { linkedinUrl?: string }) => {
    const item = { kind: 'job_change', title: 'Moved', person: { ...person, ...more } };
    const [signal] = await client.services.signal.record({ items: [item] });
    return signal?.personEntityId ?? '';
  };
  const id = await record({});
  const entities = gateway.mongo.db.collection<{ _id: string; identityKeys: string[] }>('entities');
  const keys = async () => (await entities.findOne({ _id: id }))?.identityKeys ?? [];
  const profile = (n: number) => `https://www.linkedin.com/in/${n}-${'z'.repeat(400)}`;
  expect(await record({ linkedinUrl: profile(0) })).toBe(id);
  const known = await keys();
  expect(known).toHaveLength(3);
  const grown = Array.from({ length: 1205 }, (_, n) => `linkedin:in/old-${n}-${'z'.repeat(400)}`);
  await entities.updateOne({ _id: id }, { $set: { identityKeys: [...known, ...grown] } });
  for (let n = 1; n < 40; n += 1) expect(await record({ linkedinUrl: profile(n) })).toBe(id);
  const learned = (await keys()).length - known.length - grown.length;
  expect(learned).toBeGreaterThan(0);
  expect(learned).toBeLessThan(39);
  expect(Buffer.byteLength((await keys()).join())).toBeLessThan(documentBytes / 2);
});
