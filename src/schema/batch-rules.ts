import * as z from 'zod';

/**
 * The rules of an input with hundreds of items, for `validate`. Asked in the asynchronous way of the schema's plugin, zod
 * leaves its compiled checks of objects aside, and items take up to twice as long.
 */
export function batchRules(rules: z.ZodType) {
  const checked = z.unknown().transform((value, context) => {
    const { data, error } = rules.safeParse(value);
    if (error === undefined) return data;
    context.issues.push(...(error.issues as z.core.$ZodRawIssue[]));
    return z.NEVER;
  });
  return { schema: checked as never };
}
