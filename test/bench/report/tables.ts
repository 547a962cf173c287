import type { Operation } from '../operations.ts';
import type { ServerName } from '../run/environment.ts';
import type { Sample } from '../run/rounds.ts';
import type { Figures } from '../run/sample.ts';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export type Figure = keyof Figures;

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

/** What a server is called where people read it. */
export const shownNames: Record<ServerName, string> = {
  leadgraph: 'Leadgraph',
  floor: 'bare driver',
  apollo: 'Apollo Server 5',
  mercurius: 'Mercurius + JIT',
};

/** One line of a Markdown table. */
export const line = (...cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |\n`;

/** The head of a table: words to the left, figures to the right. */
export const heading = (...cells: readonly string[]) =>
  line(...cells) + line(...cells.map((_, at) => (at === 0 ? '---' : '---:')));

export const show = (value: number | null, digits = 0) => (value === null ? '' : value.toFixed(digits));

/** Operations down, servers across, one figure. */
export function figureTable(
  samples: readonly Sample[],
  operations: readonly Operation[],
  servers: readonly ServerName[],
  cell: (figure: (name: Figure) => number | null) => string,
): string {
  const rows = operations.map((operation) => {
    const cells = servers.map((server) => {
      const figure = (name: Figure) => medianOf(samples, server, operation.name, name);
      return figure('cpu') === null ? '' : cell(figure);
    });
    return line(operation.title, ...cells);
  });
  return heading('operation', ...servers.map((server) => shownNames[server])) + rows.join('');
}
