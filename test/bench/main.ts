import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Options, readOptions, usage } from './options.ts';
import { machine, measuredPart, withMeasured } from './report/document.ts';
import { overheadPlot } from './report/plot.ts';
import type { Results } from './report/results.ts';
import { checkEqual } from './run/check.ts';
import { endure } from './run/endurance.ts';
import { openBench } from './run/environment.ts';
import { measureImport } from './run/import.ts';
import { leaveNothing } from './run/leftovers.ts';
import { placementHere, project } from './run/processes.ts';
import { measure } from './run/rounds.ts';
import { measureStart } from './run/starting.ts';

// Leadgraph beside the bare driver and two GraphQL servers of the field; docs/benchmarks.md says how. npm run bench

const say = (text: string) => process.stderr.write(`${text}\n`);

async function runBench(options: Options): Promise<Results> {
  const placement = options.pinned ? placementHere() : null;
  if (options.pinned && placement === null)
    say('Without taskset and two cores the processes run where the system puts them');
  const starting = options.starts === 0 ? null : await measureStart(options.starts);
  const bench = await openBench(options.leads, placement);
  try {
    say(`${bench.scale.leads} leads are there`);
    await checkEqual(bench, options.servers, options.operations);
    say('All answers and commands are equal');
    const measured = await measure(bench, { ...options, onProgress: say });
    say(`import of ${options.rows} rows`);
    const imports = options.rows === 0 ? [] : await measureImport(bench, options.rows, Math.min(3, options.rounds));
    const endured = options.endurance === 0 ? [] : await endure(bench, options.endurance, say);
    return { ...options, ...measured, placement, imports, starting, endured };
  } finally {
    await bench.close();
  }
}

function publish(options: Options, results: Results): void {
  const part = measuredPart(results);
  if (!options.write) {
    process.stdout.write(`${part}\n`);
    return;
  }
  const page = join(project, 'docs', 'benchmarks.md');
  writeFileSync(page, withMeasured(readFileSync(page, 'utf8'), part));
  writeFileSync(join(project, 'docs', 'benchmarks.svg'), overheadPlot(results, machine()));
  say(part.slice(part.indexOf('### Bars')));
}

leaveNothing();
const options = readOptions(process.argv.slice(2));
if (options === null) process.stdout.write(usage);
else publish(options, await runBench(options));
process.exit(0);
