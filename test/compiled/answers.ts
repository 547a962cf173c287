import type { ExecutionResult } from 'graphql';
import { toPublicError } from '../../src/http/errors.ts';

/** An answer as clients see it. */
export interface PublicAnswer {
  /** JSON. */
  data: string;
  /** Failures of what is null in the answer itself, one for each of these fields; JSON. */
  errors: string[];
  /** The paths of what is null because of a failure below it. */
  below: Set<string>;
}

/**
 * Sorts the errors of an answer. Of several failures that make the same thing null, GraphQL asks for one: which of them
 * graphql-js tells depends on which was first, and an error of something that is not shown may come before that or not.
 */
export function published({ data, errors = [] }: ExecutionResult): PublicAnswer {
  const answer: PublicAnswer = { data: JSON.stringify(data, null, 1), errors: [], below: new Set() };
  for (const error of errors) {
    const path = error.path ?? [];
    const known = nullAt(data, path);
    if (known === null) answer.errors.push(JSON.stringify(toPublicError(error)));
    else answer.below.add(known);
  }
  answer.errors.sort();
  return answer;
}

/** The path of what is null above the end of a path; null where it is only the end. */
function nullAt(data: unknown, path: readonly (string | number)[]): string | null {
  let value: unknown = data;
  for (const [depth, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, depth).join('.');
    value = Object.entries(value).find(([name]) => name === String(key))?.[1];
  }
  if (value !== null) throw new Error(`There is an error of ${path.join('.')}, which is not null`);
  return null;
}
