import { InvalidInputError } from './errors.ts';
import type { Page, PageRequest } from './paging.ts';

/**
 * A page of a list that is in memory, by keyset as all others: a cursor keeps its place when rows before it go.
 * @param rows sorted by falling position; no two have the same
 * @param name tells cursors of this list from those of others
 * @throws InvalidInputError for a cursor of another list
 */
export function pageOf<T>(
  rows: readonly T[],
  name: string,
  positionOf: (row: T) => number,
  request: PageRequest,
): Page<T> {
  const after = readCursor(name, 'after', request.after) ?? Number.POSITIVE_INFINITY;
  const before = readCursor(name, 'before', request.before) ?? Number.NEGATIVE_INFINITY;
  const between = rows.filter((row) => positionOf(row) < after && positionOf(row) > before);
  const size = request.first ?? request.last ?? 0;
  const shown = request.last === undefined ? between.slice(0, size) : between.slice(-size);
  const more = between.length > shown.length;
  return {
    edges: shown.map((node) => ({ cursor: cursorOf(name, positionOf(node)), node })),
    hasNextPage: request.last === undefined ? more : request.before !== undefined,
    hasPreviousPage: request.last === undefined ? request.after !== undefined : more,
    totalCount: async () => rows.length,
  };
}

function cursorOf(name: string, position: number): string {
  return Buffer.from(JSON.stringify([name, position])).toString('base64url');
}

function readCursor(name: string, argument: string, cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const [, position] = /^\["\w+",(\d{1,15})\]$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (position === undefined || cursorOf(name, Number(position)) !== cursor) {
    throw InvalidInputError.of([argument], `"${argument}" is not a cursor of this list and order`, 'invalid_cursor');
  }
  return Number(position);
}
