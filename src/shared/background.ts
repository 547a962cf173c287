import { setImmediate } from 'node:timers/promises';

/** Work that any gateway may take up, one gateway at a time. */
interface BackgroundWork<T> {
  /** How often a gateway asks whether there is something to do (ms). */
  pollMs: number;
  /** Takes up work that nobody is doing; null where there is none. */
  claim(): Promise<T | null>;
  /** Goes a part of the way. Answers whether there is more, and this gateway is still the one to do it. */
  goOn(work: T): Promise<boolean>;
  /** Leaves the rest to another gateway, or to this one after its next start. */
  release(work: T): Promise<void>;
  /** Hears what stopped the work, which is taken up again later. */
  onError(error: unknown): void;
}

/** Does work of the background, one after the other, until it is stopped. */
export function createBackground<T>({ pollMs, claim, goOn, release, onError }: BackgroundWork<T>) {
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let working: Promise<void> | undefined;

  async function workOff(): Promise<void> {
    for (let work = await next(); work !== null; work = await next()) {
      while (await goOn(work)) {
        if (stopping) return release(work);
        await setImmediate();
      }
    }
  }

  async function next(): Promise<T | null> {
    return stopping ? null : claim();
  }

  /** Does all that is due. */
  function runDue(): Promise<void> {
    working ??= workOff().finally(() => {
      working = undefined;
    });
    return working;
  }

  return {
    runDue,

    /** Looks for work from now on, without keeping the process alive. */
    start(): void {
      const look = () => void runDue().catch(onError);
      timer = setInterval(look, pollMs).unref();
      look();
    },

    /** Ends after the part at hand. */
    async stop(): Promise<void> {
      stopping = true;
      clearInterval(timer);
      await working?.catch(() => {});
    },
  };
}
