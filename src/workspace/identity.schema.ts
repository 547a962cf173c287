import type { IdentityRules, ListChange, ProviderRule } from '../lead/identity/identity.rules.ts';
import { type IdentityKey, parseIdentityKey, parseIdentityKeys } from '../lead/identity/identity.ts';
import { IdentityKindRef } from '../lead/lead.enums.schema.ts';
import { IdentityKeyRef, LeadRef } from '../lead/lead.schema.ts';
import type { KeyLoss } from '../lead/rekey/lead.rekey.preview.ts';
import type { KeyCollision } from '../lead/rekey/lead.rekey.ts';
import { builder } from '../schema/builder.ts';
import { ErrorRef, resultUnion } from '../schema/errors.ts';
import { connectionTypes, toConnection } from '../schema/paging.ts';
import { InvalidInputError } from '../shared/errors.ts';
import { readPageRequest } from '../shared/paging.ts';
import { IdentityRulesConflictError } from './identity.errors.ts';
import { IdentityRulesInputRef } from './identity.inputs.schema.ts';
import type { PartialPreview } from './identity.service.ts';
import type { Rekey } from './rekey.ts';
import { WorkspaceRef } from './workspace.schema.ts';

const ListChangeRef = builder.objectRef<ListChange>('ListChange').implement({
  description: 'What a workspace changes of a list that holds everywhere else.',
  fields: (t) => ({
    added: t.stringList({ description: 'What is on it, too.', resolve: ({ added }) => [...added] }),
    removed: t.stringList({ description: 'What is not on it.', resolve: ({ removed }) => [...removed] }),
  }),
});

const ProviderRuleRef = builder.objectRef<ProviderRule>('ProviderRule').implement({
  description: 'A system that ids come from.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, as it stands in identity keys.' }),
    aliases: t.stringList({ description: 'Other names of it.', resolve: ({ aliases }) => [...aliases] }),
    identifies: t.exposeBoolean('identifies', { description: 'Whether its ids identify leads.' }),
    ignoreCase: t.exposeBoolean('ignoreCase', { description: 'Whether ids that differ in case alone are one.' }),
  }),
});

const IdentityRulesRef = builder.objectRef<IdentityRules>('IdentityRules').implement({
  description: 'What identifies a lead in your workspace, as far as it is not the usual.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Moves with each change; 0 where there never was one.' }),
    blocked: t.field({
      type: [IdentityKeyRef],
      description: 'Identifiers that identify nobody, in canonical form.',
      resolve: ({ blocked }) => parseIdentityKeys(blocked),
    }),
    kindsOff: t.field({
      type: [IdentityKindRef],
      description: 'Kinds of identifiers that identify nobody.',
      resolve: ({ kindsOff }) => [...kindsOff],
    }),
    roleWords: t.expose('roleWords', { type: ListChangeRef, description: 'Addresses of functions.' }),
    freeMailDomains: t.expose('freeMail', { type: ListChangeRef, description: 'Domains of mail providers.' }),
    providers: t.field({
      type: [ProviderRuleRef],
      description: 'Systems that ids come from.',
      resolve: ({ providers }) => [...providers],
    }),
  }),
});

const CollisionRef = builder.objectRef<KeyCollision>('IdentityCollision').implement({
  description: 'Two leads that one identifier would make one. They stay two until somebody merges them.',
  fields: (t) => ({
    key: t.field({
      type: IdentityKeyRef,
      description: 'The identifier.',
      resolve: ({ key }): IdentityKey => parseIdentityKey(key) ?? { kind: 'provider', value: key },
    }),
    holderId: t.exposeID('holderId', { description: 'The lead that is found by it.' }),
    leadId: t.exposeID('leadId', { description: 'The lead that has it, too, and is not found by it.' }),
    holder: t.field({
      type: LeadRef,
      nullable: true,
      description: 'The first of them as it stands; null where it has been deleted since.',
      authScopes: { scope: 'leads:read' },
      resolve: ({ holderId }, _args, { loaders }) => loaders.lead.byId.load(holderId),
    }),
    lead: t.field({
      type: LeadRef,
      nullable: true,
      description: 'The second of them as it stands; null where it has been deleted since. Merged, it is the first.',
      authScopes: { scope: 'leads:read' },
      resolve: ({ leadId }, _args, { loaders }) => loaders.lead.byId.load(leadId),
    }),
  }),
});

const [connection, edge] = connectionTypes('IdentityCollision', 'collisions');
const CollisionConnectionRef = builder.connectionObject({ type: CollisionRef, ...connection }, edge);

const StateRef = builder.enumType('IdentityRekeyState', {
  description: 'How a re-keying stands.',
  values: {
    RUNNING: { value: 'running', description: 'At work, or about to begin.' },
    INTERRUPTED: { value: 'interrupted', description: 'Its gateway is gone; another one goes on with it.' },
    SETTLING: {
      value: 'settling',
      description:
        'It has gone through all leads, and will look again once every gateway must have heard of the new rules.',
    },
    DONE: { value: 'done', description: 'All leads follow the rules.' },
  } as const,
});

