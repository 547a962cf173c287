import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { connectMongo, type Mongo } from '../../src/mongo/client.ts';
import { type EmbeddedEngine, openEmbeddedEngine } from '../../src/mongo/embedded.ts';

// A process can hold one engine, and opening many leaks: a worker keeps the one it opens, for all its files.
let engine: Promise<EmbeddedEngine> | undefined;
let databases = 0;
const open: Mongo[] = [];

/** An empty database on this worker's engine, dropped after the file's tests. */
export async function openTestDatabase(): Promise<Mongo> {
  engine ??= openEmbeddedEngine(mkdtempSync(join(inject('engines'), 'engine-')));
  const { uri } = await engine;
  databases += 1;
  const named = uri.replace('/?', `/test_${databases}?`);
  const mongo = await connectMongo({ uri: named, dataDirectory: '', monitorCommands: true }, 'own');
  open.push(mongo);
  return mongo;
}

afterAll(async () => {
  for (const mongo of open.splice(0)) {
    // A test may have closed its client, to see what a gateway does without a database.
    await mongo.db.dropDatabase().catch(() => {});
    await mongo.close();
  }
});
