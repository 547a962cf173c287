#!/usr/bin/env node
import { stopSignal } from '../shared/stop-signal.ts';
import { runCli } from './program.ts';

// A reader that has seen enough (`leadgraph lead list --all | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  stopSignal,
});
