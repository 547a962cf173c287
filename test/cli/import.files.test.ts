import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatDuration, progressLine } from '../../src/cli/import/progress.ts';
import { csvRejects, jsonlRejects, openRejects } from '../../src/cli/import/rejects.ts';
import { readState, removeState, statePath, writeState } from '../../src/cli/import/state.ts';
import { toTextSummary } from '../../src/cli/import/summary.ts';
import { count, emptyTally, rowsOf } from '../../src/cli/import/tally.ts';
import { toRecord, toTable } from '../../src/cli/table.ts';
import { temporaryDirectory } from './support.ts';

const directory = temporaryDirectory();
const reject = (row: number, cells: string[], reason = 'No') => ({ row, cells, code: 'INVALID_INPUT', reason });

describe('a rejects file', () => {
  const headers = ['Name', 'Note'];
  const format = csvRejects(headers, ',');

  test('is made with the first reject, in the delimiter of the file and quoted where it must be', async () => {
    const path = join(directory, 'one.rejects.csv');
    const rejects = await openRejects(path, { format: csvRejects(headers, ';'), bytes: 0 });
    await rejects.write([]);
    expect(existsSync(path)).toBe(false);
    await rejects.write([reject(3, ['A;B', 'two\nlines'], 'Said "no"')]);
    await rejects.write([reject(9, ['C', '', 'ragged'])]);
    await rejects.close();
    expect(readFileSync(path, 'utf8')).toBe(
      [
        'leadgraph_row;leadgraph_code;leadgraph_reason;Name;Note',
        '3;INVALID_INPUT;"Said ""no""";"A;B";"two\nlines"',
        '9;INVALID_INPUT;No;C;;ragged',
        '',
      ].join('\n'),
    );
    expect(rejects.bytes).toBe(readFileSync(path).length);
  });

  test('is cut back to what was recorded when an import goes on', async () => {
    const path = join(directory, 'resumed.rejects.csv');
    const first = await openRejects(path, { format, bytes: 0 });
    await first.write([reject(1, ['A', ''])]);
    const recorded = first.bytes;
    await first.write([reject(2, ['B', ''])]);
    await first.close();
    const again = await openRejects(path, { format, bytes: recorded });
    await again.write([reject(2, ['B', ''])]);
    await again.close();
    expect(readFileSync(path, 'utf8').split('\n').slice(1)).toEqual([
      '1,INVALID_INPUT,No,A,',
      '2,INVALID_INPUT,No,B,',
      '',
    ]);
  });

  test('takes the place of an earlier one, and of nothing else', async () => {
    const path = join(directory, 'mine.csv');
    writeFileSync(path, 'precious');
    await expect(openRejects(path, { format, bytes: 0 })).rejects.toThrow('is no rejects file');
    writeFileSync(path, 'leadgraph_row,leadgraph_code,leadgraph_reason,Name\n1,X,Y,Z\n');
    await openRejects(path, { format, bytes: 0 });
    expect(existsSync(path)).toBe(false);
  });

  const own = '{"leadgraph_row":7,"leadgraph_code":"INVALID_INPUT","leadgraph_reason":"Said \\"no\\""';
  test.each([
    ['as it was typed, digits and all', '{ "n": 12345678901234567890}', `${own},"n": 12345678901234567890}`],
    ['also where it is no JSON', '{"type":"person",', `${own},"type":"person",`],
    ['without fields', '{ }', `${own}}`],
    ['once more', `${own},"type":1}`, `${own},"type":1}`],
    ['once more without fields', `${own}}`, `${own}}`],
    ['that is no object at all', '"text"', `${own},"leadgraph_line":"\\"text\\""}`],
  ])('of JSONL holds a line %s', async (_how, line, written) => {
    const path = join(directory, 'lines.rejects.jsonl');
    const rejects = await openRejects(path, { format: jsonlRejects, bytes: 0 });
    await rejects.write([reject(7, [line], 'Said "no"')]);
    await rejects.close();
    expect(readFileSync(path, 'utf8')).toBe(`${written}\n`);
  });
});

describe('the state of an import', () => {
  const state = {
    version: 2 as const,
    id: 'i',
    batchSize: 200,
    fingerprint: 'abc',
    workspaceId: 'ws_1',
    settings: { type: null, source: null, listIds: [], map: [['A', 'title']] as [string, string][] },
    rows: 7,
    bytes: 70,
    rejects: { path: 'x.rejects.csv', bytes: 12 },
    tally: emptyTally(),
  };

  test('comes back as it was written, and is gone when the import has ended', async () => {
    const path = statePath(join(directory, 'leads.csv'));
    expect(await readState(path)).toBeNull();
    await writeState(path, state);
    await writeState(path, { ...state, rows: 8 });
    expect(await readState(path)).toEqual({ ...state, rows: 8 });
    await removeState(path);
    expect(await readState(path)).toBeNull();
  });

  test('is not taken for nothing where it is damaged', async () => {
    const path = statePath(join(directory, 'damaged.csv'));
    writeFileSync(path, '{"version":1,');
    await expect(readState(path)).rejects.toThrow('remove it to begin anew');
  });
});

