import type { Parameters, RunDetails } from 'fast-check';
import { isLong, seed } from '../chaos/form.ts';

/** How much is tried: the long form is what `npm run test:fuzz` asks for. */
export const sizes = isLong ? { requests: 15_000, operations: 10_000 } : { requests: 600, operations: 400 };

/** How long a suite may take (ms). One that needs longer fails, rather than having tried less than it says. */
export const timeLimit = isLong ? 1_200_000 : 90_000;

/** One line of figures among what the test runner prints. */
export function note(line: string): void {
  process.stdout.write(`[fuzz] ${line}\n`);
}

/** The seed and the bounds of a property. What fails first is reported as it is: the database has moved on. */
export function runsOf<T>(numRuns: number): Parameters<T> {
  note(`LEADGRAPH_TEST_SEED=${seed}${isLong ? ' LEADGRAPH_TEST_LONG=1' : ''} repeats this run`);
  return {
    seed,
    numRuns,
    endOnFailure: true,
    interruptAfterTimeLimit: timeLimit - 10_000,
    markInterruptAsFailure: true,
    reporter: failWithReason,
  };
}

/** What was tried is in the error: printed as fast-check does, hundreds of requests would hide it. */
function failWithReason<T>({ failed, errorInstance, numRuns, interrupted }: RunDetails<T>): void {
  if (!failed) return;
  const reason = errorInstance instanceof Error ? errorInstance.message : `interrupted: ${interrupted}`;
  throw new Error(`Run ${numRuns} of LEADGRAPH_TEST_SEED=${seed}: ${reason}`, { cause: errorInstance });
}
