import { LeadgraphError } from './errors.ts';

/** What went over which limit, for programs. */
export interface Excess {
  limit: string;
  max: number;
  /** How much there was; where counting stopped early, the first number that was too much. */
  found: number;
}

/** A request asks for more than one request may. Nothing was done unless the message says so. */
export class QueryTooComplexError extends LeadgraphError {
  override readonly name = 'QueryTooComplexError';
  readonly code = 'QUERY_TOO_COMPLEX';
  readonly excess: Excess;

  constructor(message: string, excess: Excess) {
    super(message);
    this.excess = excess;
  }

  /** An answer that was made and is not sent. `wrote`: the request may have written, and that stands. */
  static answer(found: number, max: number, wrote: boolean): QueryTooComplexError {
    const done = wrote ? '; what the request wrote stays written' : '';
    const advice = 'ask for fewer rows or fields';
    return new QueryTooComplexError(
      `The answer is larger than ${Math.round(max / 1024)} KB${done}: ${advice}${wrote ? ' of it' : ''}`,
      { limit: 'responseBytes', max, found },
    );
  }
}

/** A request was not answered in its time. */
export class TimeoutError extends LeadgraphError {
  override readonly name = 'TimeoutError';
  readonly code = 'TIMEOUT';

  /** @param wrote whether the request may have written: what was sent to the database may have been done */
  constructor(wrote: boolean, options?: ErrorOptions) {
    super(
      wrote
        ? 'The request took too long, and what it writes may have been written: read it back, or send the request again with the same idempotency key'
        : 'The request took too long and was stopped, ask for fewer rows or a narrower filter',
      options,
    );
  }
}

/** Nobody waits for the answer any more. */
export class ClientGoneError extends LeadgraphError {
  override readonly name = 'ClientGoneError';
  readonly code = 'BAD_REQUEST';

  constructor() {
    super('The client closed the connection before it had the answer');
  }
}
