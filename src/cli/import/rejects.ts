import { type FileHandle, open, rm } from 'node:fs/promises';
import { CliError, usageError } from '../cli-error.ts';

const ownHeaders = ['leadgraph_row', 'leadgraph_code', 'leadgraph_reason'] as const;

/** Whether a column, or a field of a line, is one that a rejects file adds: a corrected one can be imported as it is. */
export function isOwnColumn(header: string): boolean {
  return ownHeaders.some((own) => own === header.toLowerCase());
}

/** A row that was not taken, and why. */
export interface Reject {
  /** Its number in the file, from 1, headers and blank lines not counted. */
  row: number;
  cells: readonly string[];
  code: string;
  reason: string;
}

/** How rows that were not taken are written: as the file has them, with what was wrong in front. */
export interface RejectsFormat {
  /** What every rejects file of this format begins with. */
  opening: string;
  /** The line in front of all rows; empty where there is none. */
  title: string;
  lineOf(reject: Reject): string;
}

/** Rows as CSV in the file's own delimiter. */
export function csvRejects(headers: readonly string[], delimiter: string): RejectsFormat {
  return {
    opening: ownHeaders.join(delimiter),
    title: toLine([...ownHeaders, ...headers], delimiter),
    lineOf: ({ row, code, reason, cells }) => toLine([String(row), code, reason, ...cells], delimiter),
  };
}

/** What an import has put in front of a line's own fields. */
const ownFields = /^\{"leadgraph_row":\d+,"leadgraph_code":"[^"]*","leadgraph_reason":"(?:[^"\\]|\\.)*",?/;

/**
 * Lines of JSON with fields of ours in front. The line itself stays as it was typed: reading and writing it would lose
 * digits of long numbers, and one that is no JSON could not be corrected.
 */
export const jsonlRejects: RejectsFormat = {
  opening: '{"leadgraph_row":',
  title: '',
  lineOf({ row, code, reason, cells: [line = ''] }) {
    const own = JSON.stringify({ leadgraph_row: row, leadgraph_code: code, leadgraph_reason: reason }).slice(0, -1);
    if (!line.startsWith('{')) return `${own},"leadgraph_line":${JSON.stringify(line)}}\n`;
    const fields = line.replace(ownFields, '{').slice(1).trimStart();
    return `${own}${fields.startsWith('}') ? '' : ','}${fields}\n`;
  },
};

/** A file of rows that were not taken. */
export interface RejectsFile {
  path: string;
  /** Its length after all that was written, to cut it back to. */
  readonly bytes: number;
  write(rejects: readonly Reject[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a rejects file. It is made with the first reject, and cut back to `bytes` where an import resumes, so that a
 * row whose import was not recorded is not in it twice.
 */
export async function openRejects(
  path: string,
  { format, bytes: keep }: { format: RejectsFormat; bytes: number },
): Promise<RejectsFile> {
  await requireOurs(path, format);
  let file: FileHandle | null = null;
  let bytes = keep;
  if (keep === 0) await rm(path, { force: true });
  else {
    file = await openFor(path, 'r+');
    await file.truncate(keep);
  }
  return {
    path,
    get bytes() {
      return bytes;
    },
    async write(rejects) {
      if (rejects.length === 0) return;
      const title = bytes === 0 ? format.title : '';
      file ??= await openFor(path, 'w');
      const text = Buffer.from(title + rejects.map(format.lineOf).join(''));
      await file.write(text, 0, text.length, bytes);
      // The state counts on it, also after a power cut.
      await file.datasync();
      bytes += text.length;
    },
    async close() {
      await file?.close();
    },
  };
}

async function openFor(path: string, flags: string): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CliError('FILE_ERROR', `${path} cannot be written (${code})`);
  }
}

/** No file is lost to a mistyped --rejects. */
async function requireOurs(path: string, { opening }: RejectsFormat): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch {
    return;
  }
  const { buffer, bytesRead } = await file.read(Buffer.alloc(opening.length), 0, opening.length, 0);
  await file.close();
  if (bytesRead > 0 && buffer.toString('utf8', 0, bytesRead) !== opening) {
    throw usageError(`--rejects would overwrite ${path}, which is no rejects file`);
  }
}

function toLine(cells: readonly string[], delimiter: string): string {
  const quoted = cells.map((cell) =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(delimiter)}\n`;
}
