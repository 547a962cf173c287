import { type DestinationStream, type Logger, pino } from 'pino';
import { toLoggable } from './loggable-error.ts';

export type { Logger };

/** Writes JSON lines to stderr, so that stdout is free for what a command answers. */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  return pino({ level, serializers: { err: toLoggable } }, destination);
}
