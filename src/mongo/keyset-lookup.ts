import type { Db, Document } from 'mongodb';
import type { Page, PageRequest } from '../shared/paging.ts';
import { type IdCodec, type KeysetOrder, type KeysetPlan, planPage, toPage } from './keyset.ts';
import { aggregateAll, findAll } from './read-all.ts';

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
  /**
   * Given where parents have few children as a rule, which are then read all at once: the index of `foreignField` and
   * `_id`. Each child names one parent, as text, and they are in the order of their ids.
   */
  fewBy?: Document;
}

interface Child {
  parent: string;
  child: Document;
}

/** How many children of a parent are read at once where parents have few; as many as a page has, if that is more. */
const fewChildren = 5;

/**
 * The same page of several parents' children in one command, each read from an index as if it were asked for alone; two
 * commands where parents that should have few children have many. Children arrive one a document, so that no parent can
 * outgrow MongoDB's 16 MB; their total counts, too, are one command for all parents, sent when the first is asked for.
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
  const few = query.fewBy === undefined ? null : await findFew(db, query, query.fewBy, plan);
  const found = few ?? (await lookUp(db, query, page, plan.limit));
  const rows = new Map<string, TRow[]>(query.parents.map(([id]) => [id, []]));
  for (const { parent, child } of found) {
    const own = rows.get(parent);
    if (own !== undefined && own.length < plan.limit) own.push(child as TRow);
  }

  // If they are few and there was no cursor, these are all the children.
  const isWhole = few !== null && request.after === undefined && request.before === undefined;
  let counts = isWhole ? Promise.resolve(countsOf(few)) : undefined;
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

function countsOf(children: readonly Child[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { parent } of children) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  return counts;
}

/**
 * The children of all parents by one look into the index, which takes the engine a sixth of what one for each parent does.
 * Null where there may be more of them than the pages show.
 */
async function findFew(
  db: Db,
  query: ChildrenQuery,
  hint: Document,
  { filter, sort, limit }: KeysetPlan,
): Promise<Child[] | null> {
  const { parents, foreignField, ids, projection = {} } = query;
  const parentOf = new Map(parents.flatMap(([id, value]) => [value].flat().map((one) => [one, id] as const)));
  const most = parents.length * Math.max(limit, fewChildren);
  const rows = await findAll(
    db.collection(query.collection),
    { $and: [{ ...query.filter, [foreignField]: { $in: [...parentOf.keys()] } }, filter] },
    { projection, hint, limit: most + 1, batchSize: most + 2 },
  );
  if (rows.length > most) return null;
  const way = sort._id ?? 1;
  return rows
    .map((child) => ({ child, parent: parentOf.get(child[foreignField]) ?? '', id: ids.toText(child._id) }))
    .sort((a, b) => (a.id < b.id ? -way : way));
}

async function lookUp(
  db: Db,
  { collection, foreignField, parents, via = [] }: ChildrenQuery,
  pipeline: Document[],
  rowsPerParent: number,
): Promise<Child[]> {
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
