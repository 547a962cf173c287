import type { Collection, Document, Filter, InferIdType, WithId } from 'mongodb';
import { boundedByLast, unboundedOf } from './bounded.ts';
import { byId } from './indexes.ts';
import { findAll } from './read-all.ts';

/** Larger reads go alone: nobody who wants one document should wait for hundreds of somebody else's. */
const mostOfOne = 10;
const mostTogether = 100;

/** What is read. Requests share a command where these are the same objects. */
interface Wish<T extends Document> {
  projection?: Document;
  /** A further condition on the documents. */
  only?: Filter<T>;
}

interface Read<T extends Document> {
  collection: Collection<T>;
  ids: readonly InferIdType<T>[];
  resolve(found: WithId<T>[]): void;
  reject(error: unknown): void;
}

/** Reads that differ in nothing but in their ids and in who waits for them. */
interface Group<T extends Document> {
  source: Collection<T>;
  workspaceId: string;
  wish: Wish<T>;
  reads: Read<T>[];
  size: number;
}

/**
 * The groups of this turn. Each turn has a new array: one that stays keeps what has waited in it (docs/performance.md).
 */
let groups: Group<never>[] = [];

/**
 * Documents of a workspace by id, in no particular order. What requests ask for in one turn of the event loop is one
 * command, and the busier the gateway, the more that is: a command costs both ends far more than another document in it.
 * Nothing is remembered: what was written before a read was asked for is read. Such a command has as long as the last of
 * its requests has. Index: _id.
 */
export function findByIds<T extends Document>(
  collection: Collection<T>,
  workspaceId: string,
  ids: readonly InferIdType<T>[],
  wish: Wish<T> = {},
): Promise<WithId<T>[]> {
  if (ids.length > mostOfOne) return find(collection, workspaceId, ids, wish);
  return new Promise((resolve, reject) => {
    const group = groupFor(unboundedOf(collection), workspaceId, wish, ids.length);
    group.size += ids.length;
    group.reads.push({ collection, ids, resolve, reject });
  });
}

function groupFor<T extends Document>(
  source: Collection<T>,
  workspaceId: string,
  wish: Wish<T>,
  more: number,
): Group<T> {
  const known = groups as unknown as Group<T>[];
  for (const group of known) {
    const isSame = group.source === source && group.workspaceId === workspaceId && isSameWish(group.wish, wish);
    if (isSame && group.size + more <= mostTogether) return group;
  }
  const group: Group<T> = { source, workspaceId, wish, reads: [], size: 0 };
  if (known.push(group) === 1) setImmediate(readAll);
  return group;
}

function isSameWish<T extends Document>(one: Wish<T>, other: Wish<T>): boolean {
  return one.projection === other.projection && one.only === other.only;
}

function readAll(): void {
  const turn = groups;
  groups = [];
  for (const group of turn) void readGroup(group);
}

async function readGroup<T extends Document>({ workspaceId, wish, reads }: Group<T>): Promise<void> {
  const [first] = reads as [Read<T>];
  try {
    if (reads.length === 1) return first.resolve(await find(first.collection, workspaceId, first.ids, wish));
    const ids = new Map(reads.flatMap((read) => read.ids.map((id) => [String(id), id] as const)));
    const collection = boundedByLast(reads.map((read) => read.collection));
    const found = await find(collection, workspaceId, [...ids.values()], wish);
    const byText = new Map(found.map((document) => [String(document._id), document]));
    for (const read of reads) read.resolve(read.ids.flatMap((id) => byText.get(String(id)) ?? []));
  } catch (error) {
    for (const { reject } of reads) reject(error);
  }
}

function find<T extends Document>(
  collection: Collection<T>,
  workspaceId: string,
  ids: readonly InferIdType<T>[],
  { projection, only }: Wish<T>,
): Promise<WithId<T>[]> {
  const filter = { _id: { $in: [...ids] }, workspaceId, ...only } as unknown as Filter<T>;
  return findAll(collection, filter, { ...(projection && { projection }), batchSize: ids.length + 1, hint: byId });
}
