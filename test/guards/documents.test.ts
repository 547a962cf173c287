import { getIntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

/** What a document of several operations comes to when the first of them is meant. */
async function outcomeOfFirst(query: string): Promise<unknown> {
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${client.key}` },
    body: JSON.stringify({ query, operationName: 'A' }),
  });
  const { errors } = await response.json();
  return errors?.[0].extensions.excess?.limit ?? errors?.[0].extensions.code ?? 'allowed';
}

/** What a document comes to: the limit that it goes over, the code of its error, or nothing. */
async function outcomeOf(document: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { errors } = await client.send(document, variables);
  const [error] = errors ?? [];
  const excess = error?.extensions.excess;
  if (typeof excess !== 'object' || excess === null || !('limit' in excess)) return error?.extensions.code ?? 'allowed';
  expect(error?.extensions.code).toBe('QUERY_TOO_COMPLEX');
  return excess.limit;
}

const chain = (length: number, end = 'keyName') =>
  `{ viewer { ...F1 } } ${Array.from({ length }, (_, i) => `fragment F${i + 1} on Viewer { ${i + 1 === length ? end : `...F${i + 2}`} }`).join(' ')}`;

const aliases = (count: number, field = 'keyName') =>
  Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');

const company = (levels: number, inside: string): string =>
  levels === 0 ? inside : `company { lead { ${company(levels - 1, inside)} } }`;

describe('tokens', () => {
  test('up to the limit are read', async () => {
    expect(await outcomeOf(`{ viewer { ${'keyName workspaceId '.repeat(497)} } }`)).toBe('allowed');
    expect(await outcomeOf(`{ viewer { ${'keyName '.repeat(996)} } }`)).toBe('tokens');
  });

  const padded: [string, string, string][] = [
    ['comments and commas are none', `{ viewer { keyName } } #${'x'.repeat(50_000)}\n${','.repeat(50_000)}`, 'allowed'],
    ['a string is one', `{ node(id: "${'x'.repeat(50_000)}") { id } }`, 'allowed'],
    [
      'those of operations that are not run count',
      `{ viewer { keyName } } ${'query A { viewer { id } } '.repeat(200)}`,
      'tokens',
    ],
    [
      'those of fragments that are not spread count',
      `{ viewer { keyName } } fragment F on Viewer { ${'keyName '.repeat(995)} }`,
      'tokens',
    ],
    ['those behind an error of syntax do not hide it', `{ viewer { keyName } ) `, 'GRAPHQL_PARSE_FAILED'],
  ];
  test.each(padded)('%s', async (_what, document, expected) => {
    expect(await outcomeOf(document)).toBe(expected);
  });
});

describe('what is nested', () => {
  const nested: [string, string, string][] = [
    ['selections without end', '{'.repeat(990), 'depth'],
    ['selections in inline fragments', `{ ${'... { '.repeat(200)} viewer { keyName } ${'}'.repeat(200)} }`, 'depth'],
    ['brackets where selections belong', `{ ${'['.repeat(900)}`, 'depth'],
    ['list types', `query ($x: ${'['.repeat(400)}Int${']'.repeat(400)}) { viewer { keyName } }`, 'literalDepth'],
    ['lists', `{ leads(filter: { text: ${'['.repeat(400)} }) { totalCount } }`, 'literalDepth'],
    ['objects', `{ leads(filter: ${'{ a: '.repeat(300)} 1`, 'literalDepth'],
    ['the default of a variable', `query ($x: JSON = ${'[{ a: '.repeat(100)} 1`, 'literalDepth'],
    ['the argument of a directive', `{ viewer @include(if: ${'['.repeat(100)} 1`, 'literalDepth'],
    ['parentheses', `{ viewer${'('.repeat(900)}`, 'GRAPHQL_PARSE_FAILED'],
    [
      'a literal of 16 levels',
      `{ leads(filter: { attributes: { path: ["a"], equals: ${'['.repeat(14)}${']'.repeat(14)} } }) { totalCount } }`,
      'allowed',
    ],
    [
      'a literal of 17 levels',
      `{ leads(filter: { attributes: { path: ["a"], equals: ${'['.repeat(15)}${']'.repeat(15)} } }) { totalCount } }`,
      'literalDepth',
    ],
  ];
  test.each(nested)('%s', async (_what, document, expected) => {
    expect(await outcomeOf(document)).toBe(expected);
  });

  test('is bounded where far more tokens are allowed, too', async () => {
    const open = await (await createTestGateway({ tokens: 100_000, cost: 100_000_000, bodyBytes: 2 ** 24 })).client();
    const documents = [
      '{'.repeat(99_000),
      `{ leads(filter: ${'['.repeat(99_000)}`,
      `query ($x: ${'['.repeat(49_000)}Int`,
      chain(10_000),
      chain(10_000, '...F1'),
    ];
    for (const document of documents) {
      const { errors } = await open.send(document);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['QUERY_TOO_COMPLEX']);
    }
  });
});