test('a tally counts outcomes, answers the refused rows, and keeps few reasons however many there are', () => {
  const tally = emptyTally();
  const row = (n: number) => ({ row: n, bytes: n, cells: [`${n}`], lead: null, problem: null });
  const rejects = count(tally, {
    rows: [row(1), row(2), row(3), row(4)],
    outcomes: [
      { kind: 'created' },
      { kind: 'conflict', code: 'IDENTITY_CONFLICT', reason: 'a belongs to 2 leads' },
      { kind: 'conflict', code: 'IDENTITY_CONFLICT', reason: 'b belongs to 2 leads' },
      { kind: 'invalid', code: 'INVALID_ROW', reason: 'short' },
    ],
  });
  expect(rejects.map(({ row: n, reason }) => [n, reason])).toEqual([
    [2, 'a belongs to 2 leads'],
    [3, 'b belongs to 2 leads'],
    [4, 'short'],
  ]);
  expect(tally.reasons).toEqual([
    { code: 'IDENTITY_CONFLICT', reason: 'The identifiers belong to several leads', rows: 2, firstRow: 2 },
    { code: 'INVALID_ROW', reason: 'short', rows: 1, firstRow: 4 },
  ]);
  for (let n = 5; n < 105; n += 1)
    count(tally, { rows: [row(n)], outcomes: [{ kind: 'invalid', code: 'X', reason: `${n}` }] });
  expect(rowsOf(tally)).toBe(104);
  expect(tally.reasons).toHaveLength(21);
  expect(tally.reasons.reduce((sum, { rows }) => sum + rows, 0)).toBe(103);
});

test('progress shows share, rows, rate and the time left of this run', () => {
  const line = progressLine(
    { rows: 4_000, bytes: 50_000 },
    { start: { rows: 1_000, bytes: 20_000 }, totalBytes: 100_000, elapsedMs: 3_000, note: '' },
  );
  expect(line).toBe('[############------------]  50 %  4,000 rows  1,000/s  5 s left');
  expect([45_400, 200_000, 7_500_000].map(formatDuration)).toEqual(['45 s', '3 min 20 s', '2 h 5 min']);
});

test('a summary of one row says so', () => {
  const tally = emptyTally();
  tally.counts.created = 1;
  const summary = toTextSummary({
    ...{ file: 'leads.csv', dryRun: true, finished: true, tally, ownRows: 1, elapsedMs: 1_000 },
    ...{ rejects: null, columns: null },
  });
  expect(summary.split('\n')[0]).toBe('Dry run: 1 row of leads.csv in 1.0 s (1 a second)');
});

test('a summary tells what became of the rows and why some were refused', () => {
  const tally = emptyTally();
  Object.assign(tally.counts, { created: 7_920, merged: 980, unchanged: 1_000, invalid: 100 });
  tally.reasons.push({ code: 'INVALID_INPUT', reason: 'email: Is not an email address', rows: 100, firstRow: 51 });
  const summary = toTextSummary({
    ...{ file: 'leads.csv', dryRun: false, finished: true, tally, ownRows: 10_000, elapsedMs: 4_000 },
    ...{ rejects: 'leads.csv.rejects.csv', columns: {} },
  });
  expect(summary).toBe(`10,000 rows of leads.csv in 4.0 s (2,500 a second)

  created    7,920
  merged       980
  unchanged  1,000
  conflict       0
  invalid      100

Refused, and written to leads.csv.rejects.csv:
  100  email: Is not an email address (INVALID_INPUT), first in row 51`);
});

test('tables fit the terminal: ids stay whole, the widest columns give way, control characters do nothing', () => {
  const table = toTable(['ID', 'NAME', 'NOTE'], [['id_1234567890', 'Jané 日本', `${'long '.repeat(9)}\u001b[2J`]], 40);
  expect(table).toBe(['ID             NAME       NOTE', 'id_1234567890  Jané 日本  long long lon…'].join('\n'));
  expect(
    toRecord([
      ['id', '1'],
      ['name', null],
      ['title', 'a\nb'],
    ]),
  ).toBe('id     1\ntitle  a b');
});
