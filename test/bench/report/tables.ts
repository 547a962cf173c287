import type { Operation } from '../operations.ts';
import type { ServerName } from '../run/environment.ts';
import type { Sample } from '../run/rounds.ts';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

type Figure = Exclude<keyof Sample, 'round' | 'server' | 'operation'>;

/** The median over the rounds; null where that server was not asked for that. */
export function medianOf(
  samples: readonly Sample[],
  server: ServerName,
  operation: string,
  figure: Figure,
): number | null {
  const own = samples.filter((sample) => sample.server === server && sample.operation === operation);
  return own.length === 0 ? null : median(own.map((sample) => sample[figure]));
}

/** One line of a Markdown table. */
export const line = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |\n`;

export const heading = (...cells: string[]) =>
  line(...cells) + line(...cells.map((_, at) => (at === 0 ? '---' : '---:')));

const show = (value: number | null, digits = 0) => (value === null ? '' : value.toFixed(digits));

/** What each operation costs each server. */
export function overheadTable(
  samples: readonly Sample[],
  operations: readonly Operation[],
  servers: readonly ServerName[],
): string {
  const head = [
    'operation',
    'server',
    'requests/s',
    'p50 ms',
    'p99 ms',
    'CPU µs',
    'engine CPU µs',
    'commands',
    'RSS MB',
    'server busy',
    'load busy',
  ];
  const rows = operations.flatMap((operation) =>
    servers.flatMap((server) => {
      const figure = (name: Figure) => medianOf(samples, server, operation.name, name);
      if (figure('cpu') === null) return [];
      return line(
        operation.title,
        server,
        show(figure('requestsPerSecond')),
        show(figure('p50'), 2),
        show(figure('p99'), 2),
        show(figure('cpu')),
        show(figure('engineCpu')),
        show(figure('commands'), 2),
        show((figure('rss') ?? 0) / 1e6),
        show(figure('serverBusy'), 2),
        show(figure('loadBusy'), 2),
      );
    }),
  );
  return heading(...head) + rows.join('');
}
