import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { connectMongo, type Mongo } from '../../src/mongo/client.ts';
import { type EmbeddedEngine, openEmbeddedEngine } from '../../src/mongo/embedded.ts';

// One engine a worker, since a process can hold one; each test file starts a worker of its own.
let engine: Promise<EmbeddedEngine> | undefined;
const open: Mongo[] = [];
const directories: string[] = [];

function testEngine(): Promise<EmbeddedEngine> {
  const directory = mkdtempSync(join(tmpdir(), 'leadgraph-test-'));
  directories.push(directory);
  engine ??= openEmbeddedEngine(directory);
  return engine;
}

let databases = 0;

/** An empty database on this worker's engine; everything is closed and removed after the file's tests. */
export async function openTestDatabase(): Promise<Mongo> {
  const { uri } = await (engine ?? testEngine());
  databases += 1;
  const named = uri.replace('/?', `/test_${databases}?`);
  const mongo = await connectMongo({ uri: named, dataDirectory: '', monitorCommands: true }, 'own');
  open.push(mongo);
  return mongo;
}

afterAll(async () => {
  for (const mongo of open.splice(0)) await mongo.close();
  await (await engine)?.close();
  engine = undefined;
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});
