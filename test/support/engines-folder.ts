import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that the engines of all workers keep their data in; gone after the run. */
    engines: string;
  }
}

export function setup(project: TestProject): () => void {
  const engines = mkdtempSync(join(tmpdir(), 'leadgraph-test-'));
  project.provide('engines', engines);
  return () => rmSync(engines, { recursive: true, force: true });
}
