import { buildSchema, type DocumentNode, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { isCompilable } from '../../src/http/compiled/compilable.ts';
import { createExecutor } from '../../src/http/compiled/executor.ts';
import { schema } from '../../src/schema/schema.ts';
import { createTestGateway } from '../support/gateway.ts';
import { mockedSchema } from './mocked-schema.ts';

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = getOperationAST(document);
  if (operation == null) throw new Error('There is no operation');
  return operation;
}

const nested = (levels: number): string =>
  levels === 0 ? 'id' : `... on Lead { company { lead { ${nested(levels - 1)} } } } ... on LeadList { id }`;

test.each([
  [true, 'a query', 'query L($id: ID!) { lead(id: $id) { id name { full } } }'],
  [true, 'literals', '{ leads(first: 3, filter: { status: NEW, text: "ada lovelace" }) { nodes { id } } }'],
  [true, 'aliases', '{ a: lead(id: "lead_1") { b: id } }'],
  [true, 'the aliases of Relay', '{ node(id: "x") { __isNode: __typename id } }'],
  [true, 'an input as a variable', 'mutation($i: UpdateLeadInput!) { updateLead(input: $i) { __typename } }'],
  [false, 'the schema', '{ __schema { queryType { name } } }'],
  [false, 'a type', '{ __type(name: "Lead") { name } }'],
  [false, 'aliases that could meet', '{ b_a: lead(id: "x") { id } a: lead(id: "y") { b: company { name } } }'],
  [false, 'a prototype as an alias', '{ __proto__: lead(id: "x") { id } }'],
  [false, 'a prototype as the alias of a type', '{ lead(id: "x") { __proto__: __typename } }'],
  [
    false,
    'a prototype as a key',
    'mutation { updateLead(input: { id: "x", metadata: { __proto__: { a: 1 } } }) { __typename } }',
  ],
  [false, 'a mark of the compiler', '{ leads(filter: { text: "__MAGIC_DATE__" }) { nodes { id } } }'],
  [false, 'a mark in disguise', '{ leads(filter: { text: "\\u005f_MAGIC_DATE__" }) { nodes { id } } }'],
  [
    false,
    'a mark as a default',
    'query($t: String = "__MAGIC_NAN__") { leads(filter: { text: "a" }) { nodes { id } } a: lead(id: $t) { id } }',
  ],
  [false, 'a variable in a literal', 'query($t: String) { leads(filter: { text: $t }) { nodes { id } } }'],
  [false, 'a variable in a list', 'query($a: ID!) { nodes(ids: [$a]) { id } }'],
])('%s: %s', (expected, _what, query) => {
  const document = parse(query);
  expect(isCompilable(schema, document, operationOf(document))).toBe(expected);
});

test('what would be too much code is left to graphql-js', () => {
  const fields = Array.from({ length: 60 }, (_none, index) => `a${index}: node(id: "x") { ${nested(3)} }`).join(' ');
  const document = parse(`{ ${fields} }`);
  expect(isCompilable(schema, document, operationOf(document))).toBe(false);
});

describe('the executor', () => {
  const mocked = mockedSchema();
  const contextValue = { world: '0' };

  test('compiles what comes a second time', async () => {
    const document = parse('{ __typename }');
    const executor = createExecutor();
    const operation = operationOf(document);
    const args = { schema: mocked, document, contextValue };
    const first = await executor(args, operation);
    expect(executor.isCompiled(operation)).toBe(false);
    const second = await executor(args, operation);
    expect(executor.isCompiled(operation)).toBe(true);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  test.each([
    ['mutation { a: step(name: "a") b: step(name: "b") c: step(name: "a") }', ['a', 'a.', 'b', 'b.', 'a', 'a.']],
    [
      'mutation { ...Both ... on Mutation { b: step(name: "b") } } fragment Both on Mutation { a: step(name: "a") }',
      ['a', 'a.', 'b', 'b.'],
    ],
    ['mutation { a: step(name: "a") ...Same } fragment Same on Mutation { a: step(name: "a") }', ['a', 'a.']],
  ])('begins no mutation before the one in front of it is done: %s', async (query, expected) => {
    const steps: string[] = [];
    const step = async (_root: unknown, { name }: { name: string }) => {
      steps.push(name);
      await new Promise(setImmediate);
      steps.push(`${name}.`);
      return name;
    };
    const ordered = buildSchema('type Query { none: Int } type Mutation { step(name: String): String }');
    Object.assign(ordered.getMutationType()?.getFields().step ?? {}, { resolve: step });
    const document = parse(query);
    const executor = createExecutor(0);
    const args = { schema: ordered, document, contextValue };
    const { data, errors } = await executor(args, operationOf(document));
    expect(executor.isCompiled(operationOf(document))).toBe(true);
    expect(errors).toBeUndefined();
    expect(steps).toEqual(expected);
    expect(new Set(Object.keys(data ?? {}))).toEqual(new Set(query.match(/\b[abc](?=: step)/g)));
  });

  test('keeps so much code and no more', async () => {
    const executor = createExecutor(0);
    const operations: OperationDefinitionNode[] = [];
    for (let index = 0; index < 40; index += 1) {
      const document = parse(`{ a${index}: viewer { keyName } } # ${'x'.repeat(8 * 1024)}`);
      const operation = operationOf(document);
      operations.push(operation);
      await executor({ schema: mocked, document, contextValue }, operation);
    }
    const kept = operations.filter(executor.isCompiled);
    expect(kept.length).toBeLessThan(20);
    expect(kept).toContain(operations.at(-1));
    expect(kept).not.toContain(operations[0]);
  });
});

test('a text that the compiler would take for code is only text', async () => {
  const gateway = await createTestGateway();
  const client = await gateway.client();
  const mark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
  const text = `${mark}0);globalThis.ranAsCode=true;(0`;
  for (const query of [
    `{ leads(filter: { source: ${JSON.stringify(text)} }) { nodes { id } } }`,
    `mutation { createLead(input: { type: COMPANY, name: { full: ${JSON.stringify(text)} } }) { __typename } }`,
  ]) {
    const { errors } = await client.send(query);
    expect(errors).toBeUndefined();
  }
  expect(Reflect.get(globalThis, 'ranAsCode')).toBeUndefined();
});
