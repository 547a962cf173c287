import { type Collection, type Db, type Document, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { type LeadDocument, leadIndexes } from '../../src/lead/lead.document.store.ts';
import { createLeadRules, type UpdateLeadInput } from '../../src/lead/lead.rules.ts';
import { createLeadStore } from '../../src/lead/lead.store.ts';
import { bounded } from '../../src/mongo/bounded.ts';
import { connectMongo, type Mongo } from '../../src/mongo/client.ts';
import { ensureIndexes } from '../../src/mongo/indexes.ts';
import { ownAuthor } from '../../src/shared/author.ts';
import type { Deadline } from '../../src/shared/deadline.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { TimeoutError } from '../../src/shared/limit.errors.ts';
import { type FaultyRouter, startFaultyRouter } from '../mongo/faulty-router.ts';
import { watchCommands } from '../support/commands.ts';
import { openTestDatabase } from '../support/database.ts';

// Updates of one workspace that come while others are under way: src/lead/writing/lead.update.together.store.ts.

let mongo: Mongo;
let leads: Collection<LeadDocument>;
let far: Mongo;
let router: FaultyRouter;

beforeAll(async () => {
  mongo = await openTestDatabase();
  await ensureIndexes(mongo.db, leadIndexes);
  leads = mongo.db.collection('leads');
  router = await startFaultyRouter(mongo.client.options.hosts[0]?.socketPath ?? '');
  const uri = `mongodb://${router.address}/${mongo.db.databaseName}?retryWrites=false`;
  far = await connectMongo({ uri, dataDirectory: '', monitorCommands: true }, 'own');
});

afterAll(async () => {
  await far.close();
  await router.close();
});

const stampOf = (actor: string) => ({
  ...{ run: { id: newUuid(), mayRepeat: false }, now: new Date(1_700_000_000_000), rules: noRules },
  ...{ author: { ...ownAuthor, actor: { kind: 'key', id: actor, name: actor } as const }, step: 0, inBatch: false },
});

/** A workspace of so many persons, and a company behind them; their ids. */
async function workspaceOf(count: number) {
  const workspaceId = `ws_${new ObjectId().toHexString()}`;
  const inputs = Array.from({ length: count + 1 }, (_, at) => ({
    step: at,
    input: createLeadRules.parse({
      ...(at === count ? { type: 'company', domain: 'acme.com' } : { type: 'person', email: `p${at}@acme.com` }),
      name: { full: `Lead ${at}` },
    }),
    listIds: [],
  }));
  const made = await createLeadStore(mongo.db, 20).createOrMergeMany(workspaceId, inputs, stampOf('maker'));
  const ids = made.map((one) => (one === 'taken' ? '' : one.lead.id));
  return { workspaceId, ids };
}

type Patch = Omit<UpdateLeadInput, 'id'>;

interface Update {
  at: number;
  patch: Patch;
  onlyPersons?: boolean;
}

type Workspace = Awaited<ReturnType<typeof workspaceOf>>;

/** One update as a request of its own; `over` says whose time is. */
function update(
  db: Db,
  { workspaceId, ids }: Workspace,
  { at, patch, onlyPersons = false }: Update,
  over: Error | null,
) {
  const signal = new AbortController().signal;
  const deadline: Deadline = { signal, over: () => over, remainingMs: () => 60_000 };
  const input = { id: ids[at] ?? `lead_${new ObjectId().toHexString()}`, ...patch };
  return createLeadStore(bounded(db, deadline), 20).update(workspaceId, input, stampOf(`actor ${at}`), onlyPersons);
}

const inTime = () => null;
const updateAll = (
  db: Db,
  workspace: Workspace,
  updates: readonly Update[],
  over: (at: number) => Error | null = inTime,
) => Promise.allSettled(updates.map((one, at) => update(db, workspace, one, over(at))));

type Settled = Awaited<ReturnType<typeof updateAll>>[number];

/** What became of an update: what it says it has changed, or what stood against it. */
function told(result: Settled) {
  if (result.status === 'rejected') return result.reason.name;
  if (result.value === null || typeof result.value === 'string') return result.value;
  const { lead, writeId, changes } = result.value;
  return { name: lead.name.full, wrote: writeId !== null, changes: changes() };
}

/** The leads of a workspace, without what is each time another. */
async function stored(workspaceId: string): Promise<Document[]> {
  const found: Document[] = await leads.find({ workspaceId }, { sort: { _id: 1 } }).toArray();
  return found.map(({ version, title, metadata, contacts, identityKeys, history }) => ({
    ...{ version, title, metadata, contacts, keys: identityKeys.slice(1) },
    by: history.map((write: Document) => write.author.actor.id).toSorted(),
  }));
}

const scores = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ at, patch: { metadata: { score: at } } }));

