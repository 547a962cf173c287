import { createHash } from 'node:crypto';
import type { DoneBatch } from './batches.ts';
import type { Outcome } from './send.ts';

/**
 * Follows a dry run across batches: the gateway knows the leads that it has and those of one batch, this the leads
 * that earlier batches would have made. It remembers two numbers for each identifier of the file.
 */
export function createPreview() {
  const holders = new Map<number, number>();
  let made = 0;

  function preview(keys: readonly string[], outcome: Outcome): Outcome {
    if (outcome.kind !== 'created' && outcome.kind !== 'merged') return outcome;
    const hashes = keys.map(hash);
    const found = new Set(hashes.map((key) => holders.get(key)).filter((holder) => holder !== undefined));
    if (outcome.leadId !== undefined) found.add(hash(`lead ${outcome.leadId}`));
    if (found.size > 1) {
      return { kind: 'conflict', code: 'IDENTITY_CONFLICT', reason: 'The identifiers belong to several leads' };
    }
    const [holder] = found;
    if (holder === undefined) made += 1;
    // Leads that exist have hashes, which are not negative.
    for (const key of hashes) holders.set(key, holder ?? -made);
    return { ...outcome, kind: holder === undefined ? 'created' : 'merged' };
  }

  return ({ rows, outcomes }: DoneBatch): DoneBatch => ({
    rows,
    outcomes: outcomes.map((outcome, at) => preview(rows[at]?.lead?.keys ?? [], outcome)),
  });
}

/** 48 bits of SHA-1: of a million identifiers, two are taken for one once in five hundred files. */
function hash(text: string): number {
  return createHash('sha1').update(text).digest().readUIntBE(0, 6);
}
