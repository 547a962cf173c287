import { builder } from '../../schema/builder.ts';
import { resultUnion } from '../../schema/errors.ts';
import { inputRules } from '../../schema/input-rules.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { LeadChangeRef } from '../history/lead.history.schema.ts';
import type { NoKeyReason } from '../identity/identity.ts';
import type { GivenIdentifier } from '../identity/lead.identifiers.ts';
import { CreateLeadInputRef, viaArg } from '../lead.inputs.schema.ts';
import { heldBackField, onMatchArg } from '../lead.match.schema.ts';
import { createLeadRules } from '../lead.rules.ts';
import { IdentityKeyRef, LeadRef } from '../lead.schema.ts';
import type { Candidate, Resolution } from './lead.resolution.ts';

const reasons: Record<NoKeyReason, string> = {
  'role address': 'Several people read it: info@, sales@ …',
  placeholder: 'Made up: noreply@, test@example.com …',
  'not an email': 'Given as an email address, and none.',
  phone: 'Phones are shared and change hands; they are compared, and never identify.',
  'not a phone number': 'Given as a phone number, and none.',
  'unknown kind': 'Neither an email address nor a phone number.',
  'not a url': 'No web address can be read from it.',
  'not a profile': 'A page, but nobody’s profile.',
  'company page': 'The page of a company, among a person’s profiles.',
  'person profile': 'The profile of a person, among a company’s.',
  'company domain': 'Many people work for the company; its domain identifies none of them.',
  'sales navigator link': 'A link that only Sales Navigator understands.',
  'recruiter link': 'A link that only LinkedIn Recruiter understands.',
  'social host': 'The domain of a network that everybody is on.',
  'short link': 'It leads elsewhere, and nobody knows where to.',
  'free-mail domain': 'A domain of a mail provider, which is the mail of millions.',
  'ip address': 'An address, not a name.',
  'no registrable domain': 'Nobody can have registered this name.',
  'junk id': 'What systems put where they have no id: 0, null, anonymous …',
  'unlabelled id': 'An id without the name of the system that it is from.',
  'too long': 'Longer than an identifier can be.',
  blocked: 'Blocked by your workspace, as a shared inbox is.',
  'kind switched off': 'Your workspace does not identify leads by this kind of identifier.',
  'provider switched off': 'Your workspace does not identify leads by the ids of this provider.',
};

const NoKeyReasonRef = builder.enumType('NoKeyReason', {
  description: 'Why a value does not identify a lead.',
  values: Object.fromEntries(
    Object.entries(reasons).map(([value, description]) => [
      value.toUpperCase().replace(/[ -]/g, '_'),
      { value: value as NoKeyReason, description },
    ]),
  ),
});

const GivenIdentifierRef = builder.objectRef<GivenIdentifier>('GivenIdentifier').implement({
  description: 'An identifier of the input, as it was understood.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'The way to it from the input: `["contacts", "0", "value"]`.' }),
    value: t.exposeString('value', { description: 'The value as given.' }),
    key: t.expose('key', {
      type: IdentityKeyRef,
      nullable: true,
      description: 'What it identifies a lead by; null where it does not.',
    }),
    reason: t.expose('reason', {
      type: NoKeyReasonRef,
      nullable: true,
      description: 'Why it does not identify a lead; null where it does.',
    }),
  }),
});

const CandidateRef = builder.objectRef<Candidate>('LeadCandidate').implement({
  description: 'A lead that has identifiers of the input.',
  fields: (t) => ({
    lead: t.expose('lead', {
      type: LeadRef,
      description: 'The lead as it stands.',
      authScopes: { scope: 'leads:read' },
    }),
    keys: t.expose('keys', { type: [IdentityKeyRef], description: 'Those of the identifiers that it has.' }),
  }),
});

const ActionRef = builder.enumType('LeadAction', {
  description: 'What createLead would do.',
  values: {
    CREATE: { value: 'create', description: 'Make a new lead.' },
    MERGE: { value: 'merge', description: 'Merge into the one candidate.' },
    NOTHING: { value: 'nothing', description: 'The one candidate has all of it already, or would take nothing.' },
    CONFLICT: {
      value: 'conflict',
      description: 'Nothing: the identifiers belong to several leads, or to one and `onMatch` is FAIL.',
    },
  } as const,
});

const LeadResolutionRef = builder.objectRef<Resolution>('LeadResolution').implement({
  description: 'What createLead would do with an input.',
  fields: (t) => ({
    action: t.expose('action', { type: ActionRef, description: 'What it would do.' }),
    candidates: t.expose('candidates', {
      type: [CandidateRef],
      description: 'Leads that have its identifiers: none for CREATE, several for CONFLICT.',
    }),
    changes: t.expose('changes', { type: [LeadChangeRef], description: 'What it would change, value by value.' }),
    heldBack: heldBackField(t),
    identifiers: t.expose('identifiers', {
      type: [GivenIdentifierRef],
      description: 'Every identifier of the input, with what it is or why it is none.',
    }),
  }),
});

builder.queryField('resolveLead', (t) =>
  t.field({
    type: resultUnion('ResolveLeadResult', LeadResolutionRef, [InvalidInputError]),
    description: 'What createLead would do with this input. It works as the write does, and writes nothing.',
    authScopes: { scope: 'leads:read' },
    args: {
      input: t.arg({
        type: CreateLeadInputRef,
        required: true,
        description: 'The lead.',
        validate: inputRules(createLeadRules),
      }),
      onMatch: onMatchArg(t.arg),
      via: viaArg(t.arg),
    },
    resolve: (_root, { input, onMatch, via }, { services }) => services.lead.resolve(input, { onMatch, via }),
  }),
);
