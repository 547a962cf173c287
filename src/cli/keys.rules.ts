import * as z from 'zod';
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

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const longestMs = 3650 * unitMs.d;

/** A time such as `90d`, `24h` or `30m`, in milliseconds; null for what is none. */
function parseDuration(text: string): number | null {
  const [, digits, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  return unit === 'm' || unit === 'h' || unit === 'd' ? Number(digits) * unitMs[unit] : null;
}

/** A date (its first moment, UTC) or a time with its zone; null for what is none. */
function parseDate(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(text)) return null;
  const date = new Date(text);
  // JavaScript takes the 31st of February for the 3rd of March.
  const isReal = text.length > 10 || (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text));
  return isReal && !Number.isNaN(date.getTime()) ? date : null;
}

/** The end of a key: from now on, or on a date. */
const expiryRules = (now: Date) =>
  z.string().transform((value, context): Date => {
    const text = value.trim();
    const duration = parseDuration(text);
    const date = duration === null ? parseDate(text) : new Date(now.getTime() + duration);
    const ahead = date === null ? Number.NaN : date.getTime() - now.getTime();
    if (date !== null && ahead > 0 && ahead <= longestMs) return date;
    const message =
      date === null
        ? 'must be a time such as 90d or 12h, or a date such as 2027-06-30'
        : 'must be ahead, within 10 years';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const longestGraceMs = 30 * unitMs.d;

const graceRules = z.string().transform((value, context): number => {
  const duration = value.trim() === '0' ? 0 : parseDuration(value.trim());
  if (duration !== null && duration <= longestGraceMs) return duration;
  context.addIssue({ code: 'custom', message: 'must be a time such as 24h or 30m, at most 30d; 0 is none' });
  return z.NEVER;
});

/** What `keys create` takes. */
export const createKeyRules = (now: Date) =>
  z.object({ workspace: nameRules, name: nameRules, scopes: scopesRules, expires: expiryRules(now).optional() });

/** What `keys rotate` takes. */
export const rotateKeyRules = (now: Date) => z.object({ grace: graceRules, expires: expiryRules(now).optional() });

/** What `keys list` takes. */
export const listKeysRules = z.object({ workspace: nameRules.optional() });
