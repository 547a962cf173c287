import * as z from 'zod';
import { errorCodes } from '../shared/errors.ts';
import { sentenceOf } from './failure.ts';
import type { Dialect } from './route.ts';

const errorShape = z
  .object({
    error: z.string().describe('What went wrong, for people.'),
    code: z.enum(Object.keys(errorCodes)).describe('What kind of failure this is, for programs. The list is closed.'),
    details: z
      .object({
        issues: z
          .array(
            z.object({
              path: z.array(z.string()).describe('The way to the value: `["name", "full"]`.'),
              message: z.string().describe('What is wrong with it.'),
              code: z.string().describe('Which rule is broken, for programs.'),
            }),
          )
          .optional()
          .describe('Every rule that the request breaks (`INVALID_INPUT`).'),
        keys: z
          .array(
            z.object({
              kind: z.enum(['email', 'linkedin', 'domain', 'provider']).describe('What kind of identifier it is.'),
              value: z.string().describe('The identifier in canonical form.'),
            }),
          )
          .optional()
          .describe('The identifiers that belong to other leads (`IDENTITY_CONFLICT`).'),
        leadIds: z.array(z.string()).optional().describe('Those other leads (`IDENTITY_CONFLICT`).'),
        id: z.string().optional().describe('The id that was not found (`NOT_FOUND`).'),
        status: z.string().optional().describe('How far the campaign has come (`CAMPAIGN_NOT_DRAFT`).'),
        prospectId: z
          .string()
          .optional()
          .describe('The prospect that has the email or profile already (`PROSPECT_CONFLICT`).'),
        version: z.int().optional().describe('The version that the lead is at (`VERSION_CONFLICT`).'),
        requestId: z.string().optional().describe('What to quote when you ask about it (`INTERNAL_SERVER_ERROR`).'),
      })
      .optional()
      .describe('What a program may want to know beside the code.'),
  })
  .meta({ id: 'Error', description: 'A failure. Nothing was written.' });

/** The calls of Puffle. */
export const puffle: Dialect = {
  name: 'Error',
  errorShape,
  word({ code, message, details }) {
    const [issue, ...more] = details?.issues ?? [];
    const error = issue === undefined || more.length > 0 ? message : sentenceOf(issue, issue.path.join('.'));
    return { error, code, ...(details === null ? {} : { details }) };
  },
};
