import type { ErrorCode } from '../shared/errors.ts';

/** What the process says with its exit code, the same for every command; docs/cli.md tells scripts. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  notFound: 3,
  conflict: 4,
  invalid: 5,
  denied: 6,
  unreachable: 7,
} as const;

/** Codes of failures that no gateway speaks of: a command that cannot be run, no answer, an answer that is none. */
type OwnCode = 'USAGE' | 'UNREACHABLE' | 'NO_GATEWAY' | 'FILE_ERROR' | 'INTERRUPTED';

const exits: Partial<Record<ErrorCode | OwnCode, number>> = {
  USAGE: exitCodes.usage,
  NOT_FOUND: exitCodes.notFound,
  IDENTITY_CONFLICT: exitCodes.conflict,
  VERSION_CONFLICT: exitCodes.conflict,
  LEAD_MERGED: exitCodes.conflict,
  CAMPAIGN_NOT_DRAFT: exitCodes.conflict,
  PROSPECT_CONFLICT: exitCodes.conflict,
  INVALID_INPUT: exitCodes.invalid,
  GRAPHQL_VALIDATION_FAILED: exitCodes.invalid,
  QUERY_TOO_COMPLEX: exitCodes.invalid,
  REQUEST_TOO_LARGE: exitCodes.invalid,
  UNAUTHENTICATED: exitCodes.denied,
  FORBIDDEN: exitCodes.denied,
  UNREACHABLE: exitCodes.unreachable,
  DATABASE_UNAVAILABLE: exitCodes.unreachable,
  LOGIN_UNAVAILABLE: exitCodes.unreachable,
  RATE_LIMITED: exitCodes.unreachable,
  TIMEOUT: exitCodes.unreachable,
};

/** The exit code for a failure; 1 for codes that stand for nothing a script would tell apart. */
function exitCodeOf(code: string): number {
  return (exits as Partial<Record<string, number>>)[code] ?? exitCodes.failure;
}

/** A failure that the person at the terminal or a script can act on: one line and a code. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: number;

  constructor(
    code: ErrorCode | OwnCode | (string & {}),
    message: string,
    options?: ErrorOptions & { exitCode?: number },
  ) {
    super(message, options);
    this.code = code;
    this.exitCode = options?.exitCode ?? exitCodeOf(code);
  }
}

/** A command line that cannot be run as it stands. */
export function usageError(message: string): CliError {
  return new CliError('USAGE', message);
}
