import { beforeEach, describe, expect, test } from 'vitest';
import type { UpdateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';
import { type MergeCalls, mergeCalls } from './merge-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

const gateway = createTestGateway();
let leads: LeadCalls;
let merges: MergeCalls;
let calls: ReturnType<typeof provenanceCalls>;

beforeEach(async () => {
  const client = await (await gateway).client();
  leads = leadCalls(client);
  merges = mergeCalls(client);
  calls = provenanceCalls(client);
});

type Fields = Omit<UpdateLeadInput, 'id'>;

/** A winner, and two merges into it with an edit in between and another one after. */
async function twoMerges(own: object, [first, second]: [object, object], between: Fields, after: Fields = {}) {
  const { id } = await leads.created(person(own));
  const [one, two] = [await leads.created(person(first)), await leads.created(person(second))];
  const merged = [await merges.merge(id, one.id)];
  if (Object.keys(between).length > 0) await leads.updated({ id, ...between });
  merged.push(await merges.merge(id, two.id));
  if (Object.keys(after).length > 0) await leads.updated({ id, ...after });
  return { id, mergeIds: merged.map(({ mergeId }) => mergeId) };
}

describe('what the winner has given up since a merge', () => {
  test('stays where a later merge has brought it as part of a whole', async () => {
    const bringing = { location: { country: 'DE' }, metadata: { crm: { b: 2 } } };
    const own = { location: { city: 'Bonn' }, metadata: { crm: { a: 1 } } };
    const cleared = { location: null, metadata: { crm: null } };
    const { id, mergeIds } = await twoMerges(own, [bringing, bringing], cleared);
    const [first = '', second = ''] = mergeIds;
    expect((await merges.unmerge(first)).kept).toEqual([]);
    expect(await leads.read(id)).toMatchObject(bringing);
    await merges.unmerge(second);
    expect(await leads.read(id)).toMatchObject({ location: null, metadata: {} });
  });

  test.each<[string, object, object, Fields]>([
    ['a text', { title: 'CTO' }, { title: 'VP' }, { title: null }],
    ['a key', { metadata: { a: 1 } }, { metadata: { a: 2 } }, { metadata: { a: null } }],
    [
      'a key of an object that was edited',
      { metadata: { crm: { a: 1, b: 1, c: 1 } } },
      { metadata: { crm: { b: 2 } } },
      { metadata: { crm: { a: 9, b: null } } },
    ],
    ['a phone', { phone: '+14155550100' }, { phone: '+14155550100' }, { phone: null }],
    [
      'a part',
      { location: { city: 'Bonn', country: 'DE' } },
      { location: { city: 'Bonn', country: 'AT' } },
      { location: null },
    ],
    [
      'an alias',
      { name: { full: 'Jane', aliases: ['J'] } },
      { name: { full: 'Jane', aliases: ['J'] } },
      { name: { aliases: [] } },
    ],
  ])('does not come back from another merge: %s', async (_what, first, second, cleared) => {
    const { id, mergeIds } = await twoMerges({}, [first, second], {}, cleared);
    const before = await leads.read(id);
    await merges.unmerge(mergeIds[0] ?? '');
    const after = await leads.read(id);
    for (const field of ['title', 'phone', 'location', 'name'] as const) expect(after[field]).toEqual(before[field]);
    expect(JSON.stringify(after.metadata)).not.toContain('2');
    await merges.unmerge(mergeIds[1] ?? '');
    expect(await leads.read(id)).toMatchObject({ title: null, phone: null, location: null, name: before.name });
  });

  test('is told from what was edited: that stays, though a higher source has another value', async () => {
    await calls.rank('crm');
    const make = async (via: string, title: string) => (await calls.create(person({ title }), { via })).lead.id;
    const { id } = await leads.created(person());
    const { mergeId } = await merges.merge(id, await make('crm', 'A'));
    await merges.merge(id, await make('crm', 'B'));
    await leads.updated({ id, title: 'Chair' });
    expect((await merges.unmerge(mergeId)).kept).toMatchObject([{ path: ['title'], reason: 'EDITED' }]);
    expect((await leads.read(id)).title).toBe('Chair');
  });

  test('leaves no place without parts', async () => {
    const winner = await leads.created(person({ location: { city: 'Bonn' } }));
    const loser = await leads.created(person({ location: { country: 'DE' } }));
    const { mergeId } = await merges.merge(winner.id, loser.id);
    await leads.updated({ id: winner.id, location: { city: null } });
    await merges.unmerge(mergeId);
    expect((await leads.read(winner.id)).location).toBeNull();
  });
});
