import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the gateway and its command line as they are installed: built once, for all files to copy or run. */
    installed: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export function setup(project: TestProject): () => void {
  const installed = mkdtempSync(join(tmpdir(), 'leadgraph-installed-'));
  for (const shared of ['node_modules', 'schema']) symlinkSync(join(root, shared), join(installed, shared));
  copyFileSync(join(root, 'package.json'), join(installed, 'package.json'));
  execFileSync(process.execPath, ['--import', 'tsx', join(root, 'build.ts'), join(installed, 'dist')], { cwd: root });
  project.provide('installed', installed);
  return () => rmSync(installed, { recursive: true, force: true });
}
