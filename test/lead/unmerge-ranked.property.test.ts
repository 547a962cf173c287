import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { runs, timeFor } from './json-values.ts';
import { leadCalls, person } from './lead-calls.ts';
import { mergeCalls, withoutStamp } from './merge-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

const sources = ['crm', 'apollo', 'list', 'other'];
const some = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: null, freq: 3 });
const anyLead = fc.record({
  via: fc.constantFrom(...sources),
  input: fc.record({
    title: some('A', 'B', 'C'),
    industry: some('I1', 'I2'),
    company: fc.record({ name: some('Acme', 'Beta'), id: some('1', '2'), domain: some('a.com', 'b.com') }),
    location: fc.record({ city: some('Rome', 'Bonn'), country: some('IT', 'DE') }),
    metadata: fc.constantFrom({}, { a: 1 }, { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 2, d: 3 } }, { x: 1 }),
    raw: some({ r: 1 }, { r: 2 }),
    name: fc.record({ full: fc.constant('Jane'), short: some('J', 'JD'), aliases: fc.subarray(['X', 'Y']) }),
    contacts: fc.subarray([{ value: '+14155550100' }, { value: '+14155550101' }]),
  }),
});
const anyRanking = fc.shuffledSubarray(sources.slice(0, 3), { minLength: 1 });

/** A lead that is merged, or whose merge is undone; or another ranking. */
const anyStep = fc.oneof({ weight: 8, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: anyRanking });

describe('unmergeLead by a ranking of sources', () => {
  test(
    'is the inverse of mergeLeads, however merges and their undoings follow each other',
    async () => {
      const given = fc.record({
        ranking: anyRanking,
        made: fc.array(anyLead, { minLength: 5, maxLength: 5 }),
        steps: fc.array(anyStep, { minLength: 4, maxLength: 10 }),
        last: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(given, async ({ ranking, made, steps, last }) => {
          const client = await gateway.client();
          const [leads, merges, calls] = [leadCalls(client), mergeCalls(client), provenanceCalls(client)];
          const create = async (via: string, input: Partial<CreateLeadInput>) =>
            (await calls.create(person(input), { via })).lead.id;
          const read = async (id: string) => ({
            lead: withoutStamp(await leads.read(id)),
            sources: await calls.sourcesOf(id),
          });
          await calls.rank(...ranking);
          const ids: string[] = [];
          for (const { via, input } of made) ids.push(await create(via, input));
          const before = await Promise.all(ids.map(read));
          const [winner = '', ...losers] = ids;

          const merged = new Map<number, string>();
          const undo = async (n: number, mergeId: string) => {
            merged.delete(n);
            expect((await merges.unmerge(mergeId)).kept).toEqual([]);
            expect(await read(losers[n] ?? '')).toEqual(before[n + 1]);
          };
          for (const step of steps) {
            if (typeof step !== 'number') await calls.rank(...step);
            else if (merged.has(step)) await undo(step, merged.get(step) ?? '');
            else merged.set(step, (await merges.merge(winner, losers[step] ?? '')).mergeId);
          }
          for (const n of last) if (merged.has(n)) await undo(n, merged.get(n) ?? '');
          expect(await read(winner)).toEqual(before[0]);
        }),
        runs(8),
      );
    },
    timeFor(120_000),
  );
});
