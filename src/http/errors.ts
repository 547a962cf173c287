import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { isTimeExceeded, isUnavailable } from '../mongo/unavailable.ts';
import { HttpError } from '../rest/failure.ts';
import {
  DatabaseUnavailableError,
  type ErrorCode,
  errorCodes,
  InvalidInputError,
  LeadgraphError,
} from '../shared/errors.ts';
import type { Exchange } from '../shared/exchange.ts';
import { QueryTooComplexError, TimeoutError } from '../shared/limit.errors.ts';

const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  LOGIN_UNAVAILABLE: 503,
  DATABASE_UNAVAILABLE: 503,
  TIMEOUT: 503,
};

/** Codes that other GraphQL servers use, with ours for them. */
const aliases: Record<string, ErrorCode> = { BAD_USER_INPUT: 'GRAPHQL_VALIDATION_FAILED' };

/** Errors that are public already: one of execution passes here twice, at the mask and at the end of the request. */
const published = new WeakSet<GraphQLError>();

/** What only the log may know of an error; removed when it is logged. */
const hidden = new WeakMap<GraphQLError, { cause: unknown; message: string }>();

/** A top-level error as clients see it: a code of the closed list, and nothing internal. */
export function toPublicError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError && published.has(error)) return error;
  const result = publish(error);
  published.add(result);
  return result;
}

/** Logs what was hidden of an error, once, and names the request in a failure of ours, for the client to quote. */
export function report(error: GraphQLError, { logger, requestId }: Exchange): GraphQLError {
  const secret = hidden.get(error);
  if (secret !== undefined) {
    hidden.delete(error);
    logger.error({ err: secret.cause }, secret.message);
  }
  if (error.extensions.code === 'INTERNAL_SERVER_ERROR') error.extensions.requestId = requestId;
  return error;
}

function publish(error: unknown): GraphQLError {
  const graphqlError = error instanceof GraphQLError ? error : null;
  const origin = originOf(error);
  const cause = isTimeExceeded(origin) ? new TimeoutError(true) : origin;
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
    const unavailable = new DatabaseUnavailableError();
    const result = new GraphQLError(unavailable.message, { ...position, extensions: extensionsOf(unavailable) });
    hidden.set(result, { cause, message: 'The database does not answer' });
    return result;
  }
  // An error that comes from GraphQL itself, or from one of its scalars, speaks of the request.
  if (cause instanceof GraphQLError) {
    const given = String(cause.extensions.code ?? '');
    const code = given in errorCodes ? given : (aliases[given] ?? codeOfStage(graphqlError ?? cause));
    const { http } = cause.extensions;
    if (code !== 'INTERNAL_SERVER_ERROR') {
      const message = graphqlError?.message ?? cause.message;
      // With `spec`, yoga answers 200 where application/json is accepted: right for a faulty document, not for a body
      // that is none.
      const answered = {
        ...(typeof http === 'object' ? http : {}),
        ...(code === 'BAD_REQUEST' ? { spec: false } : {}),
      };
      return new GraphQLError(message, { ...position, extensions: { code, ...(http ? { http: answered } : {}) } });
    }
  }
  const result = new GraphQLError(errorCodes.INTERNAL_SERVER_ERROR, {
    ...position,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
  hidden.set(result, { cause, message: 'Unexpected error' });
  return result;
}

/** Gives an answer without data its status: GraphQL over HTTP wants no success then; application/json keeps its 200. */
export function withStatus(error: GraphQLError): GraphQLError {
  const status = error.extensions.code === 'INTERNAL_SERVER_ERROR' ? 500 : 400;
  error.extensions.http ??= { status, spec: status === 400 };
  return error;
}

function originOf(error: unknown): unknown {
  let current: unknown = error;
  while (current instanceof GraphQLError && current.originalError) current = current.originalError;
  return current;
}

function extensionsOf(error: LeadgraphError): Record<string, unknown> {
  if (error instanceof HttpError) return { code: error.code, http: { status: error.status, headers: error.headers } };
  const status = statuses[error.code];
  return {
    code: error.code,
    ...(error instanceof InvalidInputError ? { issues: error.issues } : {}),
    ...(error instanceof QueryTooComplexError ? { excess: error.excess } : {}),
    ...(status === undefined ? {} : { http: { status, headers: headersOf(error) } }),
  };
}

function headersOf({ code, retryAfterSeconds }: LeadgraphError): Record<string, string> {
  if (code === 'UNAUTHENTICATED') return { 'WWW-Authenticate': 'Bearer' };
  return retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) };
}

function codeOfStage(error: GraphQLError): ErrorCode {
  const { http } = error.extensions;
  const status = typeof http === 'object' && http !== null && 'status' in http ? http.status : null;
  if (status === 413) return 'REQUEST_TOO_LARGE';
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  if (error.locations === undefined && status !== null) return 'BAD_REQUEST';
  return error.path === undefined ? 'GRAPHQL_VALIDATION_FAILED' : 'INTERNAL_SERVER_ERROR';
}
