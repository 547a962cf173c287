import type { Visit } from '../access/access.ts';
import type { Exchange } from '../shared/exchange.ts';
import type { Viewer } from '../workspace/workspace.ts';

/** Who came in with a request, as far as it is known. */
interface Entry {
  visit: Visit | null;
  viewer: Viewer | null;
}

/** What the pipeline is given of a request beside it. */
export interface ServerContext {
  exchange: Exchange;
  entry: Entry;
}

export function createServerContext(exchange: Exchange): ServerContext {
  return { exchange, entry: { visit: null, viewer: null } };
}
