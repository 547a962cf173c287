import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person, type WholeLead } from './lead-calls.ts';
import { type MergeCalls, mergeCalls } from './merge-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let merges: MergeCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
  merges = mergeCalls(client);
});

const rounds = 8;

/** Who merges what into whom at the same time: leads are 0, 1, 2 …, the winner comes first. */
const races: [string, number[][]][] = [
  [
    'the same merge twice',
    [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
  ],
  [
    'two leads into each other',
    [
      [0, 1],
      [1, 0],
    ],
  ],
  [
    'one lead into two',
    [
      [0, 1],
      [2, 1],
    ],
  ],
  [
    'two leads into one',
    [
      [0, 1],
      [0, 2],
      [0, 3],
    ],
  ],
  [
    'a chain',
    [
      [0, 1],
      [2, 0],
      [3, 2],
    ],
  ],
  [
    'a ring',
    [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
  ],
  [
    'a ring of pairs',
    [
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
    ],
  ],
  [
    'overlapping sets',
    [
      [0, 1, 2],
      [3, 2, 1],
      [1, 3],
    ],
  ],
];

interface Stored {
  _id: unknown;
  identityKeys: string[];
  mergedInto?: unknown;
  merging?: unknown;
  claimed?: boolean;
}

/** Every lead is where one id leads to, holds what it shows, and nothing is left half done. */
async function expectSound(given: readonly WholeLead[], count: number): Promise<WholeLead[]> {
  const found = await Promise.all(given.map(({ id }) => leads.read(id)));
  const roots = [...new Map(found.map((lead) => [lead.id, lead])).values()];
  expect(roots).toHaveLength(count);
  for (const [n, lead] of given.entries()) {
    expect(found[n]?.metadata).toHaveProperty(`own${n}`);
    expect(found[n]?.identityKeys).toEqual(expect.arrayContaining(lead.identityKeys));
  }
  const keys = roots.flatMap(({ identityKeys }) => identityKeys.map(({ value }) => value));
  expect(keys.toSorted()).toEqual(
    given.flatMap(({ identityKeys }) => identityKeys.map(({ value }) => value)).toSorted(),
  );
  const all = await gateway.mongo.db.collection<Stored>('leads').find({ workspaceId: client.workspaceId }).toArray();
  expect(all.filter(({ merging, claimed }) => merging !== undefined || claimed === true)).toEqual([]);
  return roots;
}

describe('merges at the same time', () => {
  test.each(races)('of %s end in leads that hold together', { timeout: 120_000 }, async (_what, wanted) => {
    for (let round = 0; round < rounds; round += 1) {
      const size = 1 + Math.max(...wanted.flat());
      const given: WholeLead[] = [];
      for (let n = 0; n < size; n += 1) given.push(await leads.created(person({ metadata: { [`own${n}`]: n } })));
      const idOf = (n: number) => given[n]?.id ?? '';
      const results = await Promise.all(
        wanted.map(([winner = 0, ...losers]) =>
          merges.tryMerge({ winnerId: idOf(winner), loserIds: losers.map(idOf) }),
        ),
      );
      const merged = results.flatMap((result) => (result.__typename === 'MergeLeadsPayload' ? [result.mergeId] : []));
      for (const result of results) expect(['MergeLeadsPayload', 'LeadMergedError']).toContain(result.__typename);
      expect(merged.length).toBeGreaterThan(0);
      const gone = new Set<number>();
      for (const [at, result] of results.entries()) {
        if (result.__typename === 'MergeLeadsPayload') for (const n of wanted[at]?.slice(1) ?? []) gone.add(n);
      }
      await expectSound(given, size - gone.size);
    }
  });

  test('and updates, arrivals and undoing lose nothing that was acknowledged', { timeout: 120_000 }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const a = await leads.created(person({ metadata: { own0: 0 } }));
      const b = await leads.created(person({ metadata: { own1: 1 } }));
      const writes = (which: string) => [
        leads.updated({ id: b.id, metadata: { [`update${which}`]: 1 } }),
        leads.create(person({ email: b.email, metadata: { [`arrival${which}`]: 1 } })),
        leads.updated({ id: a.id, metadata: { [`winner${which}`]: 1 } }),
      ];
      const [{ mergeId }] = await Promise.all([merges.merge(a.id, b.id), ...writes('1')]);
      const [winner] = await expectSound([a, b], 1);
      const all = ['own0', 'own1', 'update1', 'arrival1', 'winner1'];
      expect(Object.keys(winner?.metadata ?? {}).toSorted()).toEqual(all.toSorted());

      const [first, second] = await Promise.all([
        merges.unmerge(mergeId),
        merges.unmerge(mergeId),
        ...writes('2'),
      ] as const);
      expect(first.restored.map(({ id }) => id)).toEqual([b.id]);
      expect(second.restored.map(({ id }) => id)).toEqual([b.id]);
      const [one, two] = await expectSound([a, b], 2);
      const keys = new Set([...Object.keys(one?.metadata ?? {}), ...Object.keys(two?.metadata ?? {})]);
      expect([...keys].toSorted()).toEqual([...all, 'update2', 'arrival2', 'winner2'].toSorted());
    }
  });

  test('and a deletion leave no lead half there', { timeout: 120_000 }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const [a, b] = [await leads.created(person()), await leads.created(person())];
      const deleted = client.services.lead.delete(a.id).then(
        () => true,
        () => false,
      );
      const [result] = await Promise.all([merges.tryMerge({ winnerId: a.id, loserIds: [b.id] }), deleted]);
      expect(await deleted).toBe(true);
      expect(await leads.find(a.id)).toBeNull();
      const left = await leads.find(b.id);
      if (result.__typename === 'MergeLeadsPayload') expect(left).toBeNull();
      else expect(left).toEqual(b);
      const again = await leads.create(person({ email: b.email }));
      expect(again.outcome).toBe(left === null ? 'CREATED' : 'UNCHANGED');
    }
  });
});
