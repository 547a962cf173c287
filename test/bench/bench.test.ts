import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { operations } from './operations.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
let home = '';

/** The gateway and the benchmark as they are built, in a folder of their own. */
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'lg-'));
  cpSync(inject('installed'), home, { recursive: true });
  const compiler = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
  const config = join(project, 'test/bench/tsconfig.json');
  const args = ['-p', config, '--noCheck', '--outDir', join(home, 'dist', 'bench')];
  execFileSync(process.execPath, [compiler, ...args], { cwd: project });
}, 300_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('every server of the benchmark gives the same answers by the same commands, and is measured', () => {
  const main = join(home, 'dist', 'bench', 'test', 'bench', 'main.js');
  const run = spawnSync(process.execPath, [main, '--smoke'], { encoding: 'utf8', timeout: 280_000 });
  expect(run.stderr).toContain('All answers and commands are equal');
  expect(run.status).toBe(0);
  const [, requests = ''] = run.stdout.split('### Requests a second');
  for (const { title, servers } of operations) {
    const row = requests.split('\n').find((line) => line.startsWith(`| ${title} |`)) ?? '';
    expect(row.match(/\| \d+ /g), title).toHaveLength(servers === 'all' ? 4 : 2);
  }
  expect(run.stdout).toContain('import of 50 rows');
}, 300_000);
