import type { JsonObject } from '../../shared/json.ts';
import { widthOf } from '../table.ts';
import { formatDuration, formatNumber, formatRows } from './progress.ts';
import { type OutcomeKind, outcomes } from './send.ts';
import { rowsOf, type Tally } from './tally.ts';

/** What an import did, or would do. */
export interface Summary {
  file: string;
  dryRun: boolean;
  /** Whether the end of the file was reached. */
  finished: boolean;
  tally: Tally;
  /** Rows that this run went through, and how long it took. */
  ownRows: number;
  elapsedMs: number;
  /** Where the refused rows are; null where none are written. */
  rejects: string | null;
  /** Header → field; null for JSONL. */
  columns: JsonObject | null;
}

/** The summary for programs. */
export function toJsonSummary({ file, dryRun, finished, tally, elapsedMs, rejects, columns }: Summary): JsonObject {
  const { conflict, ...counts } = tally.counts;
  return {
    file,
    dryRun,
    finished,
    rows: rowsOf(tally),
    ...counts,
    conflicts: conflict,
    reasons: tally.reasons,
    rejects,
    seconds: Math.round(elapsedMs / 100) / 10,
    ...(columns === null ? {} : { columns }),
  };
}

/** The summary for people. */
export function toTextSummary(summary: Summary): string {
  const { file, dryRun, finished, tally, ownRows, elapsedMs, rejects, columns } = summary;
  const rate = elapsedMs > 0 ? ` (${formatNumber(Math.round((ownRows * 1000) / elapsedMs))} a second)` : '';
  const took = elapsedMs < 9_950 ? `${(elapsedMs / 1000).toFixed(1)} s` : formatDuration(elapsedMs);
  const head = `${dryRun ? 'Dry run: ' : ''}${formatRows(rowsOf(tally))} of ${file} in ${took}${rate}`;
  const mapping = dryRun && columns !== null ? ['', 'Columns:', ...mappingLines(columns)] : [];
  // In a dry run nobody knows whether a lead that is known would take something in.
  const shown = dryRun ? outcomes.filter((outcome) => outcome !== 'unchanged') : outcomes;
  const counts = shown.map((outcome) => [words(outcome, dryRun), formatNumber(tally.counts[outcome])] as const);
  const left = Math.max(...counts.map(([word]) => word.length));
  const right = Math.max(...counts.map(([, number]) => number.length));
  const refused = rejects === null ? 'Refused:' : `Refused, and written to ${rejects}:`;
  return [
    finished ? head : `${head}, not to the end`,
    ...mapping,
    '',
    ...counts.map(([word, number]) => `  ${word.padEnd(left)}  ${number.padStart(right)}`),
    ...(tally.reasons.length === 0 ? [] : ['', refused, ...reasonLines(tally)]),
  ].join('\n');
}

function words(outcome: OutcomeKind, dryRun: boolean): string {
  if (dryRun && outcome === 'merged') return 'would be merged, or left unchanged';
  return dryRun && outcome === 'created' ? 'would be created' : outcome;
}

function mappingLines(columns: JsonObject): string[] {
  const entries = Object.entries(columns);
  const width = Math.max(...entries.map(([header]) => widthOf(header)));
  return entries.map(([header, field]) => `  ${header}${' '.repeat(width - widthOf(header))}  ${field}`);
}

function reasonLines({ reasons }: Tally): string[] {
  const sorted = reasons.toSorted((a, b) => b.rows - a.rows);
  const width = Math.max(...sorted.map(({ rows }) => formatNumber(rows).length));
  return sorted.map(({ rows, code, reason, firstRow }) => {
    const first = rows === 1 ? `row ${firstRow}` : `first in row ${firstRow}`;
    return `  ${formatNumber(rows).padStart(width)}  ${reason} (${code}), ${first}`;
  });
}
