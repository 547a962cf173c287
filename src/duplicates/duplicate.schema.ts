import { LeadRef } from '../lead/lead.schema.ts';
import type { Lead } from '../lead/lead.ts';
import { builder } from '../schema/builder.ts';
import { resultUnion } from '../schema/errors.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import { type Reason, type ReasonKind, weights } from './duplicate.score.ts';
import type { DuplicateCandidate, DuplicateCandidates } from './duplicate.service.ts';

const reasons: Record<ReasonKind, string> = {
  SAME_MAILBOX: 'Addresses that reach one mailbox: a tag behind `+`, dots at Gmail, googlemail.com.',
  SAME_PHONE: 'The same number with its country, extensions apart.',
  SAME_ROOT_DOMAIN: 'Sites of two companies under one registrable domain.',
  SAME_NAME: 'The same name, but for case, accents and a legal form.',
  NAME_VARIANT: 'One name in two ways: initials, an everyday form (Bob, Robert), another order, a longer form.',
  SAME_COMPANY: 'People of one name at one company, by its name, its domain or the domain of a work address.',
  SAME_LOCATION: 'Leads of one name in one city, or in one country where no city is known.',
  DIFFERENT_PROFILE: 'Against it: both have a LinkedIn page, and not the same.',
  DIFFERENT_NAME: 'Against it: they are called differently.',
  DIFFERENT_ROOT_DOMAIN: 'Against it: sites of two companies under different registrable domains.',
  DIFFERENT_COUNTRY: 'Against it: they are in different countries.',
};

const ReasonKindRef = builder.enumType('DuplicateReasonKind', {
  description: 'What speaks for two leads being the same, or against it.',
  values: Object.fromEntries(
    Object.entries(reasons).map(([value, description]) => [value, { value: value as ReasonKind, description }]),
  ),
});

export const DuplicateReasonRef = builder.objectRef<Reason>('DuplicateReason').implement({
  description: 'Why two leads may be the same, or may not.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ReasonKindRef, description: 'What was compared.' }),
    value: t.exposeString('value', { description: 'What they share, in canonical form, or in what they differ.' }),
    weight: t.exposeFloat('weight', {
      description: 'How sure it makes by itself, 0 to 1; below 0 the part of that which it takes away.',
    }),
  }),
});

export const scoreDescription = `How likely they are the same, 0 to 1. Reasons for it add up as 1 - Π (1 - weight), each against it multiplies by 1 + weight; the highest weight is ${weights.SAME_MAILBOX.person}.`;

const CandidateRef = builder.objectRef<DuplicateCandidate>('DuplicateCandidate').implement({
  description: 'A lead that may be the same.',
  fields: (t) => ({
    lead: t.expose('lead', {
      type: LeadRef,
      description: 'The lead as it stands.',
      authScopes: { scope: 'leads:read' },
    }),
    score: t.exposeFloat('score', { description: scoreDescription }),
    reasons: t.expose('reasons', { type: [DuplicateReasonRef], description: 'Why, what counts most first.' }),
  }),
});

const CandidatesRef = builder.objectRef<DuplicateCandidates>('DuplicateCandidates').implement({
  description: 'Leads that may be the same as one.',
  fields: (t) => ({
    candidates: t.expose('candidates', { type: [CandidateRef], description: 'The likeliest first.' }),
    tooCommon: t.exposeStringList('tooCommon', {
      description: 'What more than 200 leads share with it, which tells nobody apart and was not followed.',
    }),
  }),
});

builder.queryField('duplicateCandidates', (t) =>
  t.field({
    type: resultUnion('DuplicateCandidatesResult', CandidatesRef, [InvalidInputError, NotFoundError]),
    description:
      'Leads of the same type that may be the same as this one though no identifier says so. Nothing is merged.',
    authScopes: { scope: 'leads:read' },
    args: {
      leadId: t.arg.id({ required: true, description: 'The lead.' }),
      first: t.arg.int({ defaultValue: 10, description: 'How many, 1 to 100.' }),
    },
    resolve: (_root, { leadId, first }, { services }) => services.duplicates.candidates(leadId, first ?? 10),
  }),
);

const DismissPayloadRef = builder.objectRef<{ leads: Lead[] }>('DismissDuplicatePayload').implement({
  description: 'The two leads.',
  fields: (t) => ({ leads: t.expose('leads', { type: [LeadRef], description: 'The leads, in the order given.' }) }),
});

const DismissResultRef = resultUnion('DismissDuplicateResult', DismissPayloadRef, [InvalidInputError, NotFoundError]);

builder.mutationFields((t) => ({
  dismissDuplicate: t.field({
    type: DismissResultRef,
    description: 'Says that two leads are not the same: they are not proposed again. No change of the leads.',
    authScopes: { scope: 'leads:write' },
    args: { leadIds: t.arg.idList({ required: true, description: 'The two leads.' }) },
    resolve: async (_root, { leadIds }, { services }) => ({ leads: await services.duplicates.dismiss(leadIds) }),
  }),
  undoDismissDuplicate: t.field({
    type: DismissResultRef,
    description: 'Takes dismissDuplicate back: the two may be proposed again.',
    authScopes: { scope: 'leads:write' },
    args: { leadIds: t.arg.idList({ required: true, description: 'The two leads.' }) },
    resolve: async (_root, { leadIds }, { services }) => ({ leads: await services.duplicates.undoDismiss(leadIds) }),
  }),
}));
