import { BSON } from 'mongodb';
import { expect } from 'vitest';
import { errorCodes } from '../../src/shared/errors.ts';
import { findIds } from '../strangers/traces.ts';
import { createWorld, type World as Workspaces } from '../strangers/world.ts';
import { type Change, type Snapshot, takeSnapshot, undoChanges } from './stored.ts';

/** Two workspaces, as they are before any test. */
export interface World extends Workspaces {
  snapshot: Snapshot;
}

export async function createHostileWorld(): Promise<World> {
  const world = await createWorld();
  return { ...world, snapshot: await takeSnapshot(world.gateway.mongo.db) };
}

/** A request and what came of it. */
export interface Answered {
  /** All of the request that names things of the workspace. */
  sent: string;
  status: number;
  body: string;
  answer: unknown;
}

const internals = /Mongo\w*Error|BSON|PlanExecutor|\$convert|node_modules|\/src\/|\bat \S+ \(|RangeError|TypeError/;
const ownFailures = ['INTERNAL_SERVER_ERROR', 'DATABASE_UNAVAILABLE', 'TIMEOUT'];

/** Reads a response, which must be an answer of ours: no failure, nothing internal, nothing of the other workspace. */
export async function readAnswer(world: World, sent: string, response: Response): Promise<Answered> {
  const body = await response.text();
  expect(response.status, body).toBeLessThan(500);
  expect(body).not.toMatch(internals);
  expect([...findIds(body)].filter((id) => world.theirs.ids.has(id) && !findIds(sent).has(id))).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  const answer: unknown = JSON.parse(body);
  for (const code of valuesUnder(answer, 'code').filter((value) => typeof value === 'string')) {
    expect(ownFailures).not.toContain(code);
  }
  return { sent, status: response.status, body, answer };
}

/** The codes of the top-level errors of a GraphQL answer; each must be one of the closed list. */
export function topCodes({ answer }: Answered): string[] {
  const errors = typeof answer === 'object' && answer !== null && 'errors' in answer ? answer.errors : [];
  if (!Array.isArray(errors)) throw new Error(`These are no errors: ${JSON.stringify(errors)}`);
  const codes = errors.map((error) => String(error?.extensions?.code));
  for (const code of codes) expect(Object.keys(errorCodes)).toContain(code);
  return codes;
}

/** Says of a failure which value it came of. */
export async function explained(value: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${value.slice(0, 200)}: ${message.slice(0, 2_000)}`, { cause: error });
  }
}

/** Every value that stands under a key, or under an alias that ends in it. */
export function valuesUnder(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => valuesUnder(item, key));
  return Object.entries(value).flatMap(([name, item]) => [
    ...(name === key || name.endsWith(`_${key}`) ? [item].flat() : []),
    ...valuesUnder(item, key),
  ]);
}

/** The answer must speak of no thing of the workspace that the request did not name. */
export function expectNothingFound(world: World, { sent, body }: Answered): void {
  const named = findIds(sent);
  const own = findIds(world.mine.client.workspaceId);
  const found = [...findIds(body)].filter((id) => world.mine.ids.has(id) && !named.has(id) && !own.has(id));
  expect(found, body).toEqual([]);
}

/**
 * Undoes what a request changed in the database, and answers it. Each changed document must be one that the request
 * named, in no more than the fields it named and what follows from them, except that a merge makes leads one as a
 * whole; new ones must be of my workspace and have the fields that their kind has; none may be gone.
 */
export async function expectOnly(world: World, sent: string): Promise<Change[]> {
  const { client } = world.mine;
  const changes = await undoChanges(world.gateway.mongo.db, world.snapshot);
  const named = [...findIds(sent)];
  const names = [...sent.matchAll(/(\w+)"?\s*:/g)].map(([, name = '']) => name);
  const expected = new Set([...names, ...names.flatMap((name) => storedAs[name] ?? []), ...bookkeeping]);
  for (const { collection, before, after } of changes) {
    expect(after, `a document of ${collection} was deleted`).not.toBeNull();
    // A workspace is its own; what a request says of it is its settings.
    const isWorkspace = collection === 'workspaces';
    expect(isWorkspace ? `ws_${after?._id}` : after?.workspaceId).toBe(client.workspaceId);
    const usual = [...world.snapshot.values()].filter((row) => row.collection === collection);
    const known = new Set(usual.flatMap(({ raw }) => Object.keys(BSON.deserialize(raw))));
    const odd = Object.keys(after ?? {}).filter((field) => !known.has(field));
    expect(odd, `a new document of ${collection} has fields of its own`).toEqual([]);
    if (before === null) continue;
    const isWhole = collection === 'leads' && names.includes('loserIds');
    const changed = Object.keys({ ...before, ...after }).filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(after?.[field]),
    );
    expect(
      changed.filter((field) => !isWhole && !expected.has(field)),
      `${collection} was changed elsewhere`,
    ).toEqual([]);
    const text = JSON.stringify(before);
    const isNamed = isWorkspace || named.some((id) => text.includes(id));
    expect(isNamed, `${collection} ${text} was changed without being named`).toBe(true);
  }
  return changes;
}

/** Where a field of a request is stored, if not, or not only, under its own name. */
const storedAs: Record<string, readonly string[]> = {
  roleWords: ['identityRules', 'identityRekey'],
  blocked: ['identityRules', 'identityRekey'],
  kindsOff: ['identityRules', 'identityRekey'],
  freeMailDomains: ['identityRules', 'identityRekey'],
  providers: ['identityRules', 'identityRekey'],
  email: ['contacts'],
  phone: ['contacts'],
  source: ['sources'],
  sources: ['sourcePriority'],
  firstName: ['name'],
  lastName: ['name'],
  linkedin_url: ['linkedinUrl'],
  first_name: ['firstName', 'name'],
  last_name: ['lastName', 'name'],
};

/** Fields that follow from others: of leads, of prospects, of entities, of campaigns. */
const bookkeeping = [
  ...['version', 'updatedAt', 'history', 'words', 'hosts', 'folded', 'identityKeys', 'domainHost', 'domainKeys'],
  ...['provenance', 'like', 'blocks', 'keys', 'phase', 'statusChangedAt', 'status', 'listIds'],
];
