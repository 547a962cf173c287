import { array, asyncProperty, assert as check, constantFrom, integer, record, subarray } from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { leadCalls } from '../lead/lead-calls.ts';
import { mergeCalls } from '../lead/merge-calls.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { keysOf, rekeyWorker, rulesCalls } from './rules-calls.ts';
import { expectKeyed } from './stored-keys.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

const emails = ['info@acme.com', 'frontdesk@acme.com', 'jane@acme.com', 'joe@acme.com'];
const sources = [
  ...[
    { provider: 'apollo', id: 'A1' },
    { provider: 'apollo.io', id: 'A1' },
    { provider: 'apollo.io', id: 'a1' },
  ],
  ...[
    { provider: 'crm', id: 'x' },
    { provider: 'CRM ', id: 'X' },
    { provider: 'other', id: 'x' },
  ],
];
const lead = record({
  contacts: subarray(emails, { maxLength: 2 }),
  sources: subarray(sources, { maxLength: 2 }),
}).map(
  ({ contacts, sources: given }): CreateLeadInput => ({
    type: 'PERSON',
    name: { full: 'Jane Doe' },
    contacts: contacts.map((value) => ({ value })),
    sources: given,
  }),
);
const rules = record({
  blocked: subarray(emails).map((values) => values.map((value) => ({ kind: 'EMAIL', value }))),
  kindsOff: subarray(['EMAIL', 'PROVIDER'], { maxLength: 1 }),
  roleWords: record({ added: subarray(['frontdesk', 'joe']), removed: subarray(['info']) }),
  providers: subarray([
    { name: 'apollo', aliases: ['apollo.io'], ignoreCase: true },
    { name: 'crm', aliases: ['other'], ignoreCase: true },
  ]),
});
const merge = record({ winner: integer({ min: 0, max: 7 }), loser: integer({ min: 0, max: 7 }) });

/** What readers see of the leads: the keys of each. */
type Shown = Map<string, string[]>;

const scene = {
  leads: array(lead, { minLength: 2, maxLength: 8 }),
  merges: array(merge, { maxLength: 2 }),
  rules: array(rules, { minLength: 1, maxLength: 3 }),
  pageSize: constantFrom(1, 3, 100),
};

test('a preview tells what a change does, change after change, with leads that were merged', async () => {
  await check(
    asyncProperty(record(scene), async ({ leads: inputs, merges, rules: changes, pageSize }) => {
      const client = await gateway.client();
      const leads = leadCalls(client);
      const calls = rulesCalls(client);
      const ids = new Set<string>();
      for (const input of inputs) {
        const result = await leads.tryCreate(input);
        if (result.__typename === 'CreateLeadPayload') ids.add(result.lead.id);
      }
      const all = [...ids];
      for (const { winner, loser } of merges) {
        await mergeCalls(client).tryMerge({ winnerId: all[winner] ?? '', loserIds: [all[loser] ?? ''] });
      }
      const show = async (): Promise<Shown> => {
        const found = await Promise.all(all.map((id) => leads.read(id)));
        return new Map(found.map((one) => [one.id, keysOf(one).sort()]));
      };
      let stood: string[] = [];
      for (const change of changes) {
        const before = await show();
        const preview = await calls.preview(change);
        expect(preview.complete).toBe(true);
        const { rules: now } = await calls.set(change);
        await rekeyWorker(gateway, { pageSize }).runDue();
        await expectKeyed(gateway, client.workspaceId);
        const after = await show();
        if (preview.examined === 0) expect(after).toEqual(before);
        const { rekey } = await calls.read();
        if (rekey === null || rekey.version !== now.version) continue;
        const apart = (list: typeof preview.collisions) => list.map(({ key, leadId }) => `${key.value} ${leadId}`);
        const pairs = (list: typeof preview.collisions) =>
          list.map(({ key, holderId, leadId }) => `${key.kind} ${key.value} ${holderId} ${leadId}`).sort();
        const told = pairs(preview.collisions);
        const met = pairs(rekey.collisions.nodes);
        expect(met).toEqual(expect.arrayContaining(told));
        // What the change is not about stands as it stood.
        const standing = apart(rekey.collisions.nodes);
        const untold = rekey.collisions.nodes.filter((one) => !told.includes(pairs([one])[0] ?? ''));
        expect(stood).toEqual(expect.arrayContaining(apart(untold)));
        stood = standing;
        for (const { leadId, keys } of preview.splits) {
          const gone = keysOf({ identityKeys: keys });
          expect(before.get(leadId)).toEqual(expect.arrayContaining(gone));
          expect(after.get(leadId)?.filter((key) => gone.includes(key))).toEqual([]);
        }
        // What a lead has lost is told, as a loss or, where another has it, as a collision; but for another spelling.
        for (const [id, keys] of before) {
          const left = after.get(id) ?? [];
          const lost = keys.filter((key) => !left.includes(key) && key.startsWith('EMAIL'));
          const told = preview.splits.filter(({ leadId }) => leadId === id).flatMap((one) => one.keys);
          expect(keysOf({ identityKeys: told })).toEqual(expect.arrayContaining(lost));
        }
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
