import type { Collection, Document } from 'mongodb';
import { gathering } from '../shared/gathering.ts';
import { boundedByLast, overFor, unboundedOf } from './bounded.ts';
import { isUnavailable } from './unavailable.ts';

/** A write of one request. */
export interface Single<T extends Document, R> {
  collection: Collection<T>;
  workspaceId: string;
  /** Does it by a command of its own. */
  alone(): Promise<R>;
}

/** Writes of one workspace that came together. */
export interface Several<T extends Document, S, R> {
  /** It has as long as the last of the requests. */
  collection: Collection<T>;
  workspaceId: string;
  /** None whose time is over. */
  singles: readonly S[];
  /** Says what became of one. */
  done(single: S, result: R): void;
}

/** How many go together at most: who waits for one of several waits for all. */
const most = 20;

interface Call<S, R> {
  single: S;
  resolve(result: R | Promise<R>): void;
}

/**
 * Does writes of a workspace that come while others are under way by few commands. Those that these leave out go alone
 * after all, and so do those that are not done yet when one fails; where no server answers, these are told so.
 * @param several does what it can, and says of each that is done what became of it
 */
export function together<T extends Document, S extends Single<T, R>, R>(
  several: (calls: Several<T, S, R>) => Promise<void>,
): (single: S) => Promise<R> {
  async function go(calls: readonly Call<S, R>[]): Promise<void> {
    const open = new Map(calls.map(({ single, resolve }) => [single, resolve]));
    const all = [...open.keys()] as [S, ...S[]];
    if (all.length === 1) return first(calls[0] as Call<S, R>);
    try {
      const collection = boundedByLast(all.map((single) => single.collection));
      const [{ workspaceId }] = all;
      const singles = all.filter((single) => overFor(single.collection) === null);
      const done = (single: S, result: R) => {
        open.get(single)?.(result);
        open.delete(single);
      };
      await several({ collection, workspaceId, singles, done });
    } catch (error) {
      if (isUnavailable(error)) {
        for (const resolve of open.values()) resolve(Promise.reject(error));
        return;
      }
      // Whatever else ends a command of several is for each of them to find out.
    }
    for (const [single, resolve] of open) resolve(single.alone());
  }

  async function first({ single, resolve }: Call<S, R>): Promise<void> {
    const result = single.alone();
    resolve(result);
    await result.catch(() => {});
  }

  const gathered = gathering<Call<S, R>>(go, most);
  return (single) =>
    new Promise((resolve) => {
      gathered(unboundedOf(single.collection), single.workspaceId, { single, resolve });
    });
}
