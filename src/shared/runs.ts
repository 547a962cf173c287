import { createHash } from 'node:crypto';

/** One request's work. With an idempotency key it may run again after a crash, and then has the same id. */
export interface Run {
  /** A UUID of version 7. */
  id: string;
  /** Whether what the run makes must be recognised when it runs again. */
  mayRepeat: boolean;
  /** Whether it runs again: an earlier try may have done some of its work, and may even be at it still. */
  again?: boolean;
}

/** A UUID of version 7 for the `step`th thing that a run makes, 0 to 4095; the same whenever the run is repeated. */
export function uuidOfRun({ id }: Run, step: number): string {
  const hash = hashOf(id, step);
  const variant = '89ab'[Number.parseInt(hash.charAt(0), 16) & 3];
  const counter = step.toString(16).padStart(3, '0');
  return `${id.slice(0, 13)}-7${counter}-${variant}${hash.slice(1, 4)}-${hash.slice(4, 16)}`;
}

/** The same as the 24 hex digits of an ObjectId: seconds, then what no other run or step has. */
export function objectIdOfRun({ id }: Run, step: number): string {
  const milliseconds = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  const seconds = Math.floor(milliseconds / 1000);
  return seconds.toString(16).padStart(8, '0') + hashOf(id, step).slice(0, 16);
}

function hashOf(id: string, step: number): string {
  return createHash('sha256').update(`${id}:${step}`).digest('hex');
}
