import * as z from 'zod';
import { errorCodes, type InputIssue } from '../shared/errors.ts';
import { isJsonObject } from '../shared/json.ts';
import { type Failure, sentenceOf } from './failure.ts';
import type { Dialect } from './route.ts';

/** Codes that PollyBot has names of its own for. All others are ours. */
const pollybotCodes = ['VALIDATION_ERROR', 'DUPLICATE_EMAIL', 'UNAUTHORIZED'];

const errorShape = z
  .object({
    success: z.literal(false).describe('Always false.'),
    error: z.string().describe('What went wrong, in a few words.'),
    code: z
      .enum([...pollybotCodes, ...Object.keys(errorCodes)])
      .describe('What kind of failure this is, for programs. The list is closed.'),
    details: z
      .object({
        message: z.string().describe('What went wrong, for people.'),
        field: z.string().optional().describe('The field that breaks a rule (`VALIDATION_ERROR`).'),
        value: z.unknown().optional().describe('What it was; null for lists and objects (`VALIDATION_ERROR`).'),
        email: z.string().optional().describe('The email that another lead has (`DUPLICATE_EMAIL`).'),
        existingLeadId: z.string().optional().describe('That other lead (`DUPLICATE_EMAIL`).'),
        leadId: z.string().optional().describe('The id that was not found (`NOT_FOUND`).'),
        requestId: z.string().optional().describe('What to quote when you ask about it (`INTERNAL_SERVER_ERROR`).'),
      })
      .describe('What a program may want to know beside the code.'),
  })
  .meta({ id: 'PollyBotError', description: 'A failure. Nothing was written.' });

/** The calls of PollyBot. */
export const pollybot: Dialect = {
  name: 'PollyBotError',
  errorShape,
  word(failure, sent) {
    return { success: false, ...wordFailure(failure, sent) };
  },
};

function wordFailure({ code, message, details }: Failure, sent: unknown) {
  const [issue] = details?.issues ?? [];
  if (issue !== undefined) {
    return { error: 'Validation failed', code: 'VALIDATION_ERROR', details: brokenRule(issue, sent) };
  }
  const taken = details?.keys?.find(({ kind }) => kind === 'email');
  if (taken !== undefined) {
    return {
      error: 'Email already exists',
      code: 'DUPLICATE_EMAIL',
      details: {
        email: valueAt(sent, 'email') ?? taken.value,
        existingLeadId: details?.leadIds?.[0],
        message: 'A different lead with this email already exists in your workspace',
      },
    };
  }
  if (code === 'NOT_FOUND' && details?.id !== undefined) {
    return { error: 'Lead not found', code, details: { leadId: details.id, message } };
  }
  if (code === 'UNAUTHENTICATED') return { error: 'Unauthorized', code: 'UNAUTHORIZED', details: { message } };
  if (code === 'FORBIDDEN') return { error: 'Forbidden', code, details: { message } };
  const requestId = details?.requestId;
  return { error: message, code, details: { message, ...(requestId === undefined ? {} : { requestId }) } };
}

/** PollyBot tells of one rule at a time, with the value that breaks it. */
function brokenRule(issue: InputIssue, sent: unknown) {
  // Its `name` is a text where our rules have a name of several parts.
  const [field = ''] = issue.path;
  return { field, value: shownValue(valueAt(sent, field)), message: sentenceOf(issue, labelOf(field)) };
}

function labelOf(field: string): string {
  return `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

function valueAt(sent: unknown, field: string): unknown {
  return isJsonObject(sent) && Object.hasOwn(sent, field) ? sent[field] : null;
}

function shownValue(value: unknown): unknown {
  if (typeof value === 'object') return null;
  return typeof value === 'string' && value.length > 200 ? `${value.slice(0, 200)}…` : value;
}
