import type { Operation } from '../operations.ts';
import { growthOf } from '../run/endurance.ts';
import type { ServerName } from '../run/environment.ts';
import type { Results } from './results.ts';
import { type Figure, median } from './tables.ts';

/** Something that is asked of Leadgraph, and what was found. */
export interface Bar {
  what: string;
  asked: string;
  found: string;
  /** Null where it was not measured. */
  met: boolean | null;
}

/** A server's figure and the floor's of the same round, for all rounds; null where either was not asked. */
function besideFloor({ samples }: Results, server: ServerName, operation: string, figure: Figure) {
  const of = (name: ServerName) => samples.filter((one) => one.server === name && one.operation === operation);
  const floors = new Map(of('floor').map((floor) => [floor.round, floor[figure]]));
  const pairs = of(server).flatMap((one) => {
    const floor = floors.get(one.round);
    return floor === undefined ? [] : [{ own: one[figure], floor }];
  });
  return pairs.length === 0 ? null : pairs;
}

/** Processor time a request above what the floor took in the same round, in microseconds: the median of the rounds. */
export function overheadOf(results: Results, server: ServerName, operation: string): number | null {
  const pairs = besideFloor(results, server, operation, 'cpu');
  return pairs && median(pairs.map(({ own, floor }) => own - floor));
}

/** Leadgraph's overhead as a share of a peer's; null where either is missing, or the peer has none to compare with. */
export function shareOf(results: Results, peer: ServerName, operation: string): number | null {
  const [own, other] = [overheadOf(results, 'leadgraph', operation), overheadOf(results, peer, operation)];
  return own === null || other === null || other <= 0 ? null : own / other;
}

/** Leadgraph's requests a second as a share of the floor's in the same round: the median of the rounds. */
function paceOf(results: Results, operation: string): number | null {
  const pairs = besideFloor(results, 'leadgraph', operation, 'requestsPerSecond');
  return pairs && median(pairs.map(({ own, floor }) => own / floor));
}

const atMost = (what: string, value: number | null, limit: number, digits = 2, unit = ''): Bar => ({
  what,
  asked: `at most ${limit}${unit}`,
  found: value === null ? 'not measured' : `${value.toFixed(digits)}${unit}`,
  met: value === null ? null : value <= limit,
});

const atLeast = (what: string, value: number | null, limit: number): Bar => ({
  what,
  asked: `at least ${limit}`,
  found: value === null ? 'not measured' : value.toFixed(2),
  met: value === null ? null : value >= limit,
});

/** Of a peer that has no overhead itself there is no share: its figure is the bar. */
function overheadBar(what: string, results: Results, peer: ServerName, operation: string, share: number): Bar {
  const [own, other] = [overheadOf(results, 'leadgraph', operation), overheadOf(results, peer, operation)];
  const bar = atMost(what, shareOf(results, peer, operation), share);
  if (own === null || other === null || other > 0) return bar;
  return { ...bar, found: `${own.toFixed(0)} µs beside ${other.toFixed(0)}`, met: own <= other };
}

function barsOf(results: Results, operation: Operation): Bar[] {
  const { name, title, kind, servers } = operation;
  const overhead =
    servers === 'rest'
      ? []
      : [
          overheadBar(`${title}: overhead beside Apollo Server's`, results, 'apollo', name, 0.35),
          overheadBar(`${title}: overhead beside that of Mercurius with JIT`, results, 'mercurius', name, 1),
        ];
  const pace = paceOf(results, name);
  const limit = kind === 'single' ? 0.6 : kind === 'page' ? 0.5 : null;
  return limit === null ? overhead : [...overhead, atLeast(`${title}: requests/s beside the floor's`, pace, limit)];
}

/** Everything that is asked, in one list. */
export function allBars(results: Results): Bar[] {
  const { imports, starting, endured } = results;
  const importPace = imports.length === 0 ? null : median(imports.map(({ imported, written }) => imported / written));
  const firstAnswer = starting === null ? null : median(starting.firstAnswerMs) / 1000;
  const idle = starting === null ? null : median(starting.idleRss) / 1e6;
  const enough = (endured.at(-1)?.requests ?? 0) >= 200_000;
  const growth = endured.length === 0 ? null : 100 * growthOf(endured);
  return [
    ...results.operations.flatMap((operation) => barsOf(results, operation)),
    atLeast('import: rows/s beside a raw bulkWrite of the same documents', importPace, 0.5),
    atMost('start to first answer on an existing embedded database', firstAnswer, 1, 2, ' s'),
    atMost('idle memory, gateway and embedded engine in one process', idle, 160, 0, ' MB'),
    atMost(
      'growth of memory over 200,000 requests, last quarter beside the second',
      enough ? growth : null,
      10,
      1,
      ' %',
    ),
  ];
}
