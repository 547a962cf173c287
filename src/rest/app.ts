import { getRequestListener, RequestError } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { assetRoutes } from './docs.ts';
import { HttpError } from './failure.ts';
import { pollybot } from './pollybot.ts';
import { puffle } from './puffle.ts';
import type { Dialect } from './route.ts';
import { routes } from './routes.ts';
import { failureResponse, type ServeDeps, serveRoute } from './serve.ts';

export interface RestDeps extends ServeDeps {
  corsOrigins: readonly string[];
}

/** Whether a path is one of REST's, known or not. */
export function isRestPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

/** The REST calls, their OpenAPI document and the page that shows it, as one app. It answers for all of /api. */
export function createRestApp(deps: RestDeps) {
  const app = new Hono();
  const { logger, corsOrigins } = deps;
  if (corsOrigins.length > 0) app.use('*', corsFor(corsOrigins));

  const pages = assetRoutes(routes);
  for (const route of routes) {
    app.on(route.method, honoPath(route.path), (context) => serveRoute(route, context, deps));
  }
  for (const page of pages) app.on(page.method, honoPath(page.path), (context) => page.serve(context));
  for (const [path, methods] of methodsByPath([...routes, ...pages])) {
    app.all(honoPath(path), (context) => {
      const error = new HttpError(405, 'BAD_REQUEST', `This path takes ${methods.join(', ')}`, {
        allow: methods.join(', '),
      });
      return failureResponse(dialectOf(context), error, logger);
    });
  }
  app.notFound((context) => {
    const error = new HttpError(404, 'NOT_FOUND', 'There is nothing under this path; see /api/docs');
    return failureResponse(dialectOf(context), error, logger);
  });
  app.onError((error, context) => failureResponse(dialectOf(context), error, logger));
  return {
    fetch: (request: Request) => app.fetch(request),
    /** The same for Node's HTTP server. */
    listener: getRequestListener(app.fetch, {
      overrideGlobalObjects: false,
      errorHandler: (error) => failureResponse(puffle, error instanceof RequestError ? malformed() : error, logger),
    }),
    /** Every method and path that is answered, for comparing them with the document. */
    routes: app.routes.map(({ method, path }) => ({ method, path })),
  };
}

/** A URL, or a host, that is none. */
const malformed = () => new HttpError(400, 'BAD_REQUEST', 'The request is malformed');

function dialectOf(context: Context): Dialect {
  return context.req.path.startsWith('/api/v1/') ? pollybot : puffle;
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

function methodsByPath(entries: readonly { path: string; method: string }[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of entries) {
    methods.set(path, [...(methods.get(path) ?? []), ...(method === 'GET' ? ['GET', 'HEAD'] : [method])]);
  }
  return methods;
}

function corsFor(origins: readonly string[]) {
  return cors({
    origin: origins.includes('*') ? '*' : [...origins],
    allowMethods: ['GET', 'HEAD', 'POST', 'PATCH', 'PUT'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
    exposeHeaders: ['idempotent-replayed', 'retry-after'],
    maxAge: 600,
  });
}
