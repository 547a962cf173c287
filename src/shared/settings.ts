import * as z from 'zod';

/** Spaces and line ends around a value come from files that it was read from; an empty one counts as not set. */
export function setting<T extends z.ZodType>(rule: T) {
  return z.preprocess((value) => (typeof value === 'string' ? value.trim() || undefined : value), rule);
}

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: `must be a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: `must be a whole number from ${min} to ${max}` });

export const count = (fallback: number, max: number, min = 1) => setting(wholeNumber(min, max).default(fallback));
