import * as z from 'zod';

/** An expected failure as the gateway's unions carry it: `Error` and what its types add. */
export const failureShape = z.object({
  code: z.string(),
  message: z.string(),
  issues: z.array(z.object({ path: z.array(z.string()), message: z.string() })).optional(),
  leads: z.array(z.object({ id: z.string() })).optional(),
});

type Failure = z.output<typeof failureShape>;

/** The failure in one line: every broken rule with the way to its value, and every lead that stands in the way. */
export function describeFailure({ message, issues = [], leads = [] }: Failure): string {
  if (issues.length > 0) {
    return issues.map((issue) => [...fieldOf(issue.path), issue.message].join(': ')).join('; ');
  }
  // The message names the lead itself where there is only one.
  return leads.length < 2 ? message : `${message}: ${leads.map(({ id }) => id).join(', ')}`;
}

/** The way to a value as the input has it, without the argument and the position that the gateway puts before it. */
function fieldOf([argument, ...rest]: readonly string[]): string[] {
  const path = argument === 'input' ? rest : argument === 'inputs' ? rest.slice(1) : [argument ?? '', ...rest];
  return path.length === 0 ? [] : [path.join('.')];
}
