import type { AnyBulkWriteOperation, Collection, Document, Filter, ObjectId } from 'mongodb';
import { evaluate } from '../../mongo/evaluate/evaluate.ts';
import { isSame } from '../../mongo/evaluate/values.ts';
import { type Stage, toBson } from '../../mongo/expressions.ts';
import { byId } from '../../mongo/indexes.ts';
import { findAll } from '../../mongo/read-all.ts';
import { isUnavailable } from '../../mongo/unavailable.ts';
import { createPace } from '../../shared/pace.ts';
import type { PipelineSettings, WriteStamp } from '../history/lead.history.pipeline.ts';
import { findWrite } from '../history/lead.history.store.ts';
import { isAlias, notMerged, type StoredLead } from '../lead.alias.store.ts';
import type { LeadDocument } from '../lead.document.store.ts';
import { writeAll } from './lead.write-all.store.ts';

/** A write to a lead that has been read. */
export interface Rewrite {
  /** For a write of a batch with its history, for any other with `lastWrite` of it. */
  lead: LeadDocument;
  update: () => Stage[];
  stamp: WriteStamp;
}

/** What is read of a lead that is rewritten: all but its history, which grows by one write after the other. */
export const lastWrite = { history: { $slice: -1 } };

/** In bytes: larger leads are left to MongoDB, since reading them whole would take longer. */
const mostBytes = 64 * 1024;

/**
 * Leads to be rewritten, by the hex of their ids. Index: _id.
 * @param fields `lastWrite` for writes that are not of a batch
 */
export async function readSmall(
  leads: Collection<LeadDocument>,
  workspaceId: string,
  _ids: readonly ObjectId[],
  fields: Document = {},
): Promise<Map<string, LeadDocument>> {
  const filter = { _id: { $in: [..._ids] }, workspaceId, ...isSmall } as Filter<LeadDocument>;
  const found = await findAll(leads, filter, { projection: fields, batchSize: _ids.length + 1, hint: byId });
  return new Map(found.map((lead) => [lead._id.toHexString(), lead]));
}

/** Part of the filter of what is read to be rewritten. */
export const isSmall = { $expr: { $lte: [{ $bsonSize: '$$ROOT' }, mostBytes] } };

/**
 * Part of the filter of a write that builds on a lead as it was read. A source that confirms a value changes where that
 * is from, and no version.
 */
export function asRead({ version, provenance }: LeadDocument) {
  return { version, provenance: provenance === undefined ? { $exists: false } : { $eq: provenance } };
}

/** Whether a write can go by a document that was read. What others were merged into holds keys with them. */
export function canRewrite(document: StoredLead, { run, inBatch }: WriteStamp): document is LeadDocument {
  // Only the history tells whether a run has been here before.
  if (run.mayRepeat && !inBatch) return false;
  return !isAlias(document) && document.aliasKeys === undefined;
}

/** What writes have made of a lead, one after the other. */
interface Rewritten<R extends Rewrite> {
  read: LeadDocument;
  now: LeadDocument;
  steps: { rewrite: R; after: LeadDocument }[];
}

/**
 * Works out the pipelines of several writes here, where MongoDB takes long for each, and writes what comes of them by one
 * command. A lead is written only as long as it is what was read, so that nothing of another write is lost. All writes of a
 * lead go together, in their order, or are missing in the answer, as are those of which it is not certain. Index: _id.
 * @returns what each of the others has made of its lead
 */
export async function rewriteAll<R extends Rewrite>(
  leads: Collection<LeadDocument>,
  workspaceId: string,
  rewrites: readonly R[],
  settings: PipelineSettings,
): Promise<Map<R, LeadDocument>> {
  const all = await workOut(rewrites);
  const operations = all.map(
    (one): AnyBulkWriteOperation<LeadDocument> => ({
      updateOne: { filter: unchanged(workspaceId, one), update: changes(one, settings), hint: byId },
    }),
  );
  const result = await writeAll(leads, operations).catch((error: unknown) => {
    if (isUnavailable(error)) throw error;
    // Whoever it is about goes alone, and is told.
    return null;
  });
  const written = all.filter((_one, at) => result?.failed.has(at) !== true);
  const certain = result?.matched === written.length ? written : await confirmed(leads, workspaceId, written);
  return new Map(certain.flatMap(({ steps }) => steps.map(({ rewrite, after }) => [rewrite, after])));
}

