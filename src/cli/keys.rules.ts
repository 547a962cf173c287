import { z } from 'zod';
import { isStorableText } from '../shared/rules.ts';
import { type Scope, scopes } from '../workspace/workspace.ts';

/** A name as people type it on a command line: one line, in one Unicode form (NFC), so that it is found again. */
const nameRules = z
  .string()
  .transform((value) => value.normalize('NFC').trim())
  .refine((value) => value !== '', { error: 'must not be empty' })
  .refine((value) => value.length <= 100, { error: 'must be at most 100 characters long' })
  .refine((value) => isStorableText(value) && !/\p{Cc}/u.test(value), {
    error: 'must be one line without control characters',
  });

const scopesRules = z.string().transform((value, context): Scope[] => {
  const given = value
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  const unknown = given.filter((scope) => !scopes.some((known) => known === scope));
  const problem = given.length === 0 ? 'must not be empty' : `does not know ${unknown.join(', ')}`;
  if (given.length === 0 || unknown.length > 0) {
    context.addIssue({ code: 'custom', message: `${problem}: choose from ${scopes.join(',')}` });
  }
  return scopes.filter((scope) => given.includes(scope));
});

/** What `keys create` takes. */
export const createKeyRules = z.object({ workspace: nameRules, name: nameRules, scopes: scopesRules });

/** What `keys list` takes. */
export const listKeysRules = z.object({ workspace: nameRules.optional() });
