/**
 * Every code an answer of Leadgraph can carry: in `Error.code` of a mutation's result and in `extensions.code` of a
 * top-level error. The list is closed: a new kind of failure gets a code here first.
 */
export const errorCodes = {
  INVALID_INPUT: 'An argument breaks a rule; nothing was written',
  NOT_FOUND: 'Nothing in your workspace has this id',
  IDENTITY_CONFLICT: 'The identifiers belong to another lead, or to several',
  VERSION_CONFLICT: 'What you would change is no longer at the version you expected',
  LEAD_MERGED: 'The lead has been merged into another one, and this is for leads that have not',
  CAMPAIGN_NOT_DRAFT: 'The campaign has left its draft, so its prospects are locked',
  PROSPECT_CONFLICT: 'Another prospect of the campaign has this email or LinkedIn profile',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key was sent before with another request',
  IDEMPOTENCY_KEY_IN_USE: 'The first request with this idempotency key is still running; send it again in a moment',
  UNAUTHENTICATED: 'The request has no valid key or token',
  FORBIDDEN: 'The key lacks the scope that this field asks for',
  LOGIN_UNAVAILABLE: 'Tokens cannot be checked now; send the request again later',
  RATE_LIMITED: 'Too many requests; wait and send it again',
  QUERY_TOO_COMPLEX: 'The operation asks for more than one request may',
  BAD_REQUEST: 'The HTTP request is not one that this server can read',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL',
  GRAPHQL_VALIDATION_FAILED: 'The document or its variables do not fit the schema',
  OPERATION_RESOLUTION_FAILURE: 'The document has no operation of that name',
  REQUEST_TOO_LARGE: 'The body of the request is too large',
  UNTRUSTED_DOCUMENT: 'The gateway runs only documents that it knows, and this is none of them',
  TIMEOUT: 'The request was not answered in its time',
  DATABASE_UNAVAILABLE: 'The database does not answer; a write may have been done; send the request again later',
  INTERNAL_SERVER_ERROR: 'Something failed on our side',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** A failure that a client can expect and act on. Everything else that is thrown is masked. */
export abstract class LeadgraphError extends Error {
  /** What the schema calls it: the class itself is called something else in a bundle. */
  abstract override readonly name: string;
  abstract readonly code: ErrorCode;
  /** When it is worth asking again, in whole seconds; null where nothing tells. */
  readonly retryAfterSeconds: number | null = null;
}

/** One broken rule. `path` leads from the arguments to the value, `code` names the rule. */
export interface InputIssue {
  path: string[];
  message: string;
  code: string;
}

export class InvalidInputError extends LeadgraphError {
  override readonly name = 'InvalidInputError';
  readonly code = 'INVALID_INPUT';
  readonly issues: InputIssue[];

  constructor(issues: InputIssue[]) {
    super(issues.length === 1 ? (issues[0]?.message ?? 'Invalid input') : `${issues.length} values break a rule`);
    this.issues = issues;
  }

  static of(path: string[], message: string, code: string): InvalidInputError {
    return new InvalidInputError([{ path, message, code }]);
  }
}

/** An id that this workspace does not have: unknown, malformed and foreign ids are all the same. */
export class NotFoundError extends LeadgraphError {
  override readonly name = 'NotFoundError';
  readonly code = 'NOT_FOUND';
  readonly id: string;

  constructor(kind: string, id: string) {
    super(`${kind} ${id} was not found`);
    this.id = id;
  }
}

export class UnauthenticatedError extends LeadgraphError {
  override readonly name = 'UnauthenticatedError';
  readonly code = 'UNAUTHENTICATED';
}

export class ForbiddenError extends LeadgraphError {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
}

export class DatabaseUnavailableError extends LeadgraphError {
  override readonly name = 'DatabaseUnavailableError';
  readonly code = 'DATABASE_UNAVAILABLE';
  override readonly retryAfterSeconds = 5;

  constructor(options?: ErrorOptions) {
    super('The database does not answer, try again later', options);
  }
}

/** A setting or a command that cannot work: the process says so in one line and ends. */
export class StartupError extends Error {}
