import { performance } from 'node:perf_hooks';
import type { RequestDeadline } from './deadline.ts';

/** How many are at work at least: while one waits for the database, another has something to do. */
const least = 2;

/** After so long (ms) one no longer counts: whatever it waits for, it is not the processor. */
const countedMs = 250;

/** How often (ms) it is asked, while some wait, whether the processor has time for more. */
const lookEveryMs = 10;

/** The share of its time that the processor is to be busy. */
const aim = 0.9;

/**
 * Has work done in turns: two at a time, and as many more as the event loop finds time for. What has begun holds what it
 * has read until it ends, so many at once are done no sooner, and what they hold outlives the collections of V8's young
 * generation. Nobody waits where little is asked for, nor for long where the database is the slower one.
 * @param busy the share of the time since its last call in which the event loop was at work
 */
export function createTurns(busy: () => number = eventLoopShare()) {
  const waiting: (() => void)[] = [];
  let atWork = 0;
  let watch: NodeJS.Timeout | undefined;

  function letIn(): void {
    atWork += 1;
    waiting.shift()?.();
  }

  function look(): void {
    const more = Math.floor(atWork * (aim / busy() - 1));
    for (let room = Math.min(more, waiting.length); room > 0; room -= 1) letIn();
    if (waiting.length > 0) return;
    clearInterval(watch);
    watch = undefined;
  }

  function leave(): void {
    atWork -= 1;
    if (atWork < least && waiting.length > 0) letIn();
  }

  /** @returns what ends the turn; to be called once */
  async function take(): Promise<() => void> {
    if (atWork < least) atWork += 1;
    else {
      if (watch === undefined) {
        busy();
        watch = setInterval(look, lookEveryMs);
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    let counts = true;
    const stopCounting = () => {
      if (counts) leave();
      counts = false;
    };
    const timer = setTimeout(stopCounting, countedMs);
    return () => {
      clearTimeout(timer);
      stopCounting();
    };
  }

  return {
    /**
     * Does `work` when it is its turn, in the order of the calls, or not at all where its time is over by then.
     * @throws TimeoutError, ClientGoneError
     */
    async run<T>(deadline: Pick<RequestDeadline, 'run'>, work: () => Promise<T>): Promise<T> {
      const taken = take();
      try {
        await deadline.run(() => taken, { writes: false });
        return await work();
      } finally {
        void taken.then((end) => end());
      }
    },
  };
}

function eventLoopShare(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
