import type * as z from 'zod';
import { toInvalidInput } from '../shared/invalid-input.ts';

const nouns: Record<string, string> = {
  string: 'text',
  array: 'a list',
  object: 'a JSON object',
  int: 'a whole number',
  number: 'a number',
};

/** What our rules leave zod to say, said as they say the rest: of the value, without its name. */
const wording: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_value') return `Must be one of: ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'Is required' : `Must be ${nouns[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'unrecognized_keys') return `Unknown parameter: ${issue.keys.join(', ')}`;
  return undefined;
};

/**
 * Checks a part of a request by its rules.
 * @throws InvalidInputError with every broken rule
 */
export function checkInput<T extends z.ZodType>(rules: T, value: unknown): z.output<T> {
  const result = rules.safeParse(value, { error: wording });
  if (result.success) return result.data;
  throw toInvalidInput(result.error);
}
