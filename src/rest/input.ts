import type * as z from 'zod';
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
