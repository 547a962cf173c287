import { join } from 'node:path';
import { cleanUp } from '../data/seed.ts';
import type { Job, Loaded } from '../load/load.ts';
import type { Operation } from '../operations.ts';
import { takes } from './check.ts';
import type { Bench, ServerName } from './environment.ts';
import type { Started } from './processes.ts';

/** What one server took for one operation in one round. */
export interface Sample {
  round: number;
  server: ServerName;
  operation: string;
  requestsPerSecond: number;
  p50: number;
  p99: number;
  /** Microseconds of processor time a request: of the server, the engine and the load. */
  cpu: number;
  engineCpu: number;
  loadCpu: number;
  /** Shares of a core that server and load were busy. */
  serverBusy: number;
  loadBusy: number;
  /** Database commands a request, whoever sent them. */
  commands: number;
  /** Index keys and documents that the engine looked at, a request. */
  keys: number;
  documents: number;
  /** Resident memory of the server afterwards, in bytes. */
  rss: number;
}

/** What a fresh process has before it is asked anything. */
export interface Fresh {
  round: number;
  server: ServerName;
  startMs: number;
  rss: number;
}

export interface Plan {
  rounds: number;
  servers: readonly ServerName[];
  operations: readonly Operation[];
  connections: number;
  /** By what the numbers of requests are multiplied. */
  factor: number;
  /** After which no further round is begun; three are, where so many are wanted. */
  minutes: number;
  /** Where processor profiles of the servers go, if they are wanted; what is timed then counts for nothing. */
  profiles: string | null;
  onProgress(text: string): void;
}

/** Every round starts each server afresh, in an order that turns from round to round. */
export async function measure(
  bench: Bench,
  plan: Plan,
): Promise<{ samples: Sample[]; fresh: Fresh[]; rounds: number }> {
  const samples: Sample[] = [];
  const fresh: Fresh[] = [];
  const load = await bench.load();
  let turn = 1_000;
  const end = performance.now() + plan.minutes * 60_000;
  let round = 0;
  for (; round < plan.rounds && (round < 3 || performance.now() < end); round += 1) {
    const order = plan.servers.map((_, at) => plan.servers[(at + round) % plan.servers.length] as ServerName);
    for (const name of order) {
      plan.onProgress(`round ${round + 1} of ${plan.rounds}: ${name}`);
      const nodeArgs = plan.profiles === null ? [] : ['--cpu-prof', '--cpu-prof-dir', join(plan.profiles, name)];
      const server = await bench.serve(name, { nodeArgs });
      await new Promise((resolve) => setTimeout(resolve, 500));
      fresh.push({ round, server: name, startMs: server.startMs, rss: (await server.usage()).rss });
      for (const operation of plan.operations.filter((one) => takes(name, one))) {
        const warmUp = Math.ceil(operation.warmUp * plan.factor);
        const measured = Math.ceil(operation.measured * plan.factor);
        const job = { operation: operation.name, port: server.port, key: bench.key, scale: bench.scale };
        const jobOf = (from: number, count: number): Job => ({ ...job, from, count, connections: plan.connections });
        await run(load, jobOf(turn, warmUp), name);
        const sample = await sampled(bench, server, load, jobOf(turn + warmUp, measured), name);
        samples.push({ round, server: name, operation: operation.name, ...sample });
        turn += warmUp + measured;
        await cleanUp(bench.mongo.db, bench.workspaceId);
      }
      // A profile is written when the process ends.
      await server.end(plan.profiles === null ? 'SIGKILL' : 'SIGTERM');
    }
  }
  await load.end();
  return { samples, fresh, rounds: round };
}

/** Has one operation done. */
export async function run(load: Started, job: Job, name: string): Promise<Loaded> {
  const loaded = await load.ask<Loaded>(job);
  if (loaded.failure !== null) throw new Error(`${name} failed at ${job.operation}: ${loaded.failure}`);
  return loaded;
}

/** Has one operation done and measured, on a server that is hot. */
export async function sampled(bench: Bench, server: Started, load: Started, job: Job, name: string) {
  const before = await Promise.all([server.usage(), bench.engine.usage(), engineWork(bench)]);
  const loaded = await run(load, job, name);
  const after = await Promise.all([server.usage(), bench.engine.usage(), engineWork(bench)]);
  const { count } = job;
  const cpu = after[0].cpu - before[0].cpu;
  const microseconds = loaded.seconds * 1e6;
  const each = (figure: keyof (typeof before)[2]) => (after[2][figure] - before[2][figure]) / count;
  return {
    requestsPerSecond: count / loaded.seconds,
    p50: loaded.p50,
    p99: loaded.p99,
    cpu: cpu / count,
    engineCpu: (after[1].cpu - before[1].cpu) / count,
    loadCpu: loaded.cpu / count,
    serverBusy: cpu / microseconds,
    loadBusy: loaded.cpu / microseconds,
    commands: each('commands'),
    keys: each('keys'),
    documents: each('documents'),
    rss: after[0].rss,
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
