import type { RequestListener } from 'node:http';
import { execute, type GraphQLError } from 'graphql';
import { createYoga, type Plugin, useReadinessCheck } from 'graphql-yoga';
import { createRestApp, isRestPath } from '../rest/app.ts';
import type { GatewayContext } from '../schema/context.ts';
import { schema } from '../schema/schema.ts';
import { createLoaders, createServices, type Stores } from '../services.ts';
import type { Clock } from '../shared/clock.ts';
import type { NewId } from '../shared/ids.ts';
import type { RequestLimits } from '../shared/limits.ts';
import type { Logger } from '../shared/logger.ts';
import type { WorkspaceService } from '../workspace/workspace.service.ts';
import type { Viewer } from '../workspace/workspace.ts';
import { toPublicError } from './errors.ts';
import { type ExampleIds, graphiqlOptions, renderGraphiqlPage } from './graphiql.ts';

export interface GatewayDeps {
  stores: Stores;
  workspaces: WorkspaceService;
  clock: Clock;
  newId: NewId;
  logger: Logger;
  /** Throws while the gateway should get no requests: the database is away, or the process is stopping. */
  checkReady: () => Promise<void>;
  corsOrigins: readonly string[];
  limits: RequestLimits;
  graphiql: boolean;
  /** The key that GraphiQL holds for visitors from this machine; null where every visitor brings one. */
  developmentKey: string | null;
  /** Ids that stand in the example tabs of GraphiQL beside the development key. */
  exampleIds: () => Promise<ExampleIds>;
}

/** GraphQL, REST under /api, GraphiQL and the health checks, as one handler of HTTP requests. */
export function createGateway(deps: GatewayDeps) {
  const rest = createRestApp(deps);
  const graphql = createGraphqlHandler(deps);
  const listener: RequestListener = (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    void (isRestPath(path) ? rest.listener : graphql)(request, response);
  };
  return Object.assign(listener, {
    fetch: async (url: URL, init: RequestInit = {}): Promise<Response> =>
      isRestPath(url.pathname) ? rest.fetch(new Request(url, init)) : graphql.fetch(url, init),
  });
}

/** The GraphQL endpoint, GraphiQL and the health checks. */
function createGraphqlHandler(deps: GatewayDeps) {
  const { stores, workspaces, clock, newId, logger } = deps;
  const viewers = new WeakMap<Request, Viewer>();

  /** Knows the viewer before anything of the request is read. */
  const authentication: Plugin = {
    async onRequestParse({ request }) {
      viewers.set(request, await workspaces.authenticate(request.headers.get('authorization')));
    },
  };

  /** Gives every error that leaves a code, those of parsing and validation included. */
  const codes: Plugin = {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || result.errors === undefined) return;
      const errors: readonly GraphQLError[] = result.errors;
      setResult({ ...result, errors: errors.map((error) => toPublicError(error, logger)) });
    },
  };

  /** Yoga's own executor takes whatever has a key or alias named `then` for a promise; graphql's asks for a function. */
  const executor: Plugin = { onExecute: ({ setExecuteFn }) => setExecuteFn(execute) };

  return createYoga<object, GatewayContext>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    healthCheckEndpoint: '/health/live',
    batching: false,
    multipart: false,
    maxRequestBodySize: deps.limits.bodyBytes,
    maskedErrors: { maskError: (error) => toPublicError(error, logger) },
    // What goes wrong is logged once, where it is masked.
    logging: { debug() {}, info() {}, warn: (...parts) => logger.warn(parts.join(' ')), error() {} },
    cors: () =>
      deps.corsOrigins.length === 0
        ? false
        : {
            origin: [...deps.corsOrigins],
            methods: ['GET', 'POST'],
            allowedHeaders: ['authorization', 'content-type'],
            credentials: false,
          },
    graphiql: deps.graphiql
      ? async (request) => graphiqlOptions(request, deps.developmentKey, await deps.exampleIds())
      : false,
    renderGraphiQL: renderGraphiqlPage,
    plugins: [
      useReadinessCheck({
        endpoint: '/health/ready',
        check: () =>
          deps.checkReady().then(
            () => true,
            () => false,
          ),
      }),
      authentication,
      executor,
      codes,
    ],
    context: ({ request }) => {
      const viewer = viewers.get(request);
      if (viewer === undefined) throw new Error('A request came through without a viewer');
      const freshLoaders = () => createLoaders(stores, viewer.workspaceId);
      return {
        viewer,
        services: createServices(stores, viewer.workspaceId, { clock, newId }),
        loaders: freshLoaders(),
        freshLoaders,
      };
    },
  });
}