const RekeyRef = builder.objectRef<Rekey>('IdentityRekey').implement({
  description: 'The work that follows a change of the rules: each lead gets the identity keys that they make.',
  fields: (t) => ({
    state: t.expose('state', { type: StateRef, description: 'How it stands.' }),
    version: t.int({ description: 'The version of the rules.', resolve: ({ rules }) => rules.version }),
    done: t.exposeInt('done', { description: 'Leads that have been gone through, merged ones among them.' }),
    total: t.exposeInt('total', {
      nullable: true,
      description: 'Leads that there were to go through; null before it has begun. `done` may end above or below.',
    }),
    collisions: t.field({
      type: CollisionConnectionRef,
      description: 'Leads that the rules would make one with another, by identifier.',
      authScopes: { scope: 'leads:read' },
      args: t.arg.connectionArgs(),
      resolve: async ({ rules }, page, { services, maxPageSize }) =>
        toConnection(await services.identity.listCollisions(rules.version, readPageRequest(page, maxPageSize))),
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When the rules were changed.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it was done.' }),
  }),
});

interface Standing {
  rules: IdentityRules;
  rekey: Rekey | null;
}

const rulesField = { type: IdentityRulesRef, description: 'The rules in force.' } as const;
const rekeyField = {
  type: RekeyRef,
  nullable: true,
  description: 'The work for the latest change of them; null where there never was one.',
} as const;

builder.objectFields(WorkspaceRef, (t) => ({
  identityRules: t.field({
    ...rulesField,
    authScopes: { scope: 'leads:read' },
    resolve: async (_workspace, _args, { services }) => (await services.identity.find()).rules,
  }),
  identityRekey: t.field({
    ...rekeyField,
    authScopes: { scope: 'leads:read' },
    resolve: async (_workspace, _args, { services }) => (await services.identity.find()).rekey,
  }),
}));

const KeyLossRef = builder.objectRef<KeyLoss>('IdentityLoss').implement({
  description: 'A lead that would not be found by some of its identifiers any more. It keeps them as contacts.',
  fields: (t) => ({
    leadId: t.exposeID('leadId', { description: 'The lead.' }),
    keys: t.field({
      type: [IdentityKeyRef],
      description: 'The identifiers.',
      resolve: ({ keys }) => parseIdentityKeys(keys),
    }),
    lead: t.field({
      type: LeadRef,
      nullable: true,
      description: 'The lead as it stands.',
      authScopes: { scope: 'leads:read' },
      resolve: ({ leadId }, _args, { loaders }) => loaders.lead.byId.load(leadId),
    }),
  }),
});

const PreviewRef = builder.objectRef<PartialPreview>('IdentityRulesPreview').implement({
  description:
    'What a change of the rules would make of your leads: of as many as one request looks at. Lists and counts are of these.',
  fields: (t) => ({
    collisions: t.expose('collisions', {
      type: [CollisionRef],
      description: 'The first of the leads that would have an identifier in common with another.',
    }),
    collisionCount: t.exposeInt('collisionCount', { description: 'How many there are.' }),
    splits: t.expose('splits', {
      type: [KeyLossRef],
      description: 'The first of the leads that would lose identifiers, so that these find or make other leads.',
    }),
    splitCount: t.exposeInt('splitCount', { description: 'How many there are.' }),
    examined: t.exposeInt('examined', {
      description: 'Leads that were looked at: those that the change can be about, where an index tells, else all.',
    }),
    total: t.int({
      description: 'Leads of your workspace, merged ones among them, however many of them the change can be about.',
      resolve: ({ total }) => total(),
    }),
    complete: t.boolean({
      description: 'Whether none is left behind them.',
      resolve: ({ endCursor }) => endCursor === null,
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'What to ask with as `after` to go on behind them; null where none is left.',
    }),
  }),
});

builder.objectType(IdentityRulesConflictError, {
  name: 'IdentityRulesConflictError',
  description: 'Somebody has changed the rules since you read them. Nothing was written.',
  interfaces: [ErrorRef],
  fields: (t) => ({ rules: t.expose('rules', rulesField) }),
});

builder.queryField('previewIdentityRules', (t) =>
  t.field({
    type: resultUnion('PreviewIdentityRulesResult', PreviewRef, [InvalidInputError]),
    description:
      'Which leads setIdentityRules with this input would bring together or apart. It writes nothing. While a re-keying is at work, it tells of the leads as they stand by then.',
    authScopes: { scope: 'leads:read' },
    args: {
      input: t.arg({ type: IdentityRulesInputRef, required: true, description: 'What to change.' }),
      first: t.arg.int({ defaultValue: 25, description: 'How many of each to show, 1 to 100.' }),
      after: t.arg.string({
        description:
          'Goes on behind the leads that an answer with this `endCursor` was about; with the same input, while the rules in force are the same.',
      }),
    },
    resolve: (_root, { input, first, after }, { services }) =>
      services.identity.preview(input, first ?? 25, after ?? null),
  }),
);

const SetPayloadRef = builder.objectRef<Standing>('SetIdentityRulesPayload').implement({
  description: 'The rules and the work that follows.',
  fields: (t) => ({ rules: t.expose('rules', rulesField), rekey: t.expose('rekey', rekeyField) }),
});

builder.mutationField('setIdentityRules', (t) =>
  t.field({
    type: resultUnion('SetIdentityRulesResult', SetPayloadRef, [InvalidInputError, IdentityRulesConflictError]),
    description:
      'Changes what identifies a lead. New writes follow the rules at once, other gateways within seconds; the leads that there are get their keys in the background, see `workspace { identityRekey }`. No lead is merged by it: an identifier that two would have stays with the one that has it, and the pair is listed.',
    authScopes: { everyScope: ['workspace:write', 'leads:read'] },
    args: {
      input: t.arg({ type: IdentityRulesInputRef, required: true, description: 'What to change.' }),
      expectedVersion: t.arg.int({ description: 'Changes the rules only while they are at this version.' }),
    },
    resolve: (_root, { input, expectedVersion }, { services }) => services.identity.set(input, expectedVersion ?? null),
  }),
);
