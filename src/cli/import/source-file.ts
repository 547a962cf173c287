import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { extname } from 'node:path';
import { CliError } from '../cli-error.ts';

/** How much of a file tells what it is. */
const sampleBytes = 256 * 1024;

/** What is known of a file before its rows are read. */
export interface SourceFile {
  path: string;
  format: 'csv' | 'jsonl';
  size: number;
  /** SHA-256 over the size and both ends: another file, or a changed one, has another. */
  fingerprint: string;
  /** The beginning as text, without a byte order mark, up to a whole line. */
  sample: string;
}

/**
 * Looks at a file.
 * @throws CliError where it cannot be read, is empty, or is not UTF-8
 */
export async function inspectFile(path: string): Promise<SourceFile> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    const head = await readAt(file, 0, Math.min(size, sampleBytes));
    const tail = await readAt(file, Math.max(0, size - 64 * 1024), Math.min(size, 64 * 1024));
    requireText(path, head);
    const fingerprint = createHash('sha256').update(`${size} `).update(head).update(tail).digest('hex');
    await requireUtf8(path);
    const whole = head.length === size ? head : head.subarray(0, head.lastIndexOf(0x0a) + 1);
    const sample = new TextDecoder('utf-8').decode(whole);
    if (sample.trim() === '') throw new CliError('INVALID_INPUT', `${path} is empty`);
    return { path, format: formatOf(path, sample), size, fingerprint, sample };
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw new CliError('FILE_ERROR', `${path} is no file`);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CliError(
      'FILE_ERROR',
      code === 'ENOENT' ? `There is no file ${path}` : `${path} cannot be read (${code})`,
    );
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function requireText(path: string, head: Buffer): void {
  const [first, second] = head;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || head.includes(0);
  if (!wide) return;
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    throw new CliError('INVALID_INPUT', `${path} is a workbook or an archive; save it as CSV UTF-8`);
  }
  throw new CliError(
    'INVALID_INPUT',
    `${path} is UTF-16, not UTF-8; convert it: iconv -f UTF-16 -t UTF-8 ${path} > utf8.csv`,
  );
}

/** Reads the whole file once: a wrong byte at the end must not show when most of it is imported. */
async function requireUtf8(path: string): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      throw notUtf8(path, line + lineOfFault(chunk));
    }
    line += countLines(chunk);
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(path, line);
  }
}

function notUtf8(path: string, line: number): CliError {
  const convert = `iconv -f WINDOWS-1252 -t UTF-8 ${path} > utf8.csv`;
  return new CliError(
    'INVALID_INPUT',
    `${path} is not UTF-8 at line ${line}; if it is Windows-1252, convert it: ${convert}`,
  );
}

/** How many whole lines of a chunk come before the one that is not UTF-8. */
function lineOfFault(chunk: Buffer): number {
  // What the chunk begins with may be the rest of a character.
  let start = chunk.findIndex((byte) => (byte & 0xc0) !== 0x80);
  for (let line = 0; ; line += 1) {
    const end = chunk.indexOf(0x0a, start);
    if (end === -1 || !isUtf8(chunk.subarray(start, end))) return line;
    start = end + 1;
  }
}

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

function formatOf(path: string, sample: string): 'csv' | 'jsonl' {
  const extension = extname(path).toLowerCase();
  const first = sample.trimStart()[0];
  if (first === '[' && extension !== '.csv') {
    throw new CliError(
      'INVALID_INPUT',
      `${path} is one JSON array; give one object a line: jq -c '.[]' ${path} > leads.jsonl`,
    );
  }
  if (extension === '.jsonl' || extension === '.ndjson') return 'jsonl';
  return first === '{' && extension !== '.csv' && extension !== '.tsv' ? 'jsonl' : 'csv';
}
