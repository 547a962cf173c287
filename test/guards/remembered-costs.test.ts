import fc from 'fast-check';
import { type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { costOf, createCosts } from '../../src/http/guards/cost.ts';
import { schema } from '../../src/schema/schema.ts';
import { defaultLimits } from '../../src/shared/limits.ts';

const document = parse(`
  query Q($first: Int = 7, $last: Int, $yes: Boolean!, $ids: [ID!]!, $filter: LeadFilter, $inputs: [CreateLeadInput!]) {
    leads(first: $first, filter: $filter) @include(if: $yes) { nodes { id lists(last: $last) { nodes { id } } } }
    nodes(ids: $ids) { id ...More @skip(if: $yes) }
  }
  fragment More on Lead { contacts { value } listed: lists(first: $first) { nodes { name } } }
`);
const batch = parse(`
  mutation M($inputs: [CreateLeadInput!]!, $input: SetSignalStatusesInput!, $id: ID!, $more: [ID!]!) {
    createLeads(inputs: $inputs) { ... on CreateLeadsPayload { items { outcome lead { id } } } }
    setSignalStatuses(input: $input) { ... on SetSignalStatusesPayload { items { index } } }
    mergeLeads(input: { winnerId: $id, loserIds: $more }) { ... on MergeLeadsPayload { lead { id } } }
  }
`);

const list = fc.array(fc.constant('x'), { maxLength: 12 });
const anything = fc.oneof(
  fc.integer({ min: -2, max: 300 }),
  fc.boolean(),
  fc.constantFrom(null, undefined, '', '5', 'true'),
  list,
  fc.record({ a: list, b: fc.oneof(list, fc.nat(3)), c: fc.record({ d: list }) }, { requiredKeys: [] }),
);
const names = ['first', 'last', 'yes', 'ids', 'filter', 'inputs', 'input', 'id', 'more'] as const;
const variables = fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });

test('a cost that is remembered is that of these very variables', () => {
  const remembered = createCosts(defaultLimits);
  const seen = new Set<number>();
  fc.assert(
    fc.property(fc.constantFrom(document, batch), variables, (asked, given) => {
      const operation = asked.definitions[0] as OperationDefinitionNode;
      const one = { schema, document: asked, operation, variables: given };
      const cost = costOf(one, defaultLimits);
      expect(remembered(one)).toBe(cost);
      expect(remembered(one)).toBe(cost);
      seen.add(cost);
    }),
    { numRuns: 2_000 },
  );
  expect(seen.size).toBeGreaterThan(50);
});
