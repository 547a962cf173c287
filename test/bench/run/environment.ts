import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectMongo, type Mongo } from '../../../src/mongo/client.ts';
import { createIndexes, createStores } from '../../../src/services.ts';
import type { Author } from '../../../src/shared/author.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { createWorkspaceService } from '../../../src/workspace/workspace.service.ts';
import { scopes } from '../../../src/workspace/workspace.ts';
import { type Scale, scaleOf, seed } from '../data/seed.ts';
import { makeFolder, remove } from './leftovers.ts';
import { compiled, type Placement, project, type Started, start } from './processes.ts';

export const serverNames = ['leadgraph', 'floor', 'apollo', 'mercurius'] as const;
export type ServerName = (typeof serverNames)[number];

/** The database with its data, and how to start servers on it. */
export interface Bench {
  mongo: Mongo;
  engine: Started;
  scale: Scale;
  workspaceId: string;
  key: string;
  /** Starts a server. `watch`: it says which commands it sends, and is not to be timed. */
  serve(
    name: ServerName,
    options?: { watch?: boolean; nodeArgs?: readonly string[] },
  ): Promise<Started & { port: number }>;
  load(): Promise<Started>;
  /** Starts what writes an import again by the driver alone. */
  bulk(): Promise<Started>;
  /** What a command begins with that is to run on the cores of a kind. */
  pinned(kind: keyof Placement): string[];
  close(): Promise<void>;
}

/**
 * Opens an engine in a process of its own and fills it.
 * @param others how many further workspaces there are
 */
export async function openBench(leads: number, placement: Placement | null, others = 0): Promise<Bench> {
  const directory = makeFolder();
  // An engine that is killed leaves the folder of its socket: here it goes with the rest.
  mkdirSync(join(directory, 'tmp'));
  const engine = await start(compiled('servers/engine.js'), {
    env: { TMPDIR: join(directory, 'tmp') },
    args: [join(directory, 'data')],
    cores: placement?.engine ?? null,
  });
  const uri = engine.address.replace('/?', '/leadgraph?');
  // Building an index over a million leads takes longer than a client would wait, and on a busy machine checks come late.
  const mongo = await connectMongo(
    { uri: `${uri}&socketTimeoutMS=0&connectTimeoutMS=20000`, dataDirectory: '' },
    'own',
  );
  const { workspaceId, key, author } = await makeKey(mongo);
  const scale = scaleOf(leads);
  await seed(mongo, workspaceId, scale, others);

  const shared = { MONGODB_URI: uri };
  const peers = {
    BENCH_WORKSPACE: workspaceId,
    BENCH_AUTHOR: JSON.stringify(author),
    BENCH_SCHEMA: join(project, 'schema', 'schema.graphql'),
  };
  // All guards are on; only the number of requests a minute is what no benchmark reaches.
  const gateway = {
    PORT: '0',
    LEADGRAPH_RATE_LIMIT: '10000000',
    LEADGRAPH_RATE_LIMIT_ADDRESS: '10000000',
  };
  return {
    mongo,
    engine,
    scale,
    workspaceId,
    key,
    async serve(name, { watch = false, nodeArgs = [] } = {}) {
      const isGateway = name === 'leadgraph';
      // As it ships it has a driver of its own inside, which no probe can watch.
      const gatewayScript = watch ? compiled('../../src/main.js') : join(project, 'dist', 'main.js');
      const server = await start(isGateway ? gatewayScript : compiled(`servers/${name}.js`), {
        env: { ...shared, ...(isGateway ? gateway : peers), BENCH_WATCH: watch ? 'on' : 'off' },
        cores: placement?.server ?? null,
        nodeArgs,
      });
      return { ...server, port: Number(new URL(server.address).port) };
    },
    bulk: () => start(compiled('servers/bulk.js'), { env: { ...shared, ...peers }, cores: placement?.server ?? null }),
    pinned: (kind) => (placement === null ? [] : ['taskset', '-c', placement[kind]]),
    load: () => start(compiled('load/load.js'), { cores: placement?.load ?? null }),
    async close() {
      await mongo.close();
      await engine.end();
      remove(directory);
    },
  };
}

async function makeKey(mongo: Mongo): Promise<{ workspaceId: string; key: string; author: Author }> {
  await createIndexes(mongo.db);
  const workspaces = createWorkspaceService({ ...createStores(mongo.db), clock: systemClock, keyCacheSeconds: 5 });
  const { workspace, key, secret } = await workspaces.createKey({ workspace: 'Bench', name: 'bench', scopes });
  const author: Author = { actor: { kind: 'key', id: key.id, name: key.name }, door: 'graphql' };
  return { workspaceId: workspace.id, key: secret, author };
}