describe('depth', () => {
  const lead = (levels: number, inside: string) => `{ lead(id: "x") { ${company(levels, inside)} } }`;
  const documents: [string, string, string][] = [
    ['12 fields inside each other', lead(5, 'id'), 'allowed'],
    ['13', lead(5, 'name { full }'), 'depth'],
    [
      '13 through fragments',
      `${lead(3, '...A')} fragment A on Lead { ${company(2, '... on Lead { ...B }')} } fragment B on Lead { name { full } }`,
      'depth',
    ],
    [
      'fragments that add no field',
      `${lead(5, '...A')} fragment A on Lead { ... { ...B } } fragment B on Lead { id }`,
      'allowed',
    ],
    ['13 under an alias', lead(5, 'x: name { full }'), 'depth'],
    ['13 that a directive leaves out', lead(5, 'name @skip(if: true) { full }'), 'depth'],
    [
      '13 in a fragment that nothing spreads',
      `{ viewer { keyName } } fragment A on Lead { ${company(6, 'id')} }`,
      'depth',
    ],
    [
      'a circle of fragments',
      '{ lead(id: "x") { ...A } } fragment A on Lead { ...B } fragment B on Lead { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a circle through fields', '{ lead(id: "x") { ...A } } fragment A on Lead { company { lead { ...A } } }', 'depth'],
    ['a circle through types', '{ __schema { types { ...A } } } fragment A on __Type { ofType { ...A } }', 'depth'],
    ['a long chain of fragments', chain(100), 'allowed'],
    ['a spread of nothing', '{ viewer { ...Missing } }', 'GRAPHQL_VALIDATION_FAILED'],
  ];
  test.each(documents)('%s', async (_what, document, expected) => {
    expect(await outcomeOf(document)).toBe(expected);
  });

  test('leaves room for the introspection of GraphiQL, and not for one that goes on', async () => {
    const full = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true };
    expect(await outcomeOf(getIntrospectionQuery({ ...full, schemaDescription: true, oneOf: true }))).toBe('allowed');
    const types = (levels: number): string => (levels === 0 ? 'name' : `fields { type { ${types(levels - 1)} } }`);
    expect(await outcomeOf(`{ __schema { types { ${types(5)} } } }`)).toBe('depth');
    expect(await outcomeOf(`{ __type(name: "Lead") { ${types(6)} } }`)).toBe('depth');
  });
});

describe('aliases', () => {
  const documents: [string, string, string][] = [
    ['30', `{ viewer { ${aliases(30)} } }`, 'allowed'],
    ['31', `{ viewer { ${aliases(31)} } }`, 'aliases'],
    ['31 of __typename', `{ ${aliases(31, '__typename')} }`, 'aliases'],
    ['31 of __schema', `{ ${aliases(31, '__schema { description }')} }`, 'aliases'],
    ['31 that are the name itself', `{ viewer { ${'keyName: keyName '.repeat(31)} } }`, 'aliases'],
    [
      '16 in a fragment that is spread in two places',
      `{ a: viewer { ...F } viewer { ...F } } fragment F on Viewer { ${aliases(16)} }`,
      'aliases',
    ],
    ['31 that a directive leaves out', `{ viewer { ${aliases(31, 'keyName @skip(if: true)')} } }`, 'aliases'],
  ];
  test.each(documents)('%s', async (_what, document, expected) => {
    expect(await outcomeOf(document)).toBe(expected);
  });
});

