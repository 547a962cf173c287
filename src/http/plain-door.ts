import type { ExecutionResult } from 'graphql';
import { processRegularResult, type YogaServerInstance } from 'graphql-yoga';
import { parseJson } from '../rest/body.ts';
import type { Received } from '../rest/received.ts';
import type { GatewayContext } from '../schema/context.ts';
import type { OperationRequest } from './context.ts';
import type { ServerContext } from './entry.ts';
import { toPublicError } from './errors.ts';
import { readBody } from './graphql-params.ts';
import { plainMediaType } from './media-types.ts';
import type { createOperations } from './operations.ts';
import type { RequestHead } from './request-head.ts';
import type { Sent } from './sent.ts';

type Yoga = YogaServerInstance<ServerContext, GatewayContext>;
type Operations = Pick<ReturnType<typeof createOperations>, 'run'>;

/** A request as far as the hooks of the pipeline read it. */
interface PlainRequest extends OperationRequest {
  method: string;
  url: string;
}

interface PlainDeps {
  yoga: Yoga;
  operations: Operations;
  maxBodyBytes: number;
  /** Finds out whom the request speaks for, and counts it. */
  enter(request: Pick<Request, 'headers'>, context: ServerContext): Promise<void>;
  /** Makes errors ready to leave. */
  publish(result: ExecutionResult, context: ServerContext): ExecutionResult;
}

/**
 * The short way for what nearly every client sends: a POST of JSON that accepts JSON. It leads through the same guards
 * as any other request, and leaves out the objects of the Fetch API, which would take longer than all the rest. What is
 * new or unusual about an operation is for yoga's pipeline, with every hook from the parameters to the result.
 */
export function createPlainDoor({ yoga, operations, maxBodyBytes, enter, publish }: PlainDeps) {
  async function execute(
    request: PlainRequest,
    body: Pick<Received, 'bytes' | 'signal'>,
    context: ServerContext,
    send: (result: ExecutionResult) => Sent,
  ): Promise<Sent> {
    try {
      // The hooks read only what a plain request has.
      const asked = request as unknown as Request;
      await enter(asked, context);
      const params = readBody(parseJson(await body.bytes(maxBodyBytes)));
      const ran = operations.run(params, request, context, send);
      if (ran !== null) return await ran;
      const result = await yoga.getResultForParams({ params, request: asked }, context as never);
      return send(result as ExecutionResult);
    } catch (error) {
      return send({ errors: [toPublicError(error)] });
    }
  }

  return {
    /** Whether a request that is not refused by its head may go this way. */
    takes: ({ method, target, header }: RequestHead): boolean =>
      method === 'POST' && target === '/graphql' && plainMediaType(header('accept')) !== null,

    async answer(
      { header }: RequestHead,
      body: Pick<Received, 'bytes' | 'signal'>,
      context: ServerContext,
    ): Promise<Sent> {
      const request: PlainRequest = {
        method: 'POST',
        url: 'http://localhost/graphql',
        headers: { get: (name) => header(name) ?? null, has: (name) => header(name) !== undefined },
        signal: body.signal,
      };
      const mediaType = plainMediaType(header('accept')) ?? 'application/json';
      const sent = await execute(request, body, context, (result) => toSent(publish(result, context), mediaType));
      return { ...sent, headers: { ...sent.headers, ...context.entry.visit?.headers() } };
    },
  };
}

/** What yoga makes of a result, without a response of the Fetch API. */
class Answer {
  readonly body: string;
  readonly init: { status: number; headers: Record<string, string> };

  constructor(body: string, init: Answer['init']) {
    this.body = body;
    this.init = init;
  }
}

function toSent(result: ExecutionResult, mediaType: string): Sent {
  if (result.errors === undefined) {
    return withLength(200, { 'content-type': `${mediaType}; charset=utf-8` }, JSON.stringify(result));
  }
  const answer: unknown = processRegularResult(result as never, { Response: Answer } as never, mediaType as never);
  if (!(answer instanceof Answer)) throw new Error('The answer was not made as asked');
  const headers = Object.entries(answer.init.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return withLength(answer.init.status, Object.fromEntries(headers), answer.body);
}

function withLength(status: number, headers: Record<string, string>, text: string): Sent {
  return { status, headers: { ...headers, 'content-length': String(Buffer.byteLength(text)) }, text };
}
