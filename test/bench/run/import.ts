import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newLeadInput } from '../data/names.ts';
import { cleanUp } from '../data/seed.ts';
import type { Bench } from './environment.ts';
import { makeFolder, remove, track } from './leftovers.ts';
import { project } from './processes.ts';

export interface Imported {
  round: number;
  rows: number;
  /** Rows a second: of the command line from its start to its end, and of the bare driver with the same documents. */
  imported: number;
  written: number;
  /** Microseconds of the gateway's processor time a row. */
  cpu: number;
}

/** A further round is begun only before so many minutes have gone. */
const patienceMs = 3 * 60_000;

/** Imports rows by the command line that ships, then writes what it stored again by the driver alone. */
export async function measureImport(bench: Bench, rows: number, rounds: number): Promise<Imported[]> {
  const directory = makeFolder();
  const file = join(directory, 'leads.jsonl');
  const lines = Array.from({ length: rows }, (_, turn) => JSON.stringify({ ...newLeadInput(turn), type: 'person' }));
  writeFileSync(file, `${lines.join('\n')}\n`);
  const results: Imported[] = [];
  try {
    const began = performance.now();
    for (let round = 0; round < rounds && (round === 0 || performance.now() - began < patienceMs); round += 1) {
      const server = await bench.serve('leadgraph');
      const before = await server.usage();
      const seconds = await runImport(bench, server.address, file, directory);
      const { cpu } = await server.usage();
      await server.end();
      const bulk = await bench.bulk();
      const written = await bulk.ask<{ rows: number; seconds: number }>('write');
      await bulk.end();
      if (written.rows !== rows) throw new Error(`The import left ${written.rows} leads of ${rows}`);
      results.push({
        round,
        rows,
        imported: rows / seconds,
        written: rows / written.seconds,
        cpu: (cpu - before.cpu) / rows,
      });
      await cleanUp(bench.mongo.db, bench.workspaceId);
    }
  } finally {
    remove(directory);
  }
  return results;
}

async function runImport(bench: Bench, address: string, file: string, home: string): Promise<number> {
  const args = [join(project, 'dist', 'cli', 'leadgraph.js'), 'import', file, '--json', '--restart'];
  const url = new URL(address).origin;
  const env = { ...process.env, HOME: home, LEADGRAPH_URL: url, LEADGRAPH_KEY: bench.key };
  const [command = '', ...rest] = [...bench.pinned('load'), process.execPath, ...args];
  const started = performance.now();
  const child = spawn(command, rest, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  track(child);
  let errors = '';
  child.stderr.on('data', (text) => {
    errors = `${errors}${text}`.slice(-2_000);
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The import ended with ${code}: ${errors}`);
  return (performance.now() - started) / 1000;
}
