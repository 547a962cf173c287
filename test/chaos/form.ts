/** The long form of the chaos tests, which `npm run test:chaos` asks for; `npm test` runs the short one. */
export const isLong = process.env.LEADGRAPH_TEST_LONG === '1';

/** What this run's choices are drawn from. It is printed, and LEADGRAPH_TEST_SEED repeats the choices of a run. */
export const seed = Number(process.env.LEADGRAPH_TEST_SEED ?? Date.now() % 2 ** 31);

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
export function createRandom(from: number): () => number {
  let state = from | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One line of figures among what the test runner prints. */
export function note(line: string): void {
  process.stdout.write(`[chaos] ${line}\n`);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