async function workOut<R extends Rewrite>(rewrites: readonly R[]): Promise<Rewritten<R>[]> {
  const pace = createPace();
  const all = new Map<string, Rewritten<R> | null>();
  for (const rewrite of rewrites) {
    const id = rewrite.lead._id.toHexString();
    const former = all.get(id);
    if (former === null) continue;
    const { read, now, steps } = former ?? { read: rewrite.lead, now: rewrite.lead, steps: [] };
    const after = evaluate(rewrite.update(), now) as LeadDocument | null;
    all.set(id, after === null ? null : { read, now: after, steps: [...steps, { rewrite, after }] });
    await pace();
  }
  return [...all.values()].filter((one) => one !== null);
}

/** Lists come and go without a new version, and so does the version of the rules that the keys follow. */
function unchanged<R extends Rewrite>(workspaceId: string, { read, now }: Rewritten<R>): Filter<LeadDocument> {
  const filter = {
    _id: read._id,
    workspaceId,
    ...notMerged,
    ...asRead(read),
    aliasKeys: { $exists: false },
    keysVersion: read.keysVersion ?? { $exists: false },
    ...(now.listIds.length === read.listIds.length ? {} : { listIds: { $eq: read.listIds } }),
  };
  return filter as Filter<LeadDocument>;
}

/** A lead that stays as it is is written all the same: what its answer builds on is safe then. */
function changes<R extends Rewrite>({ read, now, steps }: Rewritten<R>, { historyLength }: PipelineSettings): Document {
  const set: Document = { version: now.version };
  const unset: Document = {};
  const isOfBatch = steps.some(({ rewrite }) => rewrite.stamp.inBatch);
  for (const field of Object.keys(now) as (keyof LeadDocument)[]) {
    if (field === 'history' && !isOfBatch) continue;
    if (!isSame(read[field], now[field])) set[field] = toBson(now[field]);
  }
  for (const field of Object.keys(read)) if (!Object.hasOwn(now, field)) unset[field] = '';
  const writes = isOfBatch
    ? []
    : steps.flatMap(({ rewrite: { stamp }, after }) => findWrite(after, stamp.run.id, stamp.step) ?? []);
  const history = { $each: writes.map(toBson), $slice: -historyLength };
  return {
    $set: set,
    ...(Object.keys(unset).length === 0 ? {} : { $unset: unset }),
    ...(writes.length === 0 ? {} : { $push: { history } }),
  };
}

/** Those that have left themselves in the history of their lead. */
async function confirmed<R extends Rewrite>(
  leads: Collection<LeadDocument>,
  workspaceId: string,
  all: readonly Rewritten<R>[],
): Promise<Rewritten<R>[]> {
  const found = await findAll(
    leads,
    { _id: { $in: all.map(({ read }) => read._id) }, workspaceId, ...notMerged } as Filter<LeadDocument>,
    { projection: { 'history.id': 1, 'history.step': 1 }, batchSize: all.length + 1, hint: byId },
  );
  const byText = new Map(found.map((lead) => [lead._id.toHexString(), lead]));
  return all.filter(({ read, steps }) => {
    const lead = byText.get(read._id.toHexString());
    const isIn = (document: LeadDocument, { stamp }: R) => findWrite(document, stamp.run.id, stamp.step) !== undefined;
    return lead !== undefined && steps.some(({ rewrite }) => !isIn(read, rewrite) && isIn(lead, rewrite));
  });
}
