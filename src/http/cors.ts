const exposed = [
  'idempotent-replayed',
  'ratelimit',
  'ratelimit-limit',
  'ratelimit-policy',
  'ratelimit-remaining',
  'ratelimit-reset',
  'retry-after',
  'x-request-id',
].join(', ');
const allowedHeaders = 'authorization, content-type, idempotency-key, leadgraph-cost, x-request-id';
const maxAgeSeconds = '600';

/**
 * What browsers may do from pages of other origins: read answers where the origin is on the list, with a key that the
 * page itself sends. There are no cookies, so credentials are never allowed.
 */
export function createCors(origins: readonly string[]) {
  const listed = new Set(origins);
  const anybody = listed.has('*');

  /** The headers of every answer. */
  function headersFor(origin: string | null | undefined): Record<string, string> {
    if (listed.size === 0) return {};
    if (anybody) return { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed };
    const vary = { vary: 'Origin' };
    if (origin == null || !listed.has(origin)) return vary;
    return { ...vary, 'access-control-allow-origin': origin, 'access-control-expose-headers': exposed };
  }

  return {
    headersFor,
    /** What a preflight is told beside them: nothing, unless its origin is on the list. */
    preflightHeadersFor(origin: string | null | undefined, methods: string): Record<string, string> {
      if (!('access-control-allow-origin' in headersFor(origin))) return {};
      return {
        'access-control-allow-methods': methods,
        'access-control-allow-headers': allowedHeaders,
        'access-control-max-age': maxAgeSeconds,
      };
    },
  };
}
