import { loadConfig } from './config.ts';
import { StartupError } from './shared/errors.ts';
import { startGateway } from './start.ts';

try {
  const gateway = await startGateway(loadConfig(process.env));
  process.stdout.write(`${gateway.banner}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      gateway.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`Leadgraph cannot start: ${error.message}\n`);
  process.exitCode = 1;
}
