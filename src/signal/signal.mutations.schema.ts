import { idempotencyKeyArg, keyErrors } from '../idempotency/idempotency.schema.ts';
import { builder } from '../schema/builder.ts';
import { resultUnion } from '../schema/errors.ts';
import { inputRules } from '../schema/input-rules.ts';
import { InvalidInputError } from '../shared/errors.ts';
import { SignalEntityRef, SignalRef, SignalStatusRef } from './signal.schema.ts';
import type { SignalStatusError, SignalStatusesChange } from './signal.service.ts';
import { recordSignalsRules, type Signal, setSignalStatusesRules } from './signal.ts';

const SignalEntityInputRef = builder.inputType('SignalEntityInput', {
  description: 'A person or company that a signal brings; found by its identifiers, or made.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called.' }),
    email: t.string({ description: 'Email address.' }),
    linkedinUrl: t.string({ description: 'LinkedIn profile.' }),
    domain: t.string({ description: 'Domain or web address; identifies companies.' }),
  }),
});

const SignalInputRef = builder.inputType('SignalInput', {
  description: 'A signal to record, with a company, a person, or both.',
  fields: (t) => ({
    kind: t.string({ required: true, description: 'What kind of event: `funding_round`, `job_change` …' }),
    title: t.string({ required: true, description: 'What happened, in a line.' }),
    url: t.string({ description: 'Where it was seen.' }),
    occurredAt: t.field({ type: 'DateTime', description: 'When it happened; now unless told.' }),
    entity: t.field({ type: SignalEntityInputRef, description: 'The company it speaks of.' }),
    person: t.field({ type: SignalEntityInputRef, description: 'The person it speaks of.' }),
  }),
});

const RecordSignalsInputRef = builder.inputType('RecordSignalsInput', {
  description: 'Signals to record.',
  validate: inputRules(recordSignalsRules),
  fields: (t) => ({
    items: t.field({ type: [SignalInputRef], required: true, description: 'The signals, 1 to 500.' }),
  }),
});

const SignalStatusItemRef = builder.inputType('SignalStatusItem', {
  description: 'The status that a person or company is to have.',
  fields: (t) => ({
    entityId: t.id({ required: true, description: 'The entity: `entityId` or `personEntityId` of a signal.' }),
    status: t.field({ type: SignalStatusRef, required: true, description: 'Its status from now on.' }),
  }),
});

const SetSignalStatusesInputRef = builder.inputType('SetSignalStatusesInput', {
  description: 'Statuses to set.',
  validate: inputRules(setSignalStatusesRules),
  fields: (t) => ({
    items: t.field({
      type: [SignalStatusItemRef],
      required: true,
      description: 'The statuses, 1 to 200. A repeated entity counts once, and its last status wins.',
    }),
  }),
});

const RecordSignalsPayloadRef = builder.objectRef<{ signals: Signal[] }>('RecordSignalsPayload').implement({
  description: 'The signals recorded.',
  fields: (t) => ({
    signals: t.expose('signals', { type: [SignalRef], description: 'The signals, in the order given.' }),
  }),
});

const SignalStatusErrorRef = builder.objectRef<SignalStatusError>('SignalStatusError').implement({
  description: 'Why one item did nothing; the others went through.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id, as given.' }),
    error: t.exposeString('error', { description: '`not_found`, or `invalid_id` for what is no UUID.' }),
  }),
});

const SetSignalStatusesPayloadRef = builder.objectRef<SignalStatusesChange>('SetSignalStatusesPayload').implement({
  description: 'What became of the items.',
  fields: (t) => ({
    updated: t.exposeIDList('updated', {
      description: 'Entities that now have the status, in the order they first appear.',
    }),
    errors: t.expose('errors', { type: [SignalStatusErrorRef], description: 'Items that did nothing, and why.' }),
    entities: t.expose('entities', {
      type: [SignalEntityRef],
      description: 'The updated entities, in the same order.',
    }),
  }),
});

builder.mutationFields((t) => ({
  recordSignals: t.field({
    type: resultUnion('RecordSignalsResult', RecordSignalsPayloadRef, [InvalidInputError, ...keyErrors]),
    description: 'Records signals; the people and companies they bring are found by their identifiers, or made.',
    authScopes: { scope: 'signals:write' },
    args: {
      input: t.arg({ type: RecordSignalsInputRef, required: true, description: 'The signals.' }),
      idempotencyKey: idempotencyKeyArg(t.arg),
    },
    resolve: async (_root, { input, idempotencyKey }, { services, loaders }) => {
      const signals = await services.signal.record(input, idempotencyKey);
      for (const { entityId, personEntityId } of signals) {
        for (const id of [entityId, personEntityId]) if (id !== null) loaders.signal.entityById.clear(id);
      }
      return { signals };
    },
  }),
  setSignalStatuses: t.field({
    type: resultUnion('SetSignalStatusesResult', SetSignalStatusesPayloadRef, [InvalidInputError]),
    description: 'Sets the status of people and companies, for every signal they appear in.',
    authScopes: { scope: 'signals:write' },
    args: { input: t.arg({ type: SetSignalStatusesInputRef, required: true, description: 'The statuses.' }) },
    resolve: async (_root, { input }, { services, loaders }) => {
      const change = await services.signal.setStatuses(input);
      // The loaders of a mutation are new: there is nothing to clear.
      const { entityById } = loaders.signal;
      for (const entity of change.entities) entityById.prime(entity.id, entity);
      return change;
    },
  }),
}));
