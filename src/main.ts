import cluster from 'node:cluster';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { StartupError } from './shared/errors.ts';
import { describeError, describeUnexpected } from './shared/failure.ts';
import { stopSignal } from './shared/stop-signal.ts';
import type { RunningGateway } from './start.ts';

// Nearly all that a start makes stays, so V8's young generation would grow to 32 MB before anybody has asked anything.
// Static imports are evaluated before this line, so the gateway is imported below.
setFlagsFromString('--semi-space-growth-factor=1');

// First of all: as the first process of a container we would not even be ended by a signal that nobody handles.
const stop = stopSignal();

// Node would print every property of the error, and with them whatever the database driver keeps there.
process.on('uncaughtException', (error) => {
  process.stderr.write(`Leadgraph stopped unexpectedly: ${describeUnexpected(error)}\n`);
  process.exit(1);
});

let gateway: RunningGateway | undefined;
try {
  const { loadConfig } = await import('./config.ts');
  const { startGateway } = await import('./start.ts');
  const { reportServing, startWorkers } = await import('./workers.ts');
  const config = loadConfig(process.env);
  if (cluster.isWorker) gateway = await startGateway(config, stop, 'share');
  else gateway = await (config.workers > 1 ? startWorkers : startGateway)(config, stop);
  // V8's default.
  setFlagsFromString('--semi-space-growth-factor=2');
  // Left alone, V8 lets the heap grow to four times what is in use before it collects the old generation, too.
  setFlagsFromString('--heap-growing-percent=100');
  if (!stop.aborted) {
    if (cluster.isWorker) reportServing(gateway);
    else process.stdout.write(`${gateway.banner}\n`);
    await once(stop, 'abort');
  }
  // SIGTERM comes from whatever manages processes; a person at a terminal waits for no load balancer.
  await gateway.stop(stop.reason === 'SIGTERM');
  process.exit(0);
} catch (error) {
  // Nobody waits for a start that was called off.
  if (gateway === undefined && stop.aborted) process.exit(0);
  const reason = error instanceof StartupError ? describeError(error) : describeUnexpected(error);
  process.stderr.write(`Leadgraph ${gateway === undefined ? 'cannot start' : 'did not stop cleanly'}: ${reason}\n`);
  process.exit(1);
}
