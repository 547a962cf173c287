import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError, type ObjectId } from 'mongodb';
import { duplicatePositions } from '../../mongo/duplicate-key.ts';
import type { LeadDocument } from '../lead.document.store.ts';
import { tooLarge } from './lead.written.store.ts';

/** Leads of one command: the driver encodes it in one go, and other requests wait that long. */
export const commandSize = 100;

/**
 * Writes without order, so that one that fails stops no other; answers the positions of those that failed, and how many
 * updates found a document. One that is too large has to be sent again by itself, to be told why.
 */
export async function writeAll(
  leads: Collection<LeadDocument>,
  operations: AnyBulkWriteOperation<LeadDocument>[],
): Promise<{ failed: Set<number>; upserted: Map<number, ObjectId>; matched: number }> {
  const byPosition = (ids: Record<number, ObjectId>) =>
    new Map(Object.entries(ids).map(([at, id]) => [Number(at), id]));
  if (operations.length === 0) return { failed: new Set(), upserted: new Map(), matched: 0 };
  try {
    const { upsertedIds, matchedCount } = await leads.bulkWrite(operations, { ordered: false });
    return { failed: new Set(), upserted: byPosition(upsertedIds), matched: matchedCount };
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const failed = new Set(duplicatePositions(error, tooLarge));
    return { failed, upserted: byPosition(error.upsertedIds), matched: error.matchedCount };
  }
}
