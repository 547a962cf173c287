import { createReadStream } from 'node:fs';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { CliError } from '../cli-error.ts';

/** How the rows of a CSV file are written. */
export interface Dialect {
  delimiter: string;
  /** The cells of the line that names the columns. */
  headers: string[];
  /** Rows in front of that line: what programs write above a table. */
  preamble: number;
  /** Whether lines end in a carriage return alone, as on old Macs. */
  bareReturns: boolean;
}

/** A row as it stands in the file. */
export interface CsvRow {
  cells: string[];
  /** Where it ends in the file. */
  bytes: number;
}

const delimiters = [',', ';', '\t', '|'];
/** What one row may hold; a quote that is never closed would otherwise take the rest of the file for one cell. */
const maxRowBytes = 1024 * 1024;
/** How far down the headers may stand. */
const maxPreamble = 10;

function optionsFor(delimiter: string, bareReturns: boolean): Options {
  return {
    bom: true,
    delimiter,
    // Headers and rows may come from programs with different line ends.
    record_delimiter: bareReturns ? ['\r'] : ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: maxRowBytes,
  };
}

/**
 * Finds the delimiter and the headers at the beginning of a file: the delimiter that splits most lines into the same
 * number of cells. Rows of one cell in front of the headers are skipped (`sep=;`, a title, LinkedIn's "Notes:").
 */
export function readDialect(path: string, sample: string): Dialect {
  const bareReturns = !sample.includes('\n') && sample.includes('\r');
  const marked = /^\uFEFF?sep=(.)\r?\n/.exec(sample)?.[1];
  const candidates = (marked === undefined ? delimiters : [marked]).map((delimiter) => {
    const rows = sampleRows(sample, delimiter, bareReturns);
    const preamble = marked === undefined ? leadingSingles(rows) : 1;
    const headers = (rows[preamble] ?? []).map((cell) => cell.trim());
    const body = rows.slice(preamble + 1);
    const even = body.filter((row) => row.length === headers.length).length / Math.max(1, body.length);
    // What is skipped may have been the headers, of another delimiter.
    const trust = preamble === 0 || marked !== undefined ? 1 : 0.3;
    return { delimiter, headers, preamble, score: headers.length < 2 ? 0 : headers.length * (0.2 + even) * trust };
  });
  const [best] = candidates.toSorted((a, b) => b.score - a.score);
  if (best === undefined || best.headers.length === 0) throw new CliError('INVALID_INPUT', `${path} has no headers`);
  if (best.headers.every((header) => header === '')) throw new CliError('INVALID_INPUT', `${path} has no headers`);
  const { delimiter, headers, preamble } = best;
  // A file of one column has rows of one cell only, its header among them.
  return best.score === 0
    ? { delimiter, headers: headersOfOne(sample, delimiter, bareReturns), preamble: 0, bareReturns }
    : { delimiter, headers, preamble, bareReturns };
}

function headersOfOne(sample: string, delimiter: string, bareReturns: boolean): string[] {
  return (sampleRows(sample, delimiter, bareReturns)[0] ?? []).map((cell) => cell.trim());
}

function leadingSingles(rows: readonly string[][]): number {
  const first = rows.slice(0, maxPreamble).findIndex((row) => row.length > 1);
  return Math.max(0, first);
}

function sampleRows(sample: string, delimiter: string, bareReturns: boolean): string[][] {
  try {
    return parseSync(sample, { ...optionsFor(delimiter, bareReturns), to: 200 });
  } catch {
    // A quote that is open where the sample ends: what was complete before it is enough.
    const lines = sample.split(bareReturns ? '\r' : '\n');
    return lines.length < 2 ? [] : sampleRows(lines.slice(0, lines.length >> 1).join('\n'), delimiter, false);
  }
}

/**
 * The rows below the headers, read as they are asked for.
 * @throws CliError (INVALID_INPUT) for a quote that is never closed
 */
export async function* readCsv(path: string, dialect: Dialect): AsyncGenerator<CsvRow> {
  const parser = parse({ ...optionsFor(dialect.delimiter, dialect.bareReturns), info: true });
  const file = createReadStream(path);
  file.on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  let skip = dialect.preamble + 1;
  try {
    for await (const { record, info } of parser) {
      if (skip > 0) skip -= 1;
      else yield { cells: record, bytes: info.bytes };
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(path, error) : error;
  } finally {
    file.destroy();
  }
}

function unreadable(path: string, error: CsvError): CliError {
  const line = typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
  const quote = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
  const why = quote ? 'a quote is opened and not closed' : error.message;
  return new CliError('INVALID_INPUT', `${path} cannot be read as CSV${line}: ${why}`);
}
