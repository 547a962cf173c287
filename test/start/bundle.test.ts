import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { timeout } from './processes.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lg-bundle-'));
  execFileSync(process.execPath, ['--import', 'tsx', join(project, 'build.ts'), folder], { cwd: project });
}, timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the bundle', () => {
  test('makes no object by V8’s slow way: one that begins with the spread of another', () => {
    const quick: string[] = [];
    const slow: string[] = [];
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
