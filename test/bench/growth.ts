import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cleanUp } from './data/seed.ts';
import { growthOperations, type Operation } from './operations.ts';
import { machine, withMeasured } from './report/document.ts';
import { heading, line, show } from './report/tables.ts';
import { openBench } from './run/environment.ts';
import { leaveNothing } from './run/leftovers.ts';
import { placementHere, project } from './run/processes.ts';
import { type Figures, figuresOf, run, sampled } from './run/sample.ts';

// What each operation costs as leads become more, in one workspace and over many. npm run bench:growth

/** A database to ask: this many leads in the workspace, and other workspaces beside it. */
interface Size {
  title: string;
  leads: number;
  others: number;
}

const { values } = parseArgs({
  options: {
    million: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '1000,10000,100000' },
    workspaces: { type: 'string', default: '10000' },
    factor: { type: 'string', default: '0.25' },
    print: { type: 'boolean', default: false },
  },
});
const factor = Number(values.factor);
const others = Number(values.workspaces);
const counts = [...values.sizes.split(',').map(Number), ...(values.million ? [1_000_000] : [])];
const sizes: Size[] = [
  ...counts.map((leads) => ({ title: leads.toLocaleString('en'), leads, others: 0 })),
  ...(others === 0
    ? []
    : [{ title: `1,000, beside ${others.toLocaleString('en')} workspaces of 10`, leads: 1_000, others }]),
];
const say = (text: string) => process.stderr.write(`${text}\n`);

/** One request after the other, so that no time is spent in a queue. */
async function measureAt({ title, leads, others }: Size): Promise<Map<string, Figures>> {
  const started = performance.now();
  const bench = await openBench(leads, placementHere(), others);
  // What the filling left to be written would otherwise be written while requests are measured.
  await bench.mongo.client.db('admin').command({ fsync: 1 });
  say(`${title}: filled in ${Math.round((performance.now() - started) / 1000)} s`);
  const figures = new Map<string, Figures>();
  try {
    const [server, load] = await Promise.all([bench.serve('leadgraph'), bench.load()]);
    let from = 0;
    for (const { name, warmUp, measured } of growthOperations) {
      const job = { operation: name, port: server.port, key: bench.key, scale: bench.scale, connections: 1 };
      const [first, count] = [Math.ceil(warmUp * factor), Math.ceil(measured * factor)];
      await run(load, { ...job, from, count: first }, 'leadgraph');
      const taken = await sampled(bench, server, load, { ...job, from: from + first, count }, 'leadgraph');
      figures.set(name, figuresOf([taken]));
      from += first + count;
      await cleanUp(bench.mongo.db, bench.workspaceId);
    }
    await Promise.all([server.end(), load.end()]);
  } finally {
    await bench.close();
  }
  return figures;
}

type Column = { size: Size; figures: Map<string, Figures> };

function table(columns: readonly Column[], cell: (figures: Figures) => string): string {
  const rows = growthOperations.map(({ name, title }: Operation) =>
    line(
      title,
      ...columns.map(({ figures }) => {
        const own = figures.get(name);
        return own === undefined ? '' : cell(own);
      }),
    ),
  );
  return heading('operation', ...columns.map(({ size }) => size.title)) + rows.join('');
}

leaveNothing();
const columns: Column[] = [];
for (const size of sizes) columns.push({ size, figures: await measureAt(size) });

const part = [
  `${machine()}. One request at a time; the columns are the leads of the workspace.`,
  `### Time to the answer, p50 ms\n\n${table(columns, ({ p50 }) => show(p50, 2))}`,
  `### Index keys / documents examined a request\n\n${table(columns, ({ keys, documents }) => `${show(keys, 1)} / ${show(documents, 1)}`)}`,
  `### The engine's processor time a request, µs\n\n${table(columns, ({ engineCpu }) => show(engineCpu))}`,
]
  .map((section) => section.trimEnd())
  .join('\n\n');
if (values.print) process.stdout.write(`${part}\n`);
else {
  const page = join(project, 'docs', 'growth.md');
  writeFileSync(page, withMeasured(readFileSync(page, 'utf8'), part));
}
process.exit(0);
