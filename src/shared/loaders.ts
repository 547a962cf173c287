import DataLoader from 'dataloader';
import type { Page, PageRequest } from './paging.ts';

/**
 * Loads things by id, each batch in one command; null for an id that the workspace does not have.
 * @param idsOf every id that leads to a thing
 */
export function loadById<T extends { id: string }>(
  find: (ids: readonly string[]) => Promise<T[]>,
  idsOf: (item: T) => string[] = ({ id }) => [id],
) {
  return new DataLoader<string, T | null, string>(
    async (ids) => {
      const found = new Map((await find(ids)).flatMap((item) => idsOf(item).map((id) => [id, item] as const)));
      return ids.map((id) => found.get(id.toLowerCase()) ?? null);
    },
    { cacheKeyFn: (id) => id.toLowerCase() },
  );
}

/** Loads the same page of many parents' children, all parents in one command. */
export type PageLoader<T> = (parentId: string, request: PageRequest) => Promise<Page<T>>;

export function loadPages<T>(
  find: (parentIds: readonly string[], request: PageRequest) => Promise<Map<string, Page<T>>>,
): PageLoader<T> {
  const loaders = new Map<string, DataLoader<string, Page<T>>>();
  return (parentId, request) => {
    const page = JSON.stringify(request);
    let loader = loaders.get(page);
    if (loader === undefined) {
      loader = new DataLoader(async (ids) => {
        const pages = await find(ids, request);
        return ids.map((id) => pages.get(id) ?? new Error(`No page was read for ${id}`));
      });
      loaders.set(page, loader);
    }
    return loader.load(parentId);
  };
}
