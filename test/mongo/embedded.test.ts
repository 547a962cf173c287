import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbeddedUnavailableError, findRunningEngine, openEmbeddedEngine } from '../../src/mongo/embedded.ts';

// A process has one engine, so whatever needs a second one, or a kill, happens in a process of its own.
const HOLD_ENGINE = `
  import { openEmbeddedEngine } from ${JSON.stringify(new URL('../../src/mongo/embedded.ts', import.meta.url).href)};
  try {
    const engine = await openEmbeddedEngine(process.env.TEST_DIRECTORY);
    process.stdout.write(engine.uri + '\\n');
    process.stdin.resume().once('end', () => engine.close());
  } catch (error) {
    process.stdout.write(error.message + '\\n');
    process.exitCode = 1;
  }
`;

let root: string;
let caches: string;
let directory: string;
let count = 0;
const children: EngineProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lg-'));
  caches = join(root, 'caches');
});
beforeEach(() => {
  count += 1;
  directory = join(root, `data-${count}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const child of children.splice(0)) await child.kill();
});
afterAll(() => rm(root, { recursive: true, force: true }));

type EngineProcess = { firstLine: Promise<string>; finish(): Promise<number | null>; kill(): Promise<void> };

function startEngineProcess(folder: string, cacheHome = caches): EngineProcess {
  const env = { ...process.env, TEST_DIRECTORY: folder, XDG_CACHE_HOME: cacheHome, TMPDIR: root };
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', HOLD_ENGINE], {
    cwd,
    env,
  });
  const exited = new Promise<number | null>((settle) => child.once('exit', settle));
  const started: EngineProcess = {
    firstLine: new Promise((settle) => {
      const lines = createInterface({ input: child.stdout });
      lines.once('line', settle).once('close', () => settle('The process ended without a line'));
    }),
    finish() {
      child.stdin.end();
      return exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
  children.push(started);
  return started;
}

async function openHere(folder = directory) {
  return openEmbeddedEngine(folder, { cacheFolders: [join(caches, 'leadgraph')] });
}

async function withDatabase<T>(uri: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri, { writeConcern: { w: 1, journal: true } });
  return use(client).finally(() => client.close());
}

const writeLead = (client: MongoClient) => client.db('test').collection('leads').insertOne({ name: 'Ada' });
const readNames = (client: MongoClient) => client.db('test').collection('leads').distinct('name');

describe('an engine', () => {
  it('keeps what was written over close and reopen', async () => {
    const first = await openHere();
    await withDatabase(first.uri, writeLead);
    await first.close();

    const second = await openHere();
    const names = await withDatabase(second.uri, readNames);
    await second.close();
    expect(names).toEqual(['Ada']);
  });

  it('keeps the folder and the note of its address to its user, and closes once', async () => {
    const engine = await openHere();
    const note = join(directory, 'leadgraph-engine.json');
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(note)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(note, 'utf8'))).toEqual({ uri: engine.uri, pid: process.pid });

    await Promise.all([engine.close(), engine.close()]);
    expect(existsSync(note)).toBe(false);
  });

  it('leaves no trace of how its library was found in the environment', async () => {
    const engine = await openHere();
    await engine.close();
    expect(process.env.NAPI_RS_NATIVE_LIBRARY_PATH).toBeUndefined();
  });
});

describe('several processes', () => {
  it('can start at once with nothing in the cache', async () => {
    const emptyCache = join(root, 'empty');
    const started = ['a', 'b'].map((name) => startEngineProcess(join(directory, name), emptyCache));
    for (const one of started) {
      await withDatabase(await one.firstLine, writeLead);
      expect(await one.finish()).toBe(0);
    }
  });

  it('cannot share a folder', async () => {
    await startEngineProcess(directory).firstLine;
    const refused = openHere();
    await expect(refused).rejects.toBeInstanceOf(EmbeddedUnavailableError);
    await expect(refused).rejects.toThrow(
      `The data folder ${directory} is in use by another process: stop that one or set LEADGRAPH_DATA to another folder`,
    );
  });

  it('can use the engine of one of them', async () => {
    const other = startEngineProcess(directory);
    const address = await other.firstLine;
    const found = await findRunningEngine(directory);
    expect(found).toBe(address);
    await withDatabase(address, writeLead);
    expect(await withDatabase(address, readNames)).toEqual(['Ada']);

    expect(await other.finish()).toBe(0);
    expect(await findRunningEngine(directory)).toBeNull();
  });

  it('go on where one was killed', async () => {
    const killed = startEngineProcess(directory);
    await withDatabase(await killed.firstLine, writeLead);
    await killed.kill();
    expect(existsSync(join(directory, 'leadgraph-engine.json'))).toBe(true);
    expect(await findRunningEngine(directory)).toBeNull();

    const engine = await openHere();
    expect(await findRunningEngine(directory)).toBe(engine.uri);
    expect(await withDatabase(engine.uri, readNames)).toEqual(['Ada']);
    await engine.close();
  });
});

describe('no running engine is found', () => {
  it('in a folder that is not there', async () => {
    expect(await findRunningEngine(directory)).toBeNull();
  });

  it.each([
    '',
    '{"uri":',
    '{"uri":7,"pid":1}',
    '{"uri":"mongodb://db.example.com/","pid":1}',
    '{"uri":"mongodb://%2F%ZZ/","pid":1}',
  ])('by a note that says %s', async (note) => {
    await mkdir(directory);
    await writeFile(join(directory, 'leadgraph-engine.json'), note);
    expect(await findRunningEngine(directory)).toBeNull();
  });
});

describe('where it cannot open, the message says what to set', () => {
  it('in a folder that cannot be made', async () => {
    await writeFile(directory, 'a file');
    const refused = openHere(join(directory, 'data'));
    await expect(refused).rejects.toBeInstanceOf(EmbeddedUnavailableError);
    await expect(refused).rejects.toThrow(
      /^The data folder .+ cannot be written: set LEADGRAPH_DATA to one that can \(ENOTDIR.+\)$/,
    );
  });

  it('with a path for temporary files that has no room for a socket', async () => {
    const longPath = join(root, 'x'.repeat(90));
    await mkdir(longPath);
    vi.stubEnv('TMPDIR', longPath);
    await expect(openHere()).rejects.toThrow(`Set TMPDIR to a shorter path: ${longPath} leaves no room for a socket`);
  });

  it('with a folder for temporary files that is not there', async () => {
    vi.stubEnv('TMPDIR', join(root, 'none'));
    await expect(openHere()).rejects.toThrow(/^Set TMPDIR to a folder that can be written: ENOENT/);
  });
});
