import { constants } from 'node:os';

/** A Ctrl-C reaches a process from the terminal and again from npm: what comes this close (ms) is one signal. */
const oneSignalMs = 500;

/** Aborted, its reason being the signal, by the first SIGINT or SIGTERM from now on; a second ends the process. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let requestedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        requestedAt = performance.now();
        stop.abort(signal);
      } else if (performance.now() - requestedAt > oneSignalMs) {
        process.exit(128 + constants.signals[signal]);
      }
    });
  }
  return stop.signal;
}
