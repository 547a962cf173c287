import { type FileHandle, open, rm } from 'node:fs/promises';
import { CliError, usageError } from '../cli-error.ts';

const ownHeaders = ['leadgraph_row', 'leadgraph_code', 'leadgraph_reason'] as const;

/** Whether a column is one that a rejects file adds: a corrected one can be imported as it is. */
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

/** Writes rows that were not taken as CSV in the file's own delimiter, with what was wrong in front. */
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
  { headers, delimiter, bytes: keep }: { headers: readonly string[]; delimiter: string; bytes: number },
): Promise<RejectsFile> {
  await requireOurs(path, delimiter);
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
      const title = bytes === 0 ? [toLine([...ownHeaders, ...headers], delimiter)] : [];
      const lines = rejects.map(({ row, code, reason, cells }) =>
        toLine([String(row), code, reason, ...cells], delimiter),
      );
      file ??= await openFor(path, 'w');
      const text = Buffer.from([...title, ...lines].join(''));
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
async function requireOurs(path: string, delimiter: string): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch {
    return;
  }
  const ours = `${ownHeaders.join(delimiter)}`;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(ours.length), 0, ours.length, 0);
  await file.close();
  if (bytesRead > 0 && buffer.toString('utf8', 0, bytesRead) !== ours) {
    throw usageError(`--rejects would overwrite ${path}, which is no rejects file`);
  }
}

function toLine(cells: readonly string[], delimiter: string): string {
  const quoted = cells.map((cell) =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(delimiter)}\n`;
}