describe('updates of one workspace at once', () => {
  test('are few commands, and each changes its own lead for its own author', async () => {
    const workspace = await workspaceOf(40);
    const { answer, commands } = await watchCommands(mongo, () => updateAll(mongo.db, workspace, scores(40)));
    expect(commands.length).toBeLessThan(15);
    for (const [at, result] of answer.entries()) {
      expect(told(result)).toEqual({
        name: `Lead ${at}`,
        wrote: true,
        changes: [{ path: ['metadata', 'score'], before: null, after: at, known: true }],
      });
      expect(result).toMatchObject({ value: { lead: { id: workspace.ids[at], version: 2, metadata: { score: at } } } });
    }
    for (const [at, lead] of (await stored(workspace.workspaceId)).slice(0, 40).entries())
      expect(lead).toMatchObject({ version: 2, metadata: { score: at }, by: [`actor ${at}`, 'maker'] });
  });

  test('one is one command', async () => {
    const workspace = await workspaceOf(1);
    const { commands } = await watchCommands(mongo, () => updateAll(mongo.db, workspace, scores(1)));
    expect(commands).toEqual(['findAndModify']);
  });

  test('answer and leave what they would one after the other', async () => {
    const updates: Update[] = [
      ...scores(6),
      { at: 6, patch: { title: null } },
      { at: 7, patch: { title: 'CTO' } },
      { at: 8, patch: { email: 'p9@acme.com' } },
      { at: 99, patch: { title: 'Nobody' } },
      { at: 10, patch: { title: 'Late', expectedVersion: 7 } },
      { at: 11, patch: { title: 'In time', expectedVersion: 1 } },
      { at: 12, patch: { title: null, expectedVersion: 1 } },
      { at: 13, patch: { name: { full: 'A company' } }, onlyPersons: true },
      { at: 14, patch: { email: 'other@acme.com' } },
      { at: 15, patch: { metadata: { one: 1 } } },
      { at: 15, patch: { metadata: { other: 2 } } },
      { at: 15, patch: { metadata: { third: { $set: '$title' } } } },
    ];
    const together = await workspaceOf(16);
    const apart = await workspaceOf(16);
    // The company is of the type that the update is not for.
    for (const { ids } of [together, apart]) ids[13] = ids[16] ?? '';
    const answers = await updateAll(mongo.db, together, updates);
    const others: Settled[] = [];
    for (const one of updates) others.push(...(await updateAll(mongo.db, apart, [one])));
    expect(answers.map(told)).toEqual(others.map(told));
    expect(answers.map(told)).toContain('taken');
    expect(answers.map(told)).toContain(null);
    expect(await stored(together.workspaceId)).toEqual(await stored(apart.workspaceId));
  });

  test('of two workspaces know nothing of each other', async () => {
    const [one, other] = [await workspaceOf(20), await workspaceOf(20)];
    const strange = { workspaceId: one.workspaceId, ids: other.ids };
    const [own, foreign] = await Promise.all([
      updateAll(mongo.db, other, scores(20)),
      updateAll(mongo.db, strange, scores(20)),
    ]);
    for (const result of own) expect(told(result)).toMatchObject({ wrote: true });
    expect(foreign.map(told)).toEqual(Array(20).fill(null));
    for (const { version } of await stored(one.workspaceId)) expect(version).toBe(1);
    for (const { by } of (await stored(other.workspaceId)).slice(0, 20)) expect(by).toHaveLength(2);
  });

  test('write nothing for one whose time is over', async () => {
    const workspace = await workspaceOf(8);
    const late = new TimeoutError(true);
    const answer = await updateAll(mongo.db, workspace, scores(8), (at) => (at === 5 ? late : null));
    expect(answer.filter(({ status }) => status === 'rejected')).toEqual([{ status: 'rejected', reason: late }]);
    expect((await stored(workspace.workspaceId)).map(({ version }) => version)).toEqual([2, 2, 2, 2, 2, 1, 2, 2, 1]);
  });
});

describe('where a command of several fails', () => {
  test.each([
    ['update', 2],
    ['update', 50],
    ['find', 2],
  ])('each update finds out for itself, and is made once: %s with code %i', async (name, code) => {
    const workspace = await workspaceOf(10);
    router.fail(name, [{ code }]);
    const { answer, commands } = await watchCommands(far, () => updateAll(far.db, workspace, scores(10)));
    expect(commands.filter((command) => command === 'findAndModify')).toHaveLength(10);
    for (const [at, result] of answer.entries())
      expect(result).toMatchObject({ value: { lead: { version: 2, metadata: { score: at } } } });
    for (const { version } of (await stored(workspace.workspaceId)).slice(0, 10)) expect(version).toBe(2);
  });

  test.each<[string, 'break' | { code: number }]>([
    ['update', 'break'],
    ['update', { code: 189 }],
  ])('since nobody answers, all of them are told: %s, %j', async (name, fault) => {
    const workspace = await workspaceOf(10);
    router.fail(name, [fault]);
    const answer = await updateAll(far.db, workspace, scores(10));
    expect(answer.map(({ status }) => status)).toEqual(['fulfilled', ...Array(9).fill('rejected')]);
    // Sent again, each is made, once.
    for (const result of await updateAll(far.db, workspace, scores(10))) expect(result.status).toBe('fulfilled');
    for (const { version, by } of (await stored(workspace.workspaceId)).slice(0, 10)) {
      expect(version).toBe(2);
      expect(by).toHaveLength(2);
    }
  });
});
