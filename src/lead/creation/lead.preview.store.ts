import { type Collection, type Db, type Document, ObjectId } from 'mongodb';
import type { Stage } from '../../mongo/expressions.ts';
import { byId } from '../../mongo/indexes.ts';
import { parsePrefixedId } from '../../shared/ids.ts';
import type { PipelineSettings, WriteStamp } from '../history/lead.history.pipeline.ts';
import { idPrefix, type LeadDocument, toObjectIds } from '../lead.document.store.ts';
import type { CreateLeadInput, UpdateLeadInput } from '../lead.rules.ts';
import type { CreatedLead, WrittenLead } from '../lead.ts';
import { createPipeline, identityKeysOf, updatePipeline } from '../writing/lead.pipeline.ts';
import { refusalOf, type TooLarge, toCreated, toWritten } from '../writing/lead.written.store.ts';

/**
 * What writes would make of a lead: MongoDB runs the very pipelines of the writes over it and stores nothing, so that
 * a preview cannot disagree with the write.
 */
export function previews(db: Db, leads: Collection<LeadDocument>, settings: PipelineSettings) {
  async function run(workspaceId: string, id: string, pipeline: readonly Stage[]): Promise<LeadDocument | null> {
    const hex = parsePrefixedId(idPrefix, id);
    if (hex === null) return null;
    // While a merge of the lead is unfinished, readers see the lead as it was.
    const asRead = { $replaceWith: { $ifNull: ['$frozen', '$$ROOT'] } };
    const stages: Document[] = [{ $match: { _id: new ObjectId(hex), workspaceId } }, asRead, ...pipeline];
    const [result] = await leads.aggregate<LeadDocument>(stages, { hint: byId }).toArray();
    return result ?? null;
  }

  async function runOnNone(pipeline: readonly Stage[]): Promise<LeadDocument | null> {
    const [result] = await db.aggregate<LeadDocument>([{ $documents: [{}] }, ...pipeline]).toArray();
    return result ?? null;
  }

  return {
    /**
     * createLead on a lead that exists, or with `null` on none; null where it is gone. One command. Index: _id.
     */
    async previewCreation(
      workspaceId: string,
      id: string | null,
      input: CreateLeadInput,
      listIds: readonly string[],
      stamp: WriteStamp,
    ): Promise<CreatedLead | TooLarge | null> {
      const scope = { workspaceId, newId: new ObjectId(), listIds: toObjectIds(listIds, 'list_') };
      const pipeline = createPipeline(input, scope, stamp, settings);
      return attempt(async () => {
        const result = id === null ? await runOnNone(pipeline) : await run(workspaceId, id, pipeline);
        return result === null ? null : toCreated(result, stamp, identityKeysOf(input, stamp.rules), input);
      });
    },

    /** updateLead on a lead as it stands; null where it is gone. One command. Index: _id. */
    previewUpdate(
      workspaceId: string,
      input: UpdateLeadInput,
      stamp: WriteStamp,
    ): Promise<WrittenLead | TooLarge | null> {
      return attempt(async () => {
        const result = await run(workspaceId, input.id, updatePipeline(input, stamp, settings));
        return result === null ? null : toWritten(result, stamp);
      });
    },
  };
}

/** Answers that a lead would be too large, instead of throwing it. */
async function attempt<T>(work: () => Promise<T>): Promise<T | TooLarge> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === 'taken') throw error;
    return refusal;
  }
}
