import { type Collection, type Db, type Document, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { type LeadDocument, leadIndexes } from '../../src/lead/lead.document.store.ts';
import type { OnMatch } from '../../src/lead/lead.match.ts';
import { createLeadRules } from '../../src/lead/lead.rules.ts';
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

// Creations of one workspace that come while another is under way: src/lead/creation/lead.creation.together.store.ts.

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

const newWorkspace = () => `ws_${new ObjectId().toHexString()}`;
const stampOf = (actor: string, onMatch: OnMatch = 'merge', id = newUuid()) => ({
  ...{ run: { id, mayRepeat: false }, now: new Date(1_700_000_000_000), rules: noRules, onMatch },
  ...{ author: { ...ownAuthor, actor: { kind: 'key', id: actor, name: actor } as const }, step: 0, inBatch: false },
});

interface Arrival {
  emails: readonly string[];
  actor?: string;
  name?: string;
  onMatch?: OnMatch;
  type?: 'person' | 'company';
}

/** Sends creations in one go, each as a request of its own; `within` answers whose time is over. */
function createAll(db: Db, workspaceId: string, arrivals: readonly Arrival[], over: (at: number) => Error | null) {
  return Promise.allSettled(
    arrivals.map(({ emails, name, actor = 'somebody', onMatch, type = 'person' }, at) => {
      const signal = new AbortController().signal;
      const deadline: Deadline = { signal, over: () => over(at), remainingMs: () => 60_000 };
      const contacts = emails.map((value) => ({ value }));
      const input = createLeadRules.parse({
        type,
        name: { full: name ?? `Jane ${at}` },
        contacts,
        metadata: { [`n${at}`]: at },
      });
      return createLeadStore(bounded(db, deadline), 20).createOrMerge(workspaceId, input, [], stampOf(actor, onMatch));
    }),
  );
}

const inTime = () => null;
const create = (workspaceId: string, arrivals: readonly Arrival[], over: (at: number) => Error | null = inTime) =>
  watchCommands(mongo, () => createAll(mongo.db, workspaceId, arrivals, over));

type Settled = Awaited<ReturnType<typeof createAll>>[number];

/** What became of it: the outcome and the metadata of the lead, or what stood against it. */
function told(result: Settled) {
  if (result.status === 'rejected') return result.reason.name;
  if (typeof result.value === 'string') return result.value;
  const { outcome, lead, matchedKeys } = result.value;
  return { outcome, matched: matchedKeys.length, version: lead.version, name: lead.name.full };
}

const stored = (workspaceId: string): Promise<Document[]> =>
  leads.find({ workspaceId }, { sort: { createdAt: 1 } }).toArray();
const some = (count: number) => Array.from({ length: count }, (_, at) => ({ emails: [`p${at}@acme.com`] }));

describe('creations of one workspace at once', () => {
  test('are few commands, and each its own lead by its own author', async () => {
    const workspaceId = newWorkspace();
    const arrivals = some(60).map((one, at) => ({ ...one, actor: `actor ${at}` }));
    const { answer, commands } = await create(workspaceId, arrivals);
    expect(answer.map(told)).toEqual(
      arrivals.map((_, at) => ({ outcome: 'created', matched: 0, version: 1, name: `Jane ${at}` })),
    );
    expect(commands.length).toBeLessThan(20);
    const found = await stored(workspaceId);
    expect(found).toHaveLength(60);
    for (const { name, metadata, history, contacts } of found) {
      const at = Number(name.full.slice('Jane '.length));
      expect(metadata).toEqual({ [`n${at}`]: at });
      expect(contacts).toMatchObject([{ value: `p${at}@acme.com` }]);
      expect(history).toMatchObject([{ step: 0, outcome: 'created', author: { actor: { id: `actor ${at}` } } }]);
    }
  });

  test('answer what each alone would have, whatever the others bring', async () => {
    const workspaceId = newWorkspace();
    await create(workspaceId, [{ emails: ['known@acme.com'] }]);
    await create(workspaceId, [{ emails: ['other@acme.com'] }]);
    const { answer } = await create(workspaceId, [
      ...some(5),
      { emails: ['known@acme.com'] },
      { emails: ['known@acme.com', 'other@acme.com'] },
      { emails: ['known@acme.com'], onMatch: 'fail' },
      { emails: ['new@acme.com'], onMatch: 'fail' },
      { emails: ['known@acme.com'], type: 'company' },
      { emails: [] },
      { emails: [] },
    ]);
    const made = (at: number) => ({ outcome: 'created', matched: 0, version: 1, name: `Jane ${at}` });
    expect(answer.map(told)).toEqual([
      ...[0, 1, 2, 3, 4].map(made),
      { outcome: 'merged', matched: 1, version: 2, name: 'Jane 5' },
      'taken',
      'taken',
      ...[8, 9, 10, 11].map(made),
    ]);
    expect(await stored(workspaceId)).toHaveLength(2 + 5 + 4);
  });

  test('merge into leads that are there by few commands, and each by its own author', async () => {
    const workspaceId = newWorkspace();
    const arrivals = some(40);
    await create(workspaceId, arrivals);
    const others = arrivals.map((one, at) => ({ ...one, name: `Other ${at}`, actor: `actor ${at}` }));
    const { answer, commands } = await create(workspaceId, others);
    expect(commands.length).toBeLessThan(15);
    expect(answer.map(told)).toEqual(
      arrivals.map((_, at) => ({ outcome: 'merged', matched: 1, version: 2, name: `Other ${at}` })),
    );
    for (const { name, metadata, history } of await stored(workspaceId)) {
      const at = Number(name.full.slice('Other '.length));
      expect(metadata).toEqual({ [`n${at}`]: at });
      expect(history.map((write: Document) => write.outcome)).toEqual(['created', 'merged']);
      expect(history[1]).toMatchObject({ step: 0, version: 2, author: { actor: { id: `actor ${at}` } } });
    }
    const again = await create(workspaceId, others);
    expect(again.commands.length).toBeLessThan(15);
    for (const result of again.answer) expect(told(result)).toMatchObject({ outcome: 'unchanged', version: 2 });
  });

  test('of one person are one lead that has what all of them brought', async () => {
    const workspaceId = newWorkspace();
    const { answer, commands } = await create(workspaceId, Array(40).fill({ emails: ['jane@acme.com'] }));
    expect(answer.map(({ status }) => status)).toEqual(Array(40).fill('fulfilled'));
    const [lead, ...more] = await stored(workspaceId);
    expect(more).toEqual([]);
    expect(lead?.metadata).toEqual(Object.fromEntries(answer.map((_, at) => [`n${at}`, at])));
    expect(lead?.version).toBe(40);
    const versions = answer.map((result) => (told(result) as { version: number }).version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    const remembered = lead?.history.map((write: Document) => write.version);
    expect(remembered).toEqual(Array.from({ length: 20 }, (_, at) => at + 21));
    expect(commands.length).toBeLessThan(40);
  });

  test('of one person whom nobody knows yet take few commands', async () => {
    const workspaceId = newWorkspace();
    const jane = [
      { emails: ['jane@acme.com'] },
      { emails: ['jane@acme.com', 'j@acme.com'] },
      { emails: ['j@acme.com'] },
    ];
    const { answer, commands } = await create(workspaceId, [{ emails: ['other@acme.com'] }, ...jane, ...jane]);
    // The second of them brings another key, which the third has to wait for.
    expect(commands).toEqual(['findAndModify', 'find', 'insert', 'find', 'update', 'find', 'update']);
    const [, first, ...others] = answer.map(told);
    expect(first).toEqual({ outcome: 'created', matched: 0, version: 1, name: 'Jane 1' });
    for (const one of others) expect(one).toMatchObject({ outcome: 'merged' });
    const [, lead, ...more] = await stored(workspaceId);
    expect(more).toEqual([]);
    expect(lead).toMatchObject({ version: 6, metadata: { n1: 1, n2: 2, n3: 3, n4: 4, n5: 5, n6: 6 } });
  });

  test('of two workspaces know nothing of each other', async () => {
    const [one, other] = [newWorkspace(), newWorkspace()];
    const [{ answer }, { answer: second }] = await Promise.all([create(one, some(20)), create(other, some(20))]);
    for (const result of [...answer, ...second]) expect(told(result)).toMatchObject({ outcome: 'created' });
    for (const workspaceId of [one, other]) expect(await stored(workspaceId)).toHaveLength(20);
  });

  test('write nothing for one whose time is over', async () => {
    const workspaceId = newWorkspace();
    const late = new TimeoutError(true);
    const { answer } = await create(workspaceId, some(6), (at) => (at === 3 ? late : null));
    expect(answer.filter(({ status }) => status === 'rejected')).toEqual([{ status: 'rejected', reason: late }]);
    expect(answer[3]).toMatchObject({ status: 'rejected' });
    expect((await stored(workspaceId)).map(({ name }) => name.full)).not.toContain('Jane 3');
  });
});

describe('where a command of several fails', () => {
  const send = (workspaceId: string) => watchCommands(far, () => createAll(far.db, workspaceId, some(10), inTime));

  test.each([
    ['find', 2],
    ['insert', 2],
    ['insert', 50],
  ])('each creation finds out for itself: %s with code %i', async (name, code) => {
    const workspaceId = newWorkspace();
    router.fail(name, [{ code }]);
    const { answer, commands } = await send(workspaceId);
    expect(answer.map(told)).toEqual(
      some(10).map((_, at) => ({ outcome: 'created', matched: 0, version: 1, name: `Jane ${at}` })),
    );
    expect(commands.filter((command) => command === 'findAndModify')).toHaveLength(10);
    expect(await stored(workspaceId)).toHaveLength(10);
  });

  test.each<[string, 'break' | { code: number }]>([
    ['insert', 'break'],
    ['insert', { code: 189 }],
  ])('since nobody answers, all of them are told: %s, %j', async (name, fault) => {
    const workspaceId = newWorkspace();
    router.fail(name, [fault]);
    const { answer } = await send(workspaceId);
    // The first of them was under way alone.
    expect(answer.map(({ status }) => status)).toEqual(['fulfilled', ...Array(9).fill('rejected')]);
    // Sent again, they are all there, once.
    expect((await send(workspaceId)).answer.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await stored(workspaceId)).toHaveLength(10);
  });
});
