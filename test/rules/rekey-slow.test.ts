import { beforeAll, describe, expect, test } from 'vitest';
import { createStores } from '../../src/services.ts';
import { leadCalls } from '../lead/lead-calls.ts';
import { mergeCalls } from '../lead/merge-calls.ts';
import { sleepingAfter } from '../support/dying.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { keysOf, rekeyWorker, rulesCalls } from './rules-calls.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

const person = (...emails: string[]) => ({
  type: 'PERSON' as const,
  name: { full: 'Jane Doe' },
  contacts: emails.map((email) => ({ value: `${email}@acme.com` })),
});

describe('a worker that sleeps before any of its writes', () => {
  /** One lead is part of the second, which is part of the third; that one has given up what came of the first. */
  async function chain() {
    const client = await gateway.client();
    const [leads, merges] = [leadCalls(client), mergeCalls(client)];
    const [first, second, third] = [
      await leads.created(person('first')),
      await leads.created(person('second', 'blocked')),
      await leads.created(person('third')),
    ];
    await merges.merge(second.id, first.id);
    const { mergeId } = await merges.merge(third.id, second.id);
    await leads.updated({ id: third.id, contacts: person('third').contacts });
    await rulesCalls(client).set({ blocked: [{ kind: 'EMAIL', value: 'blocked@acme.com' }] });
    return { leads, merges, second, mergeId };
  }

  test('takes no key back that a merged lead has let go of meanwhile', { timeout: 120_000 }, async () => {
    let points = 0;
    for (let slept = true; slept; points += 1) {
      slept = false;
      const { leads, merges, second, mergeId } = await chain();
      const arrive = () => leads.created(person('first'));
      const stores = createStores(
        sleepingAfter(gateway.mongo.db, points, async () => {
          slept = true;
          await arrive();
        }),
      );
      await rekeyWorker({ ...gateway, stores }).runDue();
      const taker = await arrive();
      expect(keysOf(taker)).toEqual(['EMAIL first@acme.com']);
      await merges.unmerge(mergeId);
      await rekeyWorker(gateway, { aheadMs: 600_000 }).runDue();
      expect(keysOf(await leads.read(second.id)), `after ${points} writes`).toEqual(['EMAIL second@acme.com']);
      expect((await arrive()).id).toBe(taker.id);
    }
    expect(points).toBeGreaterThan(5);
  });
});
