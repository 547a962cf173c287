import type { AnyBulkWriteOperation, Document, Filter, ObjectId } from 'mongodb';
import type { Stage } from '../mongo/expressions.ts';
import { byId } from '../mongo/indexes.ts';
import { findAll } from '../mongo/read-all.ts';
import { type Several, type Single, together } from '../mongo/together.ts';
import { notMerged } from './lead.alias.store.ts';
import { type LeadDocument, withHistory } from './lead.document.store.ts';
import type { WriteStamp } from './lead.history.pipeline.ts';
import { findWrite } from './lead.history.store.ts';
import { writeAll } from './lead.insertion.store.ts';
import type { WrittenLead } from './lead.ts';
import { type Taken, type TooLarge, toWritten } from './lead.written.store.ts';

type Result = WrittenLead | null | Taken | TooLarge;

/** An update of one request. */
interface Update extends Single<LeadDocument, Result> {
  _id: ObjectId;
  /** What the lead must be for it, beside its id. */
  filter: Filter<LeadDocument>;
  update: () => Stage[];
  stamp: WriteStamp;
}

/** Updates, as `alone` would. Updates that come while others of the workspace are under way go together. */
export const updateTogether = together<LeadDocument, Update, Result>(updateAll);

/**
 * Updates several leads by two commands: one that writes, and one that reads the leads back. Only the first update of a
 * lead is made, and of those of which it is not certain that they are nothing is said: one that goes again has nothing to
 * change where it went through. Index: _id.
 */
async function updateAll({
  collection: leads,
  workspaceId,
  singles,
  done,
}: Several<LeadDocument, Update, Result>): Promise<void> {
  const firsts = [...new Map(singles.toReversed().map((single) => [single._id.toHexString(), single])).values()];
  if (firsts.length < 2) return;
  const operations = firsts.map(
    ({ _id, filter, update }): AnyBulkWriteOperation<LeadDocument> => ({
      updateOne: { filter: { ...filter, _id }, update: update(), hint: byId },
    }),
  );
  const { failed, matched } = await writeAll(leads, operations);
  const found = await findAll(
    leads,
    { _id: { $in: firsts.map(({ _id }) => _id) }, workspaceId, ...notMerged } as Filter<LeadDocument>,
    { projection: answersOf(firsts), batchSize: firsts.length + 1, hint: byId },
  );
  const byText = new Map(found.map((lead) => [lead._id.toHexString(), lead]));
  // Where each has found its lead, one whose history does not have it has found nothing to change.
  const haveAllMatched = matched === firsts.length - failed.size;
  for (const [at, update] of firsts.entries()) {
    const { _id, stamp } = update;
    const lead = byText.get(_id.toHexString());
    if (lead === undefined || failed.has(at)) continue;
    // What matches nothing is left out by MongoDB.
    lead.history ??= [];
    if (haveAllMatched || findWrite(lead, stamp.run.id, stamp.step) !== undefined) done(update, toWritten(lead, stamp));
  }
}

/** What writes answer with: of the history of each lead that which they did. */
function answersOf(updates: readonly Update[]): Document {
  return { ...withHistory, history: { $elemMatch: { id: { $in: updates.map(({ stamp }) => stamp.run.id) } } } };
}
