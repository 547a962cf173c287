import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { createRestApp } from '../rest/app.ts';
import { isRestPath } from '../rest/app.ts';
import { HttpError } from '../rest/failure.ts';
import { createExchange, type Exchange } from '../shared/exchange.ts';
import type { Logger } from '../shared/logger.ts';
import { logWhenAnswered } from './access-log.ts';
import { createCors } from './cors.ts';
import type { createGraphqlDoor } from './graphql-door.ts';
import { safeHeaders } from './headers.ts';
import { malformation, pathOf, type RequestHead, refused } from './request-head.ts';
import { requestIdOf } from './request-id.ts';
import { graphqlFailure, type Sent, send } from './sent.ts';
import { discardUnreadBody } from './unread-body.ts';

interface Doors {
  rest: ReturnType<typeof createRestApp>;
  graphql: ReturnType<typeof createGraphqlDoor>;
}

interface FrontDoorDeps {
  logger: Logger;
  corsOrigins: readonly string[];
  checkReady: () => Promise<void>;
}

const graphqlMethods = 'GET, POST';
const restMethods = 'GET, HEAD, POST, PATCH, PUT';
const healthMethods = 'GET, HEAD';

/**
 * Where every request arrives: it gets an id, the headers that every answer has and a line in the log; what no door can
 * take is answered here, the rest by the door that its path belongs to.
 */
export function createFrontDoor({ rest, graphql }: Doors, deps: FrontDoorDeps) {
  const { logger, checkReady } = deps;
  const cors = createCors(deps.corsOrigins);

  function arrive(head: RequestHead, path: string, peer: string | undefined) {
    const exchange = createExchange(requestIdOf(head.header('x-request-id')), peer, logger);
    if (isGraphqlPath(path) || isHealthPath(path)) exchange.route = path;
    const headers = { ...safeHeaders, ...cors.headersFor(head.header('origin')), 'x-request-id': exchange.requestId };
    return { exchange, headers };
  }

  /** In the words of the door that the path belongs to. */
  function refuse(path: string, error: HttpError, exchange: Exchange): Sent {
    if (isRestPath(path)) return rest.refuse(path, error, exchange);
    return graphqlFailure(error.status, error.code, error.message, error.headers);
  }

  /** The answer to what needs no door, or may go through none; null for what may go on to the door of its path. */
  function answerHere(head: RequestHead, path: string, exchange: Exchange): Sent | null {
    const malformed = malformation(head);
    if (malformed !== null) return refuse(path, malformed, exchange);
    const methods = isRestPath(path) ? restMethods : graphqlMethods;
    const isPreflight = head.method === 'OPTIONS' && head.header('access-control-request-method') !== undefined;
    if (isPreflight && head.header('origin') !== undefined && deps.corsOrigins.length > 0) {
      return { status: 204, headers: cors.preflightHeadersFor(head.header('origin'), methods), text: '' };
    }
    if (isRestPath(path)) return null;
    const refusal = isGraphqlPath(path) ? graphql.refusalOf(head) : refusalElsewhere(head, path);
    return refusal === null ? null : refuse(path, refusal, exchange);
  }

  async function answerCheck(path: string): Promise<Sent> {
    try {
      if (path === '/health/ready') await checkReady();
      return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, text: '{"status":"ok"}' };
    } catch {
      return graphqlFailure(503, 'DATABASE_UNAVAILABLE', 'The gateway takes no requests now', { 'retry-after': '5' });
    }
  }

  const listener: RequestListener = (request, response) => {
    const head = headOf(request);
    const path = pathOf(head.target);
    const { exchange, headers } = arrive(head, path, request.socket.remoteAddress);
    if (logger.isLevelEnabled(levelOf(path))) logWhenAnswered(request, response, exchange, levelOf(path));
    discardUnreadBody(request, response);
    const here = answerHere(head, path, exchange);
    if (here !== null) send(here, response, headers);
    else if (isRestPath(path)) {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      rest.listen(request, response, exchange);
    } else void answerElsewhere(head, request, response, exchange, headers);
  };

  async function answerElsewhere(
    head: RequestHead,
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
    headers: Record<string, string>,
  ) {
    const path = pathOf(head.target);
    const sent = isHealthPath(path) ? answerCheck(path) : graphql.answer(head, request, response, exchange);
    send(await sent, response, headers);
  }

  return Object.assign(listener, {
    /**
     * The same without a socket.
     * @param peer the address that the request comes from
     */
    async fetch(url: URL, init: RequestInit = {}, peer = '127.0.0.1'): Promise<Response> {
      const path = url.pathname;
      const request = new Request(url, init);
      const head: RequestHead = {
        method: request.method,
        target: `${path}${url.search}`,
        host: url.host,
        lines: [],
        header: (name) => request.headers.get(name) ?? undefined,
      };
      const { exchange, headers } = arrive(head, path, peer);
      const here = answerHere(head, path, exchange);
      if (here === null && isRestPath(path)) return withHeaders(await rest.fetch(request, exchange), headers);
      const sent = here ?? (await (isHealthPath(path) ? answerCheck(path) : graphql.fetch(head, url, init, exchange)));
      const { status, text } = sent;
      return new Response(status === 204 ? null : text, { status, headers: { ...headers, ...sent.headers } });
    },
  });
}

function headOf({ method = '', url = '', headers, rawHeaders }: IncomingMessage): RequestHead {
  return {
    method,
    target: url,
    host: headers.host,
    lines: rawHeaders,
    header: (name) => headers[name]?.toString(),
  };
}

function isGraphqlPath(path: string): boolean {
  return path === '/graphql' || path === '/graphql/';
}

function isHealthPath(path: string): boolean {
  return path === '/health/live' || path === '/health/ready';
}

/** Health checks come with every load balancer, every few seconds. */
function levelOf(path: string): 'info' | 'debug' {
  return isHealthPath(path) ? 'debug' : 'info';
}

function refusalElsewhere({ method }: RequestHead, path: string): HttpError | null {
  if (!isHealthPath(path)) return new HttpError(404, 'NOT_FOUND', 'There is nothing under this path; see /graphql');
  if (method === 'GET' || method === 'HEAD') return null;
  return refused(405, `This path takes ${healthMethods}`, { allow: healthMethods });
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  const all = new Headers(headers);
  response.headers.forEach((value, name) => {
    all.set(name, value);
  });
  return new Response(response.body, { status: response.status, headers: all });
}
