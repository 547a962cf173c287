import { idempotencyKeyArg, keyErrors } from '../idempotency/idempotency.schema.ts';
import { builder } from '../schema/builder.ts';
import { ErrorRef, resultUnion } from '../schema/errors.ts';
import { inputRules } from '../schema/input-rules.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import { changesField, LeadDifferenceRef } from './history/lead.history.schema.ts';
import { LeadOutcomeRef } from './lead.enums.schema.ts';
import { IdentityConflictError, LeadMergedError, VersionConflictError } from './lead.errors.ts';
import { CreateLeadInputRef, DeleteLeadInputRef, UpdateLeadInputRef, viaArg } from './lead.inputs.schema.ts';
import { heldBackField, onMatchArg } from './lead.match.schema.ts';
import { createLeadRules } from './lead.rules.ts';
import { IdentityKeyRef, LeadRef } from './lead.schema.ts';
import type { CreatedLead, WrittenLead } from './lead.ts';

builder.objectType(IdentityConflictError, {
  name: 'IdentityConflictError',
  description: 'The identifiers belong to another lead, or to several.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    keys: t.expose('keys', { type: [IdentityKeyRef], description: 'Those of the identifiers that others hold.' }),
    leads: t.expose('leads', { type: [LeadRef], description: 'Every lead that holds one of them.' }),
  }),
});

builder.objectType(VersionConflictError, {
  name: 'VersionConflictError',
  description: 'Somebody has changed the lead since the version that was expected.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    lead: t.expose('lead', { type: LeadRef, description: 'The lead as it stands now.' }),
    differences: t.expose('differences', {
      type: [LeadDifferenceRef],
      description:
        'What you and the others have made of each value since that version; for a dialog that lets a person choose.',
    }),
  }),
});

const CreateLeadPayloadRef = builder.objectRef<CreatedLead>('CreateLeadPayload').implement({
  description: 'The lead that now holds the input.',
  fields: (t) => ({
    lead: t.expose('lead', { type: LeadRef, description: 'The lead as it stands now.' }),
    outcome: t.expose('outcome', {
      type: LeadOutcomeRef,
      description: 'Whether it is new, took something in, or had it all.',
    }),
    matchedKeys: t.expose('matchedKeys', {
      type: [IdentityKeyRef],
      description: 'The identifiers that an existing lead was found by; empty for a new one.',
    }),
    changes: changesField(t),
    heldBack: heldBackField(t),
  }),
});

const UpdateLeadPayloadRef = builder.objectRef<WrittenLead>('UpdateLeadPayload').implement({
  description: 'The lead after the update.',
  fields: (t) => ({
    lead: t.expose('lead', { type: LeadRef, description: 'The lead as it stands now.' }),
    changes: changesField(t),
  }),
});

const DeleteLeadPayloadRef = builder.objectRef<{ id: string }>('DeleteLeadPayload').implement({
  description: 'The lead that is gone.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id it had.' }) }),
});

builder.mutationFields((t) => ({
  createLead: t.field({
    type: resultUnion('CreateLeadResult', CreateLeadPayloadRef, [
      InvalidInputError,
      IdentityConflictError,
      NotFoundError,
      ...keyErrors,
    ]),
    description:
      'Creates a lead, or merges the input into the lead that has one of its identifiers: values given win, lists are united, JSON merges deeply, null never clears. NotFoundError is the answer to a replay whose lead has been deleted since.',
    authScopes: { scope: 'leads:write' },
    args: {
      input: t.arg({
        type: CreateLeadInputRef,
        required: true,
        description: 'The lead.',
        validate: inputRules(createLeadRules),
      }),
      onMatch: onMatchArg(t.arg),
      via: viaArg(t.arg),
      idempotencyKey: idempotencyKeyArg(t.arg),
    },
    resolve: async (_root, { input, onMatch, via, idempotencyKey }, { services, loaders }) => {
      const created = await services.lead.create(input, idempotencyKey, { via, onMatch });
      loaders.lead.byId.clear(created.lead.id).prime(created.lead.id, created.lead);
      return created;
    },
  }),
  updateLead: t.field({
    type: resultUnion('UpdateLeadResult', UpdateLeadPayloadRef, [
      InvalidInputError,
      NotFoundError,
      IdentityConflictError,
      VersionConflictError,
    ]),
    description: 'Changes only the fields it is given: null clears, attributes and metadata merge deeply (RFC 7396).',
    authScopes: { scope: 'leads:write' },
    args: {
      input: t.arg({ type: UpdateLeadInputRef, required: true, description: 'The changes.' }),
      via: viaArg(t.arg, 'Without it, they count as an explicit edit: `@edit`.'),
    },
    resolve: async (_root, { input, via }, { services, loaders }) => {
      const written = await services.lead.update(input, { via });
      loaders.lead.byId.clear(written.lead.id).prime(written.lead.id, written.lead);
      return written;
    },
  }),
  deleteLead: t.field({
    type: resultUnion('DeleteLeadResult', DeleteLeadPayloadRef, [InvalidInputError, NotFoundError, LeadMergedError]),
    description:
      'Deletes a lead, with those that were merged into it, and frees its identifiers. Prospects and signals made from it stay. The id of a merged lead deletes nothing: LeadMergedError names the lead that it is part of.',
    authScopes: { scope: 'leads:write' },
    args: { input: t.arg({ type: DeleteLeadInputRef, required: true, description: 'The lead.' }) },
    resolve: async (_root, { input }, { services, loaders }) => {
      await services.lead.delete(input.id);
      loaders.lead.byId.clear(input.id);
      return { id: input.id };
    },
  }),
}));
