import { MongoServerError } from 'mongodb';
import { isDuplicateKey } from '../../mongo/duplicate-key.ts';
import type { WriteStamp } from '../history/lead.history.pipeline.ts';
import { findWrite, historyOf, type StoredWrite, writeIdOf } from '../history/lead.history.store.ts';
import { parseIdentityKeys } from '../identity/identity.ts';
import { type LeadDocument, toLead } from '../lead.document.store.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import type { CreatedLead, WrittenLead } from '../lead.ts';
import { heldBackOf } from '../provenance/lead.held.store.ts';
import { outgrownCode } from './lead.bound.ts';

/** A write that was refused because another lead holds one of its identity keys (E11000). */
export type Taken = 'taken';

/** A write that would make the lead larger than a document of MongoDB can be. */
export type TooLarge = 'too large';

/** What a write did, from what it left in the lead's history. */
export function toWritten(
  document: LeadDocument,
  { run, step }: Pick<WriteStamp, 'run' | 'step'>,
): WrittenLead & { write: StoredWrite | undefined } {
  const write = findWrite(document, run.id, step);
  const lead = toLead(document);
  if (write === undefined) return { lead, write, writeId: null, changes: () => [] };
  const writeId = writeIdOf(write);
  return { lead, write, writeId, changes: () => historyOf(document).find(({ id }) => id === writeId)?.changes ?? [] };
}

/**
 * The same for createLead.
 * @param later the inputs behind it in its batch
 */
export function toCreated(
  document: LeadDocument,
  stamp: WriteStamp,
  keys: readonly string[],
  input: CreateLeadInput,
  later: readonly CreateLeadInput[] = [],
): CreatedLead {
  const { write, ...written } = toWritten(document, stamp);
  const outcome = write === undefined ? 'unchanged' : write.outcome === 'created' ? 'created' : 'merged';
  const heldBack = () => (outcome === 'created' ? [] : heldBackOf(input, document, stamp, later));
  const held = new Set([...document.identityKeys, ...(document.inheritedKeys ?? [])]);
  const matched = write?.matched ?? keys.filter((key) => held.has(key));
  return { ...written, outcome, matchedKeys: parseIdentityKeys(matched), heldBack };
}

/**
 * The same for a lead that an earlier go at the run has made.
 * @param document what it is by now, or was when it was merged; `lead` is what it is part of
 */
export function toMade(
  document: LeadDocument,
  lead: LeadDocument,
  stamp: Pick<WriteStamp, 'run' | 'step'>,
): CreatedLead {
  const { write: _write, ...written } = toWritten(document, stamp);
  return { ...written, lead: toLead(lead), outcome: 'created', matchedKeys: [], heldBack: () => [] };
}

/** Codes of errors: a lead past our own limit, BSONObjectTooLarge, and an update or upsert whose result is. */
export const tooLarge: unknown[] = [outgrownCode, 10334, 17419, 17420];

/** Why MongoDB refused a write. @throws the error itself where it tells of anything else */
export function refusalOf(error: unknown): Taken | TooLarge {
  if (isDuplicateKey(error)) return 'taken';
  if (error instanceof MongoServerError && tooLarge.includes(error.code)) return 'too large';
  throw error;
}
