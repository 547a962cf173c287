import type { Config } from './config.ts';
import { createGateway } from './http/gateway.ts';
import { startServer } from './http/server.ts';
import { connectMongo } from './mongo/client.ts';
import { prepareDevelopment } from './sample/development.ts';
import { createIndexes, createStores } from './services.ts';
import { systemClock } from './shared/clock.ts';
import { newUuid } from './shared/ids.ts';
import { createLogger } from './shared/logger.ts';
import { createWorkspaceService } from './workspace/workspace.service.ts';

/** How long requests in flight may take to finish after a signal to stop. */
const graceMs = 8_000;

/** A gateway that serves. */
export interface RunningGateway {
  url: string;
  /** What a person who started it wants to know. */
  banner: string;
  /** Answers "not ready" from now on, finishes requests in flight, and closes the database. */
  stop(): Promise<void>;
}

/**
 * Opens the database of the settings, prepares it, and serves.
 * @throws StartupError, one line that names the setting, for whatever the operator can put right
 */
export async function startGateway(config: Config): Promise<RunningGateway> {
  const logger = createLogger(config.logLevel);
  const mongo = await connectMongo({ uri: config.mongodbUri, dataDirectory: config.dataDirectory }, 'own');
  try {
    await createIndexes(mongo.db);
    const stores = createStores(mongo.db);
    const tools = { clock: systemClock, newId: newUuid };
    const workspaces = createWorkspaceService({
      workspaces: stores.workspaces,
      clock: systemClock,
      keyCacheSeconds: config.keyCacheSeconds,
    });
    const embedded = config.mongodbUri === null;
    const development = embedded ? await prepareDevelopment(config.dataDirectory, stores, workspaces, tools) : null;

    let stopping = false;
    const gateway = createGateway({
      ...tools,
      stores,
      workspaces,
      logger,
      checkReady: async () => {
        if (stopping) throw new Error('The gateway is stopping');
        await mongo.ping();
      },
      corsOrigins: config.corsOrigins,
      graphiql: config.graphiql,
      developmentKey: development?.key ?? null,
      exampleIds: async () => development?.exampleIds() ?? {},
    });
    const server = await startServer(gateway, config.host, config.port);
    return {
      url: server.url,
      banner: development === null ? productionBanner(server.url) : developmentBanner(server.url, development.key),
      async stop() {
        stopping = true;
        await server.stop(graceMs);
        await mongo.close();
      },
    };
  } catch (error) {
    await mongo.close();
    throw error;
  }
}

function developmentBanner(url: string, key: string): string {
  const body = JSON.stringify({ query: '{ leads(first: 3) { nodes { id email name { full } } } }' });
  return [
    '',
    `Leadgraph serves ${url}/graphql from the embedded database, with sample data.`,
    '',
    `  GraphiQL         ${url}/graphql`,
    `  Development key  ${key}`,
    '',
    'Try it:',
    '',
    `  curl -s ${url}/graphql -H 'content-type: application/json' \\`,
    `    -H 'authorization: Bearer ${key}' \\`,
    `    -d '${body}'`,
    '',
  ].join('\n');
}

function productionBanner(url: string): string {
  return [
    `Leadgraph serves ${url}/graphql.`,
    'Make a key:  npm run keys -- create --workspace "Acme" --scopes leads:read,leads:write',
  ].join('\n');
}
