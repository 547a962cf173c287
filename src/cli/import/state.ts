import { open, readFile, rename, rm } from 'node:fs/promises';
import * as z from 'zod';
import { CliError } from '../cli-error.ts';
import { tallyShape } from './tally.ts';

/** What the command line said of the leads; `--resume` goes on with it. */
const settingsShape = z.object({
  type: z.enum(['person', 'company']).nullable(),
  source: z.string().nullable(),
  listIds: z.array(z.string()),
  via: z.string().optional(),
  onMatch: z.string().optional(),
  map: z.array(z.tuple([z.string(), z.string()])),
});

export type Settings = z.output<typeof settingsShape>;

const stateShape = z.object({
  version: z.literal(2),
  /** Names the import to the gateway, so that a batch that comes again is answered as the first time. */
  id: z.string(),
  fingerprint: z.string(),
  workspaceId: z.string(),
  settings: settingsShape,
  batchSize: z.int().min(1),
  /** Rows from the first on whose outcomes are in the tally. */
  rows: z.int().min(0),
  /** Where the last of them ends in the file. */
  bytes: z.int().min(0),
  rejects: z.object({ path: z.string(), bytes: z.int().min(0) }),
  tally: tallyShape,
});

/** How far an import of a file has come. */
export type ImportState = z.output<typeof stateShape>;

/** Where the state of a file's import is kept: beside it. */
export function statePath(file: string): string {
  return `${file}.import-state.json`;
}

/** The state of an import that has not ended, or null. */
export async function readState(path: string): Promise<ImportState | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new CliError('FILE_ERROR', `${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  try {
    return stateShape.parse(JSON.parse(text));
  } catch {
    throw new CliError(
      'FILE_ERROR',
      `${path} is no state of an import that this version knows; remove it to begin anew`,
    );
  }
}

/** Replaces the state at once or not at all: it is on the disk before it takes the old one's place. */
export async function writeState(path: string, state: ImportState): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(JSON.stringify(state));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    throw new CliError('FILE_ERROR', `${path} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}

/** Forgets an import that has ended. */
export async function removeState(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.tmp`, { force: true });
}
