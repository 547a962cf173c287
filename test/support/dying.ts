import type { Collection, Db } from 'mongodb';

/** What a process ends with. */
export class Crash extends Error {}

const writes = ['insertOne', 'updateOne', 'updateMany', 'deleteOne', 'deleteMany', 'findOneAndUpdate'];
writes.push('findOneAndDelete', 'bulkWrite');

/** A database that calls this before each write, and waits for it. */
function beforeWrites(db: Db, before: () => Promise<void>): Db {
  const guarded = (collection: Collection): Collection =>
    new Proxy(collection, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (!writes.includes(String(name))) return member.bind(target);
        return async (...args: unknown[]) => {
          await before();
          return member.apply(target, args);
        };
      },
    });
  return new Proxy(db, {
    get(target, name) {
      if (name === 'collection') return (of: string) => guarded(target.collection(of));
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** A database through which a process can send only so many writes: where its next one would be, it dies. */
export function dyingAfter(db: Db, allowed: number): Db {
  let left = allowed;
  return beforeWrites(db, async () => {
    if (left <= 0) throw new Crash();
    left -= 1;
  });
}

/** A database through which a process sends so many writes, and before its next one it waits for what this does. */
export function sleepingAfter(db: Db, allowed: number, meanwhile: () => Promise<unknown>): Db {
  let left = allowed;
  return beforeWrites(db, async () => {
    left -= 1;
    if (left === -1) await meanwhile();
  });
}
