import type { JsonValue } from '../shared/json.ts';

/** What a creation does where a lead has one of its identifiers. */
export type OnMatch = 'merge' | 'fill blanks' | 'reuse' | 'fail';

/** A value of an input that the lead has not taken. */
export interface HeldBack {
  /** The way from the lead to the value. */
  path: string[];
  /** The value of the input. */
  value: JsonValue;
  /** What the lead has there instead; null where another path holds it. */
  kept: JsonValue;
  /** Where that came from; null where nobody knows. */
  source: string | null;
}

/** The sources that rank above one: all that are ranked where it is not. */
export function sourcesAbove(source: string, ranking: readonly string[]): readonly string[] {
  const rank = ranking.indexOf(source);
  return rank === -1 ? ranking : ranking.slice(0, rank);
}
