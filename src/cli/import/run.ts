import { randomUUID } from 'node:crypto';
import type { IdentityRules } from '../../lead/identity/identity.rules.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Client } from '../client.ts';
import type { Output, Terminal } from '../output.ts';
import { type Batch, type DoneBatch, runBatches, toBatches } from './batches.ts';
import { readDialect } from './csv.ts';
import { describeMapping } from './csv-row.ts';
import type { ReadyLead } from './lead-input.ts';
import { mapColumns } from './mapping.ts';
import { createPreview } from './preview.ts';
import { createProgress, formatNumber, formatRows } from './progress.ts';
import { csvRejects, jsonlRejects, openRejects, type RejectsFile } from './rejects.ts';
import type { RetryPolicy } from './retry.ts';
import { type Layout, readRows } from './rows.ts';
import { type Outcome, sendLeads } from './send.ts';
import { inspectFile, type SourceFile } from './source-file.ts';
import { type ImportState, readState, removeState, type Settings, statePath, writeState } from './state.ts';
import { type Summary, toJsonSummary, toTextSummary } from './summary.ts';
import { count, emptyTally } from './tally.ts';

/** Leads in one request, unless the command line says otherwise. */
const defaultBatchSize = 200;

/** What the command line asks of an import. */
export interface ImportRequest {
  file: string;
  settings: Settings;
  dryRun: boolean;
  resume: boolean;
  restart: boolean;
  /** Leads in one request; null for 200, or for what the import began with. */
  batchSize: number | null;
  concurrency: number;
  retries: number;
  /** Where refused rows go; null for the file's name with `.rejects.csv` or `.rejects.jsonl` behind it. */
  rejects: string | null;
}

/** What an import works with. */
export interface ImportDeps {
  client: Client;
  workspaceId: string;
  /** What identifies a lead in it. */
  rules: IdentityRules;
  output: Output;
  terminal: Terminal;
  /** Aborted to stop after the batches under way. */
  stop: AbortSignal;
}

/**
 * Imports a file and prints a summary.
 * @throws CliError where the import cannot begin or go on, was stopped, or refused rows
 */
export async function runImport(request: ImportRequest, deps: ImportDeps): Promise<void> {
  const { file, dryRun } = request;
  const { output } = deps;
  const path = statePath(file);
  const earlier = dryRun ? null : await readState(path);
  if (earlier !== null && !request.resume && !request.restart) {
    const rows = formatNumber(earlier.rows);
    throw usageError(
      `An import of ${file} stopped after row ${rows}: go on with --resume, or begin anew with --restart`,
    );
  }
  const source = await inspectFile(file);
  const begun = request.resume ? earlier : null;
  if (request.resume && begun === null) output.note('note: nothing to resume; the import begins with the first row');
  const settings = begun === null ? request.settings : resumedSettings(begun, source, request, deps.workspaceId);
  const layout = layoutOf(source, settings);
  const state: ImportState = begun ?? {
    version: 2,
    id: randomUUID(),
    fingerprint: source.fingerprint,
    workspaceId: deps.workspaceId,
    settings,
    batchSize: request.batchSize ?? defaultBatchSize,
    rows: 0,
    bytes: 0,
    rejects: { path: request.rejects ?? `${file}.rejects.${layout.format}`, bytes: 0 },
    tally: emptyTally(),
  };
  const rejects = await rejectsOf(request, state, layout);
  const summary = await importRows(request, deps, { source, layout, state, rejects });
  await output.print(toJsonSummary(summary), () => toTextSummary(summary));
  const { conflict, invalid } = summary.tally.counts;
  if (!summary.finished) {
    const how = dryRun ? '' : `; go on with: ${resumeCommand(file)}`;
    throw new CliError('INTERRUPTED', `Stopped after row ${formatNumber(state.rows)}${how}`, { exitCode: 130 });
  }
  if (conflict + invalid > 0) {
    const were = conflict + invalid === 1 ? 'was' : 'were';
    const where = summary.rejects === null ? '' : `; see ${summary.rejects}`;
    throw new CliError(
      'INVALID_INPUT',
      `${formatRows(conflict + invalid)} ${dryRun ? 'would be' : were} refused${where}`,
    );
  }
}

/** The settings of an import that goes on: those that it began with, unless the command line says otherwise. */
function resumedSettings(
  begun: ImportState,
  source: SourceFile,
  request: ImportRequest,
  workspaceId: string,
): Settings {
  if (begun.fingerprint !== source.fingerprint) {
    throw usageError(`${source.path} is not the file that the import began with: begin anew with --restart`);
  }
  if (begun.workspaceId !== workspaceId) {
    throw usageError(
      `The import of ${source.path} began in another workspace: use its key, or begin anew with --restart`,
    );
  }
  const { settings } = request;
  const { map, listIds, source: from, type, via, onMatch } = begun.settings;
  const differs =
    (settings.type !== null && settings.type !== type) ||
    (settings.source !== null && settings.source !== from) ||
    (settings.via !== undefined && settings.via !== via) ||
    (settings.onMatch !== undefined && settings.onMatch !== onMatch) ||
    (settings.listIds.length > 0 && settings.listIds.join() !== listIds.join()) ||
    (request.batchSize !== null && request.batchSize !== begun.batchSize) ||
    (settings.map.length > 0 && JSON.stringify(settings.map) !== JSON.stringify(map)) ||
    (request.rejects !== null && request.rejects !== begun.rejects.path);
  if (differs) throw usageError('--resume goes on with the options that the import began with: leave the others out');
  return begun.settings;
}

