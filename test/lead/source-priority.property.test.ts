import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createTestGateway, type TestClient } from '../support/gateway.ts';
import { runs, timeFor } from './json-values.ts';
import { leadCalls, person } from './lead-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

const ranking = ['best', 'good', 'fair', 'poor'];
let client: TestClient;

beforeAll(async () => {
  client = await (await createTestGateway()).client();
  await provenanceCalls(client).rank(...ranking);
});

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const text = fc.constantFrom('a', 'b', 'c');

/** What one source says; where two speak of the same key of JSON, both say an object there or neither does. */
const said = fc.record({
  full: fc.constantFrom('Jane Doe', 'J. Doe', 'Jane van Doe'),
  title: some(text),
  status: some(fc.constantFrom('CONTACTED', 'LOST')),
  company: some(fc.record({ name: some(text), domain: some(fc.constant('acme.com')) })),
  raw: some(fc.record({ id: text })),
  metadata: some(
    fc.record({
      flat: some(text),
      tags: some(fc.array(text)),
      deep: some(fc.record({ x: some(text), y: some(text) })),
    }),
  ),
  social: some(text),
});
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;

const without = <T extends object>(value: T | undefined) =>
  value && Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));

function toInput(email: string, { full, company, metadata, social, ...plain }: Said) {
  const json = metadata && { ...without(metadata), ...(metadata.deep ? { deep: without(metadata.deep) ?? {} } : {}) };
  return person({
    email,
    name: { full },
    ...(without(plain) as object),
    ...(company ? { company: without(company) ?? {} } : {}),
    ...(json ? { metadata: json } : {}),
    ...(social ? { socials: [{ url: `https://x.com/${social}` }] } : {}),
  });
}

/** A lead as it is in whatever order its parts came. */
async function leadAfter(email: string, order: readonly (readonly [string, Said])[]) {
  const [leads, calls] = [leadCalls(client), provenanceCalls(client)];
  let id = '';
  for (const [via, what] of order) id = (await calls.create(toInput(email, what), { via })).lead.id;
  const { title, status, company, raw, metadata, name, socials, identityKeys } = await leads.read(id);
  const sources = await calls.sourcesOf(id);
  const byValue = Object.entries(sources).map(([path, source]) => [path.replace(email, 'email'), source]);
  return {
    ...{ title, status, company, raw, metadata, name },
    socials: socials.map(({ url }) => url).sort(),
    kinds: identityKeys.map(({ kind }) => kind).sort(),
    sources: Object.fromEntries(byValue.filter(([path = '']) => !/^(contacts|socials)\./.test(path))),
  };
}

let people = 0;
function newEmail(): string {
  people += 1;
  return `ranked.${people}@acme.com`;
}

const best = <T>(all: readonly Said[], part: (one: Said) => T | undefined) =>
  all.map(part).find((value) => value !== undefined);

test(
  'creations of sources with ranks of their own make the same lead in any order: each value is that of the best',
  async () => {
    const all = fc.tuple(said, said, said, said);
    await fc.assert(
      fc.asyncProperty(all, fc.shuffledSubarray(ranking, { minLength: 4 }), async (whats, order) => {
        const bySource = new Map(ranking.map((source, rank) => [source, whats[rank] as Said]));
        const steps = (sources: readonly string[]) =>
          sources.map((source) => [source, bySource.get(source) as Said] as const);
        const one = await leadAfter(newEmail(), steps(ranking));
        const other = await leadAfter(newEmail(), steps(order));
        expect(other).toEqual(one);
        expect([one.title, one.raw, one.status, one.name.full]).toEqual([
          best(whats, ({ title }) => title) ?? null,
          best(whats, ({ raw }) => raw) ?? null,
          best(whats, ({ status }) => status) ?? 'NEW',
          whats[0].full,
        ]);
        const metadata = one.metadata as Record<string, unknown> & { deep?: Record<string, unknown> };
        expect([metadata.flat, metadata.tags, metadata.deep?.x, metadata.deep?.y]).toEqual([
          best(whats, (what) => what.metadata?.flat),
          best(whats, (what) => what.metadata?.tags),
          best(whats, (what) => what.metadata?.deep?.x),
          best(whats, (what) => what.metadata?.deep?.y),
        ]);
      }),
      runs(25),
    );
  },
  timeFor(60_000),
);
