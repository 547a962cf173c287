import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { isUnavailable } from '../mongo/unavailable.ts';
import {
  DatabaseUnavailableError,
  type ErrorCode,
  errorCodes,
  InvalidInputError,
  LeadgraphError,
} from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';

const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  DATABASE_UNAVAILABLE: 503,
};

/** Codes that GraphQL servers use and ours by which our readers know them. */
const aliases: Record<string, ErrorCode> = { BAD_USER_INPUT: 'GRAPHQL_VALIDATION_FAILED' };

/** What has gone through here once, since an error of execution passes both the mask and the end of the request. */
const published = new WeakSet<GraphQLError>();

/** A top-level error as clients see it: a code of the closed list, and nothing internal. What is unknown is logged. */
export function toPublicError(error: unknown, logger: Logger): GraphQLError {
  if (error instanceof GraphQLError && published.has(error)) return error;
  const result = publish(error, logger);
  published.add(result);
  return result;
}

function publish(error: unknown, logger: Logger): GraphQLError {
  const graphqlError = error instanceof GraphQLError ? error : null;
  const cause = originOf(error);
  const position: GraphQLErrorOptions = {
    nodes: graphqlError?.nodes ?? null,
    path: graphqlError?.path ?? null,
    source: graphqlError?.source ?? null,
    positions: graphqlError?.positions ?? null,
  };
  if (cause instanceof LeadgraphError) {
    return new GraphQLError(cause.message, { ...position, extensions: extensionsOf(cause) });
  }
  if (isUnavailable(cause)) {
    logger.error({ err: cause }, 'The database does not answer');
    const unavailable = new DatabaseUnavailableError();
    return new GraphQLError(unavailable.message, { ...position, extensions: extensionsOf(unavailable) });
  }
  // An error that comes from GraphQL itself, or from one of its scalars, speaks of the request.
  if (cause instanceof GraphQLError) {
    const given = String(cause.extensions.code ?? '');
    const code = given in errorCodes ? given : (aliases[given] ?? codeOfStage(graphqlError ?? cause));
    const { http } = cause.extensions;
    if (code !== 'INTERNAL_SERVER_ERROR') {
      const message = graphqlError?.message ?? cause.message;
      return new GraphQLError(message, { ...position, extensions: { code, ...(http ? { http } : {}) } });
    }
  }
  logger.error({ err: cause }, 'Unexpected error');
  return new GraphQLError(errorCodes.INTERNAL_SERVER_ERROR, {
    ...position,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}

function originOf(error: unknown): unknown {
  let current: unknown = error;
  while (current instanceof GraphQLError && current.originalError) current = current.originalError;
  return current;
}

function extensionsOf(error: LeadgraphError): Record<string, unknown> {
  const status = statuses[error.code];
  return {
    code: error.code,
    ...(error instanceof InvalidInputError ? { issues: error.issues } : {}),
    ...(status === undefined
      ? {}
      : { http: { status, headers: status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {} } }),
  };
}

function codeOfStage(error: GraphQLError): ErrorCode {
  const { http } = error.extensions;
  const status = typeof http === 'object' && http !== null && 'status' in http ? http.status : null;
  if (status === 413) return 'REQUEST_TOO_LARGE';
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  if (error.locations === undefined && status !== null) return 'BAD_REQUEST';
  return error.path === undefined ? 'GRAPHQL_VALIDATION_FAILED' : 'INTERNAL_SERVER_ERROR';
}
