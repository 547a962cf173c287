import type { ZodError } from 'zod';
import { InvalidInputError } from './errors.ts';

/** What zod refused, as our own error: each issue with the path from the arguments and a code. */
export function toInvalidInput(error: ZodError): InvalidInputError {
  return new InvalidInputError(
    error.issues.map((issue) => ({
      path: issue.path.map(String),
      message: issue.message,
      code: issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : issue.code,
    })),
  );
}
