import { beforeEach, describe, expect, test } from 'vitest';
import type { CreateLeadInput, Lead } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';
import { type MergeCalls, mergeCalls, withoutStamp } from './merge-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

const gateway = createTestGateway();
let client: TestClient;
let leads: LeadCalls;
let merges: MergeCalls;
let calls: ReturnType<typeof provenanceCalls>;

beforeEach(async () => {
  client = await (await gateway).client();
  leads = leadCalls(client);
  merges = mergeCalls(client);
  calls = provenanceCalls(client);
});

const make = async (via: string, input: Partial<CreateLeadInput>) =>
  (await calls.create(person(input), { via })).lead.id;
const whole = async (id: string) => ({ lead: withoutStamp(await leads.read(id)), sources: await calls.sourcesOf(id) });

/** What a merge changes, but for the name that it has itself. */
const contentOf = (merged: object) =>
  'changes' in merged && (merged.changes as { path: string[] }[]).filter(({ path }) => path[0] !== 'mergedFrom');

describe('a merge by the ranking of sources', () => {
  test('moves the sources with the values, and gives them back', async () => {
    const winner = await make('crm', { title: 'CRO', metadata: { a: { b: 1 } } });
    const loser = await make('apollo', {
      ...{ title: 'CEO', size: '10', metadata: { a: { c: 2 }, d: { e: 3 } } },
      socials: [{ url: 'https://x.com/jane' }],
      company: { name: 'Acme', domain: 'acme.com' },
    });
    const before = [await whole(winner), await whole(loser)];
    const { mergeId } = await merges.merge(winner, loser);
    expect(await calls.sourcesOf(winner)).toMatchObject({
      title: 'crm',
      'metadata.a.b': 'crm',
      'metadata.a.c': 'apollo',
      'metadata.d.e': 'apollo',
      size: 'apollo',
      'company.name': 'apollo',
      'socials.https://x.com/jane': 'apollo',
    });
    await merges.unmerge(mergeId);
    expect([await whole(winner), await whole(loser)]).toEqual(before);
  });

  test.each<[string, Partial<CreateLeadInput>, Partial<CreateLeadInput>, Partial<CreateLeadInput>]>([
    ['a text', { title: 'CRO' }, { title: 'CEO' }, { title: 'CEO' }],
    ['the same text', { title: 'CRO' }, { title: 'CRO' }, { title: 'CRO' }],
    ['a record', { raw: { a: 1 } }, { raw: { b: 1 } }, { raw: { b: 1 } }],
    [
      'a company',
      { company: { name: 'Acme', domain: 'acme.com' } },
      { company: { name: 'Globex' } },
      { company: { name: 'Globex', id: null, domain: null } },
    ],
    [
      'a place',
      { location: { city: 'Rome' } },
      { location: { country: 'Italy' } },
      { location: { city: 'Rome', state: null, country: 'Italy', raw: null } },
    ],
  ])('takes the value of a higher source, and undone gives back the other: %s', async (_what, low, high, then) => {
    await calls.rank('crm', 'apollo');
    for (const [first, second, result] of [
      [['apollo', low], ['crm', high], then],
      [['nobody', low], ['apollo', high], then],
      [['crm', high], ['apollo', low], then],
    ] as const) {
      const [winner, loser] = [await make(first[0], first[1]), await make(second[0], second[1])];
      const before = [await whole(winner), await whole(loser)];
      const preview = await merges.tryMerge({ winnerId: winner, loserIds: [loser] }, true);
      const merged = await merges.merge(winner, loser);
      expect(await leads.read(winner)).toMatchObject(result);
      expect(contentOf(preview)).toEqual(contentOf(merged));
      await merges.unmerge(merged.mergeId);
      expect([await whole(winner), await whole(loser)]).toEqual(before);
    }
  });

  test.each([
    ['the first one first', [0, 1]],
    ['the last one first', [1, 0]],
  ])('two merges that replace one value are undone: %s', async (_what, order) => {
    await calls.rank('crm', 'apollo', 'list');
    const [winner, second, third] = [
      await make('list', { title: 'C' }),
      await make('apollo', { title: 'B' }),
      await make('crm', { title: 'A' }),
    ];
    const before = [await whole(winner), await whole(second), await whole(third)];
    const merged = [(await merges.merge(winner, second)).mergeId, (await merges.merge(winner, third)).mergeId];
    expect(await calls.sourcesOf(winner)).toMatchObject({ title: 'crm' });
    const [first = 0, last = 0] = order;
    await merges.unmerge(merged[first] ?? '');
    expect((await leads.read(winner)).title).toBe(first === 0 ? 'A' : 'B');
    await merges.unmerge(merged[last] ?? '');
    expect([await whole(winner), await whole(second), await whole(third)]).toEqual(before);
  });

  test.each<[string, [string, Partial<CreateLeadInput>][], [number, Partial<Lead>][]]>([
    [
      'blank where one merge had filled it and another one replaced that, the first one undone first',
      [
        ['nobody', {}],
        ['apollo', { title: 'B' }],
        ['crm', { title: 'C' }],
      ],
      [
        [0, { title: 'C' }],
        [1, { title: null }],
      ],
    ],
    [
      "the winner's own where two merges have replaced it in turn, the last one undone first",
      [
        ['nobody', { industry: 'I1' }],
        ['apollo', { industry: 'I2' }],
        ['crm', { industry: 'I1' }],
      ],
      [
        [1, { industry: 'I2' }],
        [0, { industry: 'I1' }],
      ],
    ],
    [
      "the winner's own though what had replaced it was completed by another merge",
      [
        ['nobody', { company: { name: 'Acme' } }],
        ['crm', { company: { name: 'Beta' } }],
        ['nobody', { company: { name: 'Beta', id: '5' } }],
      ],
      [
        [0, { company: { name: 'Acme', id: null, domain: null } }],
        [1, { company: { name: 'Acme', id: null, domain: null } }],
      ],
    ],
    [
      'without what another merge had put into it before it was replaced',
      [
        ['nobody', { company: { name: 'Acme' } }],
        ['nobody', { company: { name: 'Acme', id: '5' } }],
        ['crm', { company: { name: 'Beta' } }],
      ],
      [
        [0, { company: { name: 'Beta', id: null, domain: null } }],
        [1, { company: { name: 'Acme', id: null, domain: null } }],
      ],
    ],
  ])('undone, a value is %s', async (_what, all, undone) => {
    await calls.rank('crm', 'apollo');
    const ids: string[] = [];
    for (const [via, input] of all) ids.push(await make(via, input));
    const before = await Promise.all(ids.map(whole));
    const [winner = '', ...losers] = ids;
    const merged: string[] = [];
    for (const id of losers) merged.push((await merges.merge(winner, id)).mergeId);
    for (const [n, then] of undone) {
      expect((await merges.unmerge(merged[n] ?? '')).kept).toEqual([]);
      expect(await leads.read(winner)).toMatchObject(then);
    }
    expect(await Promise.all(ids.map(whole))).toEqual(before);
  });

  test("keeps the source of the winner's own aliases", async () => {
    const named = (...aliases: string[]) => ({ name: { full: 'Jane Doe', aliases } });
    const [winner, loser] = [await make('crm', named('x')), await make('apollo', named('y'))];
    const before = [await whole(winner), await whole(loser)];
    const { mergeId } = await merges.merge(winner, loser);
    expect(await calls.sourcesOf(winner)).toMatchObject({ 'name.aliases': 'crm' });
    await merges.unmerge(mergeId);
    expect([await whole(winner), await whole(loser)]).toEqual(before);
  });

  test('completes a company by what its part is of, and by no host without its domain', async () => {
    const id = await make('nobody', { company: { name: 'Acme' } });
    const others = [
      await make('nobody', { company: { id: '1' } }),
      await make('nobody', { company: { id: '2', domain: 'a.com' } }),
    ];
    const merged: string[] = [];
    for (const other of others) merged.push((await merges.merge(id, other)).mergeId);
    for (const mergeId of merged) await merges.unmerge(mergeId);
    const { db } = (await gateway).mongo;
    const { company } =
      (await db.collection<{ company: unknown }>('leads').findOne({ workspaceId: client.workspaceId })) ?? {};
    expect(company).toEqual({ name: 'Acme', id: null, domain: null });
  });

  test('what was edited since stays where it is', async () => {
    await calls.rank('crm', 'apollo');
    const [winner, loser] = [await make('apollo', { title: 'B' }), await make('crm', { title: 'A' })];
    const { mergeId } = await merges.merge(winner, loser);
    await leads.updated({ id: winner, title: 'Chair' });
    const { kept } = await merges.unmerge(mergeId);
    expect(kept).toEqual([expect.objectContaining({ path: ['title'], reason: 'EDITED' })]);
    expect(await calls.sourcesOf(winner)).toMatchObject({ title: '@edit' });
    expect((await leads.read(loser)).title).toBe('A');
  });
});
