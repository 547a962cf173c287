import { type Db, type Document, MongoClient, type WriteConcernSettings } from 'mongodb';
import { StartupError } from '../shared/errors.ts';
import { bounded } from './bounded.ts';
import { watchChecks } from './checks.ts';
import { EmbeddedUnavailableError, findRunningEngine, openEmbeddedEngine } from './embedded.ts';
import { isUnavailable } from './unavailable.ts';

/** The database a process works with. */
export interface Mongo {
  db: Db;
  client: MongoClient;
  /** Answers when MongoDB does, within two seconds. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface MongoSettings {
  /** A MongoDB 6 or later; null opens the embedded engine on `dataDirectory`. */
  uri: string | null;
  dataDirectory: string;
  /** Lets listeners on the client see every command; for tests that count them. */
  monitorCommands?: boolean;
  /** Called as soon as there is nothing to do but wait for the database. */
  meanwhile?: () => void;
}

/** The oldest server that has every operator we use. */
const oldestVersion = 6;

/**
 * Connects to the database of the settings and tries it.
 * @param mode `own` opens the embedded engine; `share` uses the one that a running gateway has open, if there is one
 * @throws StartupError, one line that names the setting, when it cannot be reached or used
 */
export async function connectMongo(settings: MongoSettings, mode: 'own' | 'share'): Promise<Mongo> {
  const { uri, dataDirectory, monitorCommands = false, meanwhile = () => {} } = settings;
  const nothing = async () => {};
  if (uri !== null) {
    const connecting = connect({ uri, setting: 'MONGODB_URI', monitorCommands, release: nothing });
    meanwhile();
    return connecting;
  }
  try {
    const running = mode === 'share' ? await findRunningEngine(dataDirectory) : null;
    const embedded = { setting: 'LEADGRAPH_DATA', monitorCommands } as const;
    if (running !== null) return await connect({ ...embedded, uri: running, release: nothing });
    const engine = await openEmbeddedEngine(dataDirectory, {}, meanwhile);
    return await connect({ ...embedded, uri: engine.uri, release: () => engine.close() });
  } catch (error) {
    if (error instanceof EmbeddedUnavailableError) throw new StartupError(error.message, { cause: error });
    throw error;
  }
}

/**
 * Lets reads answer stored keys as they are. The driver looks each key of an array up in this object; in a plain one it
 * would find `toString` or `__proto__`, and answer the objects of that array as bytes.
 */
const exactKeys: { readonly fieldsAsRaw: Record<string, never> } = { fieldsAsRaw: Object.create(null) };

/**
 * A database that is gone is noticed within two seconds, by checks twice a second that each may take 1.5. Commands
 * under way on its connections are given up then, reads are tried once more, and each command waits one more second for
 * it to come back. So a request hears of it within five seconds, and a command that is only slow is not taken for it.
 */
const timeouts = {
  heartbeatFrequencyMS: 500,
  connectTimeoutMS: 1_500,
  serverSelectionTimeoutMS: 1_000,
  waitQueueTimeoutMS: 4_000,
  socketTimeoutMS: 30_000,
};

/** Those that the address itself does not set: one that is far away may need more. */
function timeoutsBeside(uri: string): Partial<typeof timeouts> {
  const [, query = ''] = uri.split('?');
  const own = new Set([...new URLSearchParams(query).keys()].map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(timeouts).filter(([name]) => !own.has(name.toLowerCase())));
}

/**
 * The write concern by which nothing that was acknowledged is lost when servers are killed. One that stands alone has no
 * others to wait for, and with `majority` the embedded one now and then answers before its journal is written.
 */
function durable(hello: Document): WriteConcernSettings {
  const hasOthers = 'setName' in hello || hello.msg === 'isdbgrid';
  return { w: hasOthers ? 'majority' : 1, journal: true };
}

const patienceMs = 4_000;

interface Connection {
  uri: string;
  setting: 'MONGODB_URI' | 'LEADGRAPH_DATA';
  monitorCommands: boolean;
  /** Lets go of what stands behind the address, once the client is closed. */
  release: () => Promise<void>;
}

async function connect({ uri, setting, monitorCommands, release }: Connection): Promise<Mongo> {
  let client: MongoClient;
  try {
    client = new MongoClient(uri, {
      appName: 'leadgraph',
      ignoreUndefined: true,
      ...exactKeys,
      monitorCommands,
      ...(setting === 'MONGODB_URI' ? timeoutsBeside(uri) : { serverSelectionTimeoutMS: 5_000 }),
      retryWrites: setting === 'MONGODB_URI',
    });
  } catch (error) {
    throw new StartupError(`${setting} is not a MongoDB address: ${messageOf(error)}`, { cause: error });
  }
  try {
    await connectPatiently(client);
    const name = databaseName(uri) ?? 'leadgraph';
    const hello = await client.db(name).command({ hello: 1 });
    const db = bounded(client.db(name, { writeConcern: durable(hello) }));
    const info = await db.command({ buildInfo: 1 });
    const version = String(info.version);
    if (Number.parseInt(version, 10) < oldestVersion) {
      throw new StartupError(`${setting} names MongoDB ${version}; Leadgraph needs ${oldestVersion}.0 or later`);
    }
    const endWatch = watchChecks(client);
    return {
      db,
      client,
      async ping() {
        await db.command({ ping: 1 }, { signal: AbortSignal.timeout(2_000) });
      },
      async close() {
        endWatch();
        await client.close();
        await release();
      },
    };
  } catch (error) {
    await client.close();
    await release();
    if (error instanceof StartupError) throw error;
    throw new StartupError(`${setting}: the database cannot be reached or used: ${messageOf(error)}`, { cause: error });
  }
}

/** A database that starts together with the gateway may take some seconds longer. */
async function connectPatiently(client: MongoClient): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      await client.connect();
      return;
    } catch (error) {
      if (performance.now() > end || !isUnavailable(error)) throw error;
    }
  }
}

function databaseName(uri: string): string | null {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return path === undefined ? null : decodeURIComponent(path);
}

/** The first line of an error, without what a URI may hold of user and password. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').replace(/\/\/[^@/\s]+@/g, '//***@');
}
