import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, inject } from 'vitest';

/** For a test that starts processes; most of it is room for a machine that is busy with other things. */
export const timeout = 180_000;
const deadlineMs = 60_000;

export type Env = Record<string, string>;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A process that this file started; whatever becomes of its test, it is ended after it. */
export interface Running {
  child: ChildProcess;
  exited: Promise<Exit>;
  /** The first match in what it wrote on stdout; fails when it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): Promise<Exit>;
}

export interface RunningGateway extends Running {
  url: string;
  /** The development key, or '' where there is none. */
  key: string;
  banner: string;
}

const running: Running[] = [];
let home: string | undefined;

afterEach(async () => {
  for (const one of running.splice(0)) await one.kill('SIGKILL');
});
afterAll(() => {
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
  home = undefined;
});

/** The folder of this file's processes: the built gateway as it is installed, and what they write. Short, for sockets. */
function folder(): string {
  if (home !== undefined) return home;
  home = mkdtempSync(join(tmpdir(), 'lg-'));
  cpSync(inject('installed'), home, { recursive: true });
  mkdirSync(join(home, 'tmp'));
  return home;
}

/**
 * A copy of the built gateway in which a text is another one, so that something is broken on purpose.
 * @returns its `main.js`, for `startGateway`
 */
export function spoiledGateway(text: string, instead: string): string {
  const copy = newPath('dist');
  cpSync(join(folder(), 'dist'), copy, { recursive: true });
  const files = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  const spoiled = files.filter((name) => {
    const built = readFileSync(join(copy, name), 'utf8');
    if (built.split(text).length === 2) writeFileSync(join(copy, name), built.replace(text, instead));
    return built.includes(text);
  });
  if (spoiled.length !== 1) throw new Error(`${spoiled.length} built files have "${text}"`);
  return join(copy, 'main.js');
}

/** A path in this file's folder that nothing has used yet. */
export function newPath(name: string): string {
  const taken = readdirSync(folder()).length;
  const path = join(folder(), `${name}-${taken}`);
  mkdirSync(path);
  return join(path, name);
}

/** What the processes of this file have left in their folder for temporary files. */
export function temporaryFiles(): string[] {
  return readdirSync(join(folder(), 'tmp'));
}

/** Runs a built file (`main.js`, `cli/keys.js`, or one of a spoiled copy) with these settings and no others. */
export function startProcess(
  file: string,
  args: readonly string[],
  env: Env,
  nodeOptions: readonly string[] = [],
): Running {
  const child = spawn(process.execPath, [...nodeOptions, resolve(folder(), 'dist', file), ...args], {
    cwd: folder(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: join(folder(), 'tmp'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
      for (const listener of listeners) listener();
    });
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, ...written }));
  });
  const started: Running = {
    child,
    exited,
    printed: (pattern) =>
      within(
        `${file} to print ${pattern}`,
        new Promise((resolve, reject) => {
          const look = () => {
            const match = pattern.exec(written.stdout);
            if (match !== null) resolve(match);
          };
          listeners.add(look);
          look();
          exited.then((exit) => reject(new Error(`${file} ended: ${JSON.stringify(exit)}`)));
        }),
      ),
    kill(signal) {
      child.kill(signal);
      return within(`${file} to end by ${signal}`, exited);
    },
  };
  running.push(started);
  return started;
}

/** Starts a gateway on a free port and waits for its banner. */
export async function startGateway(
  env: Env,
  nodeOptions: readonly string[] = [],
  main = 'main.js',
): Promise<RunningGateway> {
  const started = startProcess(main, [], { PORT: '0', ...env }, nodeOptions);
  const [banner] = await started.printed(/^\s*Leadgraph serves [\s\S]*?(\}'\n|npm run keys .*\n)/);
  const url = /http:\/\/\S+:\d+/.exec(banner)?.[0] ?? '';
  return { ...started, banner, url, key: /sk-workspace_[\w-]+/.exec(banner)?.[0] ?? '' };
}

let seeded: Promise<string> | undefined;

/** A data folder as a first start leaves it: a copy of one that is made once, which is quicker than to seed again. */
export async function seededData(): Promise<string> {
  seeded ??= (async () => {
    const data = newPath('data');
    const gateway = await startGateway({ LEADGRAPH_DATA: data });
    await gateway.kill('SIGTERM');
    return data;
  })();
  const copy = newPath('data');
  cpSync(await seeded, copy, { recursive: true });
  return copy;
}

/** Runs a built file to its end. */
export function runProcess(file: string, args: readonly string[], env: Env): Promise<Exit> {
  return within(`${file} to end`, startProcess(file, args, env).exited);
}

export const keys = (env: Env, ...args: string[]): Promise<Exit> => runProcess('cli/keys.js', args, env);

export interface Answer {
  status: number;
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions: { code: string } }[];
}

/** Sends one GraphQL operation. */
export async function send(url: string, key: string | null, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}

/** Fails with what was waited for, when that takes too long. */
export function within<T>(what: string, promise: Promise<T>, ms = deadlineMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${ms} ms for ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Asks again until the answer is true. */
export async function eventually(what: string, ask: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`Waited ${deadlineMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
