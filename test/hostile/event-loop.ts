import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the event loop stood still while `work` ran, in milliseconds. */
async function longestStandstill(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  // Once round before and after, so that the work itself is between two turns of the loop.
  await new Promise((resolve) => setTimeout(resolve, 10));
  delay.reset();
  await work();
  await new Promise((resolve) => setTimeout(resolve, 10));
  delay.disable();
  return delay.max / 1e6;
}

/** The least of several tries, since what else the machine does is not the work's. Stops at the first below `enough`. */
export async function standstillOf(work: () => Promise<unknown>, enough: number, tries = 5): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < tries && least >= enough; attempt += 1) {
    least = Math.min(least, await longestStandstill(work));
  }
  return least;
}
