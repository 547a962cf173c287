import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, inject, test } from 'vitest';

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
});
