import cluster from 'node:cluster';
import { once } from 'node:events';
import { constants } from 'node:os';
import { describeError, describeUnexpected } from './cli/failure.ts';
import { loadConfig } from './config.ts';
import { StartupError } from './shared/errors.ts';
import { type RunningGateway, startGateway } from './start.ts';
import { reportServing, startWorkers } from './workers.ts';

/** A Ctrl+C may reach this process twice, from the terminal and from npm: what comes this close (ms) is one signal. */
const oneSignalMs = 500;

const stop = new AbortController();
let stopRequestedAt = 0;

// First of all: as the first process of a container we would not even be ended by a signal that nobody handles.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!stop.signal.aborted) {
      stopRequestedAt = performance.now();
      stop.abort(signal);
    } else if (performance.now() - stopRequestedAt > oneSignalMs) {
      process.exit(128 + constants.signals[signal]);
    }
  });
}

// Node would print every property of the error, and with them whatever the database driver keeps there.
process.on('uncaughtException', (error) => {
  process.stderr.write(`Leadgraph stopped unexpectedly: ${describeUnexpected(error)}\n`);
  process.exit(1);
});

let gateway: RunningGateway | undefined;
try {
  const config = loadConfig(process.env);
  if (cluster.isWorker) gateway = await startGateway(config, stop.signal, 'share');
  else gateway = await (config.workers > 1 ? startWorkers : startGateway)(config, stop.signal);
  if (!stop.signal.aborted) {
    if (cluster.isWorker) reportServing(gateway);
    else process.stdout.write(`${gateway.banner}\n`);
    await once(stop.signal, 'abort');
  }
  // SIGTERM comes from whatever manages processes; a person at a terminal waits for no load balancer.
  await gateway.stop(stop.signal.reason === 'SIGTERM');
  process.exit(0);
} catch (error) {
  // Nobody waits for a start that was called off.
  if (gateway === undefined && stop.signal.aborted) process.exit(0);
  const reason = error instanceof StartupError ? describeError(error) : describeUnexpected(error);
  process.stderr.write(`Leadgraph ${gateway === undefined ? 'cannot start' : 'did not stop cleanly'}: ${reason}\n`);
  process.exit(1);
}
