import { LeadgraphError } from '../shared/errors.ts';

/** Too many requests, or too many wrong keys, from one key or address. Nothing was done. */
export class RateLimitedError extends LeadgraphError {
  override readonly name = 'RateLimitedError';
  readonly code = 'RATE_LIMITED';
  override readonly retryAfterSeconds: number;

  constructor(what: string, waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    super(`Too many ${what}; send it again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`);
    this.retryAfterSeconds = seconds;
  }
}

/** The keys by which tokens are checked cannot be had now: no token is known to be good or bad. */
export class LoginUnavailableError extends LeadgraphError {
  override readonly name = 'LoginUnavailableError';
  readonly code = 'LOGIN_UNAVAILABLE';
  override readonly retryAfterSeconds = 5;

  constructor(options?: ErrorOptions) {
    super('Tokens cannot be checked now, try again later', options);
  }
}
