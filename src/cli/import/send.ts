import * as z from 'zod';
import type { JsonObject } from '../../shared/json.ts';
import type { Client } from '../client.ts';
import { GatewayError } from '../client.ts';
import { createLeadsDocument, previewLeadsDocument } from '../documents.ts';
import { describeFailure, failureShape } from '../gateway-failure.ts';
import { type ReadyLead, toVariables } from './lead-input.ts';
import { type RetryPolicy, withRetry } from './retry.ts';

/** What can become of a row, in the order of a summary. */
export const outcomes = ['created', 'merged', 'unchanged', 'conflict', 'invalid'] as const;
export type OutcomeKind = (typeof outcomes)[number];

/** What became of one lead; code and reason where it was refused, the lead's id where a dry run met one. */
export interface Outcome {
  kind: OutcomeKind;
  code?: string;
  reason?: string;
  leadId?: string;
}

const answerShape = z.object({
  items: z.array(
    z.object({
      index: z.int(),
      outcome: z
        .string()
        .transform((value) => value.toLowerCase())
        .pipe(z.enum(outcomes)),
      lead: z.object({ id: z.string() }).nullish(),
      error: failureShape.nullable(),
    }),
  ),
});

/** Refusals of a whole request that are the fault of single leads in it. */
function isDivisible(error: unknown): error is GatewayError {
  if (!(error instanceof GatewayError)) return false;
  if (error.code === 'REQUEST_TOO_LARGE' || error.code === 'QUERY_TOO_COMPLEX') return true;
  return error.code === 'GRAPHQL_VALIDATION_FAILED' && error.message.includes('"$inputs"');
}

/**
 * Sends leads as one request and answers what became of each, in their order. A request that the gateway refuses as a
 * whole is divided until the leads it objects to are found.
 * @param options.with what the leads are created by, beside themselves
 * @param options.key makes it safe to send the same leads again: they are answered as the first time. Null in a dry run
 */
export async function sendLeads(
  client: Client,
  leads: readonly ReadyLead[],
  options: {
    key: string | null;
    retry: RetryPolicy;
    with?: JsonObject;
  },
): Promise<Outcome[]> {
  if (leads.length === 0) return [];
  const { key, retry } = options;
  const variables = {
    inputs: leads.map(({ input }) => toVariables(input)),
    dryRun: key === null,
    key,
    ...options.with,
  };
  const document = key === null ? previewLeadsDocument : createLeadsDocument;
  try {
    const { items } = await withRetry(() => client.run(document, variables, answerShape), retry);
    const byIndex = new Map(items.map((item) => [item.index, item]));
    return leads.map((_lead, index) => {
      const item = byIndex.get(index);
      if (item === undefined)
        throw new GatewayError('NO_GATEWAY', 'The gateway left leads unanswered', { status: 200 });
      const { outcome: kind, lead, error } = item;
      return {
        kind,
        ...(lead == null ? {} : { leadId: lead.id }),
        ...(error === null ? {} : { code: error.code, reason: describeFailure(error) }),
      };
    });
  } catch (error) {
    if (!isDivisible(error)) throw error;
    if (leads.length === 1) return [{ kind: 'invalid', code: error.code, reason: error.message }];
    const half = leads.length >> 1;
    const part = (name: string) => ({ ...options, key: key === null ? null : `${key}${name}` });
    return [
      ...(await sendLeads(client, leads.slice(0, half), part('a'))),
      ...(await sendLeads(client, leads.slice(half), part('b'))),
    ];
  }
}
