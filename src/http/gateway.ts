import type { ExecutionResult, GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Access } from '../access/access.ts';
import { createRestApp } from '../rest/app.ts';
import type { GatewayContext } from '../schema/context.ts';
import { schema } from '../schema/schema.ts';
import type { Stores } from '../services.ts';
import type { Clock } from '../shared/clock.ts';
import { noteViewer } from '../shared/exchange.ts';
import type { NewId } from '../shared/ids.ts';
import type { RequestLimits } from '../shared/limits.ts';
import type { Logger } from '../shared/logger.ts';
import { createContexts } from './context.ts';
import type { ServerContext } from './entry.ts';
import { report, toPublicError, withStatus } from './errors.ts';
import { createFrontDoor } from './front-door.ts';
import { type ExampleIds, graphiqlOptions, renderGraphiqlPage } from './graphiql.ts';
import { createGraphqlDoor } from './graphql-door.ts';
import { createParamsReader } from './graphql-params.ts';
import { trustDocuments } from './guards/trusted-documents.ts';
import { acceptableMediaTypes } from './media-types.ts';
import { createOperations } from './operations.ts';
import { createPlainDoor } from './plain-door.ts';

export interface GatewayDeps {
  stores: Stores;
  access: Access;
  clock: Clock;
  newId: NewId;
  logger: Logger;
  /** Throws while the gateway should get no requests: the database is away, or the process is stopping. */
  checkReady: () => Promise<void>;
  corsOrigins: readonly string[];
  limits: RequestLimits;
  graphiql: boolean;
  /** Whether the schema may be asked for. */
  introspection: boolean;
  /** Whether only the documents of schema/operations are run. */
  trustedDocuments: boolean;
  /** The key that GraphiQL holds for visitors from this machine; null where every visitor brings one. */
  developmentKey: string | null;
  /** Ids that stand in the example tabs of GraphiQL beside the development key. */
  exampleIds: () => Promise<ExampleIds>;
  /** How often an operation must have come before it is compiled; once unless told. */
  compileAfter?: number;
}

/** GraphQL, REST under /api, GraphiQL and the health checks, as one handler of HTTP requests. */
export function createGateway(deps: GatewayDeps) {
  const { yoga, ...parts } = createGraphqlHandler(deps);
  const maxBodyBytes = deps.limits.bodyBytes;
  const plain = createPlainDoor({ yoga, maxBodyBytes, ...parts });
  const graphql = createGraphqlDoor(yoga, plain, maxBodyBytes);
  return createFrontDoor({ rest: createRestApp(deps), graphql }, deps);
}

/** The GraphQL endpoint and GraphiQL. */
function createGraphqlHandler(deps: GatewayDeps) {
  const { access } = deps;

  /** Knows the viewer before anything of the request is read. */
  async function enter({ headers }: Pick<Request, 'headers'>, { exchange, entry }: ServerContext): Promise<void> {
    entry.visit = access.visit(exchange.peer, headers);
    const viewer = await entry.visit.enter();
    noteViewer(exchange, viewer);
    entry.viewer = viewer;
  }

  const authentication: Plugin<object, ServerContext> = {
    onRequestParse: ({ request, serverContext }) => enter(request, serverContext),
    onResponse({ response, serverContext: { entry } }) {
      const headers = entry.visit?.headers() ?? {};
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    },
  };

  /** Gives every error that leaves a code, those of parsing and validation included. */
  function publish(result: ExecutionResult, { exchange }: ServerContext): ExecutionResult {
    if (result.errors === undefined) return result;
    const errors: readonly GraphQLError[] = result.errors;
    const published = errors.map((error) => report(toPublicError(error), exchange));
    return { ...result, errors: 'data' in result ? published : published.map(withStatus) };
  }

  const codes: Plugin<object, ServerContext> = {
    onResultProcess({ result, setResult, serverContext }) {
      if (Array.isArray(result) || !('errors' in result)) return;
      setResult(publish(result, serverContext));
    },
  };

  const contextOf = createContexts(deps);
  const operations = createOperations({ ...deps, contextOf });

  const yoga = createYoga<ServerContext, GatewayContext>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // Yoga would take any URL that ends like this for a health check: ours are answered before it, and no URL has a space.
    healthCheckEndpoint: ' ',
    batching: false,
    multipart: false,
    // `createParamsReader` limits the body.
    maxRequestBodySize: false,
    maskedErrors: { maskError: (error) => toPublicError(error) },
    // What goes wrong is logged once, at the end of a request, and without what its errors say.
    logging: false,
    cors: false,
    graphiql: deps.graphiql
      ? async (request, { exchange }) =>
          graphiqlOptions(request, exchange, deps.developmentKey, await deps.exampleIds())
      : false,
    renderGraphiQL: renderGraphiqlPage,
    plugins: [
      acceptableMediaTypes,
      authentication,
      createParamsReader(deps.limits.bodyBytes),
      ...(deps.trustedDocuments ? [trustDocuments()] : []),
      ...operations.plugins,
      codes,
    ],
    parserAndValidationCache: operations.documentCache,
    context: ({ request, ...context }) => contextOf(request, context),
  });
  return { yoga, operations, enter, publish };
}
