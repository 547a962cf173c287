import { setTimeout } from 'node:timers/promises';
import type { Logger } from '../shared/logger.ts';
import type { KeyStore } from './key.store.ts';

const flushEveryMs = 60 * 1000;
const longestStopMs = 2_000;

export type KeyUsage = ReturnType<typeof createKeyUsage>;

/**
 * When keys were last used, kept in memory and written down once a minute: no request writes, and a crash loses a
 * minute at most.
 */
export function createKeyUsage(keys: KeyStore, logger: Logger) {
  /** Holds keys that exist only, each once. */
  let uses = new Map<string, Date>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const taken = uses;
    uses = new Map();
    try {
      await keys.markUsed(taken);
    } catch (error) {
      logger.warn({ err: error }, 'When keys were last used could not be written down; it will be tried again');
      uses = new Map([...taken, ...uses]);
    }
  }

  return {
    note(keyId: string, at: Date): void {
      uses.set(keyId, at);
    },

    /** Writes down what was noted; what cannot be written stays noted. */
    flush(): Promise<void> {
      writing = writing.then(write);
      return writing;
    },

    start(): void {
      timer ??= setInterval(() => void this.flush(), flushEveryMs).unref();
    },

    /** Writes down the last of it, unless the database takes too long: it is no reason to be late. */
    async stop(): Promise<void> {
      clearInterval(timer);
      timer = undefined;
      await Promise.race([this.flush(), setTimeout(longestStopMs, undefined, { ref: false })]);
    },
  };
}
