import type * as z from 'zod';

const nouns: Record<string, string> = {
  string: 'text',
  array: 'a list',
  object: 'a JSON object',
  int: 'a whole number',
  number: 'a number',
};

/** What our rules leave zod to say, said as they say the rest: of the value, without its name. */
export const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_value':
      return `Must be one of: ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined ? 'Is required' : `Must be ${nouns[issue.expected] ?? issue.expected}`;
    case 'unrecognized_keys':
      return `Unknown parameter: ${issue.keys.join(', ')}`;
    case 'too_big':
      return `Must ${bound(issue.origin, 'at most', issue.maximum)}`;
    case 'too_small':
      return `Must ${bound(issue.origin, 'at least', issue.minimum)}`;
    default:
      return undefined;
  }
};

function bound(origin: string, which: string, limit: number | bigint): string {
  if (origin === 'string') return `be ${which} ${limit} characters long`;
  return origin === 'array' ? `have ${which} ${limit} items` : `be ${which} ${limit}`;
}
