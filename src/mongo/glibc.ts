import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { retargetGlibc } from './elf.ts';

/** What decides whether the embedded engine's library loads here; `glibc` is null on musl and off Linux. */
export type Host = { platform: string; arch: string; glibc: string | null };

type NativeFile = { name: string; original: string; retargeted: string };

const VERSION = '0.1.1';
const MODULE: NativeFile = {
  name: 'embedded-mongodb.linux-x64-gnu.node',
  original: '5ce2da1845bd2aaf719ce33c36ef8eaf0c9e4a5b8eac75e8f10ad236ae937dbb',
  retargeted: 'eb3330e6e6300132a5f6d32a0ced4d1a21a7b78489eb014fa631bd379a759a4e',
};
const ENGINE: NativeFile = {
  name: 'libembedded_mongodb_native.so',
  original: 'eee6ecfaad6a1cdcf4f27086486f9f517cb9473e164fb677969686072cbbd76c',
  retargeted: '49521320ee736cc34a6986ece3ba71048aec2f17db3e8bf62ddca38c287a6c97',
};
const NATIVE_FILES = [MODULE, ENGINE];

/** The glibc minor version that the published library asks for. */
const NEEDED_MINOR = 38;

const reportShape = z.object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) });

/** This process's platform, architecture and C library. */
export function currentHost(): Host {
  const report = reportShape.safeParse(process.report.getReport());
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: report.data?.header.glibcVersionRuntime ?? null,
  };
}

/** @throws Error naming the platform where the engine has no build for it. */
export function requireBuild({ platform, arch, glibc }: Host): void {
  const isMusl = platform === 'linux' && glibc === null;
  const hasBuild = ['linux x64', 'linux arm64', 'darwin arm64'].includes(`${platform} ${arch}`);
  if (isMusl || !hasBuild) throw new Error(`it has no build for ${platform} ${arch}${isMusl ? ' with musl' : ''}`);
}

/** Whether the published library would refuse to load on this host, and a retargeted copy of it would load. */
function needsRetarget(host: Host): boolean {
  if (host.platform !== 'linux' || host.arch !== 'x64') return false;
  const minor = /^2\.(\d+)/.exec(host.glibc ?? '')?.[1];
  return minor !== undefined && Number(minor) < NEEDED_MINOR;
}

/** Where copies of the library may be kept, best first: the user's cache folder, then one of his own for temporary files. */
export function defaultCacheFolders(): string[] {
  const configured = process.env.XDG_CACHE_HOME;
  // The XDG specification asks to ignore a relative path.
  const caches = configured && isAbsolute(configured) ? configured : join(homedir(), '.cache');
  return [join(caches, 'leadgraph'), join(tmpdir(), `leadgraph-${process.getuid?.() ?? 'cache'}`)];
}

/**
 * On a Linux x64 host whose glibc is older than the engine's library asks for, puts a copy that loads there into the
 * first usable cache folder and answers the path of its `.node` file. Everywhere else answers null and touches nothing.
 * Safe to run in several processes at once: a copy appears whole or not at all, and a damaged one is replaced.
 *
 * @param findOriginals answers the folder of the platform package; only called where a copy is needed
 * @throws Error where the originals are not the files this was proven with, or no cache folder can be used.
 */
export async function prepareNativeLibrary(
  host: Host,
  findOriginals: () => string,
  cacheFolders: readonly string[],
): Promise<string | null> {
  if (!needsRetarget(host)) return null;
  const originals = findOriginals();
  const refusals: string[] = [];
  for (const cache of cacheFolders) {
    try {
      return await fillCache(cache, originals);
    } catch (error) {
      if (error instanceof UnprovenLibraryError) {
        throw new Error(`glibc ${host.glibc} is older than 2.${NEEDED_MINOR} and ${error.message}`, { cause: error });
      }
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`no cache folder can be used: ${refusals.join('; ')}`);
}

/** A library that is not the one that was proven to run when it is rewritten. */
class UnprovenLibraryError extends Error {
  override name = 'UnprovenLibraryError';
}

async function fillCache(cache: string, originals: string): Promise<string> {
  const folder = join(cache, `embedded-mongodb-${VERSION}-${ENGINE.retargeted.slice(0, 12)}`);
  const missing: NativeFile[] = [];
  for (const file of NATIVE_FILES) {
    if (hashIfThere(join(folder, file.name)) !== file.retargeted) missing.push(file);
  }
  for (const { name, original } of missing) {
    if (hashFile(join(originals, name)) !== original) {
      throw new UnprovenLibraryError(`${name} is not that of ${VERSION}`);
    }
  }
  await ensurePrivateFolder(cache);
  await ensurePrivateFolder(folder);
  for (const file of missing) await placeCopy(folder, originals, file);
  return join(folder, MODULE.name);
}

/** Whoever else could write here could swap the library between its check and its loading. */
async function ensurePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stats = await lstat(folder);
  const isPrivate = stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
  if (!isPrivate) throw new Error(`${folder} is open to other users`);
}

async function placeCopy(folder: string, originals: string, file: NativeFile): Promise<void> {
  const target = join(folder, file.name);
  const bytes = retargetGlibc(await readFile(join(originals, file.name)));
  if (createHash('sha256').update(bytes).digest('hex') !== file.retargeted) {
    throw new Error(`the rewritten ${file.name} is not the proven one`);
  }
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes, { mode: 0o600, flag: 'wx' });
    // A process that has the old file loaded keeps it, and one that starts now sees the old file or the whole new one.
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** All at once: nothing else is to be done yet, and waiting for each piece takes longer than reading it. */
function hashFile(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    // One piece of memory for all chunks: the engine's 35 MB would otherwise stay in every process that starts.
    const chunk = Buffer.allocUnsafe(1 << 20);
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, length));
    }
    return hash.digest('hex');
  } finally {
    closeSync(file);
  }
}

/** The hash of a file that may not be there. */
function hashIfThere(path: string): string | null {
  try {
    return hashFile(path);
  } catch {
    return null;
  }
}
