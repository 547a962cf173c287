import { errorCodes, LeadgraphError } from '../shared/errors.ts';

/** The key belongs to another request. Nothing was done. */
export class IdempotencyKeyReusedError extends LeadgraphError {
  override readonly name = 'IdempotencyKeyReusedError';
  readonly code = 'IDEMPOTENCY_KEY_REUSED';

  constructor() {
    super(errorCodes.IDEMPOTENCY_KEY_REUSED);
  }
}

/** The first request with the key has not been answered yet. Nothing was done. */
export class IdempotencyKeyInUseError extends LeadgraphError {
  override readonly name = 'IdempotencyKeyInUseError';
  readonly code = 'IDEMPOTENCY_KEY_IN_USE';
  override readonly retryAfterSeconds = 1;

  constructor() {
    super(errorCodes.IDEMPOTENCY_KEY_IN_USE);
  }
}
