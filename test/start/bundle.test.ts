import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

const dist = new URL('../../dist/', import.meta.url);

/** The code of the gateway and of all that it brings along, as it is installed. */
function bundled(): string[] {
  const names = readdirSync(fileURLToPath(dist), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.js') && !name.startsWith('bench'));
}

describe('the bundle', () => {
  test('makes no object by V8’s slow way: one that begins with the spread of another', () => {
    const quick: string[] = [];
    const slow: string[] = [];
    for (const name of bundled()) {
      const text = readFileSync(new URL(name, dist), 'utf8');
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
