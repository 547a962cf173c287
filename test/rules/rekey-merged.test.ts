import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { company, type LeadCalls, leadCalls } from '../lead/lead-calls.ts';
import { type MergeCalls, mergeCalls } from '../lead/merge-calls.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { keysOf, rekeyWorker, rulesCalls } from './rules-calls.ts';
import { expectKeyed } from './stored-keys.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let merges: MergeCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
  merges = mergeCalls(client);
});

async function rekey(input: Record<string, unknown>): Promise<void> {
  await rulesCalls(client).set(input);
  await rekeyWorker(gateway).runDue();
  await expectKeyed(gateway, client.workspaceId);
}

const block = () => rekey({ blocked: [{ kind: 'DOMAIN', value: 'theirs.com' }] });
const unblock = () => rekey({ blocked: [] });
const theirs: CreateLeadInput = { type: 'COMPANY', name: { full: 'Theirs' }, domain: 'theirs.com' };
const withoutDomain = (): CreateLeadInput => company({ domain: null, socials: [{ url: 'linkedin.com/company/ours' }] });
const keysIn = async (id: string) => keysOf(await leads.read(id));

describe.each([
  ['a winner with a domain', company],
  ['a winner without one', withoutDomain],
])("a merged company's domain goes back to it, and %s keeps its own keys,", (_who, own) => {
  test('where it identified nobody at the merge, and does when that is undone', async () => {
    await block();
    const [winner, loser] = [await leads.created(own()), await leads.created(theirs)];
    expect(keysOf(loser)).toEqual([]);
    const { mergeId } = await merges.merge(winner.id, loser.id);
    await unblock();
    expect(await keysIn(winner.id)).toContain('DOMAIN theirs.com');
    expect((await merges.unmerge(mergeId)).kept).toEqual([]);
    expect(await keysIn(winner.id)).toEqual(keysOf(winner));
    expect(await keysIn(loser.id)).toEqual(['DOMAIN theirs.com']);
  });

  test('where it identified the loser at the merge, and nobody when that is undone', async () => {
    const [winner, loser] = [await leads.created(own()), await leads.created(theirs)];
    const { mergeId } = await merges.merge(winner.id, loser.id);
    await block();
    expect((await merges.unmerge(mergeId)).kept).toEqual([]);
    await unblock();
    expect(await keysIn(winner.id)).toEqual(keysOf(winner));
    expect(await keysIn(loser.id)).toEqual(['DOMAIN theirs.com']);
  });
});

describe('a former domain that two companies have', () => {
  /** Two companies known by one domain, which both have left since, and the key of which the first one has. */
  async function both() {
    await block();
    const ids: string[] = [];
    for (const name of ['first', 'second']) {
      const socials = [{ url: `linkedin.com/company/${name}` }];
      const { id } = await leads.created({ ...theirs, socials });
      expect((await leads.create({ ...company({ domain: `${name}.com` }), socials })).lead.id).toBe(id);
      ids.push(id);
    }
    await unblock();
    const [first = '', second = ''] = ids;
    expect([await keysIn(first), await keysIn(second)]).toEqual([
      expect.arrayContaining(['DOMAIN theirs.com']),
      expect.not.arrayContaining(['DOMAIN theirs.com']),
    ]);
    return [first, second] as const;
  }

  test.each([
    ['has it', 0],
    ['goes without it', 1],
  ])('stays with the one that has it after a merge and its undoing, where the winner %s', async (_what, n) => {
    const ids = await both();
    const [winner = '', loser = ''] = n === 0 ? ids : [...ids].reverse();
    const before = [await keysIn(winner), await keysIn(loser)];
    const { mergeId } = await merges.merge(winner, loser);
    expect((await merges.unmerge(mergeId)).kept).toEqual([]);
    expect([await keysIn(winner), await keysIn(loser)]).toEqual(before);
    await expectKeyed(gateway, client.workspaceId);
  });

  test('is that of the other one once the one that has it is gone', async () => {
    const [first, second] = await both();
    const { mergeId } = await merges.merge(second, first);
    await merges.unmerge(mergeId);
    await client.services.lead.delete(first);
    await block();
    await unblock();
    expect(await keysIn(second)).toContain('DOMAIN theirs.com');
  });
});
