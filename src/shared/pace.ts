import { setImmediate } from 'node:timers/promises';

/** How long one request may keep all others waiting in one go (ms). */
const sliceMs = 20;

/** Long work calls it between its steps: it lets others have their turn when a slice of time is over. */
export type Pace = () => Promise<void>;

export function createPace(): Pace {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await setImmediate();
    since = performance.now();
  };
}
