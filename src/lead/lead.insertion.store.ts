import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError, type ObjectId } from 'mongodb';
import { duplicatePositions } from '../mongo/duplicate-key.ts';
import type { Pace } from '../shared/pace.ts';
import { scopedKey } from './identity.ts';
import type { creationOf } from './lead.creation.store.ts';
import type { LeadDocument } from './lead.document.store.ts';
import { forDriver, type NewLead } from './lead.new.store.ts';
import type { CreateLeadInput } from './lead.rules.ts';
import { tooLarge } from './lead.written.store.ts';

/** Leads of one command: the driver encodes it in one go, and other requests wait that long. */
export const commandSize = 100;

/** One of several creations; `at` is its place among them. */
export interface Creation extends ReturnType<typeof creationOf> {
  at: number;
  input: CreateLeadInput;
}

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

/**
 * Inserts the leads of those creations that share no key with an earlier one, so that their order does not matter:
 * MongoDB takes finished documents many times faster than it evaluates pipelines. Answers the inserted leads by
 * position; those that something blocked are missing.
 */
export async function insertNew(
  leads: Collection<LeadDocument>,
  creations: readonly Creation[],
  pace: Pace,
): Promise<Map<number, LeadDocument>> {
  const seen = new Set<string>();
  const inserted = new Map<number, LeadDocument>();
  for (let from = 0; from < creations.length; from += commandSize) {
    const fresh: { at: number; document: NewLead }[] = [];
    for (const creation of creations.slice(from, from + commandSize)) {
      const keys = creation.keys.map((key) => scopedKey(creation.input.type, key));
      const document = keys.some((key) => seen.has(key)) ? null : creation.document();
      for (const key of keys) seen.add(key);
      if (document !== null) fresh.push({ at: creation.at, document });
      await pace();
    }
    const { failed } = await writeAll(
      leads,
      fresh.map(({ document }) => ({ insertOne: { document: forDriver(document) } })),
    );
    for (const [position, { at, document }] of fresh.entries()) if (!failed.has(position)) inserted.set(at, document);
  }
  return inserted;
}
