import type { Job, Loaded } from '../load/load.ts';
import type { Bench } from './environment.ts';
import type { Started } from './processes.ts';

/** Memory of the gateway after so many requests, in bytes. */
export interface Endured {
  requests: number;
  rss: number;
  heap: number;
}

/**
 * What is sent between two looks at the memory. Those are many: garbage comes and goes between 60 and 160 MB, and a few
 * looks a quarter would compare by chance.
 */
const shares = [
  ['lead', 1_975],
  ['update', 250],
  ['create', 250],
  ['page', 25],
] as const;

/** Sends requests to one gateway process, and looks at its memory after each 2,500. */
export async function endure(bench: Bench, total: number, onProgress: (text: string) => void): Promise<Endured[]> {
  const server = await bench.serve('leadgraph');
  const load = await bench.load();
  const seen: Endured[] = [];
  for (let requests = 0; requests < total; ) {
    for (const [operation, count] of shares) {
      await send(load, { operation, count, from: requests, port: server.port, key: bench.key, scale: bench.scale });
      requests += count;
    }
    const { rss, heap } = await server.usage();
    seen.push({ requests, rss, heap });
    onProgress(`${requests} of ${total} requests, ${Math.round(rss / 1e6)} MB`);
  }
  await Promise.all([server.end(), load.end()]);
  return seen;
}

async function send(load: Started, job: Omit<Job, 'connections'>): Promise<void> {
  const { failure } = await load.ask<Loaded>({ ...job, connections: 16 });
  if (failure !== null) throw new Error(`${job.operation} failed: ${failure}`);
}

/** How much more memory there is in the last quarter than in the second, as a share of that. */
export function growthOf(seen: readonly Endured[]): number {
  const quarter = (from: number, to: number) => {
    const part = seen.slice(Math.floor(seen.length * from), Math.floor(seen.length * to)).map(({ rss }) => rss);
    return part.toSorted((a, b) => a - b)[part.length >> 1] ?? Number.NaN;
  };
  return quarter(0.75, 1) / quarter(0.25, 0.5) - 1;
}
