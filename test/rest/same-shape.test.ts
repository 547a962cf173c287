import { expect, test } from 'vitest';
import { differencesInShape } from './same-shape.ts';

const sample = { lead: { id: '<string>', names: [{ full: '<string>' }], free: {}, at: null } };
const good = { lead: { id: 'a', names: [{ full: 'b' }, { full: 'c' }], free: { any: [1] }, at: null } };

const wrong: [string, unknown, string][] = [
  ['a missing key', { lead: { names: [{ full: 'b' }], free: {}, at: null } }, 'answer.lead.id is missing'],
  ['a key too many', { ...good, more: 1 }, 'answer.more is not in the sample'],
  ['null for text', { lead: { ...good.lead, id: null } }, 'answer.lead.id is null, not string'],
  ['text for null', { lead: { ...good.lead, at: 'now' } }, 'answer.lead.at is string, not null'],
  ['an empty list', { lead: { ...good.lead, names: [] } }, 'answer.lead.names is empty'],
  ['a wrong item', { lead: { ...good.lead, names: [{ full: 1 }] } }, 'answer.lead.names[0].full is number, not string'],
  ['a list for an object', { lead: { ...good.lead, free: [] } }, 'answer.lead.free is a list, not object'],
];

test('an answer of the same shape has no differences', () => {
  expect(differencesInShape(good, sample)).toEqual([]);
});

test.each(wrong)('%s is a difference', (_what, answer, difference) => {
  expect(differencesInShape(answer, sample)).toEqual([difference]);
});
