import { LeadTypeRef } from '../lead/lead.enums.schema.ts';
import { LeadRef } from '../lead/lead.schema.ts';
import { builder } from '../schema/builder.ts';
import type { GatewayContext } from '../schema/context.ts';
import { DateTimeRangeRef } from '../schema/inputs.ts';
import { NodeRef, registerNode, uuidPattern } from '../schema/node.ts';
import { connectionTypes, toConnection } from '../schema/paging.ts';
import { readPageRequest } from '../shared/paging.ts';
import type { Signal, SignalEntity } from './signal.ts';

export const SignalStatusRef = builder.enumType('SignalStatus', {
  description: 'Where the people and companies of signals stand in your work. Any change is allowed.',
  values: {
    NEW: { value: 'new', description: 'Fresh.' },
    CONTACTED: { value: 'contacted', description: 'Outreach was sent.' },
    DISMISSED: { value: 'dismissed', description: 'Taken out of active work.' },
  } as const,
});

export const SignalRef = builder.objectRef<Signal>('Signal');

export const SignalEntityRef = builder.objectRef<SignalEntity>('SignalEntity').implement({
  description: 'A person or company that signals speak of. Its status holds for every signal it appears in.',
  interfaces: [NodeRef],
  fields: (t) => ({
    type: t.expose('type', { type: LeadTypeRef, description: 'Person or company.' }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    status: t.expose('status', { type: SignalStatusRef, description: 'Where it stands in your work.' }),
    statusChangedAt: t.expose('statusChangedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the status last changed; null while it never has.',
    }),
    email: t.exposeString('email', { nullable: true, description: 'Email address, as given.' }),
    linkedinUrl: t.exposeString('linkedinUrl', { nullable: true, description: 'LinkedIn profile, as given.' }),
    domain: t.exposeString('domain', { nullable: true, description: 'Domain, as given.' }),
    lead: t.field({
      type: LeadRef,
      nullable: true,
      description: 'The lead of the same type that shares an identifier with it, if there is one.',
      authScopes: { scope: 'leads:read' },
      resolve: ({ type, identityKeys }, _args, { loaders }) => loaders.lead.byIdentity(type, identityKeys),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When a signal first spoke of it.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
});

const loadEntity = (id: string | null, { loaders }: GatewayContext) =>
  id === null ? null : loaders.signal.entityById.load(id);

SignalRef.implement({
  description: 'Something that happened and makes a company, a person or both worth writing to.',
  interfaces: [NodeRef],
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What kind of event: `funding_round`, `job_change` …' }),
    title: t.exposeString('title', { description: 'What happened, in a line.' }),
    url: t.exposeString('url', { nullable: true, description: 'Where it was seen.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened.' }),
    entityId: t.expose('entityId', { type: 'UUID', nullable: true, description: 'The company it speaks of.' }),
    entity: t.field({
      type: SignalEntityRef,
      nullable: true,
      description: 'The company it speaks of.',
      resolve: (signal, _args, context) => loadEntity(signal.entityId, context),
    }),
    entityStatus: t.field({
      type: SignalStatusRef,
      nullable: true,
      description: 'Where that company stands in your work.',
      resolve: async (signal, _args, context) => (await loadEntity(signal.entityId, context))?.status ?? null,
    }),
    personEntityId: t.expose('personEntityId', {
      type: 'UUID',
      nullable: true,
      description: 'The person it speaks of.',
    }),
    personEntity: t.field({
      type: SignalEntityRef,
      nullable: true,
      description: 'The person it speaks of.',
      resolve: (signal, _args, context) => loadEntity(signal.personEntityId, context),
    }),
    personEntityStatus: t.field({
      type: SignalStatusRef,
      nullable: true,
      description: 'Where that person stands in your work.',
      resolve: async (signal, _args, context) => (await loadEntity(signal.personEntityId, context))?.status ?? null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was recorded.' }),
  }),
});

const [connection, edge] = connectionTypes('Signal', 'signals');
const SignalConnectionRef = builder.connectionObject({ type: SignalRef, ...connection }, edge);
const [entityConnection, entityEdge] = connectionTypes('SignalEntity', 'people and companies that signals speak of');
const SignalEntityConnectionRef = builder.connectionObject({ type: SignalEntityRef, ...entityConnection }, entityEdge);

builder.objectField(SignalEntityRef, 'signals', (t) =>
  t.field({
    type: SignalConnectionRef,
    description: 'The signals that speak of it, latest first.',
    authScopes: { scope: 'signals:read' },
    args: t.arg.connectionArgs(),
    resolve: async (entity, page, { loaders, maxPageSize }) =>
      toConnection(await loaders.signal.ofEntity(entity.id, readPageRequest(page, maxPageSize))),
  }),
);

builder.objectField(LeadRef, 'signals', (t) =>
  t.field({
    type: SignalConnectionRef,
    description:
      'The signals that speak of this lead, latest first: those of every entity that shares an identifier with it.',
    authScopes: { scope: 'signals:read' },
    args: t.arg.connectionArgs(),
    resolve: async (lead, page, { loaders, maxPageSize }) =>
      toConnection(await loaders.signal.ofLead(lead, readPageRequest(page, maxPageSize))),
  }),
);

registerNode({
  typename: 'Signal',
  scope: 'signals:read',
  idPattern: uuidPattern,
  load: (id, { loaders }) => loaders.signal.byId.load(id),
});
registerNode({
  typename: 'SignalEntity',
  scope: 'signals:read',
  idPattern: uuidPattern,
  load: (id, { loaders }) => loaders.signal.entityById.load(id),
});

const SignalFilterRef = builder.inputType('SignalFilter', {
  description: 'Which signals to list; every condition given must hold.',
  fields: (t) => ({
    kind: t.stringList({ description: 'Signals of one of these kinds.' }),
    entityId: t.field({ type: 'UUID', description: 'Signals that speak of this company or person.' }),
    entityStatus: t.field({
      type: [SignalStatusRef],
      description: 'Signals whose company or person has one of these statuses.',
    }),
    occurredAt: t.field({ type: DateTimeRangeRef, description: 'Signals of this span.' }),
  }),
});

const SignalEntityFilterRef = builder.inputType('SignalEntityFilter', {
  description: 'Which people and companies to list; every condition given must hold.',
  fields: (t) => ({
    type: t.field({ type: LeadTypeRef, description: 'Persons or companies.' }),
    status: t.field({ type: [SignalStatusRef], description: 'Those in one of these statuses.' }),
  }),
});

builder.queryFields((t) => ({
  signal: t.field({
    type: SignalRef,
    nullable: true,
    description: 'One signal; null where your workspace has none of this id.',
    authScopes: { scope: 'signals:read' },
    args: { id: t.arg.id({ required: true, description: 'The signal.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.signal.byId.load(id),
  }),
  signals: t.field({
    type: SignalConnectionRef,
    description: 'Signals, latest first.',
    authScopes: { scope: 'signals:read' },
    args: {
      filter: t.arg({ type: SignalFilterRef, description: 'Which signals; all of them unless told.' }),
      ...t.arg.connectionArgs(),
    },
    resolve: async (_root, { filter, ...page }, { services, maxPageSize }) =>
      toConnection(await services.signal.list(filter ?? {}, readPageRequest(page, maxPageSize))),
  }),
  signalEntity: t.field({
    type: SignalEntityRef,
    nullable: true,
    description: 'One person or company of signals; null where your workspace has none of this id.',
    authScopes: { scope: 'signals:read' },
    args: { id: t.arg.id({ required: true, description: 'The entity.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.signal.entityById.load(id),
  }),
  signalEntities: t.field({
    type: SignalEntityConnectionRef,
    description: 'The people and companies that signals speak of, newest first.',
    authScopes: { scope: 'signals:read' },
    args: {
      filter: t.arg({ type: SignalEntityFilterRef, description: 'Which ones; all of them unless told.' }),
      ...t.arg.connectionArgs(),
    },
    resolve: async (_root, { filter, ...page }, { services, maxPageSize }) =>
      toConnection(await services.signal.listEntities(filter ?? {}, readPageRequest(page, maxPageSize))),
  }),
}));
