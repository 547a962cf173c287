import fc from 'fast-check';
import type { Db } from 'mongodb';
import { expect, test } from 'vitest';
import { checkLeads } from '../fuzz/stored-invariants.ts';
import { newDatabaseUri, withDatabase } from '../start/databases.ts';
import { type Env, keys, type RunningGateway, startGateway } from '../start/processes.ts';
import { isLong, note, seed } from './form.ts';
import { Crowd, kinds, type Step } from './interleavings.ts';

const runs = isLong ? 40 : 3;
const timeout = isLong ? 1_200_000 : 180_000;
const clientCount = 8;
const withoutDeletions = kinds.filter((kind) => kind !== 'delete');

/** What each of the clients does. */
function scripts(among: readonly Step['kind'][]) {
  const numbers = fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 });
  const step = fc.record({ kind: fc.constantFrom(...among), numbers });
  const length = (exactly: number) => ({ minLength: exactly, maxLength: exactly });
  return fc.array(fc.array(step, length(30)), length(clientCount));
}

interface Stored {
  _id: { toHexString(): string };
  metadata?: Record<string, unknown>;
  mergedFrom?: { id: { toHexString(): string } }[];
  merging?: unknown;
  claimed?: true;
}

/** No key is with two leads or with none, no merge is half done, and none speaks of a lead that there is not. */
async function expectSound(db: Db): Promise<Stored[]> {
  await checkLeads(db);
  const all = await db.collection<Stored>('leads').find().toArray();
  const ids = new Set(all.map(({ _id }) => _id.toHexString()));
  expect(all.filter(({ merging, claimed }) => merging !== undefined || claimed)).toEqual([]);
  const named = all.flatMap(({ mergedFrom = [] }) => mergedFrom.map(({ id }) => id.toHexString()));
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
  return all;
}

async function expectNothingLost(db: Db, { marks }: Crowd): Promise<void> {
  const held = new Set((await expectSound(db)).flatMap(({ metadata = {} }) => Object.keys(metadata)));
  expect(marks.filter((mark) => !held.has(mark))).toEqual([]);
  expect(marks.length).toBeGreaterThan(20);
}

interface Place {
  env: Env;
  gateways: RunningGateway[];
  db: Db;
  key: string;
}

/** A property of what crowds do that go over four gateways on one database. */
async function withCrowds(
  { among, numRuns }: { among: readonly Step['kind'][]; numRuns: number },
  property: (place: Place, crowd: Crowd, steps: Step[][]) => Promise<void>,
): Promise<void> {
  const env = { MONGODB_URI: await newDatabaseUri() };
  const made = await keys(env, 'create', '--workspace', 'Acme', '--scopes', 'leads:write', '--json');
  const { secret: key } = JSON.parse(made.stdout) as { secret: string };
  const gateways = await Promise.all([1, 2, 3, 4].map(() => startGateway(env)));
  const counts = new Map<string, number>();
  const run = async (db: Db, steps: Step[][]) => {
    await db.collection('leads').deleteMany({});
    const crowd = new Crowd(key, counts);
    await property({ env, gateways, db, key }, crowd, steps);
  };
  const parameters = { seed, numRuns, endOnFailure: true };
  await withDatabase(env.MONGODB_URI, (db) =>
    fc.assert(
      fc.asyncProperty(scripts(among), (steps) => run(db, steps)),
      parameters,
    ),
  );
  note(`seed ${seed}: ${numRuns} crowds, ${JSON.stringify(Object.fromEntries(counts))}`);
}

const walkAll = (crowd: Crowd, gateways: readonly RunningGateway[], steps: readonly Step[][]) =>
  Promise.all(steps.map((own, index) => crowd.walk(gateways[index % gateways.length] as RunningGateway, own)));

test('creates, updates, merges, their undoing and deletions from four gateways leave every key with one lead', {
  timeout,
}, async () => {
  await withCrowds({ among: kinds, numRuns: runs }, async ({ gateways, db }, crowd, steps) => {
    await walkAll(crowd, gateways, steps);
    await expectSound(db);
  });
});

test('where nothing is deleted, no acknowledged value is lost', { timeout }, async () => {
  await withCrowds({ among: withoutDeletions, numRuns: runs }, async ({ gateways, db }, crowd, steps) => {
    await walkAll(crowd, gateways, steps);
    await expectNothingLost(db, crowd);
  });
});

test('nor where a gateway is killed among them, once its leads have been written to again', { timeout }, async () => {
  const numRuns = isLong ? 15 : 1;
  await withCrowds({ among: withoutDeletions, numRuns }, async ({ env, gateways, db }, crowd, steps) => {
    const victim = await startGateway(env);
    crowd.afterSteps(60 + ((steps[0]?.[0]?.numbers[0] ?? 0) % 120), () => victim.child.kill('SIGKILL'));
    await walkAll(crowd, [victim, ...gateways.slice(1)], steps);
    expect(victim.child.signalCode ?? (await victim.exited).signal).toBe('SIGKILL');
    await crowd.settle(gateways[0] as RunningGateway);
    await expectNothingLost(db, crowd);
  });
});
