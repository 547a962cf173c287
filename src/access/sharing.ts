import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { Limiter } from './limiter.ts';
import type { SharedCountStore } from './shared-counts.store.ts';

const tellEveryMs = 1000;

interface Deps {
  limiters: Readonly<Record<string, Limiter | null>>;
  counts: SharedCountStore;
  clock: Clock;
  logger: Logger;
}

/**
 * Lets several gateways count together. Each counts by itself and tells the others once a second what it has counted,
 * so that no request waits for the database, two commands a second are all it costs, and a database that is away leaves
 * each gateway with its own count. In that second, n gateways together may let through more than the limit: at most what
 * each of them alone would.
 */
export function createSharing({ limiters, counts, clock, logger }: Deps) {
  let timer: NodeJS.Timeout | undefined;
  let telling: Promise<void> | undefined;

  async function tellOthers(): Promise<void> {
    const added = new Map<string, number>();
    const owners = new Map<string, { limiter: Limiter; client: string }>();
    for (const [name, limiter] of Object.entries(limiters)) {
      for (const [client, count] of limiter?.takeUntold() ?? []) {
        added.set(`${name}:${client}`, count);
        if (limiter !== null) owners.set(`${name}:${client}`, { limiter, client });
      }
    }
    try {
      for (const [id, count] of await counts.add(added, clock())) {
        const owner = owners.get(id);
        owner?.limiter.adopt(owner.client, count);
      }
      await counts.sweep(clock());
    } catch (error) {
      // What was not told is forgotten by the others alone: here it stays counted.
      logger.warn({ err: error }, 'The counts of the rate limits could not be shared');
    }
  }

  return {
    /** Tells and hears of all that was counted so far. */
    exchange(): Promise<void> {
      // One at a time: a database that is slow must not gather them.
      telling ??= tellOthers().finally(() => {
        telling = undefined;
      });
      return telling;
    },

    start(): void {
      timer ??= setInterval(() => void this.exchange(), tellEveryMs).unref();
    },

    async stop(): Promise<void> {
      clearInterval(timer);
      timer = undefined;
      await telling;
    },
  };
}