function layoutOf(source: SourceFile, settings: Settings): Layout {
  if (source.format === 'jsonl') {
    if (settings.map.length > 0) throw usageError('--map is for CSV; lines of JSONL name their fields themselves');
    return { format: 'jsonl', type: settings.type };
  }
  const dialect = readDialect(source.path, source.sample);
  return { format: 'csv', dialect, mapping: mapColumns(dialect.headers, new Map(settings.map), settings.type) };
}

async function rejectsOf(request: ImportRequest, state: ImportState, layout: Layout): Promise<RejectsFile | null> {
  // A dry run writes only what it is told to.
  if (request.dryRun && request.rejects === null) return null;
  const { path, bytes } = state.rejects;
  if (path === request.file) throw usageError('--rejects would overwrite the file that is imported');
  const format = layout.format === 'csv' ? csvRejects(layout.dialect.headers, layout.dialect.delimiter) : jsonlRejects;
  return openRejects(path, { format, bytes });
}

interface Prepared {
  source: SourceFile;
  layout: Layout;
  state: ImportState;
  rejects: RejectsFile | null;
}

const stopping = 'stopping after the requests under way; again to end at once';

/** Sends the rows that are left; the state follows each batch, so that the import can go on from there at any time. */
async function importRows(
  request: ImportRequest,
  { client, rules, output, terminal, stop }: ImportDeps,
  { source, layout, state, rejects }: Prepared,
): Promise<Summary> {
  const { file, dryRun, concurrency, retries } = request;
  const path = statePath(file);
  const firstRow = state.rows;
  const progress = createProgress(terminal, source.size, { rows: firstRow, bytes: state.bytes });
  const follow = dryRun ? createPreview() : (done: DoneBatch) => done;
  const retry: RetryPolicy = {
    retries,
    signal: stop,
    onWait({ attempt, ms, error }) {
      const wait = `${error.code}: trying again in ${(ms / 1000).toFixed(1)} s (${attempt} of ${retries})`;
      progress.setNote(wait);
      if (terminal.isTTY !== true) output.note(`note: ${wait}`);
    },
  };
  const save = async () => {
    state.rejects.bytes = rejects?.bytes ?? 0;
    if (!dryRun) await writeState(path, state);
  };
  stop.addEventListener('abort', () => progress.setNote(stopping));
  let finished = false;
  async function* rows() {
    yield* readRows(file, layout, { ...state.settings, rules }, firstRow);
    finished = true;
  }
  try {
    await save();
    await runBatches(toBatches(rows(), state.batchSize, stop), {
      concurrency,
      send(batch) {
        const key = dryRun ? null : `import:${state.id}:${batch.rows[0]?.row}`;
        const { via = null, onMatch = 'MERGE' } = state.settings;
        return outcomesOf(batch, (leads) => sendLeads(client, leads, { key, retry, with: { via, onMatch } }));
      },
      async commit(sent) {
        const done = follow(sent);
        const refused = count(state.tally, done);
        await rejects?.write(refused);
        const last = done.rows.at(-1);
        state.rows = last?.row ?? state.rows;
        state.bytes = last?.bytes ?? state.bytes;
        await save();
        progress.advance(state);
        if (stop.aborted) progress.setNote(stopping);
      },
    });
  } catch (error) {
    finished = false;
    if (!(error instanceof CliError) || error.code !== 'INTERRUPTED') {
      if (dryRun || state.rows > 0) throw dryRun ? error : resumable(error, file, state.rows);
      await removeState(path);
      throw error;
    }
  } finally {
    progress.end();
    await rejects?.close();
  }
  if (finished && !dryRun) await removeState(path);
  return {
    file,
    dryRun,
    finished,
    tally: state.tally,
    ownRows: state.rows - firstRow,
    elapsedMs: progress.elapsedMs(),
    rejects: rejects !== null && rejects.bytes > 0 ? rejects.path : null,
    columns: layout.format === 'csv' ? describeMapping(layout.mapping) : null,
  };
}

/** What became of each row: those that are no leads were refused before anything was sent. */
async function outcomesOf({ rows }: Batch, send: (leads: ReadyLead[]) => Promise<Outcome[]>): Promise<Outcome[]> {
  const leads = rows.map(({ lead }) => lead).filter((lead) => lead !== null);
  const sent = (await send(leads)).values();
  return rows.map(({ problem }) => {
    if (problem !== null) return { kind: 'invalid', ...problem };
    const { value } = sent.next();
    if (value === undefined) throw new Error('A lead has no outcome');
    return value;
  });
}

/** The failure that ended an import, with what to do when its cause is gone. */
function resumable(error: unknown, file: string, rows: number): unknown {
  if (!(error instanceof CliError)) return error;
  const how = `stopped after row ${formatNumber(rows)}, go on with: ${resumeCommand(file)}`;
  return new CliError(error.code, `${error.message}; ${how}`, { exitCode: error.exitCode, cause: error });
}

function resumeCommand(file: string): string {
  const word = /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  return `leadgraph import ${word} --resume`;
}
