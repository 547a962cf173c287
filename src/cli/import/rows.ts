import type { IdentityRules } from '../../lead/identity/identity.rules.ts';
import type { LeadType } from '../../lead/identity/identity.ts';
import { type Dialect, readCsv } from './csv.ts';
import { createRowReader } from './csv-row.ts';
import { readJsonl, readLine } from './jsonl.ts';
import { type Defaults, prepareLead, type ReadyLead } from './lead-input.ts';
import type { Mapping } from './mapping.ts';

/** A row of the file: a lead to send, or why it is none. */
export interface SourceRow {
  /** Its number, from 1; headers and blank lines are not counted. */
  row: number;
  /** Where it ends in the file. */
  bytes: number;
  /** As it stands in the file, for the rejects. */
  cells: readonly string[];
  lead: ReadyLead | null;
  problem: { code: string; reason: string } | null;
}

/** How a file is read. */
export type Layout = { format: 'csv'; dialect: Dialect; mapping: Mapping } | { format: 'jsonl'; type: LeadType | null };

/** The rows of a file after the first `skip`, read as they are asked for. */
export async function* readRows(
  path: string,
  layout: Layout,
  defaults: Defaults & { rules: IdentityRules },
  skip: number,
): AsyncGenerator<SourceRow> {
  let row = 0;
  const ready = layout.format === 'csv' ? csvRow(layout) : (cells: string[]) => readLine(cells[0] ?? '', layout.type);
  const source = layout.format === 'csv' ? readCsv(path, layout.dialect) : lines(path);
  for await (const { cells, bytes } of source) {
    row += 1;
    if (row <= skip) continue;
    const read = ready(cells);
    if ('input' in read) {
      yield { row, bytes, cells, lead: prepareLead(read.input, defaults, defaults.rules), problem: null };
    } else yield { row, bytes, cells, lead: null, problem: read };
  }
}

async function* lines(path: string): AsyncGenerator<{ cells: string[]; bytes: number }> {
  for await (const { text, bytes } of readJsonl(path)) yield { cells: [text], bytes };
}

function csvRow({ dialect, mapping }: { dialect: Dialect; mapping: Mapping }) {
  const read = createRowReader(mapping);
  const width = dialect.headers.length;
  return (cells: string[]) => {
    const extra = cells.slice(width).some((cell) => cell.trim() !== '');
    if (cells.length >= width && !extra) return { input: read(cells) };
    const has = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
    return { code: 'INVALID_ROW', reason: `The row has ${has}, the headers ${width}` };
  };
}
