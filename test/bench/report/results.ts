import type { Operation } from '../operations.ts';
import type { Endured } from '../run/endurance.ts';
import type { ServerName } from '../run/environment.ts';
import type { Imported } from '../run/import.ts';
import type { Placement } from '../run/processes.ts';
import type { Fresh, Sample } from '../run/rounds.ts';
import type { StartFigures } from '../run/starting.ts';

/** All that a run has measured; what was left out is empty or null. */
export interface Results {
  operations: readonly Operation[];
  servers: readonly ServerName[];
  leads: number;
  rounds: number;
  connections: number;
  placement: Placement | null;
  samples: readonly Sample[];
  fresh: readonly Fresh[];
  imports: readonly Imported[];
  starting: StartFigures | null;
  endured: readonly Endured[];
}
