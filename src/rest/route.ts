import * as z from 'zod';
import type { Loaders, Services } from '../services.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Scope, Viewer } from '../workspace/workspace.ts';
import type { Failure } from './failure.ts';
import { checkInput, checkQuery } from './input.ts';

/** How a family of calls words its failures. */
export interface Dialect {
  /** The name under which the document has its error. */
  name: string;
  /** Every failure of the dialect has this shape. */
  errorShape: z.ZodType;
  /** @param sent the body of the request, as far as it could be read */
  word(failure: Failure, sent: unknown): object;
}

/** What an answer consists of: its body is JSON. */
export interface Answer {
  status: number;
  body: object;
}

/** Whom a request speaks for, and what it works with. */
export interface Session {
  viewer: Viewer;
  /** The most rows that a page may have. */
  maxPageSize: number;
  services: Services;
  loaders: Loaders;
}

/** What is in a request, as it came. */
interface RawInput {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** A request that passed its rules. */
export interface PreparedCall {
  /** What was asked, for telling one request from another. */
  input: unknown;
  answer(session: Session): Promise<Answer>;
}

/** A good answer, for readers of the document. */
interface AnswerDoc {
  description: string;
  shape: z.ZodType;
  example: object;
}

interface RouteDoc {
  tag: string;
  operationId: string;
  summary: string;
  description: string;
  answers: Record<number, AnswerDoc>;
  /** What the document says of the body, where the rules take more than a caller should send. */
  documentedBody?: z.ZodType;
  /** Examples of the body by what they show. */
  bodyExamples?: Record<string, object>;
  /** Failures of this call, beside those that every call can have. */
  failures: readonly ErrorCode[];
}

interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> extends RouteDoc {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** As OpenAPI writes it: `/api/leads/{id}`. */
  path: string;
  dialect: Dialect;
  scope: Scope;
  /** Takes an `Idempotency-Key`. */
  idempotent?: true;
  /** Takes bodies as long as the settings allow a batch. */
  bringsMany?: true;
  params: P;
  query: Q;
  body: B;
}

/** A call that partners can make. */
export interface Route extends RouteSpec<z.ZodType, z.ZodType, z.ZodType> {
  /** @throws InvalidInputError when the request breaks a rule */
  prepare(raw: RawInput): PreparedCall;
}

/** The rules of a call without a body. */
export const noBody = z.undefined();
/** The rules of a call that reads nothing from its URL. A parameter that is there all the same would be ignored. */
export const nothing = z.strictObject({});

/** Ties the rules of a call to what answers it, which so gets its input checked and typed. */
export function defineRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: RouteSpec<P, Q, B>,
  handle: (input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> }, session: Session) => Promise<Answer>,
): Route {
  return {
    ...spec,
    prepare(raw) {
      const input = {
        params: checkInput(spec.params, raw.params),
        query: checkQuery(spec.query, raw.query),
        body: checkInput(spec.body, raw.body),
      };
      return { input, answer: (session) => handle(input, session) };
    },
  };
}
