import type { CreateIndexesOptions, Db, IndexDirection } from 'mongodb';

/** An index that a store's queries rely on, declared beside them. Creating one that exists does nothing. */
export interface IndexSpec {
  collection: string;
  key: Record<string, IndexDirection>;
  options?: CreateIndexesOptions;
}

/** Creates what is missing, one command a collection. */
export async function ensureIndexes(db: Db, specs: readonly IndexSpec[]): Promise<void> {
  for (const name of new Set(specs.map((spec) => spec.collection))) {
    const group = specs.filter((spec) => spec.collection === name);
    await db.collection(name).createIndexes(group.map(({ key, options }) => ({ key, ...options })));
  }
}
