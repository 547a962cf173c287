import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { type Config, graceMs } from './config.ts';
import { connectMongo } from './mongo/client.ts';
import { StartupError } from './shared/errors.ts';
import { createLogger } from './shared/logger.ts';
import { prepare, type RunningGateway, unlessStopped } from './start.ts';

/** How long after its end a worker is replaced (ms), so that one that cannot live does not take the machine with it. */
const replaceAfterMs = 1_000;
/** What a worker may need beyond its drain and grace to be gone (ms). */
const spareMs = 2_000;

const serving = z.object({ url: z.string(), banner: z.string() });

/** Tells the first process that this worker serves. */
export function reportServing({ url, banner }: RunningGateway): void {
  process.send?.({ url, banner });
}

/**
 * Starts as many gateways as the settings say, each in a process of its own on the same port and database. This process
 * prepares the database, and holds it where that is the embedded one; it serves nothing, and replaces a worker that ends.
 * @param stop as of startGateway
 * @throws StartupError when the database or the first worker cannot start
 */
export async function startWorkers(config: Config, stop: AbortSignal): Promise<RunningGateway> {
  const mongo = await connectMongo({ uri: config.mongodbUri, dataDirectory: config.dataDirectory }, 'own');
  const workers = new Set<Worker>();
  const isServing = new WeakSet<Worker>();
  let stopping = false;

  const start = async (): Promise<z.output<typeof serving>> => {
    const worker = cluster.fork();
    workers.add(worker);
    worker.once('exit', () => {
      workers.delete(worker);
      if (!stopping && isServing.has(worker)) void replace();
    });
    const [message] = (await Promise.race([
      once(worker, 'message'),
      once(worker, 'exit').then(() => Promise.reject(new StartupError('WORKERS: a worker ended before it served'))),
    ])) as [unknown];
    isServing.add(worker);
    return serving.parse(message);
  };
  const replace = async (): Promise<void> => {
    await sleep(replaceAfterMs);
    if (!stopping) await start().catch(() => replace());
  };
  const end = async (signal: NodeJS.Signals): Promise<boolean> => {
    stopping = true;
    const all = [...workers];
    const exits = all.map(async (worker) => {
      const [code] = (await once(worker, 'exit')) as [number | null];
      // One that has just been started may know no signal yet.
      return code === 0 || !isServing.has(worker);
    });
    for (const worker of all) worker.process.kill(signal);
    const drainMs = signal === 'SIGTERM' ? config.drainMs : 0;
    const overdue = setTimeout(
      () => {
        for (const worker of workers) worker.process.kill('SIGKILL');
      },
      drainMs + graceMs + spareMs,
    );
    const ended = await Promise.all(exits);
    clearTimeout(overdue);
    await mongo.close();
    return ended.every((isClean) => isClean);
  };

  try {
    await unlessStopped(stop, prepare(config, mongo, createLogger(config.logLevel)));
    // One by one: with port 0 the first one takes the port that all have.
    const { url, banner } = await unlessStopped(stop, start());
    for (let count = 1; count < config.workers; count += 1) await unlessStopped(stop, start());
    return {
      url,
      banner,
      async stop(drain = false) {
        if (!(await end(drain ? 'SIGTERM' : 'SIGINT'))) throw new Error('a worker did not stop cleanly');
      },
    };
  } catch (error) {
    await end('SIGINT').catch(() => {});
    throw error;
  }
}
