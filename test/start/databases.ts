import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import { afterAll } from 'vitest';
import { type EmbeddedEngine, openEmbeddedEngine } from '../../src/mongo/embedded.ts';
import { createScram } from './scram.ts';

const releases: (() => unknown)[] = [];
let engine: Promise<EmbeddedEngine> | undefined;
let databases = 0;

afterAll(async () => {
  for (const release of releases.splice(0).reverse()) await release();
  engine = undefined;
});

/** An empty database on an engine of this worker's, as MONGODB_URI would name it to another process. */
export async function newDatabaseUri(): Promise<string> {
  engine ??= openEngine();
  databases += 1;
  return (await engine).uri.replace('/?', `/db_${databases}?`);
}

async function openEngine(): Promise<EmbeddedEngine> {
  const directory = mkdtempSync(join(tmpdir(), 'lg-'));
  releases.push(() => rmSync(directory, { recursive: true, force: true }));
  const opened = await openEmbeddedEngine(directory);
  releases.push(() => opened.close());
  return opened;
}

/** Looks into the database that an address names. */
export async function withDatabase<T>(uri: string, use: (db: ReturnType<MongoClient['db']>) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri);
  const name = /\/(\w+)\?/.exec(uri)?.[1] ?? 'leadgraph';
  return use(client.db(name)).finally(() => client.close());
}

const headerBytes = 16;
/** Of a message, up to its document. */
const msgBytes = headerBytes + 5;
const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;

/**
 * The address of something that says it is a MongoDB of this version, and knows no more than to say it.
 * @param password what it asks for, by SCRAM-SHA-256
 */
export async function startOldServer(version: string, maxWireVersion: number, password?: string): Promise<string> {
  const hello = { ok: 1, helloOk: true, isWritablePrimary: true, ismaster: true, minWireVersion: 0, maxWireVersion };
  const usual = { ...hello, version, maxBsonObjectSize: 16_777_216 };
  const server = createServer((socket) => {
    const authenticate = password === undefined ? () => null : createScram(password);
    socket.on('error', () => {});
    socket.on('data', (request) => {
      // A request of the driver's is small and so comes in one piece.
      const command = request.readInt32LE(12) === opMsg ? BSON.deserialize(request.subarray(msgBytes)) : {};
      const answer = Buffer.from(BSON.serialize(authenticate(command) ?? usual));
      const prefix = request.readInt32LE(12) === opQuery ? replyPrefix() : Buffer.alloc(5);
      const header = Buffer.alloc(headerBytes);
      header.writeInt32LE(headerBytes + prefix.length + answer.length, 0);
      header.writeInt32LE(request.readInt32LE(4), 8);
      header.writeInt32LE(request.readInt32LE(12) === opQuery ? opReply : opMsg, 12);
      socket.write(Buffer.concat([header, prefix, answer]));
    });
  });
  const mechanism = password === undefined ? '' : '&authMechanism=SCRAM-SHA-256';
  return `mongodb://127.0.0.1:${await listen(server)}/?directConnection=true${mechanism}`;
}

function replyPrefix(): Buffer {
  const prefix = Buffer.alloc(20);
  prefix.writeInt32LE(1, 16);
  return prefix;
}

/** A port that is taken for as long as this file's tests run. */
export function takePort(): Promise<number> {
  return listen(createServer());
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  releases.push(() => server.close());
  return (server.address() as AddressInfo).port;
}
