import { setMaxListeners } from 'node:events';
import { ClientGoneError, TimeoutError } from './limit.errors.ts';

/** The time that one request has. Its stores carry it to the database. */
export interface Deadline {
  /** Aborts when the time is over, and reads end. */
  signal: AbortSignal;
  remainingMs(): number;
}

export interface RequestDeadline extends Deadline {
  /**
   * What `work` answers in its time. Whatever it still does behind the deadline ends at its next command. A client that
   * goes away ends what only reads; what writes goes on, so that its steps are not left half done.
   * @throws TimeoutError, ClientGoneError
   */
  run<T>(work: () => T | Promise<T>, options: { writes: boolean }): Promise<T>;
}

/** @param client aborts when the client goes away */
export function createDeadline(ms: number, client: AbortSignal): RequestDeadline {
  const controller = new AbortController();
  // Each command that is under way listens, and Node would warn of more than ten.
  setMaxListeners(0, controller.signal);
  const endsAt = performance.now() + ms;
  const remainingMs = () => Math.max(1, Math.ceil(endsAt - performance.now()));
  return {
    signal: controller.signal,
    remainingMs,
    async run(work, { writes }) {
      let timer: NodeJS.Timeout | undefined;
      let leave = () => {};
      const over = new Promise<never>((_resolve, reject) => {
        const stop = (reason: TimeoutError | ClientGoneError) => {
          controller.abort(reason);
          reject(reason);
        };
        timer = setTimeout(() => stop(new TimeoutError(writes)), remainingMs());
        leave = () => stop(new ClientGoneError());
      });
      if (!writes) client.addEventListener('abort', leave, { once: true });
      try {
        if (client.aborted && !writes) throw new ClientGoneError();
        return await Promise.race([work(), over]);
      } finally {
        clearTimeout(timer);
        client.removeEventListener('abort', leave);
      }
    },
  };
}
