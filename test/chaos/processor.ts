import { readFileSync } from 'node:fs';

/**
 * Begins to measure what a process does for this one.
 * @returns tells the time since then (ms), without that in which the main thread of one of them was ready to run and the
 *   processors were busy with others: what a busy machine adds is not the program's. All of it where no system tells.
 */
export function startClock(pid?: number): () => number {
  const from = performance.now();
  const own = waitedForProcessor(process.pid);
  const before = pid === undefined ? 0 : waitedForProcessor(pid);
  return () => {
    const waits = [waitedForProcessor(process.pid) - own, pid === undefined ? 0 : waitedForProcessor(pid) - before];
    return performance.now() - from - Math.max(...waits, 0);
  };
}

/** How long the main thread of a process has been ready to run and was not let (ms). */
export function waitedForProcessor(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
