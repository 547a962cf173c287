import type { Page } from '../shared/paging.ts';

/** A page as a Relay connection. An empty page has null cursors. */
export function toConnection<T>(page: Page<T>) {
  return {
    edges: page.edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      get startCursor() {
        return page.edges.at(0)?.cursor ?? null;
      },
      get endCursor() {
        return page.edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount: page.totalCount,
  };
}

/** What the edge and connection types of a node are called and say. */
export function connectionTypes(node: string, rows: string) {
  return [
    { name: `${node}Connection`, description: `A page of ${rows}.` },
    { name: `${node}Edge`, description: `One of the ${rows} of a page.` },
  ] as const;
}
