import { availableParallelism, cpus, totalmem } from 'node:os';
import { growthOf } from '../run/endurance.ts';
import { allBars, type Bar, overheadOf, shareOf } from './bars.ts';
import type { Results } from './results.ts';
import { figureTable, heading, line, median, medianOf, show, shownNames } from './tables.ts';

/** Where and when: nothing that tells machines of one kind apart. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${model}, ${availableParallelism()} cores, ${memory} GB, Node ${process.versions.node}, ${process.platform}`;
}

function placementLine({ placement }: Results): string {
  if (placement === null) return 'The processes ran where the system put them.';
  const { server, load, engine } = placement;
  return `Server on core ${server}, load on core ${load}, database engine on ${engine === load ? `core ${engine} too` : `cores ${engine}`}.`;
}

/** What a request costs beyond the floor, and how that compares. */
function overheadTable(results: Results): string {
  const head = ['operation', 'Leadgraph µs', 'Apollo Server 5 µs', 'Mercurius + JIT µs', 'of Apollo', 'of Mercurius'];
  const rows = results.operations
    .filter(({ servers }) => servers === 'all')
    .map(({ name, title }) =>
      line(
        title,
        show(overheadOf(results, 'leadgraph', name)),
        show(overheadOf(results, 'apollo', name)),
        show(overheadOf(results, 'mercurius', name)),
        show(shareOf(results, 'apollo', name), 2),
        show(shareOf(results, 'mercurius', name), 2),
      ),
    );
  return heading(...head) + rows.join('');
}

function barTable(bars: readonly Bar[]): string {
  const verdict = ({ met }: Bar) => (met === null ? '' : met ? 'met' : '**not met**');
  return (
    heading('bar', 'asked', 'found', '') +
    bars.map((bar) => line(bar.what, bar.asked, bar.found, verdict(bar))).join('')
  );
}

function importTable({ imports }: Results): string {
  if (imports.length === 0) return '';
  const of = (figure: 'imported' | 'written' | 'cpu') => median(imports.map((one) => one[figure]));
  const rows = [
    line('`leadgraph import`, start to end', show(of('imported'))),
    line('raw `bulkWrite` of the same documents', show(of('written'))),
  ];
  const title = `import of ${imports[0]?.rows} rows`;
  return `${heading(title, 'rows/s')}${rows.join('')}\nGateway's processor time a row: ${show(of('cpu'))} µs.\n`;
}

function memoryTable({ fresh, samples, servers, starting, endured, operations }: Results): string {
  const last =
    operations.at(-1)?.servers === 'all' ? operations.at(-1) : operations.findLast((one) => one.servers === 'all');
  const rows = servers.map((server) => {
    const own = fresh.filter((one) => one.server === server);
    const busy = medianOf(samples, server, last?.name ?? '', 'rss');
    return line(
      shownNames[server],
      show(median(own.map(({ startMs }) => startMs))),
      show(median(own.map(({ rss }) => rss)) / 1e6),
      show(busy === null ? null : busy / 1e6),
    );
  });
  const table = heading('server', 'start to serving, ms', 'RSS when started, MB', 'RSS after all, MB') + rows.join('');
  const alone =
    starting === null
      ? ''
      : `\nOn an existing embedded database the first answer comes ${show(median(starting.firstAnswerMs))} ms after the start of the process; idle, gateway and engine in one process take ${show(median(starting.idleRss) / 1e6)} MB.\n`;
  const long =
    endured.length < 4
      ? ''
      : `\nOver ${endured.at(-1)?.requests} requests of four kinds, memory in the last quarter was ${show(100 * growthOf(endured), 1)} % above that in the second.\n`;
  return table + alone + long;
}

/** The measured part of docs/benchmarks.md. */
export function measuredPart(results: Results): string {
  const { samples, operations, servers, leads, rounds, connections } = results;
  const table = (cell: Parameters<typeof figureTable>[3]) => figureTable(samples, operations, servers, cell);
  const bars = allBars(results);
  const met = bars.filter((bar) => bar.met === true).length;
  const judged = bars.filter((bar) => bar.met !== null).length;
  return [
    `${machine()}. ${leads} leads, ${connections} connections, medians of ${rounds} rounds. ${placementLine(results)}`,
    `### Overhead: processor time a request above the bare driver's\n\n${overheadTable(results)}`,
    `### Processor time of the server a request, µs\n\n${table((figure) => show(figure('cpu')))}`,
    `### Requests a second\n\n${table((figure) => show(figure('requestsPerSecond')))}`,
    `### Time to the answer, p50 / p99 ms\n\n${table((figure) => `${show(figure('p50'), 1)} / ${show(figure('p99'), 1)}`)}`,
    `### Database commands a request, and the engine's processor time for them, µs\n\n${table((figure) => `${show(figure('commands'), 2)} / ${show(figure('engineCpu'))}`)}`,
    `### How busy the cores of server and load were, 1 being all the time\n\n${table((figure) => `${show(figure('serverBusy'), 2)} / ${show(figure('loadBusy'), 2)}`)}`,
    `### Import\n\n${importTable(results)}`,
    `### Start and memory\n\n${memoryTable(results)}`,
    `### Bars: ${met} of ${judged} met\n\n${barTable(bars)}`,
  ]
    .map((part) => part.trimEnd())
    .join('\n\n');
}

const [from, to] = ['<!-- measured: written by the benchmark -->', '<!-- /measured -->'];

/** A page with its measured part replaced; what people wrote around it stays. */
export function withMeasured(page: string, part: string): string {
  const [begin, end] = [page.indexOf(from), page.indexOf(to)];
  if (begin === -1 || end === -1) throw new Error(`The page has no ${from} … ${to}`);
  return `${page.slice(0, begin)}${from}\n\n${part}\n\n${page.slice(end)}`;
}
