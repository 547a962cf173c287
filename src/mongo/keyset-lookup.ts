import type { Db, Document } from 'mongodb';
import type { Page, PageRequest } from '../shared/paging.ts';
import { type IdCodec, type KeysetOrder, planPage, toPage } from './keyset.ts';
import { aggregateAll } from './read-all.ts';

/** The page of each parent, by the parent's id. */
export type ParentPage<T> = Map<string, Page<T>>;

interface ChildrenQuery {
  collection: string;
  /** The field of a child that equals, or whose list holds, the parent's value. */
  foreignField: string;
  /** What else a child must be; begins with the workspace. */
  filter: Document;
  /** The parents: the id that the answer is filed under, and what children hold of it. */
  parents: readonly (readonly [id: string, value: unknown])[];
  /** Stages that turn `value` into what children hold, where a parent does not know it itself. */
  via?: readonly Document[];
  order: KeysetOrder;
  ids: IdCodec;
  request: PageRequest;
  projection?: Document;
}

/**
 * The same page of several parents' children in one command, each read from an index as if it were asked for alone.
 * Children arrive one a document, so that no parent can outgrow MongoDB's 16 MB; their total counts, too, are one
 * command for all parents, sent when the first is asked for.
 */
export async function findPagesByParent<TRow extends Document, TNode>(
  db: Db,
  query: ChildrenQuery,
  toNode: (row: TRow) => TNode,
): Promise<ParentPage<TNode>> {
  const { order, ids, request } = query;
  const plan = planPage(order, ids, request);
  const page = [
    { $match: { $and: [query.filter, plan.filter] } },
    { $sort: plan.sort },
    { $limit: plan.limit },
    ...(query.projection === undefined ? [] : [{ $project: query.projection }]),
  ];
  const found = await lookUp(db, query, page, plan.limit);
  const rows = new Map<string, TRow[]>(query.parents.map(([id]) => [id, []]));
  for (const { parent, child } of found) rows.get(parent)?.push(child as TRow);

  let counts: Promise<Map<string, number>> | undefined;
  const countOf = async (id: string) => {
    counts ??= lookUp(db, query, [{ $match: query.filter }, { $count: 'count' }], 1).then(
      (all) => new Map(all.map(({ parent, child }) => [parent, Number(child.count)])),
    );
    return (await counts).get(id) ?? 0;
  };
  return new Map(
    [...rows].map(([id, own]) => [id, toPage(order, ids, request, own, toNode, () => countOf(id))] as const),
  );
}

async function lookUp(
  db: Db,
  { collection, foreignField, parents, via = [] }: ChildrenQuery,
  pipeline: Document[],
  rowsPerParent: number,
): Promise<{ parent: string; child: Document }[]> {
  return aggregateAll(
    db,
    [
      { $documents: parents.map(([parent, value]) => ({ parent, value: { $literal: value } })) },
      ...via,
      { $lookup: { from: collection, localField: 'value', foreignField, pipeline, as: 'child' } },
      { $unwind: '$child' },
      { $project: { value: 0 } },
    ],
    { batchSize: parents.length * rowsPerParent + 1 },
  );
}
