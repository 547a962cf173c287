import * as z from 'zod';
import type { BatchItem } from '../lead/creation/lead.batch.ts';
import { InvalidInputError } from '../shared/errors.ts';
import { createLeadExample, leadExample, recordSignalsExample, signalExample } from './examples.ts';
import { toExpectedFailure } from './failure.ts';
import {
  type BatchEntry,
  createLeadsBody,
  createLeadsDocumented,
  readEntries,
  recordSignalsBody,
} from './puffle.batches.rules.ts';
import { creationOptionsOf, creationQuery } from './puffle.leads.rules.ts';
import { showLead } from './puffle.leads.ts';
import { type LeadAnswer, leadShape, signalShape, toSignalAnswer } from './puffle.shapes.ts';
import { puffle } from './puffle.ts';
import { defineRoute, nothing, type Session } from './route.ts';

/** Leads are shown until they take as much of an answer: 500 of the largest would take 500 MB. */
const shownBytes = 1024 * 1024;

const count = (description: string) => z.int().describe(description);

const outcomesShape = z.object({
  created: count('How many are new.'),
  merged: count('How many were merged into leads that were known.'),
  unchanged: count('How many were known with all they brought.'),
  conflicts: count('How many have identifiers of several leads.'),
  invalid: count('How many break a rule.'),
  items: z
    .array(
      z.object({
        index: z.int().describe('Its position among the leads sent, from 0.'),
        outcome: z
          .enum(['created', 'merged', 'unchanged', 'conflict', 'invalid'])
          .describe('What became of it. Nothing was written for `conflict` and `invalid`.'),
        leadId: z.string().nullable().describe('The lead; null where there is none.'),
        lead: leadShape
          .nullable()
          .describe(
            'The lead as it stands after the batch; null behind the first megabyte of leads: read those by id.',
          ),
        error: puffle.errorShape.nullable().describe('Why nothing was written.'),
      }),
    )
    .describe('Each of them, in the order sent.'),
});

const conflictExample = {
  error: 'The identifiers belong to 2 leads',
  code: 'IDENTITY_CONFLICT',
  details: {
    keys: [{ kind: 'email', value: 'jsmith@example.com' }],
    leadIds: [leadExample.id, 'lead_6b00ec681c28eac165c56102'],
  },
};

type Outcomes = z.output<typeof outcomesShape>;

export const batchRoutes = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/leads/batch',
      dialect: puffle,
      scope: 'leads:write',
      idempotent: true,
      bringsMany: true,
      params: nothing,
      query: creationQuery,
      body: createLeadsBody,
      documentedBody: createLeadsDocumented,
      tag: 'Leads',
      operationId: 'createLeads',
      summary: 'Create many leads',
      description:
        'Creates or merges up to 500 leads, each as `POST /api/leads` would and in their order; one that fails stops no ' +
        'other. With `dryRun` it only says what would become of them; a known lead then counts as merged.',
      bodyExamples: { 'Two leads': { leads: [createLeadExample, createLeadExample], dryRun: false } },
      answers: {
        200: {
          description: 'What became of each lead.',
          shape: outcomesShape,
          example: {
            created: 1,
            merged: 0,
            unchanged: 0,
            conflicts: 1,
            invalid: 0,
            items: [
              { index: 0, outcome: 'created', leadId: leadExample.id, lead: leadExample, error: null },
              { index: 1, outcome: 'conflict', leadId: null, lead: null, error: conflictExample },
            ],
          },
        },
      },
      failures: ['INVALID_INPUT', 'IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'],
    },
    async ({ query, body: { leads: sent, dryRun = false } }, session) => {
      const options = creationOptionsOf(query);
      const leads = await readEntries(sent);
      const read = leads.flatMap((entry, index) => ('lead' in entry ? [{ index, lead: entry.lead }] : []));
      const inputs = read.map(({ lead }) => lead);
      const { lead: service } = session.services;
      const written =
        inputs.length === 0
          ? []
          : await (dryRun ? service.previewMany(inputs, options) : service.createMany(inputs, null, options));
      const placed = written.map((item) => movedTo(read[item.index]?.index ?? item.index, item));
      const items = [...placed, ...leads.flatMap(refusalOf)].sort((a, b) => a.index - b.index);
      return { status: 200, body: { ...countsOf(items), items: await showAll(items, session) } };
    },
  ),

  defineRoute(
    {
      method: 'POST',
      path: '/api/signals',
      dialect: puffle,
      scope: 'signals:write',
      idempotent: true,
      bringsMany: true,
      params: nothing,
      query: nothing,
      body: recordSignalsBody,
      tag: 'Signals',
      operationId: 'recordSignals',
      summary: 'Record signals',
      description:
        'Records up to 500 signals: all of them, or none where one breaks a rule. The companies (`entity`) and people ' +
        '(`person`) that they bring are found by their identifiers, or made.',
      bodyExamples: { 'A company and a person': recordSignalsExample },
      answers: {
        201: {
          description: 'The signals, in the order sent.',
          shape: z.object({ signals: z.array(signalShape).describe('The signals recorded.') }),
          example: { signals: [signalExample] },
        },
      },
      failures: ['INVALID_INPUT', 'IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'],
    },
    async ({ body }, { services, loaders }) => {
      const signals = await services.signal.record({ items: body.signals });
      const entity = (id: string | null) => (id === null ? null : loaders.signal.entityById.load(id));
      const shown = signals.map(async (signal) =>
        toSignalAnswer(signal, await entity(signal.entityId), await entity(signal.personEntityId)),
      );
      return { status: 201, body: { signals: await Promise.all(shown) } };
    },
  ),
];

/** As much of a batch's item as REST shows. */
type Shown = Pick<BatchItem, 'index' | 'outcome' | 'lead' | 'error'>;

/** An item at the place that it has in the request, its issues included. */
function movedTo(index: number, item: Shown): Shown {
  if (!(item.error instanceof InvalidInputError)) return { ...item, index };
  const issues = item.error.issues.map((issue) => ({
    ...issue,
    path: ['inputs', String(index), ...issue.path.slice(2)],
  }));
  return { ...item, index, error: new InvalidInputError(issues) };
}

function refusalOf(entry: BatchEntry, index: number): Shown[] {
  if ('lead' in entry) return [];
  const issues = entry.issues.map((issue) => ({ ...issue, path: ['inputs', String(index), ...issue.path] }));
  return [{ index, outcome: 'invalid', lead: null, error: new InvalidInputError(issues) }];
}

function countsOf(items: readonly Shown[]): Omit<Outcomes, 'items'> {
  const count = (outcome: Shown['outcome']) => items.filter((item) => item.outcome === outcome).length;
  return {
    created: count('created'),
    merged: count('merged'),
    unchanged: count('unchanged'),
    conflicts: count('conflict'),
    invalid: count('invalid'),
  };
}

async function showAll(items: readonly Shown[], session: Session): Promise<Outcomes['items']> {
  let left = shownBytes;
  const shown = await Promise.all(
    items.map(async ({ lead }): Promise<LeadAnswer | null> => (lead === null ? null : showLead(lead, session))),
  );
  return items.map(({ index, outcome, lead, error }, position) => {
    const row = shown[position] ?? null;
    left -= row === null ? 0 : Buffer.byteLength(JSON.stringify(row));
    const failure = error === null ? null : puffle.word(toExpectedFailure(error), undefined);
    return { index, outcome, leadId: lead?.id ?? null, lead: left < 0 ? null : row, error: failure };
  });
}
