import type { Collection, Db, Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMongo, type Mongo } from '../../src/mongo/client.ts';
import { aggregateAll, findAll } from '../../src/mongo/read-all.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Fault, type FaultyRouter, startFaultyRouter } from './faulty-router.ts';

interface Item extends Document {
  _id: number;
}

let mongo: Mongo;
let db: Db;
let items: Collection<Item>;
let router: FaultyRouter;
const opened: Mongo[] = [];

const stored: Item[] = [
  { _id: 1, name: 'a', tags: ['x'] },
  { _id: 2, name: 'b', missing: null, toString: [{ deep: 1 }], constructor: [{ deep: [2] }] },
  JSON.parse('{ "_id": 3, "name": "c", "__proto__": [{ "__proto__": [{ "a": 1 }] }], "a.b": { "$c": 1 } }'),
];
const bySize = { batchSize: 4, hint: { _id: 1 } };

beforeAll(async () => {
  mongo = await openTestDatabase();
  db = mongo.db;
  items = db.collection<Item>('items');
  await items.insertMany(stored);
  router = await startFaultyRouter(mongo.client.options.hosts[0]?.socketPath ?? '');
});

afterAll(async () => {
  for (const one of opened) await one.close();
  await router.close();
});

/** Another client, whose address has these options. */
async function open(options: string): Promise<Mongo> {
  const uri = `mongodb://${router.address}/${db.databaseName}?${options}`;
  const one = await connectMongo({ uri, dataDirectory: '', monitorCommands: true }, 'own');
  opened.push(one);
  return one;
}

/** The commands that work sends, and what it answers or throws. */
async function watch<T>({ client }: Mongo, work: () => Promise<T>) {
  const commands: Document[] = [];
  const note = ({ command }: { command: Document }) => {
    const { lsid: _session, sort, ...rest } = command;
    // The driver makes a map of it, which is sent in the same way.
    commands.push({ ...rest, sort: sort instanceof Map ? [...sort] : Object.entries(sort ?? {}) });
  };
  client.on('commandStarted', note);
  try {
    const answer = await work().catch((error: Error & { code?: unknown }) => ({ name: error.name, code: error.code }));
    return { commands, answer };
  } finally {
    client.off('commandStarted', note);
  }
}

describe('the command and the answer are those of a cursor', () => {
  const options: [string, Parameters<typeof findAll<Item>>[1], Parameters<typeof findAll<Item>>[2]][] = [
    ['everything', {}, { batchSize: 4 }],
    ['nothing', { _id: { $in: [] } }, { batchSize: 1 }],
    ['some by id', { _id: { $in: [3, 1] } }, bySize],
    ['fields', {}, { ...bySize, projection: { name: 1 } }],
    ['no field chosen', {}, { ...bySize, projection: {} }],
    ['an order and a limit', { name: { $gte: 'a' } }, { sort: { name: -1, _id: -1 }, limit: 2, batchSize: 3 }],
    ['what is undefined', { _id: 1, name: undefined as never }, bySize],
  ];
  test.each(options)('for %s', async (_what, filter, chosen) => {
    const [own, driver] = [
      await watch(mongo, () => findAll(items, filter, chosen)),
      await watch(mongo, () => items.find(filter, chosen).toArray()),
    ];
    expect(own).toEqual(driver);
    expect(own.commands).toHaveLength(1);
  });

  test('for a pipeline, of a collection and of none', async () => {
    const pipeline = [{ $match: { _id: { $ne: 2 } } }, { $sort: { _id: -1 } }];
    const documents = [{ $documents: stored.slice(0, 2) }, ...pipeline];
    expect(await watch(mongo, () => aggregateAll(items, pipeline, { batchSize: 4 }))).toEqual(
      await watch(mongo, () => items.aggregate(pipeline, { batchSize: 4 }).toArray()),
    );
    expect(await watch(mongo, () => aggregateAll(db, documents, { batchSize: 4 }))).toEqual(
      await watch(mongo, () => db.aggregate(documents, { batchSize: 4 }).toArray()),
    );
  });

  test('with what the address says of reads', async () => {
    const far = await open('readPreference=secondaryPreferred&readPreferenceTags=zone:a&readConcernLevel=local');
    const distant = far.db.collection<Item>('items');
    const own = await watch(far, () => findAll(distant, {}, bySize));
    expect(own).toEqual(await watch(far, () => distant.find({}, bySize).toArray()));
    expect(own.commands).toMatchObject([
      { readConcern: { level: 'local' }, $readPreference: { mode: 'secondaryPreferred', tags: [{ zone: 'a' }] } },
    ]);
    const all = await watch(far, () => aggregateAll(distant, [], { batchSize: 4 }));
    expect(all).toEqual(await watch(far, () => distant.aggregate([], { batchSize: 4 }).toArray()));
  });

  test('keys of every name come back as they were stored', async () => {
    expect(await findAll(items, {}, bySize)).toEqual(stored);
  });
});

describe('a read that fails is tried again as a cursor does', () => {
  const faults: [string, Fault[]][] = [
    ['the connection breaks', ['break']],
    ['the connection breaks twice', ['break', 'break']],
    ['the primary steps down', [{ code: 189 }]],
    ['a server cannot be reached twice', [{ code: 6 }, { code: 6 }]],
    ['the server has no time', [{ code: 262 }]],
    ['another failure behind the first', [{ code: 262 }, { code: 2 }]],
    ['the time of the command is over', [{ code: 50 }]],
    ['a command that is wrong', [{ code: 9 }]],
    ['too much to do', [{ code: 462, errorLabels: ['SystemOverloadedError', 'RetryableError'] }]],
  ];
  describe.each(['retryReads=true', 'retryReads=false'])('%s', (retryReads) => {
    let far: Mongo;
    beforeAll(async () => {
      far = await open(retryReads);
    });

    test.each(faults)('where %s', async (_what, all) => {
      const distant = far.db.collection<Item>('items');
      const read = (how: () => Promise<Item[]>) => {
        router.fail('find', all);
        return watch(far, how);
      };
      const own = await read(() => findAll(distant, { _id: 1 }, bySize));
      const driver = await read(() => distant.find({ _id: 1 }, bySize).toArray());
      expect(own).toEqual(driver);
    });
  });
});

describe('an answer that does not fit into one batch', () => {
  const large = Array.from({ length: 5 }, (_, _id) => ({ _id, text: String(_id).repeat(4_000_000) }));
  const lengths = large.map(({ _id, text }) => [_id, text.length]);
  const openCursors = async () => (await db.command({ serverStatus: 1 })).metrics.cursor.open.total;
  beforeAll(() => db.collection<Item>('large').insertMany(large));

  const reads: [string, () => Promise<Document[]>][] = [
    ['of a filter', () => findAll(db.collection<Item>('large'), {}, { batchSize: 6, hint: { _id: 1 } })],
    ['of a pipeline', () => aggregateAll(db.collection('large'), [{ $sort: { _id: 1 } }], { batchSize: 6 })],
    [
      'of a pipeline of no collection',
      () =>
        aggregateAll(
          db,
          [
            { $documents: large.map(({ _id }) => ({ _id })) },
            { $lookup: { from: 'large', localField: '_id', foreignField: '_id', as: 'of' } },
            { $unwind: '$of' },
            { $replaceWith: '$of' },
          ],
          { batchSize: 6 },
        ),
    ],
  ];
  test.each(reads)('%s is complete, and leaves no cursor open', async (_what, read) => {
    const before = await openCursors();
    const all = await read();
    expect(all.map(({ _id, text }) => [_id, text.length])).toEqual(lengths);
    expect(await openCursors()).toBe(before);
  });
});
