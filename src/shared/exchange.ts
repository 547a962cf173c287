import type { Logger } from './logger.ts';

/** One request on its way through a door, and what its line in the log will say. */
export interface Exchange {
  /** What a client can quote: the `X-Request-Id` of its answer. */
  readonly requestId: string;
  /** The address at the other end of the connection. */
  readonly peer: string | undefined;
  /** Every line that it writes carries the id. */
  readonly logger: Logger;
  /** The path, with the names of parameters for their values: `/api/leads/{id}`. Null for a path that is none of ours. */
  route: string | null;
  /** The kind of a GraphQL operation, and its name where it has one: `query Leads`. */
  operation: string | null;
  workspaceId: string | null;
  keyId: string | null;
  /** The nonce of the scripts that the answer's page may run; null where it may run none. */
  scriptNonce: string | null;
}

export function createExchange(requestId: string, peer: string | undefined, logger: Logger): Exchange {
  return new LoggedExchange(requestId, peer, logger);
}

class LoggedExchange implements Exchange {
  readonly requestId: string;
  readonly peer: string | undefined;
  route: string | null = null;
  operation: string | null = null;
  workspaceId: string | null = null;
  keyId: string | null = null;
  scriptNonce: string | null = null;
  readonly #parent: Logger;
  #logger: Logger | undefined;

  constructor(requestId: string, peer: string | undefined, parent: Logger) {
    this.requestId = requestId;
    this.peer = peer;
    this.#parent = parent;
  }

  // Most requests write nothing.
  get logger(): Logger {
    this.#logger ??= this.#parent.child({ requestId: this.requestId });
    return this.#logger;
  }
}

/** Notes whose key a request came with. Users are not noted: their ids often are email addresses. */
export function noteViewer(
  exchange: Exchange,
  { workspaceId, actor }: { workspaceId: string; actor: { kind: 'key' | 'user'; id: string } },
): void {
  exchange.workspaceId = workspaceId;
  exchange.keyId = actor.kind === 'key' ? actor.id : null;
}
