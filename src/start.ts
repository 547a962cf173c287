import { createAccess } from './access/access.ts';
import { createSharing } from './access/sharing.ts';
import { blaming } from './cli/failure.ts';
import type { Config } from './config.ts';
import { createScanWorker } from './duplicates/scan.worker.ts';
import { createGateway } from './http/gateway.ts';
import { startServer } from './http/server.ts';
import { connectMongo, type Mongo } from './mongo/client.ts';
import { type Development, prepareDevelopment } from './sample/development.ts';
import { createIndexes, createStores, type Stores } from './services.ts';
import { systemClock } from './shared/clock.ts';
import { newUuid } from './shared/ids.ts';
import { createLogger, type Logger } from './shared/logger.ts';
import { createKeyUsage, type KeyUsage } from './workspace/key-usage.ts';
import { createRekeyWorker } from './workspace/rekey.worker.ts';
import { createWorkspaceService, type WorkspaceService } from './workspace/workspace.service.ts';

/** How long requests in flight may take to finish after a signal to stop. */
export const graceMs = 8_000;

const tools = { clock: systemClock, newId: newUuid };

/** A gateway that serves. */
export interface RunningGateway {
  url: string;
  /** What a person who started it wants to know. */
  banner: string;
  /**
   * Answers "not ready" from now on, finishes requests in flight, and closes the database.
   * @param drain whether to take new requests for the seconds of the settings, until load balancers send none any more
   */
  stop(drain?: boolean): Promise<void>;
}

/**
 * Opens the database of the settings, prepares it, and serves.
 * @param stop ends the preparation early, with what it made so far kept for the next start; rejects with its reason then
 * @param database `share` uses the embedded database that another process has open
 * @throws StartupError, one line that names the setting, for whatever the operator can put right
 */
export async function startGateway(
  config: Config,
  stop: AbortSignal = new AbortController().signal,
  database: 'own' | 'share' = 'own',
): Promise<RunningGateway> {
  const mongo = await connectMongo({ uri: config.mongodbUri, dataDirectory: config.dataDirectory }, database);
  try {
    const logger = createLogger(config.logLevel);
    return await serve(config, mongo, logger, await unlessStopped(stop, prepare(config, mongo, logger)));
  } catch (error) {
    // Whatever closing may add, this error is why.
    await mongo.close().catch(() => {});
    throw error;
  }
}

interface Prepared {
  stores: Stores;
  workspaces: WorkspaceService;
  usage: KeyUsage;
  /** Null with a database of the operator's: nothing is put into that. */
  development: Development | null;
}

/** Makes what a database needs before it is served from; on one that has it all, a few reads. */
export async function prepare(config: Config, { db }: Mongo, logger: Logger): Promise<Prepared> {
  const { dataDirectory, keyCacheSeconds } = config;
  const setting = config.mongodbUri === null ? 'LEADGRAPH_DATA' : 'MONGODB_URI';
  await blaming(setting, 'the indexes cannot be created', () => createIndexes(db));
  const stores = createStores(db, config);
  const usage = createKeyUsage(stores.keys, logger);
  const onKeyUsed = usage.note;
  const workspaces = createWorkspaceService({ ...stores, clock: systemClock, keyCacheSeconds, onKeyUsed });
  if (config.mongodbUri !== null) return { stores, workspaces, usage, development: null };
  const development = await blaming(setting, 'the sample data cannot be written', () =>
    prepareDevelopment(dataDirectory, stores, workspaces, tools),
  );
  return { stores, workspaces, usage, development };
}

async function serve(config: Config, mongo: Mongo, logger: Logger, prepared: Prepared): Promise<RunningGateway> {
  const { stores, workspaces, usage, development } = prepared;
  const access = createAccess({ settings: config.access, workspaces, clock: systemClock, logger });
  const sharing =
    config.access.store === 'memory'
      ? null
      : createSharing({ limiters: access.limiters, counts: stores.sharedCounts, clock: systemClock, logger });
  let stopping = false;
  const gateway = createGateway({
    ...tools,
    stores,
    access,
    logger,
    checkReady: async () => {
      if (stopping) throw new Error('The gateway is stopping');
      await mongo.ping();
    },
    corsOrigins: config.corsOrigins,
    limits: config.limits,
    graphiql: config.graphiql,
    introspection: config.introspection,
    trustedDocuments: config.trustedDocuments,
    // The name that a page was asked for by is the visitor's own claim, so it counts only where nobody else can reach us.
    developmentKey: isLoopback(config.host) ? (development?.key ?? null) : null,
    exampleIds: async () => development?.exampleIds() ?? {},
  });
  const server = await startServer(gateway, config, (err) =>
    logger.error({ err }, 'A connection could not be accepted'),
  );
  usage.start();
  sharing?.start();
  const scanWorker = createScanWorker({
    ...tools,
    ...stores,
    onError: (err) => logger.error({ err }, 'A scan for duplicates was interrupted'),
  });
  scanWorker.start();
  const rekeyWorker = createRekeyWorker({
    ...tools,
    ...stores,
    onError: (err) => logger.error({ err }, 'A re-keying was interrupted'),
  });
  rekeyWorker.start();
  const { url } = server;
  return {
    url,
    banner: development === null ? productionBanner(url) : developmentBanner(url, development.key, config.graphiql),
    async stop(drain = false) {
      stopping = true;
      await Promise.all([server.stop(drain ? config.drainMs : 0, graceMs), scanWorker.stop(), rekeyWorker.stop()]);
      await Promise.all([usage.stop(), sharing?.stop()]);
      await mongo.close();
    },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

export function unlessStopped<T>(stop: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(stop.reason);
    if (stop.aborted) abandon();
    stop.addEventListener('abort', abandon, { once: true });
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', abandon));
  });
}

function developmentBanner(url: string, key: string, graphiql: boolean): string {
  const body = JSON.stringify({ query: '{ leads(first: 3) { nodes { id email name { full } } } }' });
  return [
    '',
    `Leadgraph serves ${url}/graphql from the embedded database, with sample data.`,
    '',
    ...(graphiql ? [`  GraphiQL         ${url}/graphql`] : []),
    `  REST             ${url}/api/docs`,
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
    `Leadgraph serves ${url}/graphql from the database of MONGODB_URI.`,
    'Make a key:  npm run keys -- create --workspace "Acme" --scopes leads:read,leads:write',
  ].join('\n');
}
