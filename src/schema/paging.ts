import type { Page } from '../shared/paging.ts';

/** A page as a Relay connection. An empty page has null cursors. */
export function toConnection<T>(page: Page<T>) {
  return {
    edges: page.edges,
    pageInfo: new PageInfo(page),
    totalCount: page.totalCount,
  };
}

class PageInfo {
  readonly #page: Page<unknown>;

  constructor(page: Page<unknown>) {
    this.#page = page;
  }

  get hasNextPage(): boolean {
    return this.#page.hasNextPage;
  }

  get hasPreviousPage(): boolean {
    return this.#page.hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.#page.edges.at(0)?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#page.edges.at(-1)?.cursor ?? null;
  }
}

/** What the edge and connection types of a node are called and say. */
export function connectionTypes(node: string, rows: string) {
  return [
    { name: `${node}Connection`, description: `A page of ${rows}.` },
    { name: `${node}Edge`, description: `One of the ${rows} of a page.` },
  ] as const;
}
