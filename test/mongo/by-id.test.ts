import fc from 'fast-check';
import type { Collection, Db, Document } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { bounded } from '../../src/mongo/bounded.ts';
import { findByIds } from '../../src/mongo/by-id.ts';
import type { Mongo } from '../../src/mongo/client.ts';
import { createDeadline } from '../../src/shared/deadline.ts';
import { ClientGoneError } from '../../src/shared/limit.errors.ts';
import { openTestDatabase } from '../support/database.ts';

interface Item extends Document {
  _id: string;
  workspaceId: string;
  name: string;
  hidden?: boolean;
}

const workspaces = ['ws_1', 'ws_2'];
const stored: Item[] = workspaces.flatMap((workspaceId, at) =>
  Array.from({ length: 60 }, (_, number) => ({
    ...{ _id: `${at}-${number}`, workspaceId, name: `item ${number}` },
    ...(number % 3 === 0 ? { hidden: true } : {}),
  })),
);
const ids = stored.map(({ _id }) => _id);

let mongo: Mongo;
let db: Db;
let items: Collection<Item>;

beforeAll(async () => {
  mongo = await openTestDatabase();
  db = mongo.db;
  items = db.collection<Item>('items');
  await items.insertMany(stored);
});

/** The find commands that work sends, and what it answers. */
async function watch<T>(work: () => Promise<T>) {
  const commands: Document[] = [];
  const note = ({ command }: { command: Document }) => commands.push(command);
  mongo.client.on('commandStarted', note);
  try {
    return { answer: await work(), commands };
  } finally {
    mongo.client.off('commandStarted', note);
  }
}

const names = (found: readonly Item[]) => found.map(({ name }) => name);

/** A request's own view of the collection, and its client. */
function ofRequest(ms = 60_000) {
  const client = new AbortController();
  const deadline = createDeadline(ms, client.signal);
  return { client, deadline, items: bounded(db, deadline).collection<Item>('items') };
}

