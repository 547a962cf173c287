import { idempotencyKeyArg, keyErrors } from '../../idempotency/idempotency.schema.ts';
import { builder } from '../../schema/builder.ts';
import { asValue, ErrorRef, resultUnion } from '../../schema/errors.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { changesField } from '../history/lead.history.schema.ts';
import { CreateLeadInputRef, viaArg } from '../lead.inputs.schema.ts';
import { heldBackField, onMatchArg } from '../lead.match.schema.ts';
import { IdentityKeyRef, LeadRef } from '../lead.schema.ts';
import type { BatchItem, BatchOutcome } from './lead.batch.ts';

const CreateLeadsOutcomeRef = builder.enumType('CreateLeadsOutcome', {
  description: 'What became of one lead of a batch.',
  values: {
    CREATED: { value: 'created', description: 'None of the identifiers was known: a new lead.' },
    MERGED: { value: 'merged', description: 'An existing lead, or an earlier one of the batch, took in what was new.' },
    UNCHANGED: { value: 'unchanged', description: 'An existing lead had all of it already, or has taken nothing.' },
    CONFLICT: {
      value: 'conflict',
      description: 'The identifiers belong to several leads, or to one and `onMatch` is FAIL; nothing was written.',
    },
    INVALID: { value: 'invalid', description: 'The input breaks a rule; nothing was written.' },
  } as const,
});

const CreateLeadsItemRef = builder.objectRef<BatchItem>('CreateLeadsItem').implement({
  description: 'What became of one lead of a batch.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its position among the inputs, from 0.' }),
    outcome: t.expose('outcome', { type: CreateLeadsOutcomeRef, description: 'What became of it.' }),
    lead: t.expose('lead', {
      type: LeadRef,
      nullable: true,
      description:
        'The lead as it stands after the batch; null for CONFLICT and INVALID, for what a dry run would create, and in a replay for a lead deleted since.',
    }),
    matchedKeys: t.expose('matchedKeys', {
      type: [IdentityKeyRef],
      description: 'The identifiers that it was found by; empty for a new one.',
    }),
    changes: changesField(t),
    heldBack: heldBackField(t),
    error: t.field({
      type: ErrorRef,
      nullable: true,
      description: 'Why nothing was written: an IdentityConflictError for CONFLICT, an InvalidInputError for INVALID.',
      resolve: ({ error }) => error && asValue(error),
    }),
  }),
});

const CreateLeadsPayloadRef = builder.objectRef<{ items: BatchItem[] }>('CreateLeadsPayload');

CreateLeadsPayloadRef.implement({
  description: 'What became of the leads.',
  fields: (t) => {
    const count = (outcome: BatchOutcome, description: string) =>
      t.int({ description, resolve: ({ items }) => items.filter((item) => item.outcome === outcome).length });
    return {
      created: count('created', 'How many are new.'),
      merged: count('merged', 'How many were merged into leads that were known.'),
      unchanged: count('unchanged', 'How many were known with all they brought.'),
      conflicts: count('conflict', 'How many have identifiers of several leads.'),
      invalid: count('invalid', 'How many break a rule.'),
      items: t.expose('items', {
        type: [CreateLeadsItemRef],
        description: 'Each of them, in the order of the inputs.',
      }),
    };
  },
});

builder.mutationField('createLeads', (t) =>
  t.field({
    type: resultUnion('CreateLeadsResult', CreateLeadsPayloadRef, [InvalidInputError, ...keyErrors]),
    description:
      'Creates or merges many leads, each as createLead would and in their order; one that fails stops no other.',
    authScopes: { scope: 'leads:write' },
    args: {
      inputs: t.arg({ type: [CreateLeadInputRef], required: true, description: 'The leads, 1 to 500.' }),
      dryRun: t.arg.boolean({ description: 'Only says what would become of them; a known lead counts as MERGED.' }),
      onMatch: onMatchArg(t.arg),
      via: viaArg(t.arg),
      idempotencyKey: idempotencyKeyArg(t.arg),
    },
    resolve: async (_root, { inputs, dryRun, onMatch, via, idempotencyKey }, { services }) => ({
      items: await (dryRun
        ? services.lead.previewMany(inputs, { via, onMatch })
        : services.lead.createMany(inputs, idempotencyKey, { via, onMatch })),
    }),
  }),
);
