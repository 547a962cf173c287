import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Processes that have been started and not ended, and folders that have been made and not removed. */
const processes = new Set<ChildProcess>();
const folders = new Set<string>();

/** Sees to it that nothing is left, however this process ends. */
export function leaveNothing(): void {
  process.once('exit', () => {
    for (const child of processes) child.kill('SIGKILL');
    for (const folder of folders) remove(folder);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

/** Ends with this process, unless it ends before. */
export function track(child: ChildProcess): void {
  processes.add(child);
  child.once('exit', () => processes.delete(child));
}

/** A new folder; short, for the sockets in it. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lg-bench-'));
  folders.add(folder);
  return folder;
}

/** What was ended a moment ago may still be writing, so this tries again. */
export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  folders.delete(folder);
}