describe('what requests ask for in one turn', () => {
  test('is one command, and each has its own answer', async () => {
    const asked = [['0-1'], ['0-2', '0-1'], ['nobody'], ['0-4', 'nobody', '0-5']];
    const { answer, commands } = await watch(() =>
      Promise.all(asked.map((some) => findByIds(ofRequest().items, 'ws_1', some))),
    );
    expect(answer.map(names)).toEqual([['item 1'], ['item 2', 'item 1'], [], ['item 4', 'item 5']]);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatchObject({
      filter: { _id: { $in: ['0-1', '0-2', 'nobody', '0-4', '0-5'] }, workspaceId: 'ws_1' },
      hint: { _id: 1 },
    });
  });

  test('by itself is the command that it would be alone', async () => {
    const { commands } = await watch(() => findByIds(ofRequest(5_000).items, 'ws_1', ['0-1']));
    expect(commands).toMatchObject([{ filter: { _id: { $in: ['0-1'] }, workspaceId: 'ws_1' }, batchSize: 2 }]);
    expect(commands[0]?.maxTimeMS).toBeLessThanOrEqual(5_250);
  });

  const shown = { name: 1 };
  const open = { hidden: { $ne: true } };
  test.each([
    ['of another workspace', () => findByIds(items, 'ws_2', ['1-1'])],
    ['of other fields', () => findByIds(items, 'ws_1', ['0-2'], { projection: shown })],
    ['of other documents', () => findByIds(items, 'ws_1', ['0-2'], { only: open })],
    ['of another collection', () => findByIds(db.collection<Item>('others'), 'ws_1', ['0-2'])],
    ['of more than ten', () => findByIds(items, 'ws_1', ids.slice(0, 11))],
  ])('is a command apart for what is %s', async (_what, other) => {
    const { commands } = await watch(() => Promise.all([findByIds(items, 'ws_1', ['0-1']), other()]));
    expect(commands).toHaveLength(2);
  });

  test('is more than one command where it is more than a hundred', async () => {
    const { answer, commands } = await watch(() =>
      Promise.all(Array.from({ length: 30 }, (_, at) => findByIds(items, 'ws_1', ids.slice(at, at + 10)))),
    );
    expect(answer.map((found) => found.length)).toEqual(Array(30).fill(10));
    expect(commands).toHaveLength(3);
  });

  test('is answered as each by itself would be', async () => {
    const read = fc.record({
      workspace: fc.constantFrom(...workspaces),
      some: fc.uniqueArray(fc.constantFrom(...ids, 'nobody'), { maxLength: 12 }),
      wish: fc.constantFrom({}, { projection: shown }, { only: open }, { projection: shown, only: open }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(read, { minLength: 1, maxLength: 20 }), async (reads) => {
        const found = await Promise.all(
          reads.map(({ workspace, some, wish }) => findByIds(ofRequest().items, workspace, some, wish)),
        );
        const alone = reads.map(({ workspace, some, wish }) =>
          stored
            .filter(({ _id, workspaceId, hidden }) => {
              if (!some.includes(_id) || workspaceId !== workspace) return false;
              return !('only' in wish) || hidden !== true;
            })
            .map(({ _id, name }) => ('projection' in wish ? { _id, name } : stored.find((one) => one._id === _id))),
        );
        const sorted = (all: (readonly unknown[])[]) =>
          all.map((some) => some.map((one) => JSON.stringify(one)).sort());
        expect(sorted(found)).toEqual(sorted(alone));
      }),
      { numRuns: 30 },
    );
  });
});

test('nothing is remembered from one turn to the next', async () => {
  await items.insertOne({ _id: 'moving', workspaceId: 'ws_1', name: 'before' });
  expect(names(await findByIds(items, 'ws_1', ['moving']))).toEqual(['before']);
  const earlier = findByIds(items, 'ws_1', ['moving']);
  await items.updateOne({ _id: 'moving' }, { $set: { name: 'after' } });
  const later = await findByIds(items, 'ws_1', ['moving']);
  expect(names(later)).toEqual(['after']);
  expect(['before', 'after']).toContain(names(await earlier)[0]);
});

describe('a command of several', () => {
  test('goes on for the others when the client of one goes away', async () => {
    const [gone, here] = [ofRequest(), ofRequest()];
    const left = gone.deadline.run(() => findByIds(gone.items, 'ws_1', ['0-1']), { writes: false });
    const stayed = here.deadline.run(() => findByIds(here.items, 'ws_1', ['0-2']), { writes: false });
    gone.client.abort();
    await expect(left).rejects.toBeInstanceOf(ClientGoneError);
    expect(names(await stayed)).toEqual(['item 2']);
  });

  test('ends when nobody waits for it any more', async () => {
    const all = [ofRequest(), ofRequest()];
    const reads: Promise<Item[]>[] = [];
    const { commands } = await watch(() =>
      Promise.allSettled(
        all.map(({ client, deadline, items: own }) => {
          const work = () => {
            const read = findByIds(own, 'ws_1', ['0-1']);
            reads.push(read);
            return read;
          };
          const asked = deadline.run(work, { writes: false });
          client.abort();
          return asked;
        }),
      ),
    );
    expect(commands).toEqual([]);
    for (const read of await Promise.allSettled(reads)) expect(read.status).toBe('rejected');
  });

  test('has as long as the last of its requests has', async () => {
    const { commands } = await watch(() =>
      Promise.all([3_000, 9_000, 1_000].map((ms) => findByIds(ofRequest(ms).items, 'ws_1', ['0-1']))),
    );
    expect(commands).toHaveLength(1);
    expect(commands[0]?.maxTimeMS).toBeGreaterThan(8_000);
    expect(commands[0]?.maxTimeMS).toBeLessThanOrEqual(9_250);
  });

  test('that fails fails for each of them', async () => {
    const projection = { $wrong: 1 };
    const reads = [1, 2].map((number) => findByIds(items, 'ws_1', [`0-${number}`], { projection }));
    for (const read of await Promise.allSettled(reads)) {
      expect(read).toMatchObject({ status: 'rejected', reason: { name: 'MongoServerError' } });
    }
  });
});
