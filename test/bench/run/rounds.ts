import { join } from 'node:path';
import { cleanUp } from '../data/seed.ts';
import type { Job } from '../load/load.ts';
import type { Operation } from '../operations.ts';
import { takes } from './check.ts';
import type { Bench, ServerName } from './environment.ts';
import type { Started } from './processes.ts';
import { type Figures, figuresOf, run, sampled, type Taken } from './sample.ts';

/** What one server took for one operation in one round. */
export interface Sample extends Figures {
  round: number;
  server: ServerName;
  operation: string;
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

interface Running {
  name: ServerName;
  server: Started & { port: number };
}

/** The same list, begun further on. */
const turned = <T>(list: readonly T[], by: number): T[] => list.map((_, at) => list[(at + by) % list.length] as T);

/**
 * Every round starts each server afresh, in an order that turns from round to round. Then they take turns: each does a
 * part of an operation's requests before any does the next part, so that a machine whose speed moves moves all alike.
 */
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

  async function started(name: ServerName): Promise<Running> {
    const nodeArgs = plan.profiles === null ? [] : ['--cpu-prof', '--cpu-prof-dir', join(plan.profiles, name)];
    const server = await bench.serve(name, { nodeArgs });
    await new Promise((resolve) => setTimeout(resolve, 500));
    fresh.push({ round, server: name, startMs: server.startMs, rss: (await server.usage()).rss });
    return { name, server };
  }

  function next(operation: Operation, { port }: Running['server'], count: number): Job {
    const { connections } = plan;
    const job = { operation: operation.name, port, key: bench.key, scale: bench.scale, from: turn, count, connections };
    turn += count;
    return job;
  }

  async function compare(operation: Operation, servers: readonly Running[]): Promise<void> {
    const warmUp = Math.ceil(operation.warmUp * plan.factor);
    const measured = Math.ceil(operation.measured * plan.factor);
    for (const { name, server } of servers) await run(load, next(operation, server, warmUp), name);
    await cleanUp(bench.mongo.db, bench.workspaceId);
    // Enough requests in each part that all connections are busy for most of it.
    const parts = Math.max(1, Math.min(8, Math.floor(measured / (4 * plan.connections))));
    const taken = new Map(servers.map(({ name }) => [name, [] as Taken[]]));
    for (let part = 0; part < parts; part += 1) {
      for (const { name, server } of turned(servers, part)) {
        const job = next(operation, server, Math.ceil(measured / parts));
        taken.get(name)?.push(await sampled(bench, server, load, job, name));
      }
    }
    for (const [server, goes] of taken) samples.push({ round, server, operation: operation.name, ...figuresOf(goes) });
    await cleanUp(bench.mongo.db, bench.workspaceId);
  }

  for (; round < plan.rounds && (round < 3 || performance.now() < end); round += 1) {
    const servers: Running[] = [];
    for (const name of turned(plan.servers, round)) servers.push(await started(name));
    for (const operation of plan.operations) {
      plan.onProgress(`round ${round + 1} of ${plan.rounds}: ${operation.title}`);
      await compare(
        operation,
        servers.filter(({ name }) => takes(name, operation)),
      );
    }
    // A profile is written when the process ends.
    await Promise.all(servers.map(({ server }) => server.end(plan.profiles === null ? 'SIGKILL' : 'SIGTERM')));
  }
  await load.end();
  return { samples, fresh, rounds: round };
}
