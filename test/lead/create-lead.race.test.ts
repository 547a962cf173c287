import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { runs, timeFor } from './json-values.ts';
import { leadCalls, type WholeLead } from './lead-calls.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

const identifiers = 6;

/** The same few identifiers in several spellings; which of them an arrival has says who it may be. */
const arrivalOf = (type: 'PERSON' | 'COMPANY', has: number[], loud: boolean): CreateLeadInput => {
  const spell = (text: string) => (loud ? text.toUpperCase() : text);
  const profile = type === 'PERSON' ? 'in' : 'company';
  return {
    type,
    name: { full: `Arrival ${has.join()}` },
    contacts: has.filter((n) => n < 3).map((n) => ({ value: spell(`race${n}@acme.com`) })),
    socials: has.filter((n) => n >= 3 && n < 5).map((n) => ({ url: `linkedin.com/${profile}/${spell(`race-${n}`)}` })),
    sources: has.filter((n) => n >= 5).map((n) => ({ provider: spell('crm'), id: `race-${n}` })),
  };
};

const anyArrival = fc.record({
  type: fc.constantFrom('PERSON' as const, 'COMPANY' as const),
  has: fc.uniqueArray(fc.nat({ max: identifiers - 1 }), { maxLength: 3 }),
  loud: fc.boolean(),
});

const keysOf = ({ type, identityKeys }: WholeLead) => identityKeys.map(({ kind, value }) => `${type} ${kind} ${value}`);

/** All leads of a workspace, a hundred at most. */
async function everyone(client: Awaited<ReturnType<TestGateway['client']>>): Promise<WholeLead[]> {
  const { data } = await client.send(
    '{ leads(first: 100) { totalCount nodes { id type version metadata identityKeys { kind value } } } }',
  );
  const { nodes, totalCount } = (data?.leads ?? {}) as { nodes: WholeLead[]; totalCount: number };
  expect(nodes).toHaveLength(totalCount);
  return nodes;
}

describe('arrivals at the same time', () => {
  test(
    'whose identifiers overlap make no two leads of a type with the same key, and none that was acknowledged is lost',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyArrival, { minLength: 2, maxLength: 25 }), async (arrivals) => {
          const client = await gateway.client();
          const { tryCreate } = leadCalls(client);
          const results = await Promise.all(
            arrivals.map(({ type, has, loud }, n) =>
              tryCreate({ ...arrivalOf(type, has, loud), metadata: { [`arrival${n}`]: n } }),
            ),
          );
          const leads = await everyone(client);
          const keys = leads.flatMap(keysOf);
          expect(keys).toHaveLength(new Set(keys).size);

          const held = leads.flatMap(({ id, metadata }) => Object.keys(metadata).map((key) => [key, id] as const));
          const acknowledged = results.flatMap((result, n) =>
            result.__typename === 'CreateLeadPayload' ? [[`arrival${n}`, result.lead.id] as const] : [],
          );
          expect(held.toSorted()).toEqual(acknowledged.toSorted());

          for (const result of results) {
            if (result.__typename === 'CreateLeadPayload') continue;
            expect(result.__typename).toBe('IdentityConflictError');
            if (result.__typename === 'IdentityConflictError') expect(result.leads.length).toBeGreaterThan(1);
          }
          // One version for each write that went in, so nothing was written that was not acknowledged.
          const versions = leads.reduce((sum, { version }) => sum + version, 0);
          expect(versions).toBe(acknowledged.length);
        }),
        runs(60),
      );
    },
    timeFor(120_000),
  );

  test(
    'give the same leads in any order, where no arrival joins two of them',
    async () => {
      const chain = (first: number) => [[first], [first, first + 1], [first + 1], [first + 1, first]];
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...chain(0), ...chain(2), ...chain(4)], { minLength: 12 }),
          async (order) => {
            const client = await gateway.client();
            const { tryCreate } = leadCalls(client);
            // Those with both keys of a lead come first: afterwards each key alone belongs to one lead.
            for (const both of [true, false]) {
              const wave = order.filter((has) => has.length > 1 === both);
              const results = await Promise.all(wave.map((has) => tryCreate(arrivalOf('PERSON', has, false))));
              expect(results.every((result) => result.__typename === 'CreateLeadPayload')).toBe(true);
            }
            const leads = await everyone(client);
            expect(leads.map((lead) => keysOf(lead).length).toSorted()).toEqual([2, 2, 2]);
          },
        ),
        runs(20),
      );
    },
    timeFor(60_000),
  );

  test('lose no update that comes between, and no key stays behind where they all are done', async () => {
    const client = await gateway.client();
    const { create, tryCreate, tryUpdate, find } = leadCalls(client);
    const target = await create(arrivalOf('PERSON', [0], false));
    const works = Array.from({ length: 60 }, (_, n) => async () => {
      if (n % 3 === 0) return tryCreate({ ...arrivalOf('PERSON', [n % 2], false), metadata: { [`c${n}`]: n } });
      if (n % 3 === 1) return tryUpdate({ id: target.lead.id, metadata: { [`u${n}`]: n } });
      return tryUpdate({ id: target.lead.id, email: `race${n % 2 === 0 ? 0 : 9}@acme.com` });
    });
    const results = await Promise.all(works.map((work) => work()));
    const known = new Set(['CreateLeadPayload', 'UpdateLeadPayload', 'IdentityConflictError']);
    expect(results.filter(({ __typename }) => !known.has(__typename))).toEqual([]);
    const lead = await find(target.lead.id);
    for (let n = 1; n < 60; n += 3) expect(lead?.metadata).toHaveProperty(`u${n}`, n);

    await client.services.lead.delete(target.lead.id);
    const leads = await everyone(client);
    const keys = leads.flatMap(keysOf);
    expect(keys).toHaveLength(new Set(keys).size);
    expect(keys.every((key) => ['PERSON EMAIL race0@acme.com', 'PERSON EMAIL race1@acme.com'].includes(key))).toBe(
      true,
    );
  });
});