describe('directives', () => {
  const skip = '@skip(if: false) ';
  const documents: [string, string, string][] = [
    ['8', `{ viewer { ${`keyName ${skip}`.repeat(8)} } }`, 'allowed'],
    ['9', `{ viewer { ${`keyName ${skip}`.repeat(9)} } }`, 'directives'],
    ['9 that are unknown', `{ viewer { keyName ${'@x '.repeat(9)} } }`, 'directives'],
    [
      '9 on fragments and spreads',
      `{ viewer { ${`...F ${skip}`.repeat(5)} ${`... ${skip} { keyName }`.repeat(4)} } } fragment F on Viewer { keyName }`,
      'directives',
    ],
    [
      '9 on the definition of a fragment',
      `{ viewer { ...F } } fragment F on Viewer ${'@x '.repeat(9)} { keyName }`,
      'directives',
    ],
    ['9 on the operation', `query ${'@x '.repeat(9)} { viewer { keyName } }`, 'directives'],
    ['9 on a variable', `query ($a: Int ${'@x '.repeat(9)}) { viewer { keyName } }`, 'directives'],
  ];
  test.each(documents)('%s', async (_what, document, expected) => {
    expect(await outcomeOf(document)).toBe(expected);
  });
});

test('a refusal names the limit, what it is, and what was found', async () => {
  const { errors } = await client.send(`{ viewer { ${aliases(31)} } }`);
  expect(errors).toEqual([
    {
      message: 'The operation has 31 aliases, at most 30 are allowed',
      extensions: { code: 'QUERY_TOO_COMPLEX', excess: { limit: 'aliases', max: 30, found: 31 } },
    },
  ]);
});

test('what was refused once is refused again, and what was allowed stays allowed', async () => {
  const documents = [`{ viewer { ${aliases(31)} } }`, `{ viewer { ${aliases(3)} } }`, '{'.repeat(500), '{ nope }'];
  const first = await Promise.all(documents.map((document) => outcomeOf(document)));
  expect(first).toEqual(['aliases', 'allowed', 'depth', 'GRAPHQL_VALIDATION_FAILED']);
  expect(await Promise.all(documents.map((document) => outcomeOf(document)))).toEqual(first);
});

test('operations are measured each by itself, those that are not run, too', async () => {
  const operation = (name: string, inside: string) => `query ${name} { viewer { ${inside} } }`;
  expect(await outcomeOfFirst(operation('A', aliases(20)) + operation('B', aliases(20)))).toBe('allowed');
  expect(await outcomeOfFirst(operation('A', 'keyName') + operation('B', aliases(31)))).toBe('aliases');
});

describe('fields that are repeated', () => {
  // Each of these takes graphql-js 0.1 to 0.4 s to validate.
  const hostile: [string, string][] = [
    ['side by side', `{ ${'viewer{keyName}'.repeat(247)} }`],
    ['in levels', `{ ${'leads{nodes{name{full}}}'.repeat(99)} }`],
    [
      'in fragments',
      `{ ${Array.from({ length: 60 }, (_, i) => `...F${i}`).join(' ')} } ${Array.from({ length: 60 }, (_, i) => `fragment F${i} on Query{viewer{keyName}viewer{keyName}}`).join('')}`,
    ],
    [
      'in a fragment that nothing spreads',
      `{ viewer{keyName} } fragment F on Query { ${'viewer{keyName}'.repeat(240)} }`,
    ],
    ['with arguments', `{ ${'node(id:1){id}'.repeat(110)} }`],
  ];
  test.each(hostile)('%s are refused when they are too many', async (_what, document) => {
    expect(await outcomeOf(document)).toBe('comparisons');
  });

  test('are merged when they are few, as components of a frontend ask for them', async () => {
    const parts = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Lead { id name { full } company { name } }`);
    const spreads = parts.map((_part, i) => `...F${i}`).join(' ');
    expect(await outcomeOf(`{ leads { nodes { ${spreads} } } } ${parts.join(' ')}`)).toBe('allowed');
  });
});
