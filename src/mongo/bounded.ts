import type { Collection, Db, Document } from 'mongodb';
import { type Deadline, lastOf } from '../shared/deadline.ts';

/**
 * How long a write, or a read outside of a request, may work in the server: as long as the client waits for an answer.
 */
const longestMs = 30_000;

/** The deadline itself ends a read first; the server, which may not notice, gives up right after. */
const slackMs = 250;

/** Where the options stand among a method's arguments, and whether it only reads. */
const methods = new Map<string | symbol, Method>([
  ['find', { at: 1, reads: true }],
  ['findOne', { at: 1, reads: true }],
  ['aggregate', { at: 1, reads: true }],
  ['countDocuments', { at: 1, reads: true }],
  ['findOneAndUpdate', { at: 2, reads: false }],
  ['updateOne', { at: 2, reads: false }],
  ['updateMany', { at: 2, reads: false }],
  ['replaceOne', { at: 2, reads: false }],
  ['findOneAndDelete', { at: 1, reads: false }],
  ['deleteOne', { at: 1, reads: false }],
  ['deleteMany', { at: 1, reads: false }],
  ['insertOne', { at: 1, reads: false }],
  ['insertMany', { at: 1, reads: false }],
  ['bulkWrite', { at: 1, reads: false }],
]);

const deadlineOf = Symbol('deadline');
const sourceOf = Symbol('source');

/** The deadline of a source, null for one that has none; undefined where it is not bounded at all. */
function deadlineFor(source: object): Deadline | null | undefined {
  return Reflect.get(source, deadlineOf);
}

/** The bounds of a command that reads from this; none where it is not bounded. */
export function readBoundsOf(source: object): Partial<Bounds> {
  const deadline = deadlineFor(source);
  return deadline === undefined ? {} : boundsOf(deadline, true);
}

/** The unbounded collection behind a bounded one. */
export function unboundedOf<T extends Document>(collection: Collection<T>): Collection<T> {
  return Reflect.get(collection, sourceOf) ?? collection;
}

/** Why no write may be sent to this any more; null while it may. */
export function overFor(collection: object): Error | null {
  return deadlineFor(collection)?.over() ?? null;
}

/** One collection for a command of several of its kind: its bound is that of the last of them. */
export function boundedByLast<T extends Document>(collections: readonly Collection<T>[]): Collection<T> {
  const [first] = collections as [Collection<T>];
  const deadlines = collections.map(deadlineFor);
  if (deadlines.includes(undefined)) return unboundedOf(first);
  const known = deadlines.filter((one) => one != null);
  const last = known.length < deadlines.length ? null : lastOf(known);
  return new (first.constructor as BoundedCollection)(last) as unknown as Collection<T>;
}

/**
 * The same database, where each command tells the server how long it may work at most. At a deadline reads end, and no
 * write is sent any more; one that was sent is left to end, so that it is known what became of it. Building indexes has
 * no bound.
 */
export function bounded(db: Db, deadline: Deadline | null = null): Db {
  return new Proxy(db, {
    get(target, name) {
      if (name === deadlineOf) return deadline;
      if (name !== 'collection') return memberOf(target, name, deadline);
      return (...[name, options]: Parameters<Db['collection']>) =>
        options === undefined
          ? new (boundedOf(target, name))(deadline)
          : new (classOf(target.collection(name, options)))(deadline);
    },
  });
}

type BoundedCollection = new (deadline: Deadline | null) => Collection;

const classes = new WeakMap<Db, Map<string, BoundedCollection>>();

/** Cached, since a collection keeps nothing of its users, and each takes the driver a while to make. */
function boundedOf(db: Db, name: string): BoundedCollection {
  const known = classes.get(db) ?? new Map<string, BoundedCollection>();
  classes.set(db, known);
  const made = known.get(name) ?? classOf(db.collection(name));
  known.set(name, made);
  return made;
}

/** A class whose objects are this collection in all but the methods that are bounded. */
function classOf(collection: Collection): BoundedCollection {
  class Bounded {
    readonly [deadlineOf]: Deadline | null;

    constructor(deadline: Deadline | null) {
      this[deadlineOf] = deadline;
    }
  }
  Object.setPrototypeOf(Bounded.prototype, collection);
  Object.defineProperty(Bounded.prototype, sourceOf, { value: collection });
  for (const [name, method] of methods) {
    const member: unknown = Reflect.get(collection, name);
    if (typeof member !== 'function') continue;
    Object.defineProperty(Bounded.prototype, name, {
      value(this: Bounded, ...given: unknown[]) {
        return callWithin(this[deadlineOf], collection, member as Member, method, given);
      },
    });
  }
  return Bounded as unknown as BoundedCollection;
}

type Method = { at: number; reads: boolean };
type Member = (...given: never[]) => unknown;

function callWithin(
  deadline: Deadline | null,
  target: object,
  member: Member,
  { at, reads }: Method,
  given: unknown[],
) {
  const over = reads ? null : (deadline?.over() ?? null);
  if (over !== null) return Promise.reject(over);
  const own = given[at];
  given[at] = { ...boundsOf(deadline, reads), ...(typeof own === 'object' ? own : {}) };
  return Reflect.apply(member, target, given);
}

function memberOf(target: object, name: string | symbol, deadline: Deadline | null): unknown {
  const member: unknown = Reflect.get(target, name);
  if (typeof member !== 'function') return member;
  const method = methods.get(name);
  if (method === undefined) return member.bind(target);
  return (...given: unknown[]) => callWithin(deadline, target, member as Member, method, given);
}

interface Bounds {
  maxTimeMS: number;
  signal?: AbortSignal;
}

function boundsOf(deadline: Deadline | null, reads: boolean): Bounds {
  if (deadline === null || !reads) return { maxTimeMS: longestMs };
  return { maxTimeMS: deadline.remainingMs() + slackMs, signal: deadline.signal };
}
