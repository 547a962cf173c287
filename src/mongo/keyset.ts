import { type Collection, type Document, type Filter, ObjectId } from 'mongodb';
import { InvalidInputError } from '../shared/errors.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { findAll } from './read-all.ts';

/** A total order of a collection: a field, then `_id` where the field ties. */
export interface KeysetOrder {
  /** Names the order inside cursors, so that a cursor of one order is refused by another. */
  name: string;
  field: string;
  kind: 'date' | 'string' | 'id';
  direction: 1 | -1;
}

/** How the ids of a collection stand in cursors. */
export interface IdCodec {
  toText(id: unknown): string;
  fromText(text: string): unknown;
}

export const objectIds: IdCodec = {
  toText: String,
  fromText: (text) => (/^[0-9a-f]{24}$/.test(text) ? new ObjectId(text) : undefined),
};

export const uuidIds: IdCodec = {
  toText: String,
  fromText: (text) => (/^[0-9a-f-]{36}$/.test(text) ? text : undefined),
};

interface Position {
  value: unknown;
  id: unknown;
}

/** What a page asks of MongoDB: whether it runs against the order, where it starts, and one row more than it shows. */
export interface KeysetPlan {
  filter: Filter<Document>;
  sort: Record<string, 1 | -1>;
  limit: number;
  backward: boolean;
}

/**
 * Turns a page request into a filter that starts right behind the cursor, so that rows inserted meanwhile neither
 * shift nor repeat what follows.
 * @throws InvalidInputError for a cursor that is not one of this order's
 */
export function planPage(order: KeysetOrder, ids: IdCodec, request: PageRequest): KeysetPlan {
  const backward = request.last !== undefined;
  const direction = backward ? -order.direction : order.direction;
  const bounds = [
    ...(request.after === undefined ? [] : [beyond(order, ids, request.after, 'after', order.direction)]),
    ...(request.before === undefined ? [] : [beyond(order, ids, request.before, 'before', -order.direction)]),
  ];
  const way = direction === 1 ? 1 : -1;
  return {
    filter: bounds.length === 0 ? {} : { $and: bounds },
    sort: order.field === '_id' ? { _id: way } : { [order.field]: way, _id: way },
    limit: (request.first ?? request.last ?? 0) + 1,
    backward,
  };
}

/** A row of a page. Most readers of inner lists ask for no cursor. */
class Edge<TNode> {
  node: TNode;
  readonly #readCursor: () => string;

  constructor(node: TNode, readCursor: () => string) {
    this.node = node;
    this.#readCursor = readCursor;
  }

  get cursor(): string {
    return this.#readCursor();
  }
}

/** Cuts the extra row off and tells from it whether there is more. Rows are as the plan's sort returned them. */
export function toPage<TRow extends Document, TNode>(
  order: KeysetOrder,
  ids: IdCodec,
  request: PageRequest,
  rows: readonly TRow[],
  toNode: (row: TRow) => TNode,
  totalCount: () => Promise<number>,
): Page<TNode> {
  const size = request.first ?? request.last ?? 0;
  const more = rows.length > size;
  const shown = rows.slice(0, size);
  if (request.last !== undefined) shown.reverse();
  return {
    edges: shown.map((row) => new Edge(toNode(row), () => cursorOf(order, ids, row))),
    hasNextPage: request.last === undefined ? more : request.before !== undefined,
    hasPreviousPage: request.last === undefined ? request.after !== undefined : more,
    totalCount,
  };
}

/** One page of a collection in one command. `filter` must begin with the workspace. */
export async function findPage<TRow extends Document, TNode>(
  collection: Collection<TRow>,
  filter: Filter<TRow>,
  options: { order: KeysetOrder; ids: IdCodec; request: PageRequest; projection?: Document; maxTimeMS?: number },
  toNode: (row: TRow) => TNode,
): Promise<Page<TNode>> {
  const { order, ids, request } = options;
  const plan = planPage(order, ids, request);
  const rows = await findAll(collection, { $and: [filter, plan.filter] } as Filter<TRow>, {
    projection: options.projection ?? {},
    sort: plan.sort,
    limit: plan.limit,
    batchSize: plan.limit + 1,
  });
  return toPage(order, ids, request, rows as TRow[], toNode, () => collection.countDocuments(filter));
}

function beyond(order: KeysetOrder, ids: IdCodec, cursor: string, argument: string, way: number): Filter<Document> {
  const position = readCursor(order, ids, cursor);
  if (position === null) {
    throw InvalidInputError.of([argument], `"${argument}" is not a cursor of this list and order`, 'invalid_cursor');
  }
  const operator = way === 1 ? '$gt' : '$lt';
  if (order.field === '_id') return { _id: { [operator]: position.id } };
  return {
    [order.field]: { [`${operator}e`]: position.value },
    $or: [{ [order.field]: { [operator]: position.value } }, { _id: { [operator]: position.id } }],
  };
}

function cursorOf(order: KeysetOrder, ids: IdCodec, row: Document): string {
  const value = order.field.split('.').reduce<unknown>((at, key) => (at as Document)[key], row);
  const shown = order.field === '_id' ? null : value instanceof Date ? value.getTime() : value;
  return Buffer.from(JSON.stringify([order.name, shown, ids.toText(row._id)])).toString('base64url');
}

function readCursor(order: KeysetOrder, ids: IdCodec, cursor: string): Position | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parsed) || parsed.length !== 3) return null;
  const [name, value, idText]: unknown[] = parsed;
  if (name !== order.name || typeof idText !== 'string') return null;
  const id = ids.fromText(idText);
  if (id === undefined) return null;
  if (order.kind === 'id') return value === null ? { value, id } : null;
  if (order.kind === 'string') return typeof value === 'string' ? { value, id } : null;
  return typeof value === 'number' && Math.abs(value) <= 8.64e15 ? { value: new Date(value), id } : null;
}
