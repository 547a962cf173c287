import { beforeEach, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
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
