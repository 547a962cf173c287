import { type Logger, pino } from 'pino';

export type { Logger };

/** Writes JSON lines to stderr, so that stdout is free for what a command answers. */
export function createLogger(level: string): Logger {
  return pino({ level }, pino.destination({ fd: 2, sync: true }));
}
