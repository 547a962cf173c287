import { CampaignNotDraftError, ProspectConflictError } from '../campaign/campaign.errors.ts';
import type { IdentityKey } from '../lead/identity/identity.ts';
import { IdentityConflictError, VersionConflictError } from '../lead/lead.errors.ts';
import { isTimeExceeded, isUnavailable } from '../mongo/unavailable.ts';
import {
  DatabaseUnavailableError,
  type ErrorCode,
  errorCodes,
  type InputIssue,
  InvalidInputError,
  LeadgraphError,
  NotFoundError,
} from '../shared/errors.ts';
import type { Exchange } from '../shared/exchange.ts';
import { TimeoutError } from '../shared/limit.errors.ts';

/** A request that HTTP itself has a status for: an unknown path, a wrong method, a body that cannot be read. */
export class HttpError extends LeadgraphError {
  override readonly name = 'HttpError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, code: ErrorCode, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** What a program may want to know of a failure, beside its code. */
export interface FailureDetails {
  /** The rules that the request breaks. */
  issues?: InputIssue[];
  /** The identifiers that belong to other leads, and those leads. */
  keys?: IdentityKey[];
  leadIds?: string[];
  /** What was not found. */
  id?: string;
  /** How far the campaign has come. */
  status?: string;
  /** The prospect that has the email or profile already. */
  prospectId?: string;
  /** The version that the lead is at. */
  version?: number;
  /** What to quote when asking about a failure of ours. */
  requestId?: string;
}

/** Why a request has no other answer, before a dialect puts it into its words. */
export interface Failure {
  status: number;
  code: ErrorCode;
  message: string;
  headers: Record<string, string>;
  details: FailureDetails | null;
}

/** A code without a status here is the caller's fault like any other: 400. */
const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  IDENTITY_CONFLICT: 409,
  VERSION_CONFLICT: 409,
  LEAD_MERGED: 409,
  CAMPAIGN_NOT_DRAFT: 409,
  PROSPECT_CONFLICT: 409,
  IDEMPOTENCY_KEY_IN_USE: 409,
  REQUEST_TOO_LARGE: 413,
  IDEMPOTENCY_KEY_REUSED: 422,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  DATABASE_UNAVAILABLE: 503,
  LOGIN_UNAVAILABLE: 503,
  TIMEOUT: 503,
};

/** The status of a code where it comes from a service. */
export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 400;
}

/** What a client may know of an error: nothing internal. What is unknown is logged. */
export function toFailure(error: unknown, exchange: Exchange): Failure {
  if (error instanceof HttpError) {
    const { status, code, message, headers } = error;
    return { status, code, message, headers, details: null };
  }
  if (isTimeExceeded(error)) return toFailure(new TimeoutError(true), exchange);
  if (isUnavailable(error)) {
    exchange.logger.error({ err: error }, 'The database does not answer');
    return toFailure(new DatabaseUnavailableError(), exchange);
  }
  if (error instanceof LeadgraphError) return toExpectedFailure(error);
  exchange.logger.error({ err: error }, 'Unexpected error');
  const code = 'INTERNAL_SERVER_ERROR';
  return { status: 500, code, message: errorCodes[code], headers: {}, details: { requestId: exchange.requestId } };
}

/** A failure that services foresee, of a request or of one item of it. */
export function toExpectedFailure(error: LeadgraphError): Failure {
  const { code, message } = error;
  return { status: statusOf(code), code, message, headers: headersOf(error), details: detailsOf(error) };
}

function headersOf(error: LeadgraphError): Record<string, string> {
  if (error.code === 'UNAUTHENTICATED') return { 'www-authenticate': 'Bearer' };
  return error.retryAfterSeconds === null ? {} : { 'retry-after': String(error.retryAfterSeconds) };
}

function detailsOf(error: LeadgraphError): FailureDetails | null {
  if (error instanceof InvalidInputError) return { issues: error.issues.map(inRestTerms) };
  if (error instanceof NotFoundError) return { id: error.id };
  if (error instanceof CampaignNotDraftError) return { status: error.status };
  if (error instanceof ProspectConflictError) return { prospectId: error.prospect.id };
  if (error instanceof VersionConflictError) return { version: error.lead.version };
  if (error instanceof IdentityConflictError) {
    return { keys: error.keys, leadIds: error.leads.map((lead) => lead.id) };
  }
  return null;
}

/** Services name the arguments that GraphQL has: `input` is the body here, `inputs` its leads, and `after` the cursor. */
function inRestTerms({ path, message, code }: InputIssue): InputIssue {
  if (code === 'invalid_cursor') return { path: ['cursor'], message: 'Must be a cursor of this list and order', code };
  if (path[0] === 'inputs') return { path: ['leads', ...path.slice(1)], message, code };
  if (path[0] === 'idempotencyKey') return { path: ['Idempotency-Key'], message, code };
  return { path: path[0] === 'input' ? path.slice(1) : path, message, code };
}

/**
 * A broken rule as a sentence that stands alone: rules say `Must be …` or `Is no …` of the value at their path.
 * @param name what the value is called; empty for the body as a whole
 */
export function sentenceOf({ message }: InputIssue, name: string): string {
  if (!/^(Must|Is|Has) /.test(message)) return message;
  return `${name === '' ? 'The body' : name} ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
