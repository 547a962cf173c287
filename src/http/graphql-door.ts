import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { YogaServerInstance } from 'graphql-yoga';
import { readStream, refusalOfBody } from '../rest/body.ts';
import type { HttpError } from '../rest/failure.ts';
import { receivedMessage } from '../rest/received.ts';
import type { GatewayContext } from '../schema/context.ts';
import { errorCodes } from '../shared/errors.ts';
import type { Exchange } from '../shared/exchange.ts';
import { createServerContext, type ServerContext } from './entry.ts';
import { graphiqlPolicy } from './headers.ts';
import type { createPlainDoor } from './plain-door.ts';
import { type RequestHead, refused } from './request-head.ts';
import { graphqlFailure, type Sent } from './sent.ts';

type Yoga = YogaServerInstance<ServerContext, GatewayContext>;

/**
 * GraphQL and GraphiQL. Yoga finds its paths by how a URL ends and answers what its hooks throw with a stack, so it gets
 * only what is for it, and what it throws stays here.
 */
export function createGraphqlDoor(yoga: Yoga, plain: ReturnType<typeof createPlainDoor>, maxBodyBytes: number) {
  async function guarded(answering: () => Promise<Sent>, exchange: Exchange): Promise<Sent> {
    try {
      return await answering();
    } catch (error) {
      const code = 'INTERNAL_SERVER_ERROR';
      exchange.logger.error({ err: error }, 'Unexpected error');
      return graphqlFailure(500, code, errorCodes[code], {}, exchange.requestId);
    }
  }

  const ask = (answering: () => Response | Promise<Response>, exchange: Exchange) =>
    guarded(async () => {
      const response = await answering();
      const headers = Object.fromEntries(response.headers);
      if (exchange.scriptNonce !== null) headers['content-security-policy'] = graphiqlPolicy(exchange.scriptNonce);
      return { status: response.status, headers, text: await response.text() };
    }, exchange);

  return {
    /** Why a request is not even begun with; null where it is. */
    refusalOf({ method, header }: RequestHead): HttpError | null {
      if (method !== 'GET' && method !== 'POST') {
        return refused(405, 'GraphQL takes GET and POST', { allow: 'GET, POST' });
      }
      if (method === 'GET') return null;
      return refusalOfBody({ headers: { get: (name) => header(name) ?? null } }, maxBodyBytes);
    },

    answer(head: RequestHead, request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<Sent> {
      const context = createServerContext(exchange);
      if (plain.takes(head))
        return guarded(() => plain.answer(head, receivedMessage(request, response), context), exchange);
      return ask(() => yoga.handleNodeRequestAndResponse(request, response, context), exchange);
    },

    /** The same without a socket. */
    fetch(head: RequestHead, url: URL, init: RequestInit, exchange: Exchange): Promise<Sent> {
      const context = createServerContext(exchange);
      const { body, signal } = init;
      if (plain.takes(head) && typeof body === 'string') {
        const stream = Readable.from([Buffer.from(body)]);
        const given = {
          bytes: (maxBytes: number) => readStream(stream, maxBytes),
          signal: signal ?? new AbortController().signal,
        };
        return guarded(() => plain.answer(head, given, context), exchange);
      }
      return ask(() => yoga.fetch(new yoga.fetchAPI.Request(url.href, init), context), exchange);
    },
  };
}
