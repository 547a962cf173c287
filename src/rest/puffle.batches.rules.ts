import * as z from 'zod';
import type { createLeadRules } from '../lead/lead.rules.ts';
import { InvalidInputError } from '../shared/errors.ts';
import { createPace } from '../shared/pace.ts';
import { batchOf } from '../shared/rules.ts';
import { recordSignalsRules } from '../signal/signal.ts';
import { checkInput } from './input.ts';
import { createLeadBody } from './puffle.leads.rules.ts';

const maxItems = 500;

/** One lead of a batch: read, or why it cannot be. */
export type BatchEntry = { lead: z.output<typeof createLeadRules> } | { issues: InvalidInputError['issues'] };

/** Each lead is checked by itself, so that one that breaks a rule spoils no other. */
function readEntry(value: unknown): BatchEntry {
  try {
    return { lead: checkInput(createLeadBody, value) };
  } catch (error) {
    if (error instanceof InvalidInputError) return { issues: error.issues };
    throw error;
  }
}

/** Reads the leads of a batch, and lets other requests have their turn meanwhile. */
export async function readEntries(values: readonly unknown[]): Promise<BatchEntry[]> {
  const pace = createPace();
  const entries: BatchEntry[] = [];
  for (const value of values) {
    entries.push(readEntry(value));
    await pace();
  }
  return entries;
}

const dryRun = z.boolean().optional();

/** The leads themselves are read one by one; see readEntries. */
export const createLeadsBody = z.object({ leads: batchOf(z.unknown(), maxItems), dryRun });

export const createLeadsDocumented = z
  .object({ leads: batchOf(createLeadBody, maxItems), dryRun })
  .meta({ id: 'CreateLeads', description: 'Leads to create, or to merge into those that share an identifier.' });

const signalRules = recordSignalsRules.shape.items.element;

/** The signal that the service takes, with its time as JSON has it. */
const signalBody = z
  .object({
    ...signalRules.shape,
    occurredAt: z
      .union([z.iso.datetime({ offset: true }), z.iso.date()], {
        error: 'Must be a time such as 2026-01-31T09:30:00Z, or a date',
      })
      .nullish(),
  })
  .transform(
    ({ occurredAt, ...signal }): z.input<typeof signalRules> => ({
      ...signal,
      occurredAt: occurredAt == null ? null : new Date(occurredAt),
    }),
  )
  .pipe(signalRules);

export const recordSignalsBody = z
  .object({ signals: batchOf(signalBody, maxItems) })
  .meta({ id: 'RecordSignals', description: 'Signals to record, each with a company, a person, or both.' });
