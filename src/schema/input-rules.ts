import * as z from 'zod';

/**
 * The rules of an input, for `validate`. Asked in the asynchronous way of the schema's plugin, zod leaves its compiled
 * checks of objects aside: they take a third less, and up to half for hundreds of items, when asked at once.
 */
export function inputRules(rules: z.ZodType) {
  const checked = z.unknown().check((payload) => {
    const { data, error } = rules.safeParse(payload.value);
    if (error === undefined) payload.value = data;
    else payload.issues.push(...(error.issues as z.core.$ZodRawIssue[]));
  });
  return { schema: checked as never };
}
