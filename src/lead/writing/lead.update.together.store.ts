import type { ObjectId } from 'mongodb';
import type { Stage } from '../../mongo/expressions.ts';
import { type Several, type Single, together } from '../../mongo/together.ts';
import type { PipelineSettings, WriteStamp } from '../history/lead.history.pipeline.ts';
import type { LeadDocument } from '../lead.document.store.ts';
import type { WrittenLead } from '../lead.ts';
import { canRewrite, lastWrite, readSmall, rewriteAll } from './lead.rewrite.store.ts';
import { type Taken, type TooLarge, toWritten } from './lead.written.store.ts';

type Result = WrittenLead | null | Taken | TooLarge;

/** An update of one request. */
interface Update extends Single<LeadDocument, Result> {
  _id: ObjectId;
  onlyPersons: boolean;
  update: () => Stage[];
  stamp: WriteStamp;
  settings: PipelineSettings;
}

/** Updates, as `alone` would. Updates that come while others of the workspace are under way go together. */
export const updateTogether = together<LeadDocument, Update, Result>(updateAll);

/** Updates several leads by two commands: one that reads them, and one that writes what their updates come to. Index: _id. */
async function updateAll({
  collection: leads,
  workspaceId,
  singles,
  done,
}: Several<LeadDocument, Update, Result>): Promise<void> {
  const [first] = singles;
  if (first === undefined || singles.length < 2) return;
  const ids = new Map(singles.map(({ _id }) => [_id.toHexString(), _id]));
  const found = await readSmall(leads, workspaceId, [...ids.values()], lastWrite);
  const rewrites = singles.flatMap((single) => {
    const lead = found.get(single._id.toHexString());
    if (lead === undefined || !canRewrite(lead, single.stamp)) return [];
    if (single.onlyPersons && lead.type !== 'person') return [];
    return [{ single, lead, update: single.update, stamp: single.stamp }];
  });
  for (const [{ single, stamp }, lead] of await rewriteAll(leads, workspaceId, rewrites, first.settings)) {
    done(single, toWritten(lead, stamp));
  }
}
