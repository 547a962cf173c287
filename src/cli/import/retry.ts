import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import { GatewayError } from '../client.ts';

/** How often and how long to wait for a gateway that is away or busy. */
export interface RetryPolicy {
  /** How often a request is sent again before the import stops. */
  retries: number;
  /** Ends a wait at once. */
  signal: AbortSignal;
  /** Hears of each wait. */
  onWait: (wait: { attempt: number; ms: number; error: GatewayError }) => void;
  sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  random?: () => number;
}

const firstWaitMs = 500;
const longestWaitMs = 30_000;

const passing = new Set(['UNREACHABLE', 'DATABASE_UNAVAILABLE', 'RATE_LIMITED', 'TIMEOUT', 'IDEMPOTENCY_KEY_IN_USE']);

/** Whether the same request may succeed later. */
function isPassing(error: unknown): error is GatewayError {
  return error instanceof GatewayError && (passing.has(error.code) || error.status === 429 || error.status === 503);
}

/**
 * Does something, again after a wait while the gateway is away or busy: 0.5 s, 1 s, 2 s … up to 30 s, shortened by up
 * to half at random so that many clients do not come back at once, or what the gateway asks for.
 */
export async function withRetry<T>(work: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  const { retries, signal, onWait, random = Math.random, sleep = (ms) => delay(ms, undefined, { signal }) } = policy;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || attempt > retries) throw error;
      const backOff = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (1 - random() / 2);
      const ms = Math.max(backOff, Math.min(error.retryAfterMs ?? 0, 10 * longestWaitMs));
      onWait({ attempt, ms, error });
      await sleep(ms, signal).catch(() => {
        throw new CliError('INTERRUPTED', 'Interrupted', { exitCode: 130 });
      });
    }
  }
}
