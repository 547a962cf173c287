import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { Hono } from 'hono';
import type { Exchange } from '../shared/exchange.ts';
import { assetRoutes } from './docs.ts';
import { HttpError } from './failure.ts';
import { pollybot } from './pollybot.ts';
import { puffle } from './puffle.ts';
import { receivedMessage, receivedRequest } from './received.ts';
import type { Dialect } from './route.ts';
import { routes } from './routes.ts';
import { asJson, failureOf, failureResponse, type RestEnv, type ServeDeps, serveRoute } from './serve.ts';

/** Whether a path is one of REST's, known or not. */
export function isRestPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

/** The REST calls, their OpenAPI document and the page that shows it, as one app. It answers for all of /api. */
export function createRestApp(deps: ServeDeps) {
  const app = new Hono<RestEnv>();
  const pages = assetRoutes(routes);
  for (const route of routes) {
    app.on(route.method, honoPath(route.path), (context) => serveRoute(route, context, deps));
  }
  for (const page of pages) {
    app.on(page.method, honoPath(page.path), (context) => {
      context.env.exchange.route = page.path;
      return page.serve(context);
    });
  }
  for (const [path, methods] of methodsByPath([...routes, ...pages])) {
    app.all(honoPath(path), (context) => {
      const error = new HttpError(405, 'BAD_REQUEST', `This path takes ${methods.join(', ')}`, {
        allow: methods.join(', '),
      });
      return failureResponse(dialectOf(context.req.path), error, context.env.exchange);
    });
  }
  app.notFound((context) => {
    const error = new HttpError(404, 'NOT_FOUND', 'There is nothing under this path; see /api/docs');
    return failureResponse(dialectOf(context.req.path), error, context.env.exchange);
  });
  app.onError((error, context) => failureResponse(dialectOf(context.req.path), error, context.env.exchange));
  return {
    fetch: async (request: Request, exchange: Exchange) =>
      app.fetch(request, { exchange, received: receivedRequest(request) }),
    /** The same for Node's HTTP server. */
    listen(request: IncomingMessage, response: ServerResponse, exchange: Exchange): void {
      const env = { exchange, received: receivedMessage(request, response) };
      const answer = getRequestListener((asked) => app.fetch(asked, env), {
        overrideGlobalObjects: false,
        // It would read on for 64 MB.
        autoCleanupIncoming: false,
        errorHandler: (error) =>
          failureResponse(
            dialectOf(request.url ?? ''),
            error instanceof RequestError ? new HttpError(400, 'BAD_REQUEST', 'The URL is malformed') : error,
            exchange,
          ),
      });
      void answer(request, response);
    },
    /** The answer to a request that does not get as far as a call. */
    refuse: (path: string, error: HttpError, exchange: Exchange) =>
      asJson(failureOf(dialectOf(path), error, undefined, exchange)),
    /** Every method and path that is answered, for comparing them with the document. */
    routes: app.routes.map(({ method, path }) => ({ method, path })),
  };
}

function dialectOf(path: string): Dialect {
  return path.startsWith('/api/v1/') ? pollybot : puffle;
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

function methodsByPath(entries: readonly { path: string; method: string }[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  // Names before parameters, which would take them.
  const ordered = [...entries].sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));
  for (const { path, method } of ordered) {
    methods.set(path, [...(methods.get(path) ?? []), ...(method === 'GET' ? ['GET', 'HEAD'] : [method])]);
  }
  return methods;
}
