import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, inject, test } from 'vitest';
import { seededData, send, startGateway, timeout } from './processes.ts';

describe('the bundle', () => {
  test('makes no object by V8’s slow way: one that begins with the spread of another', () => {
    const quick: string[] = [];
    const slow: string[] = [];
    const folder = join(inject('installed'), 'dist');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((file) => file.endsWith('.js'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      const { program, errors } = parseSync(name, text);
      expect(errors).toEqual([]);
      new Visitor({
        ObjectExpression({ properties: [first] }) {
          if (first?.type !== 'SpreadElement') return;
          const { type, start, end } = first.argument;
          const nothing = type === 'Literal' && text.slice(start, end) === 'null';
          (nothing ? quick : slow).push(`${name}: ${text.slice(first.start, first.end)}`);
        },
      }).visit(program);
    }
    expect(slow).toEqual([]);
    expect(quick.length).toBeGreaterThan(300);
  });

  test('tells errors apart whatever their classes are called in it', { timeout }, async () => {
    const gateway = await startGateway({ LEADGRAPH_DATA: await seededData() });
    const createLeads = `mutation ($inputs: [CreateLeadInput!]!) {
      createLeads(inputs: $inputs, onMatch: FAIL) {
        ... on CreateLeadsPayload { items { error { __typename } } }
      }
    }`;
    const ada = { type: 'PERSON', name: { full: 'Ada' }, email: 'ada@bundle.example.com' };
    const inputs = [{ ...ada, email: 'bad' }, ada, ada];
    const [invalid, conflict] = [{ __typename: 'InvalidInputError' }, { __typename: 'IdentityConflictError' }];
    // The second time it is compiled.
    for (const first of [null, conflict]) {
      const { data, errors } = await send(gateway.url, gateway.key, createLeads, { inputs });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ createLeads: { items: [invalid, first, conflict].map((error) => ({ error })) } });
    }
    await gateway.kill('SIGTERM');
  });
});
