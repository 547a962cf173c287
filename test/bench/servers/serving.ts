import type { Author } from '../../../src/shared/author.ts';
import { type Commands, openCommands } from './commands.ts';

/** Opens the database that the benchmark names. */
export function openBench(): Promise<Commands> {
  const { MONGODB_URI = '', BENCH_WORKSPACE = '', BENCH_AUTHOR = '{}' } = process.env;
  return openCommands(MONGODB_URI, BENCH_WORKSPACE, JSON.parse(BENCH_AUTHOR) as Author);
}

/** Says where the server is, in the words that the benchmark waits for. */
export function announce(port: number): void {
  process.stdout.write(`Serves http://127.0.0.1:${port}/graphql\n`);
}

process.on('SIGTERM', () => process.exit(0));
