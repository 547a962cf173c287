import * as z from 'zod';
import type { JsonObject } from '../shared/json.ts';
import { CliError } from './cli-error.ts';
import { describeFailure, failureShape } from './gateway-failure.ts';

/** How long a gateway may take to answer one request. */
const answerMs = 60_000;

/** What the gateway answered instead of data, with what a caller needs to decide whether to ask again. */
export class GatewayError extends CliError {
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  /** How long the gateway asks to wait (`Retry-After`). */
  readonly retryAfterMs: number | null;

  constructor(code: string, message: string, answer: { status: number | null; retryAfterMs?: number | null }) {
    super(code, message);
    this.status = answer.status;
    this.retryAfterMs = answer.retryAfterMs ?? null;
  }
}

/** Speaks GraphQL over HTTP with one gateway, as the holder of one key. */
export interface Client {
  url: string;
  /**
   * Sends a document whose only field is called `result`, and answers that field.
   * @throws GatewayError for a failure of any kind; those that the schema declares included
   */
  run<T>(document: string, variables: JsonObject, answer: z.ZodType<T>): Promise<T>;
}

const answerShape = z.object({
  data: z.looseObject({ result: z.unknown() }).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.looseObject({ code: z.string().optional() }).optional() }))
    .optional(),
});

/** The GraphQL endpoint of a gateway's address: `https://leads.example.com` or its `…/graphql`. */
function endpointOf(url: string): string {
  const segments = url.split('/');
  while (segments.at(-1) === '') segments.pop();
  if (segments.at(-1) !== 'graphql') segments.push('graphql');
  return segments.join('/');
}

/** A client of the gateway at this address. */
export function createClient({ url, key, name }: { url: string; key: string; name?: string }): Client {
  const endpoint = endpointOf(url);
  return {
    url,
    async run(document, variables, answer) {
      const headers = {
        authorization: `Bearer ${key}`,
        ...(name === undefined ? {} : { 'x-graphql-client-name': name }),
      };
      const response = await post(endpoint, headers, JSON.stringify({ query: document, variables }));
      const result = await readResult(response, endpoint);
      const failure = failureShape.safeParse(result);
      if (failure.success) throw new GatewayError(failure.data.code, describeFailure(failure.data), response);
      const read = answer.safeParse(result);
      if (read.success) return read.data;
      throw new GatewayError('NO_GATEWAY', `${endpoint} answers in a form that this version does not know`, response);
    },
  };
}

async function post(endpoint: string, own: Record<string, string>, body: string): Promise<Response> {
  try {
    return await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...own },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMs),
    });
  } catch (error) {
    throw noAnswer(endpoint, error);
  }
}

async function readResult(response: Response, endpoint: string): Promise<unknown> {
  const { status } = response;
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw noAnswer(endpoint, error);
  }
  const answer = answerShape.safeParse(parseJson(text));
  const error = answer.data?.errors?.[0];
  if (error !== undefined) {
    throw new GatewayError(error.extensions?.code ?? codeOfStatus(status), error.message, { status, retryAfterMs });
  }
  if (answer.data?.data != null) return answer.data.data.result;
  const where = response.headers.get('location');
  const what = where === null ? `HTTP ${status}` : `a redirect to ${where}`;
  throw new GatewayError(codeOfStatus(status), `${endpoint} answers ${what}, not as a Leadgraph gateway does`, {
    status,
    retryAfterMs,
  });
}

/** Proxies answer for a gateway that is away or busy, in words of their own. */
function codeOfStatus(status: number): string {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 413) return 'REQUEST_TOO_LARGE';
  if (status === 429) return 'RATE_LIMITED';
  return status >= 502 && status <= 504 ? 'UNREACHABLE' : 'NO_GATEWAY';
}

function noAnswer(endpoint: string, error: unknown): GatewayError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const timedOut = cause instanceof Error && cause.name === 'TimeoutError';
  const why = timedOut ? `no answer within ${answerMs / 1000} s` : reasonOf(cause);
  return new GatewayError('UNREACHABLE', `No gateway answers at ${endpoint}: ${why}`, { status: null });
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up now',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
};

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? (cause.message === '' ? code : cause.message);
}

function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
