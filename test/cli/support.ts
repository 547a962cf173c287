import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, inject } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';

const directories: string[] = [];
const servers: Server[] = [];
const children = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A folder that is gone after the file's tests. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'leadgraph-cli-'));
  directories.push(directory);
  return directory;
}

/** How a command ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A command that runs. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

export interface RunOptions {
  url?: string;
  key?: string;
  /** What the command reads from stdin; nothing unless given. */
  stdin?: string;
  /** Where keys are saved; a folder of its own unless given. */
  config?: string;
  cwd?: string;
  /** Options of Node itself. */
  node?: readonly string[];
  env?: Record<string, string>;
}

/** Starts a command as a process of its own, which finds nothing of the tests' environment. */
export async function startCli(args: readonly string[], options: RunOptions = {}): Promise<Running> {
  const script = join(inject('installed'), 'dist/cli/leadgraph.js');
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    XDG_CONFIG_HOME: options.config ?? temporaryDirectory(),
    ...(options.url === undefined ? {} : { LEADGRAPH_URL: options.url }),
    ...(options.key === undefined ? {} : { LEADGRAPH_KEY: options.key }),
    ...options.env,
  };
  const cwd = options.cwd ?? tmpdir();
  const child = spawn(process.execPath, [...(options.node ?? []), script, ...args], { env, cwd, stdio: 'pipe' });
  children.add(child);
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([stdout, stderr, [code, signal]]) => {
      children.delete(child);
      return { code, signal, stdout, stderr };
    },
  );
  return { child, ended };
}

/** Runs a command to its end. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return (await startCli(args, options)).ended;
}

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<string> {
  const server = createServer((request, response) => {
    handler(request, response).catch(() => response.destroy());
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves the test gateway on a port of its own, each answer later by as many milliseconds as `delayMs` says. */
export function serveGateway(gateway: TestGateway, delayMs: () => number = () => 0): Promise<string> {
  return listen(async (request, response) => {
    const body = await buffer(request);
    await delay(delayMs());
    const headers = Object.entries(request.headers).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const answer = await gateway.fetch(request.url ?? '/', {
      method: request.method ?? 'GET',
      headers,
      ...(body.length === 0 ? {} : { body }),
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
}

/** What a GraphQL request asks. */
export interface Asked {
  query: string;
  variables: { inputs?: Record<string, unknown>[]; dryRun?: boolean; key?: string };
}

/** A server that takes every lead as new without keeping any: for what only the command line has a part in. */
export function serveStub(answer?: (asked: Asked, response: ServerResponse) => unknown): Promise<string> {
  return listen(async (request, response) => {
    const asked: Asked = JSON.parse((await buffer(request)).toString());
    const given = answer?.(asked, response);
    if (response.writableEnded) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(given ?? { data: { result: stubResult(asked) } }));
  });
}

/** What the stub answers unless told otherwise. */
export function stubResult({ query, variables }: Asked): unknown {
  if (query.includes('viewer')) {
    return { workspaceId: 'ws_stub', workspaceName: 'Stub', keyName: null, scopes: ['leads:write'] };
  }
  if (query.includes('identityRules')) {
    const unchanged = { added: [], removed: [] };
    const lists = { blocked: [], kindsOff: [], roleWords: unchanged, freeMailDomains: unchanged, providers: [] };
    return { identityRules: { version: 0, ...lists } };
  }
  return { items: (variables.inputs ?? []).map((_input, index) => ({ index, outcome: 'CREATED', error: null })) };
}

/** Waits until something holds, looking often; fails when it never does. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Never came: ${what}`);
    await delay(10);
  }
}
