import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import { InvalidInputError } from '../shared/errors.ts';
import { toInvalidInput } from '../shared/invalid-input.ts';
import { wording } from '../shared/wording.ts';

/**
 * Checks a part of a request by its rules.
 * @throws InvalidInputError with every broken rule
 */
export function checkInput<T extends z.ZodType>(rules: T, value: unknown): z.output<T> {
  const result = rules.safeParse(value, { error: wording });
  if (result.success) return result.data;
  throw toInvalidInput(result.error);
}

/**
 * Checks the parameters of a URL by their rules. What is wrong with one of several values is said of the parameter.
 * @throws InvalidInputError with every broken rule
 */
export function checkQuery<T extends z.ZodType>(rules: T, query: unknown): z.output<T> {
  const result = rules.safeParse(query, { error: wording });
  if (result.success) return result.data;
  const { issues } = toInvalidInput(result.error);
  const ofParameters = issues.map((issue) => ({ ...issue, path: issue.path.slice(0, 1) }));
  throw new InvalidInputError(
    ofParameters.filter((issue, at) => at === ofParameters.findIndex((other) => isDeepStrictEqual(other, issue))),
  );
}
