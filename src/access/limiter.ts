import { keptLast } from '../shared/kept.ts';

/** A limit is so many requests in this time. */
export const windowMs = 60_000;
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

/** What was let through since a client's minute began, and when that ends (ms since 1970). */
interface Count {
  count: number;
  endsAt: number;
}

/**
 * Counts what clients do in a minute that begins with the first of it. The least recently seen of more than 50,000 is
 * forgotten, so that a flood from many addresses takes a bounded memory.
 */
export function createLimiter(points: number, max = maxCounted) {
  const counts = keptLast<Count>(max);
  /** What was counted here since the others were last told. */
  let untold = new Map<string, number>();

  const toStanding = ({ count, endsAt }: Count, now: number, allowed: boolean): Standing => ({
    allowed,
    limit: points,
    remaining: Math.max(0, points - count),
    resetMs: Math.max(0, endsAt - now),
  });

  return {
    /** Counts one more, if there is room for it. */
    take(client: string): Standing {
      const now = Date.now();
      let own = counts.get(client);
      if (own === undefined) {
        own = { count: 0, endsAt: now + windowMs };
        counts.set(client, own);
      } else if (own.endsAt <= now) {
        own.count = 0;
        own.endsAt = now + windowMs;
      }
      if (own.count >= points) return toStanding(own, now, false);
      own.count += 1;
      if (untold.size < max) untold.set(client, (untold.get(client) ?? 0) + 1);
      return toStanding(own, now, true);
    },

    /** How a client stands, without counting. `allowed` says whether there is room for one more. */
    look(client: string): Standing {
      const now = Date.now();
      const own = counts.peek(client);
      if (own === undefined || own.endsAt <= now)
        return { allowed: true, limit: points, remaining: points, resetMs: 0 };
      return toStanding(own, now, own.count < points);
    },

    /** What was counted since this was last asked, to be told to the others. */
    takeUntold(): ReadonlyMap<string, number> {
      const told = untold;
      untold = new Map();
      return told;
    },

    /** Takes over what all gateways together have counted; what was counted here meanwhile comes on top. */
    adopt(client: string, { count, endsInMs }: SharedCount): void {
      const own = counts.peek(client);
      if (endsInMs <= 0 || own === undefined) return;
      own.count = count + (untold.get(client) ?? 0);
      own.endsAt = Date.now() + endsInMs;
    },
  };
}
