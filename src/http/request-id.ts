import { randomUUID } from 'node:crypto';

/** Long enough for the ids of the usual proxies and tracers, and nothing in it that a log or a header could trip over. */
const acceptable = /^[\w.:-]{1,100}$/;

/** The id of a request: the one that it came with, where that is harmless, or a new one. */
export function requestIdOf(given: string | null | undefined): string {
  return given != null && acceptable.test(given) ? given : randomUUID();
}
