import { parseArgs } from 'node:util';
import { type Operation, operations } from './operations.ts';
import { type ServerName, serverNames } from './run/environment.ts';

export interface Options {
  rounds: number;
  operations: readonly Operation[];
  servers: readonly ServerName[];
  leads: number;
  connections: number;
  /** By what the numbers of requests are multiplied. */
  factor: number;
  /** Rows of the import; 0 leaves it out. */
  rows: number;
  /** How often the start is measured. */
  starts: number;
  /** Requests that memory is watched over; 0 leaves it out. */
  endurance: number;
  /** Minutes after which no further round is begun. */
  minutes: number;
  /** Whether each kind of process has cores of its own. */
  pinned: boolean;
  profiles: string | null;
  /** Whether docs/benchmarks.md and its plot are written; printed otherwise. */
  write: boolean;
}

/** How the benchmark is asked to run; `--help` says it. */
export const usage = `npm run bench -- [options]

  --rounds 3            how often each server is started and measured
  --operations a,b      of ${operations.map(({ name }) => name).join(', ')}
  --servers a,b         of ${serverNames.join(', ')}
  --leads 50000         how many leads there are
  --connections 16      requests under way at a time
  --minutes 30          no further round is begun after so many
  --long                also watches memory over 200,000 requests
  --endurance 20000     the same over so many
  --quick               one short round on fewer leads, printed and not written
  --smoke               a few requests each: whether it all works
  --profiles folder     writes processor profiles of the servers there; what is timed then counts for nothing
  --print, --write      whether docs/benchmarks.md and docs/benchmarks.svg are written; only a whole run does by itself
`;

function named<T>(text: string | undefined, all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  if (text === undefined) return all;
  return text.split(',').map((name) => {
    const found = all.find((one) => nameOf(one) === name);
    if (found === undefined) throw new Error(`There is no ${name}; there are ${all.map(nameOf).join(', ')}`);
    return found;
  });
}

/** Reads the command line; null where help is asked for. */
export function readOptions(args: readonly string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{
        rounds: text,
        operations: text,
        servers: text,
        leads: text,
        connections: text,
        minutes: text,
        profiles: text,
        endurance: text,
      },
      ...{ long: flag, quick: flag, smoke: flag, print: flag, write: flag, help: flag },
    },
  });
  if (values.help) return null;
  const short = values.quick || values.smoke;
  const partial = values.operations !== undefined || values.servers !== undefined || values.profiles !== undefined;
  return {
    rounds: Number(values.rounds ?? (short ? 1 : 3)),
    operations: named(values.operations, operations, ({ name }) => name),
    servers: named(values.servers, serverNames, (name) => name),
    leads: Number(values.leads ?? (values.smoke ? 400 : values.quick ? 5_000 : 50_000)),
    connections: Number(values.connections ?? (values.smoke ? 4 : 16)),
    factor: values.smoke ? 0.004 : values.quick ? 0.4 : 1,
    rows: partial ? 0 : values.smoke ? 50 : values.quick ? 2_000 : 20_000,
    starts: partial || values.smoke ? 0 : values.quick ? 1 : 5,
    endurance: Number(values.endurance ?? (values.long ? 200_000 : 0)),
    minutes: Number(values.minutes ?? 30),
    pinned: !values.smoke,
    profiles: values.profiles ?? null,
    write: values.write || (!short && !partial && !values.print),
  };
}
