import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/gateway.ts';
import { post } from './support.ts';

const noSchema: [string, string][] = [
  ['the whole schema', getIntrospectionQuery()],
  ['one type', '{ __type(name: "Lead") { name } }'],
  ['under an alias', '{ s: __schema { description } }'],
  ['in a fragment', '{ ...F } fragment F on Query { __schema { description } }'],
  ['beside data', '{ viewer { keyName } __schema { description } }'],
];

describe('switched off', async () => {
  const gateway = await createTestGateway({}, {}, { introspection: false });
  const client = await gateway.client();

  test.each(noSchema)('%s is not told', async (_what, query) => {
    for (const _again of [1, 2]) {
      const { errors, data } = await client.send(query);
      expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(data).toBeUndefined();
    }
  });

  const guesses: [string, string, Record<string, unknown>?][] = [
    ['a field', '{ lead(id: "x") { titel } }'],
    ['an argument', '{ leads(frist: 1) { totalCount } }'],
    ['a type', '{ node(id: "x") { ... on Leed { id } } }'],
    ['an enum value', '{ leads(filter: { status: NEU }) { totalCount } }'],
    ['an input field', '{ leads(filter: { emial: "x" }) { totalCount } }'],
    [
      'an enum value in a variable',
      'query ($s: [LeadStatus!]) { leads(filter: { status: $s }) { totalCount } }',
      { s: ['NEU'] },
    ],
    [
      'an input field in a variable',
      'query ($f: LeadFilter) { leads(filter: $f) { totalCount } }',
      { f: { emial: 'x' } },
    ],
  ];
  test.each(guesses)('%s is not suggested', async (_what, query, variables) => {
    const { errors } = await client.send(query, variables);
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(JSON.stringify(errors)).not.toContain('Did you mean');
  });

  test('__typename and everything else work', async () => {
    expect((await client.send('{ __typename viewer { __typename keyName } }')).data).toEqual({
      __typename: 'Query',
      viewer: { __typename: 'Viewer', keyName: 'test' },
    });
  });
});

describe('switched on', async () => {
  const gateway = await createTestGateway();
  const client = await gateway.client();

  test('the schema is told to who has a key', async () => {
    const { data } = await client.send(getIntrospectionQuery());
    expect(buildClientSchema(data as unknown as IntrospectionQuery).getType('Lead')).toBeDefined();
  });

  test('and to nobody else', async () => {
    const { status, result } = await post(
      gateway,
      { query: getIntrospectionQuery() },
      { authorization: 'Bearer sk-x' },
    );
    expect([status, result.data]).toEqual([401, undefined]);
  });

  test('names that are nearly right are suggested', async () => {
    const { errors } = await client.send('{ lead(id: "x") { titel } }');
    expect(errors?.[0]?.message).toContain('Did you mean "title"');
  });
});
