import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Usage, Watched } from '../servers/probe.ts';
import { track } from './leftovers.ts';

/** Which processor cores the processes of a kind run on; null where the machine cannot be told. */
export interface Placement {
  server: string;
  load: string;
  engine: string;
}

/** The server alone on a core, the load on another; the engine has the rest, or shares the core of the load. */
export function placementHere(): Placement | null {
  const cores = availableParallelism();
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  if (cores < 2) return null;
  const rest = cores === 2 ? '1' : cores === 3 ? '2' : `2-${cores - 1}`;
  return { server: '0', load: '1', engine: rest };
}

export const compiled = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
/** The folder of the project, seen from where the compiled benchmark lies: dist/bench/test/bench/run. */
export const project = fileURLToPath(new URL('../../../../../', import.meta.url));

export interface Started {
  child: ChildProcess;
  /** The address that it said it serves. */
  address: string;
  /** From the start of the process to that moment, in milliseconds. */
  startMs: number;
  usage(): Promise<Usage>;
  watched(): Promise<Watched[]>;
  ask<T>(message: object | string): Promise<T>;
  /** Ends it at once, or by a signal that lets it finish. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts a process with the probe in it, and waits until it says where it serves.
 * @param cores null leaves it to the machine
 */
export async function start(
  script: string,
  options: { args?: readonly string[]; env?: NodeJS.ProcessEnv; cores: string | null; nodeArgs?: readonly string[] },
): Promise<Started> {
  const { args = [], env = {}, cores, nodeArgs = [] } = options;
  const node = [process.execPath, ...nodeArgs, '--import', compiled('servers/probe.js'), script, ...args];
  const [command = '', ...rest] = cores === null ? node : ['taskset', '-c', cores, ...node];
  const began = performance.now();
  const child = spawn(command, rest, {
    cwd: project,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  track(child);
  let said = '';
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors = `${errors}${text}`.slice(-4_000);
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}: ${errors}`)));
    child.stdout?.on('data', (text) => {
      said += text;
      const found = /[Ss]erves (\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const startMs = performance.now() - began;
  let waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void } | null = null;
  child.on('message', (answer) => waiting?.resolve(answer));
  child.once('exit', () => waiting?.reject(new Error(`${script} ended: ${errors}`)));
  const ask = <T>(message: object | string): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting = { resolve: resolve as (answer: unknown) => void, reject };
      child.send(message);
    });
  return {
    child,
    address,
    startMs,
    usage: () => ask<Usage>('usage'),
    watched: () => ask<Watched[]>('watched'),
    ask,
    async end(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}
