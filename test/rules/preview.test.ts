import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createIdentityService } from '../../src/workspace/identity.service.ts';
import { type LeadCalls, leadCalls } from '../lead/lead-calls.ts';
import { mergeCalls } from '../lead/merge-calls.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { rekeyWorker, rulesCalls } from './rules-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let rules: ReturnType<typeof rulesCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
  rules = rulesCalls(client);
});

const jane: CreateLeadInput = { type: 'PERSON', name: { full: 'Jane Doe' } };
const acme: CreateLeadInput = { type: 'COMPANY', name: { full: 'Acme' } };

/** A preview whose requests look at one lead each. */
async function walk(input: Record<string, unknown>) {
  const { stores } = gateway;
  const { preview } = createIdentityService({
    ...{ workspaceId: client.workspaceId, rekeys: stores.rekeys, leads: stores.leads, settleMs: 0, previewMs: 0 },
    clock: () => new Date(),
    onChanged: () => {},
  });
  const pages: Awaited<ReturnType<typeof preview>>[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page = await preview(input, 100, after);
    pages.push(page);
    after = page.endCursor;
    more = after !== null;
  }
  return pages;
}

test('goes through the leads page by page and tells the same as at once', async () => {
  await rules.set({ freeMailDomains: { added: ['acme.com'] }, kindsOff: ['EMAIL'] });
  await rekeyWorker(gateway).runDue();
  const people = [];
  for (const email of ['a@x.com', 'b@x.com', 'a@x.com', 'b@x.com', 'a@x.com']) {
    people.push(await leads.created({ ...jane, email }));
  }
  for (let n = 0; n < 3; n += 1) await leads.created({ ...acme, domain: `https://www.acme.com/${n}` });
  await mergeCalls(client).merge(people[3]?.id ?? '', people[1]?.id ?? '');
  const input = { freeMailDomains: null, kindsOff: [] };
  const whole = await rules.preview(input);
  expect(whole).toMatchObject({ collisionCount: 4, examined: 8, total: 8, complete: true, endCursor: null });
  const pages = await walk(input);
  expect(pages.length).toBeGreaterThan(7);
  expect(pages.reduce((sum, page) => sum + page.examined, 0)).toBe(8);
  const told = pages.flatMap((page) => page.collisions.map(({ key, holderId, leadId }) => [key, holderId, leadId]));
  const atOnce = whole.collisions.map(({ key, holderId, leadId }) => [
    `${key.kind.toLowerCase()}:${key.value}`,
    ...[holderId, leadId],
  ]);
  expect(told.sort()).toEqual(atOnce.sort());
});

test('looks only at leads that an index finds for the change', async () => {
  await leads.created({ ...jane, email: 'info@acme.com' });
  await leads.created({ ...jane, email: 'info@acme.com' });
  await leads.created({ ...jane, email: 'pit.lane7@acme.com' });
  await leads.created({ ...jane, sources: [{ provider: 'apollo.io', id: '1' }] });
  for (let n = 0; n < 5; n += 1) await leads.created({ ...jane, email: `p${n}@acme.com` });
  const shown = { total: 9, complete: true };
  expect(await rules.preview({ roleWords: { removed: ['info'] } })).toMatchObject({
    ...{ ...shown, examined: 2, collisionCount: 1, splitCount: 0 },
  });
  expect(await rules.preview({ roleWords: { added: ['pit-lane'] } })).toMatchObject({
    ...{ ...shown, examined: 1, collisionCount: 0, splitCount: 1 },
  });
  expect(await rules.preview({ blocked: [{ kind: 'EMAIL', value: 'P3@acme.com' }] })).toMatchObject({
    ...{ ...shown, examined: 1, splitCount: 1 },
  });
  const apollo = { providers: [{ name: 'apollo', aliases: ['apollo.io'] }] };
  expect(await rules.preview(apollo)).toMatchObject({ ...shown, examined: 1, splitCount: 0 });
  await rules.set({ blocked: [{ kind: 'EMAIL', value: 'P3@acme.com' }] });
  await rekeyWorker(gateway).runDue();
  expect(await rules.preview({ blocked: [] })).toMatchObject({ ...shown, examined: 1, splitCount: 0 });
});

test('goes on only where it was, with the same change of the same rules', async () => {
  await leads.created({ ...jane, email: 'a@x.com' });
  const input = { kindsOff: ['EMAIL'] };
  const [page] = await walk({ kindsOff: ['email'] });
  const cursor = page?.endCursor ?? null;
  expect(await rules.preview(input, 10, cursor)).toMatchObject({ examined: 0, complete: true });
  for (const bad of ['', 'nope', 'bnVsbA', '{"$gt":""}']) {
    expect(await rules.preview(input, 10, bad), bad).toEqual({ code: 'INVALID_INPUT' });
  }
  expect(await rules.preview({ kindsOff: ['DOMAIN'] }, 10, cursor)).toEqual({ code: 'INVALID_INPUT' });
  await rules.set({ roleWords: { added: ['x'] } });
  expect(await rules.preview(input, 10, cursor)).toEqual({ code: 'INVALID_INPUT' });
});
