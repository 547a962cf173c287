import type { Job, Loaded } from '../load/load.ts';
import type { Bench } from './environment.ts';
import type { Started } from './processes.ts';

/** What one server took for one operation, a request. */
export interface Figures {
  requestsPerSecond: number;
  p50: number;
  p99: number;
  /** Microseconds of processor time: of the server, the engine and the load. */
  cpu: number;
  engineCpu: number;
  loadCpu: number;
  /** Shares of a core that server and load were busy. */
  serverBusy: number;
  loadBusy: number;
  /** Database commands, whoever sent them. */
  commands: number;
  /** Index keys and documents that the engine looked at. */
  keys: number;
  documents: number;
  /** Resident memory of the server afterwards, in bytes. */
  rss: number;
}

/** What some requests took together: processor time in microseconds, the times of all of them in milliseconds. */
export interface Taken
  extends Pick<Figures, 'cpu' | 'engineCpu' | 'loadCpu' | 'commands' | 'keys' | 'documents' | 'rss'> {
  times: readonly number[];
  seconds: number;
}

/** Has one operation done. */
export async function run(load: Started, job: Job, name: string): Promise<Loaded> {
  const loaded = await load.ask<Loaded>(job);
  if (loaded.failure !== null) throw new Error(`${name} failed at ${job.operation}: ${loaded.failure}`);
  return loaded;
}

/** Has one operation done and measured, on a server that is hot. */
export async function sampled(bench: Bench, server: Started, load: Started, job: Job, name: string): Promise<Taken> {
  const before = await Promise.all([server.usage(), bench.engine.usage(), engineWork(bench)]);
  const { times, seconds, cpu } = await run(load, job, name);
  const after = await Promise.all([server.usage(), bench.engine.usage(), engineWork(bench)]);
  const work = (figure: keyof (typeof before)[2]) => after[2][figure] - before[2][figure];
  return {
    times,
    seconds,
    cpu: after[0].cpu - before[0].cpu,
    engineCpu: after[1].cpu - before[1].cpu,
    loadCpu: cpu,
    commands: work('commands'),
    keys: work('keys'),
    documents: work('documents'),
    rss: after[0].rss,
  };
}

/** The figures of what was measured in several goes. */
export function figuresOf(goes: readonly Taken[]): Figures {
  const times = goes.flatMap((go) => go.times).sort((a, b) => a - b);
  const sum = (figure: Exclude<keyof Taken, 'times'>) => goes.reduce((total, go) => total + go[figure], 0);
  const each = (figure: Exclude<keyof Taken, 'times'>) => sum(figure) / times.length;
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  const microseconds = sum('seconds') * 1e6;
  return {
    requestsPerSecond: times.length / sum('seconds'),
    p50: at(0.5),
    p99: at(0.99),
    cpu: each('cpu'),
    engineCpu: each('engineCpu'),
    loadCpu: each('loadCpu'),
    serverBusy: sum('cpu') / microseconds,
    loadBusy: sum('loadCpu') / microseconds,
    commands: each('commands'),
    keys: each('keys'),
    documents: each('documents'),
    rss: goes.at(-1)?.rss ?? Number.NaN,
  };
}

const counted = ['find', 'aggregate', 'count', 'insert', 'update', 'delete', 'findAndModify', 'bulkWrite', 'getMore'];

/** What the engine has done so far: commands (those aside that watch over connections), keys and documents examined. */
async function engineWork({ mongo }: Bench) {
  const { metrics } = await mongo.client.db('admin').command({ serverStatus: 1 });
  return {
    commands: counted.reduce((sum, name) => sum + Number(metrics.commands[name]?.total ?? 0), 0),
    keys: Number(metrics.queryExecutor.scanned),
    documents: Number(metrics.queryExecutor.scannedObjects),
  };
}
