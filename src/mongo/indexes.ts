import type { CreateIndexesOptions, Db, IndexDirection } from 'mongodb';

/** An index that a store's queries rely on, declared beside them. Creating one that exists does nothing. */
export interface IndexSpec {
  collection: string;
  key: Record<string, IndexDirection>;
  options?: CreateIndexesOptions;
}

/**
 * The index of ids, to name in each query that goes by them. Left alone, the planner may walk a small workspace in the
 * order of a field that moves (`updatedAt`, `status`), and then miss what a concurrent write moves from ahead of the
 * scan to behind it.
 */
export const byId = { _id: 1 } as const;

/** Creates what is missing, one command a collection. */
export async function ensureIndexes(db: Db, specs: readonly IndexSpec[]): Promise<void> {
  for (const name of new Set(specs.map((spec) => spec.collection))) {
    const group = specs.filter((spec) => spec.collection === name);
    await db.collection(name).createIndexes(group.map(({ key, options }) => ({ key, ...options })));
  }
}
