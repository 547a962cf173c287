import type { Config } from './config.ts';
import { connectMongo, type Mongo } from './mongo/client.ts';
import { type Development, prepareDevelopment } from './sample/development.ts';
import { createIndexes, createStores, type Stores } from './services.ts';
import { systemClock } from './shared/clock.ts';
import { blaming } from './shared/failure.ts';
import { newUuid } from './shared/ids.ts';
import { createLogger, type Logger } from './shared/logger.ts';
import { createKeyUsage, type KeyUsage } from './workspace/key-usage.ts';
import { createWorkspaceService, type WorkspaceService } from './workspace/workspace.service.ts';

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
  const { mongodbUri: uri, dataDirectory } = config;
  // Evaluating all of the gateway takes the processor for as long as opening the database takes the machine.
  const load = () => import('./serve.ts');
  const mongo = await connectMongo({ uri, dataDirectory, meanwhile: () => void load().catch(() => {}) }, database);
  try {
    const logger = createLogger(config.logLevel);
    const prepared = await unlessStopped(stop, prepare(config, mongo, logger));
    const { serve } = await load();
    return await serve(config, mongo, logger, prepared);
  } catch (error) {
    // Whatever closing may add, this error is why.
    await mongo.close().catch(() => {});
    throw error;
  }
}

export interface Prepared {
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
    prepareDevelopment(dataDirectory, stores, workspaces, { clock: systemClock, newId: newUuid }),
  );
  return { stores, workspaces, usage, development };
}

export function unlessStopped<T>(stop: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(stop.reason);
    if (stop.aborted) abandon();
    stop.addEventListener('abort', abandon, { once: true });
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', abandon));
  });
}
