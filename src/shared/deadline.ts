import { ClientGoneError, TimeoutError } from './limit.errors.ts';

/** Tells when a client goes away: an AbortSignal, or as much of one. */
export interface ClientSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The time that one request has. Its stores carry it to the database. */
export interface Deadline {
  /** Aborts when the time is over, and reads end. */
  readonly signal: AbortSignal;
  /** Why nothing may be begun any more; null while it may. */
  over(): Error | null;
  remainingMs(): number;
}

export interface RequestDeadline extends Deadline {
  /**
   * The answer of `work`, if it comes in time. After the deadline, work ends at its next command. A client that goes away
   * ends what only reads; what writes goes on, so that its steps are not left half done.
   * @throws TimeoutError, ClientGoneError
   */
  run<T>(work: () => T | Promise<T>, options: { writes: boolean }): Promise<T>;
}

/** The part of an AbortSignal that the driver uses: one of Node's takes longer than the rest of a deadline. */
class Ending {
  reason: Error | undefined;
  readonly #listeners = new Set<(this: unknown) => void>();

  constructor(reason: Error | null) {
    this.reason = reason ?? undefined;
  }

  get aborted(): boolean {
    return this.reason !== undefined;
  }

  throwIfAborted(): void {
    if (this.reason !== undefined) throw this.reason;
  }

  addEventListener(_type: 'abort', listener: (this: unknown) => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: (this: unknown) => void): void {
    this.#listeners.delete(listener);
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.reason = reason;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener.call(this);
  }
}

/** @param client aborts when the client goes away */
export function createDeadline(ms: number, client: ClientSignal): RequestDeadline {
  return new ClientDeadline(ms, client);
}

/** The deadline of what several wait for: it is over when it is for all of them. */
export function lastOf(deadlines: readonly Deadline[]): Deadline {
  return new LastDeadline(deadlines);
}

class LastDeadline implements Deadline {
  readonly #deadlines: readonly Deadline[];
  readonly #signal: Ending;

  constructor(deadlines: readonly Deadline[]) {
    this.#deadlines = deadlines;
    this.#signal = new Ending(this.over());
    const look = () => {
      const reason = this.over();
      if (reason !== null) this.#signal.abort(reason);
    };
    for (const { signal } of deadlines) signal.addEventListener('abort', look);
  }

  get signal(): AbortSignal {
    return this.#signal as unknown as AbortSignal;
  }

  over(): Error | null {
    let reason: Error | null = null;
    for (const deadline of this.#deadlines) {
      reason = deadline.over();
      if (reason === null) return null;
    }
    return reason;
  }

  remainingMs(): number {
    return Math.max(...this.#deadlines.map((deadline) => deadline.remainingMs()));
  }
}

class ClientDeadline implements RequestDeadline {
  readonly #client: ClientSignal;
  readonly #endsAt: number;
  #ended: TimeoutError | ClientGoneError | null = null;
  #signal: Ending | undefined;

  constructor(ms: number, client: ClientSignal) {
    this.#client = client;
    this.#endsAt = performance.now() + ms;
  }

  // Made on demand: writes, and answers that need no database, do not use it.
  get signal(): AbortSignal {
    this.#signal ??= new Ending(this.#ended);
    return this.#signal as unknown as AbortSignal;
  }

  over(): Error | null {
    return this.#ended;
  }

  remainingMs(): number {
    return Math.max(1, Math.ceil(this.#endsAt - performance.now()));
  }

  run<T>(work: () => T | Promise<T>, { writes }: { writes: boolean }): Promise<T> {
    const client = this.#client;
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        if (!writes) client.removeEventListener('abort', leave);
      };
      const stop = (reason: TimeoutError | ClientGoneError) => {
        this.#ended = reason;
        settle();
        this.#signal?.abort(reason);
        reject(reason);
      };
      const leave = () => stop(new ClientGoneError());
      const timer = setTimeout(() => stop(new TimeoutError(writes)), this.remainingMs());
      if (!writes) client.addEventListener('abort', leave, { once: true });
      if (!writes && client.aborted) leave();
      else {
        startWork(work).then(
          (answer) => {
            settle();
            resolve(answer);
          },
          (error: unknown) => {
            settle();
            reject(error);
          },
        );
      }
    });
  }
}

async function startWork<T>(work: () => T | Promise<T>): Promise<T> {
  return work();
}
