import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { runs, timeFor } from './json-values.ts';
import { leadCalls } from './lead-calls.ts';
import { mergeCalls } from './merge-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

const emails = [0, 1, 2, 3, 4].map((n) => `e${n}@acme.com`);
const profiles = [0, 1, 2].map((n) => `https://linkedin.com/in/p${n}`);
const item = fc.record({
  emails: fc.subarray(emails, { maxLength: 2 }),
  profiles: fc.subarray(profiles, { maxLength: 1 }),
  title: fc.option(fc.constantFrom('CEO', 'CTO')),
});
const toInput = (one: { emails: string[]; profiles: string[]; title: string | null }, n: number): CreateLeadInput => ({
  type: 'PERSON',
  name: { full: `Jane ${n}` },
  contacts: one.emails.map((value) => ({ value })),
  socials: one.profiles.map((url) => ({ url })),
  title: one.title,
});

/** A workspace with three leads, of which one may be part of another. */
async function world(merged: boolean) {
  const client = await gateway.client();
  const leads = leadCalls(client);
  const known = [];
  for (const n of [0, 1, 2]) {
    const socials = n === 2 ? [{ url: profiles[0] ?? '' }] : [];
    known.push(await leads.created({ type: 'PERSON', name: { full: `Known ${n}` }, email: emails[n] ?? '', socials }));
  }
  if (merged) await mergeCalls(client).merge(known[0]?.id ?? '', known[1]?.id ?? '');
  /** All leads as readers see them, without what differs from world to world. */
  async function dump() {
    const { data } = await client.send(
      '{ leads(first: 100) { nodes { name { full } title version contacts { value } socials { url } } } }',
    );
    const page = data?.leads as { nodes: unknown[] } | undefined;
    return page?.nodes.map((node) => JSON.stringify(node)).sort();
  }
  return { calls: provenanceCalls(client), dump };
}

const anyOf = (outcome: string) => (outcome === 'UNCHANGED' ? 'MERGED' : outcome);

test('a batch does what its leads do one by one, and its dry run foretells it, in every mode and among merged leads', {
  timeout: timeFor(40) * 1_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('MERGE', 'FILL_BLANKS', 'REUSE', 'FAIL'),
      fc.boolean(),
      async (items, onMatch, merged) => {
        const inputs = items.map(toInput);
        const [together, alone] = [await world(merged), await world(merged)];
        const dry = await together.calls.createMany(inputs, { onMatch, dryRun: true });
        const batch = await together.calls.createMany(inputs, { onMatch });
        const outcomes: string[] = [];
        for (const input of inputs) {
          const { action } = await alone.calls.resolve(input, { onMatch });
          const { outcome = 'CONFLICT' } = await alone.calls.tryCreate(input, { onMatch });
          const said = { CREATE: 'CREATED', MERGE: 'MERGED', NOTHING: 'UNCHANGED', CONFLICT: 'CONFLICT' }[action];
          expect(said).toBe(outcome);
          outcomes.push(outcome);
        }
        expect(batch.map(({ outcome }) => outcome)).toEqual(outcomes);
        expect(await together.dump()).toEqual(await alone.dump());
        expect(dry.map(({ outcome }) => anyOf(outcome))).toEqual(outcomes.map(anyOf));
      },
    ),
    runs(40),
  );
});
