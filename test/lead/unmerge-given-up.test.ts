import { beforeEach, describe, expect, test } from 'vitest';
import type { UpdateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';
import { type MergeCalls, mergeCalls } from './merge-calls.ts';

const gateway = createTestGateway();
let leads: LeadCalls;
let merges: MergeCalls;

beforeEach(async () => {
  const client = await (await gateway).client();
  leads = leadCalls(client);
  merges = mergeCalls(client);
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

  test('leaves no place without parts', async () => {
    const winner = await leads.created(person({ location: { city: 'Bonn' } }));
    const loser = await leads.created(person({ location: { country: 'DE' } }));
    const { mergeId } = await merges.merge(winner.id, loser.id);
    await leads.updated({ id: winner.id, location: { city: null } });
    await merges.unmerge(mergeId);
    expect((await leads.read(winner.id)).location).toBeNull();
  });
});
