import { growthOperations, operations, type Scale } from '../operations.ts';
import { Connection, encode } from './client.ts';

// A process of its own, so that what the load costs is on no server's account.

/** What the load is told to do. */
export interface Job {
  operation: string;
  port: number;
  key: string;
  scale: Scale;
  /** The turns to take: the first one and how many. */
  from: number;
  count: number;
  connections: number;
}

/** What came of it: the times that requests took in milliseconds. */
export interface Loaded {
  seconds: number;
  times: readonly number[];
  /** The processor time of the load itself, in microseconds. */
  cpu: number;
  bytes: number;
  failure: string | null;
}

async function work(job: Job): Promise<Loaded> {
  const operation = [...operations, ...growthOperations].find(({ name }) => name === job.operation);
  if (operation === undefined) throw new Error(`There is no operation ${job.operation}`);
  const requests = Array.from({ length: job.count }, (_, at) => {
    const { path, body } = operation.request(job.from + at, job.scale);
    return encode(path, body, job.key);
  });
  const times = new Float64Array(job.count);
  const connections = Array.from({ length: Math.min(job.connections, job.count) }, () => new Connection(job.port));
  let next = 0;
  let bytes = 0;
  let failure: string | null = null;
  const before = process.cpuUsage();
  const started = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      for (let at = next++; at < requests.length && failure === null; at = next++) {
        const sent = performance.now();
        const { status, body } = await connection.send(requests[at] as Buffer);
        times[at] = performance.now() - sent;
        bytes += body.length;
        if (status >= 300 || !body.includes(operation.expected)) failure = `${status} ${body.toString().slice(0, 500)}`;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  for (const connection of connections) connection.close();
  return { seconds, times: [...times], cpu: user + system, bytes, failure };
}

// What whoever starts it waits for.
process.stdout.write('Serves load\n');
process.on('message', async (job: Job | string) => {
  if (typeof job === 'string') return;
  try {
    process.send?.(await work(job));
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    process.send?.({ seconds: 0, times: [], cpu: 0, bytes: 0, failure } satisfies Loaded);
  }
});
process.on('disconnect', () => process.exit(0));
