import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const windowSeconds = 60;
const maxCounted = 50_000;

/** How a client stands against a limit. */
export interface Standing {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Until the count begins anew. */
  resetMs: number;
}

/** A count that several gateways share: what one of them says it is, and how long it counts (ms). */
export interface SharedCount {
  count: number;
  endsInMs: number;
}

export type Limiter = ReturnType<typeof createLimiter>;

/**
 * Counts what clients do in a minute that begins with the first of it.
 *
 * The counting library keeps a count and a timer for each client, without a bound: here the least recently seen of more
 * than 50,000 is forgotten, so that a flood from many addresses costs some 30 MB at most.
 */
export function createLimiter(points: number, max = maxCounted) {
  const counts = new RateLimiterMemory({ points, duration: windowSeconds, keyPrefix: '' });
  const seen = new LRUCache<string, true>({ max, dispose: (_value, client) => void counts.delete(client) });
  /** What was counted here since the others were last told. */
  let untold = new Map<string, number>();

  const toStanding = (result: RateLimiterRes, allowed: boolean): Standing => ({
    allowed,
    limit: points,
    remaining: Math.max(0, points - result.consumedPoints),
    resetMs: Math.max(0, result.msBeforeNext),
  });

  return {
    /** Counts one more, if there is room for it. */
    async take(client: string): Promise<Standing> {
      seen.set(client, true);
      try {
        const standing = toStanding(await counts.consume(client), true);
        if (untold.size < max) untold.set(client, (untold.get(client) ?? 0) + 1);
        return standing;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return toStanding(refusal, false);
        throw refusal;
      }
    },

    /** How a client stands, without counting. `allowed` says whether there is room for one more. */
    async look(client: string): Promise<Standing> {
      const result = await counts.get(client);
      if (result === null || result.msBeforeNext <= 0) {
        return { allowed: true, limit: points, remaining: points, resetMs: 0 };
      }
      return toStanding(result, result.consumedPoints < points);
    },

    /** What was counted since this was last asked, to be told to the others. */
    takeUntold(): ReadonlyMap<string, number> {
      const told = untold;
      untold = new Map();
      return told;
    },

    /** Takes over what all gateways together have counted; what was counted here meanwhile comes on top. */
    async adopt(client: string, { count, endsInMs }: SharedCount): Promise<void> {
      if (endsInMs <= 0 || !seen.has(client)) return;
      await counts.set(client, count + (untold.get(client) ?? 0), endsInMs / 1000);
    },
  };
}
