import type { IncomingMessage, ServerResponse } from 'node:http';
import type { YogaServerInstance } from 'graphql-yoga';
import { refusalOfBody } from '../rest/body.ts';
import type { HttpError } from '../rest/failure.ts';
import type { GatewayContext } from '../schema/context.ts';
import { errorCodes } from '../shared/errors.ts';
import type { Exchange } from '../shared/exchange.ts';
import { graphiqlPolicy } from './headers.ts';
import { type RequestHead, refused } from './request-head.ts';
import { graphqlFailure, type Sent } from './sent.ts';

/** What yoga is given of a request beside it. */
export interface ServerContext {
  exchange: Exchange;
}

type Yoga = YogaServerInstance<ServerContext, GatewayContext>;

/**
 * GraphQL and GraphiQL. Yoga finds its paths by how a URL ends and answers what its hooks throw with a stack, so it gets
 * only what is for it, and what it throws stays here.
 */
export function createGraphqlDoor(yoga: Yoga, maxBodyBytes: number) {
  async function ask(answering: () => Response | Promise<Response>, exchange: Exchange): Promise<Sent> {
    try {
      const response = await answering();
      const headers = Object.fromEntries(response.headers);
      if (exchange.scriptNonce !== null) headers['content-security-policy'] = graphiqlPolicy(exchange.scriptNonce);
      return { status: response.status, headers, text: await response.text() };
    } catch (error) {
      const code = 'INTERNAL_SERVER_ERROR';
      exchange.logger.error({ err: error }, 'Unexpected error');
      return graphqlFailure(500, code, errorCodes[code], {}, exchange.requestId);
    }
  }

  return {
    /** Why a request is not even begun with; null where it is. */
    refusalOf({ method, header }: RequestHead): HttpError | null {
      if (method !== 'GET' && method !== 'POST') {
        return refused(405, 'GraphQL takes GET and POST', { allow: 'GET, POST' });
      }
      if (method === 'GET') return null;
      return refusalOfBody({ headers: { get: (name) => header(name) ?? null } }, maxBodyBytes);
    },

    answer: (request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<Sent> =>
      ask(() => yoga.handleNodeRequestAndResponse(request, response, { exchange }), exchange),

    /** The same without a socket. */
    fetch: (url: URL, init: RequestInit, exchange: Exchange): Promise<Sent> =>
      ask(() => yoga.fetch(new yoga.fetchAPI.Request(url.href, init), { exchange }), exchange),
  };
}
