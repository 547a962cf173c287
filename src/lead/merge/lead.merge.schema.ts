import { idempotencyKeyArg, keyErrors } from '../../idempotency/idempotency.schema.ts';
import { builder } from '../../schema/builder.ts';
import { ErrorRef, resultUnion } from '../../schema/errors.ts';
import { inputRules } from '../../schema/input-rules.ts';
import { toConnection } from '../../schema/paging.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import { pageOf } from '../../shared/list-page.ts';
import { readPageRequest } from '../../shared/paging.ts';
import { changesField, LeadHistoryConnectionRef } from '../history/lead.history.schema.ts';
import { LeadMergedError, VersionConflictError } from '../lead.errors.ts';
import { LeadRef } from '../lead.schema.ts';
import type { MergedLead } from '../lead.ts';
import { type Kept, type Merge, mergeLeadsRules, type Unmerge, unmergeLeadRules } from './lead.merge.ts';

builder.objectType(LeadMergedError, {
  name: 'LeadMergedError',
  description: 'The lead has been merged into another one, and this works on leads that have not.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The lead that has been merged.' }),
    lead: t.expose('lead', { type: LeadRef, description: 'The lead that it is part of now.' }),
    mergedBy: t.expose('mergeId', { type: 'UUID', description: 'The merge that made it so, for unmergeLead.' }),
  }),
});

const MergedLeadRef = builder.objectRef<MergedLead>('MergedLead').implement({
  description: 'A lead that has been merged into another one, and still is.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id it had; it finds the lead that it is part of.' }),
    name: t.exposeString('name', { description: 'What it was called.' }),
    mergeId: t.expose('mergeId', { type: 'UUID', description: 'The merge, for unmergeLead.' }),
    mergedAt: t.expose('at', { type: 'DateTime', description: 'When it was merged.' }),
    history: t.field({
      type: LeadHistoryConnectionRef,
      description: 'The latest writes that changed it before it was merged, the newest first.',
      authScopes: { scope: 'leads:read' },
      args: t.arg.connectionArgs(),
      resolve: async ({ id }, page, { loaders, maxPageSize }) => {
        const entries = (await loaders.lead.historyById.load(id))?.history ?? [];
        return toConnection(pageOf(entries, 'history', ({ version }) => version, readPageRequest(page, maxPageSize)));
      },
    }),
  }),
});

builder.objectField(LeadRef, 'mergedFrom', (t) =>
  t.expose('mergedFrom', {
    type: [MergedLeadRef],
    description: 'The leads that have been merged into this one and still are, with those that these had taken in.',
  }),
);

const LeadVersionInputRef = builder.inputType('LeadVersionInput', {
  description: 'The version that a lead is expected to be at.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The lead.' }),
    version: t.int({ required: true, description: 'Its `version` when you read it.' }),
  }),
});

const MergeLeadsInputRef = builder.inputType('MergeLeadsInput', {
  description: 'Leads to make one.',
  validate: inputRules(mergeLeadsRules),
  fields: (t) => ({
    winnerId: t.id({ required: true, description: 'The lead that stays; its own values win.' }),
    loserIds: t.idList({ required: true, description: 'The leads that become part of it, 1 to 20; earlier ones win.' }),
    expectedVersions: t.field({
      type: [LeadVersionInputRef],
      description: 'Merges only leads that are still at these versions.',
    }),
  }),
});

const UnmergeLeadInputRef = builder.inputType('UnmergeLeadInput', {
  description: 'A merge to undo.',
  validate: inputRules(unmergeLeadRules),
  fields: (t) => ({
    mergeId: t.id({ required: true, description: 'The merge, from `mergedFrom` of the lead or from mergeLeads.' }),
  }),
});

const MergeLeadsPayloadRef = builder.objectRef<Merge>('MergeLeadsPayload').implement({
  description: 'The lead that the others are part of.',
  fields: (t) => ({
    mergeId: t.expose('mergeId', {
      type: 'UUID',
      nullable: true,
      description: 'The merge, for unmergeLead; null for a preview.',
    }),
    lead: t.expose('lead', {
      type: LeadRef,
      description: 'The winner as it stands now, or as it would for a preview.',
    }),
    changes: changesField(t),
  }),
});

const KeptReasonRef = builder.enumType('KeptReason', {
  description: 'Why a value is where it is after a merge has been undone.',
  values: {
    EDITED: { value: 'edited', description: 'It came by the merge and was edited since, so the winner keeps it.' },
    ADDED: { value: 'added', description: 'It was written to the winner since the merge, and stays there.' },
    TAKEN: {
      value: 'taken',
      description: 'An identifier that another lead has got since: the lead that is back does not go by it any more.',
    },
  } as const,
});

const KeptValueRef = builder.objectRef<Kept>('KeptValue').implement({
  description: 'A value that the undoing of a merge left where it is.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'The way from the lead to the value: `["metadata", "score"]`.' }),
    reason: t.expose('reason', { type: KeptReasonRef, description: 'Why it stays.' }),
    leadId: t.exposeID('leadId', { description: 'The lead that has it.' }),
  }),
});

const UnmergeLeadPayloadRef = builder.objectRef<Unmerge>('UnmergeLeadPayload').implement({
  description: 'What became of the leads of a merge.',
  fields: (t) => ({
    mergeId: t.expose('mergeId', { type: 'UUID', description: 'The merge that is undone.' }),
    winner: t.expose('winner', { type: LeadRef, description: 'The lead that the others were part of, without them.' }),
    restored: t.expose('restored', { type: [LeadRef], description: 'The others, as they were before the merge.' }),
    kept: t.expose('kept', {
      type: [KeptValueRef],
      description: 'What was written since the merge, and where it is; empty where nothing was.',
    }),
  }),
});

builder.mutationFields((t) => ({
  mergeLeads: t.field({
    type: resultUnion('MergeLeadsResult', MergeLeadsPayloadRef, [
      InvalidInputError,
      NotFoundError,
      VersionConflictError,
      LeadMergedError,
      ...keyErrors,
    ]),
    description:
      'Makes leads of one type one: the winner keeps its values and takes what it lacks; lists are united, JSON merges deeply. The ids and identifiers of the others lead to the winner from then on. Merging the same leads again answers the same merge.',
    authScopes: { scope: 'leads:write' },
    args: {
      input: t.arg({ type: MergeLeadsInputRef, required: true, description: 'The leads.' }),
      preview: t.arg.boolean({ description: 'Whether only to tell what would become of the winner; writes nothing.' }),
      idempotencyKey: idempotencyKeyArg(t.arg),
    },
    resolve: async (_root, { input, preview, idempotencyKey }, { services }) =>
      services.lead.mergeLeads(input, preview ?? false, idempotencyKey),
  }),
  unmergeLead: t.field({
    type: resultUnion('UnmergeLeadResult', UnmergeLeadPayloadRef, [InvalidInputError, NotFoundError, LeadMergedError]),
    description:
      'Undoes a merge: the leads come back as they were, with their ids and identifiers, and the winner loses what came from them, unless it was edited since. Undoing it again answers the same.',
    authScopes: { scope: 'leads:write' },
    args: { input: t.arg({ type: UnmergeLeadInputRef, required: true, description: 'The merge.' }) },
    resolve: (_root, { input }, { services }) => services.lead.unmerge(input),
  }),
}));
