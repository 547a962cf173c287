import fc from 'fast-check';
import { ObjectId } from 'mongodb';
import { beforeAll, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { toBson } from '../../src/mongo/expressions.ts';
import type { JsonObject, JsonValue } from '../../src/shared/json.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { exactly, jsonObject, mergePatch, mergeWithoutNulls, runs, timeFor } from './json-values.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
});

const create = async (input: CreateLeadInput) => (await leads.create(input)).lead;

const update = async (id: string, patch: { metadata?: JsonObject; attributes?: JsonObject }) =>
  expectType(await leads.tryUpdate({ id, ...patch }), 'UpdateLeadPayload').lead;

/** Puts a document into a lead past every rule: nulls inside objects too, which no write of ours leaves there. */
async function store(id: string, fields: { metadata: JsonObject; attributes: JsonObject }): Promise<void> {
  const leads = gateway.mongo.db.collection('leads');
  const $set = { metadata: toBson(fields.metadata), attributes: toBson(fields.attributes) };
  await leads.updateOne({ _id: new ObjectId(id.slice('lead_'.length)) }, { $set });
}

/** What JSON text can say of a value: it has no -0. */
const asText = (value: JsonValue) => exactly(JSON.parse(JSON.stringify(value)));

const anyCase = fc.record({
  metadata: jsonObject,
  attributes: jsonObject,
  patches: fc.array(fc.record({ metadata: jsonObject, attributes: jsonObject }, { requiredKeys: [] }), {
    minLength: 1,
    maxLength: 3,
  }),
});

const leadsPerRun = 4;
const anyCases = fc.array(anyCase, { minLength: 1, maxLength: leadsPerRun });

test(
  'updateLead stores what RFC 7396 says, for any stored documents and any patches',
  async () => {
    const known = await Promise.all(Array.from({ length: leadsPerRun }, () => create(person())));
    await fc.assert(
      fc.asyncProperty(anyCases, async (cases) => {
        const outcomes = await Promise.all(
          cases.map(async ({ metadata, attributes, patches }, n) => {
            const id = known[n]?.id ?? '';
            await store(id, { metadata, attributes });
            let expected: { metadata: JsonValue; attributes: JsonValue } = { metadata, attributes };
            let answered: { metadata: unknown; attributes: unknown } = expected;
            for (const patch of patches) {
              answered = await update(id, patch);
              expected = {
                metadata: mergePatch(expected.metadata, patch.metadata ?? {}),
                attributes: mergePatch(expected.attributes, patch.attributes ?? {}),
              };
            }
            return { expected, answered, stored: await leads.read(id) };
          }),
        );
        for (const { expected, answered, stored } of outcomes) {
          for (const field of ['metadata', 'attributes'] as const) {
            expect(exactly(answered[field])).toBe(asText(expected[field]));
            expect(exactly(stored[field])).toBe(asText(expected[field]));
          }
        }
      }),
      runs(150),
    );
  },
  timeFor(90_000),
);

test(
  'updateLead moves the version exactly when the stored JSON changes',
  async () => {
    const { id } = await create(person());
    await fc.assert(
      fc.asyncProperty(jsonObject, jsonObject, async (metadata, patch) => {
        await store(id, { metadata, attributes: {} });
        const before = await leads.read(id);
        const first = await update(id, { metadata: patch });
        const expected = mergePatch(metadata, patch);
        // The order of keys is no change to JSON, but it may be one to MongoDB: either answer is fine for that.
        if (asText(expected) !== asText(metadata)) expect(first.version).toBe(before.version + 1);
        if (JSON.stringify(expected) === JSON.stringify(metadata)) expect(first.version).toBe(before.version);
        expect(await update(id, { metadata: patch })).toEqual(first);
        expect(await update(id, { metadata: {} })).toEqual(first);
      }),
      runs(80),
    );
  },
  timeFor(90_000),
);

test(
  'createLead merges into any stored document and never clears',
  async () => {
    const arrival = person();
    const lead = await create(arrival);
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ metadata, attributes, patches }) => {
        await store(lead.id, { metadata, attributes });
        let expected: { metadata: JsonValue; attributes: JsonValue } = { metadata, attributes };
        for (const arriving of patches) {
          const answered = await create({ ...arrival, ...arriving });
          expected = {
            metadata: mergeWithoutNulls(expected.metadata, arriving.metadata ?? {}),
            attributes: mergeWithoutNulls(expected.attributes, arriving.attributes ?? {}),
          };
          expect(answered.id).toBe(lead.id);
          expect(exactly(answered.metadata)).toBe(asText(expected.metadata));
          expect(exactly(answered.attributes)).toBe(asText(expected.attributes));
        }
      }),
      runs(150),
    );
  },
  timeFor(90_000),
);

test(
  'createLead makes a new lead hold what arrives, without its nulls',
  async () => {
    await fc.assert(
      fc.asyncProperty(jsonObject, jsonObject, async (metadata, attributes) => {
        const { id } = await create(person({ metadata, attributes, raw: metadata }));
        const stored = await leads.read(id);
        expect(exactly(stored.metadata)).toBe(asText(mergeWithoutNulls({}, metadata)));
        expect(exactly(stored.attributes)).toBe(asText(mergeWithoutNulls({}, attributes)));
      }),
      runs(150),
    );
  },
  timeFor(90_000),
);

test(
  'raw is stored as it is, nulls included, and replaced whole',
  async () => {
    const { id } = await create(person());
    await fc.assert(
      fc.asyncProperty(jsonObject, jsonObject, async (first, second) => {
        for (const raw of [first, second]) {
          const query =
            'mutation($input: UpdateLeadInput!) { updateLead(input: $input) { ... on UpdateLeadPayload { lead { raw } } } }';
          const { data } = await client.send(query, { input: { id, raw } });
          expect(exactly(data)).toBe(`{"updateLead":{"lead":{"raw":${asText(raw)}}}}`);
        }
      }),
      runs(50),
    );
  },
  timeFor(60_000),
);

test('100 patches of different keys at once all survive, at every depth', async () => {
  const { id } = await create(person({ metadata: { kept: 1, deep: { kept: 2, er: { kept: 3 } } } }));
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  await Promise.all(
    numbers.map((n) => update(id, { metadata: { [`k${n}`]: n, deep: { [`k${n}`]: n, er: { [`k.${n}`]: [n] } } } })),
  );
  const each = (prefix: string, value: (n: number) => JsonValue) =>
    Object.fromEntries(numbers.map((n) => [`${prefix}${n}`, value(n)]));
  expect((await leads.read(id)).metadata).toEqual({
    kept: 1,
    ...each('k', (n) => n),
    deep: { kept: 2, ...each('k', (n) => n), er: { kept: 3, ...each('k.', (n) => [n]) } },
  });
  await Promise.all(
    numbers.map((n) => update(id, { metadata: { [`k${n}`]: null, deep: { [`k${n}`]: null, er: null } } })),
  );
  expect((await leads.read(id)).metadata).toEqual({ kept: 1, deep: { kept: 2 } });
});
