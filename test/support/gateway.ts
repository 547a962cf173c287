import type { RequestListener } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { pino } from 'pino';
import type { TypedDocumentString } from '../../schema/generated/graphql.ts';
import { type AccessSettings, defaultAccess } from '../../src/access/access.settings.ts';
import { type Access, createAccess } from '../../src/access/access.ts';
import { createGateway, type GatewayDeps } from '../../src/http/gateway.ts';
import type { Mongo } from '../../src/mongo/client.ts';
import { createIndexes, createServices, createStores, type Services, type Stores } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { defaultLimits, type RequestLimits } from '../../src/shared/limits.ts';
import { createWorkspaceService, type WorkspaceService } from '../../src/workspace/workspace.service.ts';
import { type Scope, scopes } from '../../src/workspace/workspace.ts';
import { watchCommands } from './commands.ts';
import { openTestDatabase } from './database.ts';

type Document<TResult, TVariables> = TypedDocumentString<TResult, TVariables>;

/** A client of the test gateway that holds one key. */
export interface TestClient {
  key: string;
  workspaceId: string;
  /** Sends a typed document; fails on top-level errors. */
  run<TResult, TVariables>(document: Document<TResult, TVariables>, variables: TVariables): Promise<TResult>;
  /** Sends any document and answers the whole result. */
  send(query: string, variables?: Record<string, unknown>): Promise<ExecutionResult<Record<string, unknown>>>;
  /** The services of the client's workspace: for preparing what a test is not about. */
  services: Services;
}

export interface TestGateway {
  mongo: Mongo;
  stores: Stores;
  workspaces: WorkspaceService;
  access: Access;
  /** @param peer the address that the request comes from */
  fetch(path: string, init?: RequestInit, peer?: string): Promise<Response>;
  /** The same gateway for a server with a socket. */
  listener: RequestListener;
  /** A client with a new key; in a workspace of its own unless one is named. */
  client(options?: { workspace?: string; scopes?: readonly Scope[] }): Promise<TestClient>;
  /** The names of the database commands that `work` sent, in order. */
  commandsOf(work: () => Promise<unknown>): Promise<string[]>;
}

let workspaceNumber = 0;

/** Tests send what no client would: only those of the limits have them. */
const unlimited: AccessSettings = { ...defaultAccess, perKey: 0, perAddress: 0, failedLogins: 0 };

/**
 * The whole gateway on an empty database of the real engine, without a socket.
 * @param options what it is to be made with instead of what tests usually have
 */
export async function createTestGateway(
  limits: Partial<RequestLimits> = {},
  settings: Partial<AccessSettings> = {},
  options: Partial<GatewayDeps> & { keyCacheSeconds?: number } = {},
): Promise<TestGateway> {
  const { keyCacheSeconds = 60, ...others } = options;
  const mongo = await openTestDatabase();
  await createIndexes(mongo.db);
  const stores = createStores(mongo.db);
  const workspaces = createWorkspaceService({ ...stores, clock: systemClock, keyCacheSeconds });
  const tools = { clock: systemClock, newId: newUuid };
  const logger = pino({ level: 'silent' });
  const access = createAccess({ settings: { ...unlimited, ...settings }, workspaces, clock: systemClock, logger });
  const gateway = createGateway({
    ...tools,
    stores,
    access,
    logger,
    checkReady: () => mongo.ping(),
    corsOrigins: ['https://app.example.com'],
    limits: { ...defaultLimits, ...limits },
    graphiql: true,
    introspection: true,
    trustedDocuments: false,
    developmentKey: null,
    exampleIds: async () => ({}),
    // At once, so that every test is one of compiled operations too.
    compileAfter: 0,
    ...others,
  });
  const fetch: TestGateway['fetch'] = async (path, init, peer) =>
    gateway.fetch(new URL(path, 'http://127.0.0.1'), init ?? {}, peer);

  return {
    mongo,
    stores,
    workspaces,
    access,
    fetch,
    listener: gateway,
    async client(options = {}) {
      workspaceNumber += 1;
      const { workspace = `Workspace ${workspaceNumber}`, scopes: held = scopes } = options;
      const created = await workspaces.createKey({ workspace, name: 'test', scopes: held });
      // Known from now on, so that no test counts the look-up of the key.
      await workspaces.authenticate(`Bearer ${created.secret}`);
      const send: TestClient['send'] = async (query, variables = {}) => {
        const response = await fetch('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${created.secret}` },
          body: JSON.stringify({ query, variables }),
        });
        return response.json();
      };
      return {
        key: created.secret,
        workspaceId: created.workspace.id,
        services: createServices(stores, created.workspace.id, tools),
        send,
        async run(document, variables) {
          const result = await send(document.toString(), variables as Record<string, unknown>);
          if (result.errors !== undefined) throw new Error(JSON.stringify(result.errors));
          return result.data as never;
        },
      };
    },
    async commandsOf(work) {
      return (await watchCommands(mongo, work)).commands;
    },
  };
}

/** Narrows a result to one of its types, and fails with the whole of it where it is another. */
export function expectType<T extends { __typename?: string }, N extends NonNullable<T['__typename']>>(
  result: T,
  typename: N,
): Extract<T, { __typename?: N }> {
  if (result.__typename !== typename) throw new Error(`Expected ${typename}, got ${JSON.stringify(result)}`);
  return result as Extract<T, { __typename?: N }>;
}
