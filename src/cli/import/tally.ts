import * as z from 'zod';
import type { DoneBatch } from './batches.ts';
import type { Reject } from './rejects.ts';
import { outcomes } from './send.ts';

/** How many rows a summary tells reasons of, one by one. */
const maxReasons = 20;

/** Why rows were refused: how many for this reason, and the first of them. */
const reasonShape = z.object({ code: z.string(), reason: z.string(), rows: z.int(), firstRow: z.int() });

/** What became of the rows so far. */
export const tallyShape = z.object({
  counts: z.record(z.enum(outcomes), z.int()),
  reasons: z.array(reasonShape),
});

export type Tally = z.output<typeof tallyShape>;

/** A tally of no rows. */
export function emptyTally(): Tally {
  return { counts: { created: 0, merged: 0, unchanged: 0, conflict: 0, invalid: 0 }, reasons: [] };
}

/** How many rows a tally holds. */
export function rowsOf({ counts }: Tally): number {
  return outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** Counts a batch into a tally, and answers the rows of it that were refused. */
export function count(tally: Tally, { rows, outcomes: kinds }: DoneBatch): Reject[] {
  const rejects: Reject[] = [];
  rows.forEach(({ row, cells }, at) => {
    const outcome = kinds[at];
    if (outcome === undefined) throw new Error(`Row ${row} has no outcome`);
    tally.counts[outcome.kind] += 1;
    if (outcome.code === undefined) return;
    const { code, reason = '' } = outcome;
    rejects.push({ row, cells, code, reason });
    note(tally, code, code === 'IDENTITY_CONFLICT' ? 'The identifiers belong to several leads' : reason, row);
  });
  return rejects;
}

function note({ reasons }: Tally, code: string, reason: string, row: number): void {
  const known = reasons.find((one) => one.code === code && one.reason === reason);
  const other = reasons.length < maxReasons ? undefined : reasons.find((one) => one.code === 'OTHER');
  const entry = known ?? other;
  if (entry !== undefined) entry.rows += 1;
  else if (reasons.length < maxReasons) reasons.push({ code, reason, rows: 1, firstRow: row });
  else reasons.push({ code: 'OTHER', reason: 'Other reasons', rows: 1, firstRow: row });
}
