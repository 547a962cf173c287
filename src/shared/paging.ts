import { InvalidInputError } from './errors.ts';

/** What a caller asked of a list: `first` rows after a cursor or `last` rows before one. */
export interface PageRequest {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
}

/** A page of a list. `totalCount` runs its own query, so ask only when it is wanted. */
export interface Page<T> {
  edges: { readonly cursor: string; node: T }[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  totalCount: () => Promise<number>;
}

export const defaultPageSize = 25;

/**
 * Checks the four arguments of a Relay connection; 25 rows where neither `first` nor `last` is given.
 * @param maxPageSize the most rows that a page may have
 * @throws InvalidInputError when a size is out of 1..maxPageSize, or when `first` and `last` are both given
 */
export function readPageRequest(
  args: {
    first?: number | null | undefined;
    after?: string | null | undefined;
    last?: number | null | undefined;
    before?: string | null | undefined;
  },
  maxPageSize: number,
): PageRequest {
  const { first, after, last, before } = args;
  if (first != null && last != null) {
    throw InvalidInputError.of(['last'], 'Give "first" or "last", not both', 'first_and_last');
  }
  for (const [name, size] of [['first', first] as const, ['last', last] as const]) {
    if (size != null && (size < 1 || size > maxPageSize)) {
      throw InvalidInputError.of([name], `"${name}" must be between 1 and ${maxPageSize}`, 'page_size');
    }
  }
  return {
    ...(last != null ? { last } : { first: first ?? Math.min(defaultPageSize, maxPageSize) }),
    ...(after == null ? {} : { after }),
    ...(before == null ? {} : { before }),
  };
}
