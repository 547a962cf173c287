import type { Collection, Db } from 'mongodb';

/** What a process ends with. */
export class Crash extends Error {}

const writes = ['insertOne', 'updateOne', 'updateMany', 'deleteOne', 'deleteMany', 'findOneAndUpdate'];
writes.push('findOneAndDelete', 'bulkWrite');

/** A database through which a process can send only so many writes: where its next one would be, it dies. */
export function dyingAfter(db: Db, allowed: number): Db {
  let left = allowed;
  const guarded = (collection: Collection): Collection =>
    new Proxy(collection, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (!writes.includes(String(name))) return member.bind(target);
        return (...args: unknown[]) => {
          if (left <= 0) return Promise.reject(new Crash());
          left -= 1;
          return Promise.resolve(member.apply(target, args));
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
