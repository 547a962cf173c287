import type { SourceRow } from './rows.ts';
import type { Outcome } from './send.ts';

/** Rows that are sent together, rows that are no leads among them. */
export interface Batch {
  rows: SourceRow[];
  /** Identity keys of its leads. */
  keys: ReadonlySet<string>;
}

/** What a request may measure; gateways refuse bodies of more than 256 KB. */
const maxBytes = 200 * 1024;

/** Groups rows into batches of at most `size` leads whose request stays small enough to be taken. */
export async function* toBatches(
  rows: AsyncIterable<SourceRow>,
  size: number,
  stop: AbortSignal,
): AsyncGenerator<Batch> {
  let batch: SourceRow[] = [];
  let keys = new Set<string>();
  let leads = 0;
  let bytes = 0;
  for await (const row of rows) {
    // What was read and not sent is read again by --resume.
    if (stop.aborted) return;
    const length = row.lead === null ? 0 : Buffer.byteLength(JSON.stringify(row.lead.input));
    if (batch.length > 0 && bytes + length > maxBytes) {
      yield { rows: batch, keys };
      [batch, keys, leads, bytes] = [[], new Set(), 0, 0];
    }
    batch.push(row);
    for (const key of row.lead?.keys ?? []) keys.add(key);
    leads += row.lead === null ? 0 : 1;
    bytes += length;
    if (leads >= size || batch.length >= size * 4) {
      yield { rows: batch, keys };
      [batch, keys, leads, bytes] = [[], new Set(), 0, 0];
    }
  }
  if (batch.length > 0) yield { rows: batch, keys };
}

/** A batch whose outcomes are known, in the order of its rows. */
export interface DoneBatch {
  rows: readonly SourceRow[];
  outcomes: readonly Outcome[];
}

/**
 * Sends batches, a few at a time, and hands them to `commit` one after the other in the order of the file. Rows are
 * not read faster than batches are committed. Two batches that share an identity key are never under way together, so
 * that what the file says last of a lead is what stays.
 */
export async function runBatches(
  batches: AsyncIterable<Batch>,
  {
    concurrency,
    send,
    commit,
  }: {
    concurrency: number;
    send: (batch: Batch) => Promise<Outcome[]>;
    commit: (done: DoneBatch) => Promise<void>;
  },
): Promise<void> {
  const underWay: { batch: Batch; outcomes: Promise<Outcome[]> }[] = [];
  const commitOldest = async () => {
    const oldest = underWay[0];
    if (oldest === undefined) return;
    const outcomes = await oldest.outcomes;
    await commit({ rows: oldest.batch.rows, outcomes });
    underWay.shift();
  };
  try {
    for await (const batch of batches) {
      while (underWay.length >= concurrency || underWay.some((other) => overlap(other.batch.keys, batch.keys))) {
        await commitOldest();
      }
      const outcomes = send(batch);
      // It is awaited in its turn; until then a failure is nobody's.
      outcomes.catch(() => {});
      underWay.push({ batch, outcomes });
    }
    while (underWay.length > 0) await commitOldest();
  } finally {
    await Promise.allSettled(underWay.map(({ outcomes }) => outcomes));
  }
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  for (const key of small) if (large.has(key)) return true;
  return false;
}
