import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { leadsFile } from './support.leads.ts';
import { type RunOptions, runCli, serveGateway, startCli, temporaryDirectory, until } from './support.ts';

/** Each row costs a gateway some milliseconds; LEADGRAPH_TEST_LONG=1 imports as many as partners do. */
const roundTripRows = process.env.LEADGRAPH_TEST_LONG === '1' ? 10_000 : 1_000;

const directory = temporaryDirectory();
let gateway: TestGateway;
let url: string;
let slowMs = 0;

beforeAll(async () => {
  gateway = await createTestGateway();
  url = await serveGateway(gateway, () => slowMs);
  await runCli(['--version']);
}, 60_000);

const importing = (file: string, client: TestClient, args: string[] = [], options: RunOptions = {}) =>
  [['import', file, ...args], { url, key: client.key, cwd: directory, ...options }] as const;

async function leadCount(client: TestClient): Promise<number> {
  const { data } = await client.send('{ leads(first: 1) { totalCount } }');
  return (data as { leads: { totalCount: number } }).leads.totalCount;
}

const countsOf = (stdout: string) => {
  const { rows, created, merged, unchanged, conflicts, invalid } = JSON.parse(stdout);
  return { rows, created, merged, unchanged, conflicts, invalid };
};

function rejectedRows(file: string): number[] {
  const [, ...lines] = readFileSync(join(directory, `${file}.rejects.csv`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => Number.parseInt(line, 10));
}

/** How many rows the state beside a file says are done. */
function rowsDone(file: string): number {
  const path = join(directory, `${file}.import-state.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).rows : -1;
}

describe('leadgraph import', () => {
  test(`${roundTripRows} rows, a fifth of them known and a hundredth bad: exact counts, and nothing new the second time`, async () => {
    const client = await gateway.client();
    const { csv, expected, bad } = leadsFile(roundTripRows);
    writeFileSync(join(directory, 'round.csv'), csv);
    const first = await runCli(...importing('round.csv', client));
    expect({ ...countsOf(first.stdout), code: first.code }).toEqual({ ...expected, rows: roundTripRows, code: 5 });
    expect(first.stderr).toBe(`error: ${bad.length} rows were refused; see round.csv.rejects.csv (INVALID_INPUT)\n`);
    expect(rejectedRows('round.csv')).toEqual(bad);
    expect(await leadCount(client)).toBe(expected.created);
    expect(rowsDone('round.csv')).toBe(-1);

    const second = await runCli(...importing('round.csv', client));
    expect(countsOf(second.stdout)).toEqual({
      ...{ rows: roundTripRows, created: 0, merged: 0, unchanged: roundTripRows - bad.length },
      ...{ conflicts: 0, invalid: bad.length },
    });
    expect(await leadCount(client)).toBe(expected.created);
  }, 400_000);

  test('after kill -9 goes on with --resume: counts are exact, every lead is there once', async () => {
    const client = await gateway.client();
    const { csv, expected, bad } = leadsFile(600);
    writeFileSync(join(directory, 'killed.csv'), csv);
    slowMs = 30;
    const running = await startCli(...importing('killed.csv', client, ['--batch', '25']));
    await until(() => rowsDone('killed.csv') >= 200, 'a third of the rows');
    running.child.kill('SIGKILL');
    slowMs = 0;
    expect((await running.ended).signal).toBe('SIGKILL');
    const done = rowsDone('killed.csv');
    expect(done).toBeLessThan(600);

    const blocked = await runCli(...importing('killed.csv', client));
    expect(blocked.code).toBe(2);
    expect(blocked.stderr).toContain('go on with --resume, or begin anew with --restart');
    const resumed = await runCli(...importing('killed.csv', client, ['--resume']));
    // What was under way when the process died was written; it comes again under its keys and is answered as before.
    expect(countsOf(resumed.stdout)).toEqual({ ...expected, rows: 600 });
    expect(rejectedRows('killed.csv')).toEqual(bad);
    expect(await leadCount(client)).toBe(expected.created);
  }, 120_000);

  test('stops on Ctrl-C after the batches under way, and goes on to exact counts', async () => {
    const client = await gateway.client();
    const { csv, expected, bad } = leadsFile(600);
    writeFileSync(join(directory, 'stopped.csv'), csv);
    slowMs = 30;
    const running = await startCli(...importing('stopped.csv', client, ['--batch', '25', '--source', 'fair']));
    await until(() => rowsDone('stopped.csv') >= 150, 'a quarter of the rows');
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    slowMs = 0;
    const done = rowsDone('stopped.csv');
    expect({ code, finished: JSON.parse(stdout).finished }).toEqual({ code: 130, finished: false });
    expect(countsOf(stdout).rows).toBe(done);
    expect(stderr).toBe(
      `error: Stopped after row ${done}; go on with: leadgraph import stopped.csv --resume (INTERRUPTED)\n`,
    );
    expect(done).toBeLessThan(600);

    const other = await runCli(...importing('stopped.csv', client, ['--resume', '--source', 'other']));
    expect(other.code).toBe(2);
    const resumed = await runCli(...importing('stopped.csv', client, ['--resume']));
    expect(countsOf(resumed.stdout)).toEqual({ ...expected, rows: 600 });
    expect(rejectedRows('stopped.csv')).toEqual(bad);
    const { data } = await client.send('{ leads(filter: { source: "fair" }, first: 1) { totalCount } }');
    expect(data).toEqual({ leads: { totalCount: expected.created } });
  }, 120_000);

  test('says in a dry run what it would do, and does nothing', async () => {
    const client = await gateway.client();
    const { csv, expected } = leadsFile(600);
    writeFileSync(join(directory, 'dry.csv'), csv);
    const dry = await runCli(...importing('dry.csv', client, ['--dry-run', '--batch', '50']));
    expect(dry.code).toBe(5);
    expect(countsOf(dry.stdout)).toEqual({
      ...expected,
      rows: 600,
      merged: expected.merged + expected.unchanged,
      unchanged: 0,
    });
    expect(JSON.parse(dry.stdout)).toMatchObject({
      dryRun: true,
      rejects: null,
      reasons: [{ code: 'INVALID_INPUT', reason: 'email: Is not an email address', rows: 6, firstRow: 51 }],
      columns: { 'First Name': 'name.first', Email: 'email', Tier: 'attributes.Tier' },
    });
    expect(await leadCount(client)).toBe(0);
    expect(existsSync(join(directory, 'dry.csv.rejects.csv'))).toBe(false);
  }, 60_000);
});
