import { builder } from '../schema/builder.ts';
import { resultUnion } from '../schema/errors.ts';
import { inputRules } from '../schema/input-rules.ts';
import type { Actor } from '../shared/author.ts';
import { InvalidInputError } from '../shared/errors.ts';
import { setSourcePriorityRules } from './source-priority.ts';
import type { Viewer, Workspace } from './workspace.ts';

const ActorKindRef = builder.enumType('ActorKind', {
  description: 'What kind of party acts.',
  values: {
    KEY: { description: 'A program with a key.', value: 'key' },
    USER: { description: 'A person, whom a frontend vouches for with a token.', value: 'user' },
  } as const,
});

export const ActorRef = builder.objectRef<Actor>('Actor').implement({
  description: 'Who acts: the holder of a key, or a user.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ActorKindRef, description: 'Which of the two it is.' }),
    id: t.exposeID('id', { description: 'The id of the key (`key_…`), or the subject (`sub`) of the token.' }),
    name: t.exposeString('name', { description: 'The name of the key or the user.' }),
  }),
});

const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who the request speaks for.',
  fields: (t) => ({
    workspaceId: t.exposeID('workspaceId', { description: 'The workspace that every answer is about.' }),
    workspaceName: t.exposeString('workspaceName', { description: 'Its name.' }),
    keyName: t.string({
      nullable: true,
      description: 'The name of the key; null where the request has a token.',
      resolve: ({ actor }) => (actor.kind === 'key' ? actor.name : null),
    }),
    actor: t.expose('actor', { type: ActorRef, description: 'The key or the user that sends the request.' }),
    scopes: t.stringList({
      description: 'What the key or the token allows; a write scope includes the read scope.',
      resolve: (viewer) => [...viewer.scopes],
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    description: 'Who you are: your workspace, your key or user, and what it may do.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);

/** Its other settings are added where they belong. */
export const WorkspaceRef = builder.objectRef<Workspace>('Workspace').implement({
  description: 'What all keys and users of a customer share.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    sourcePriority: t.stringList({
      description:
        'Sources of values, the most trusted one first. What one of them has written to a lead, createLead replaces only with values of the same source or of one before it. All others rank below, and alike. `@edit` is updateLead, `@user` a person with a token, `@import` the import, `@system` Leadgraph itself.',
      resolve: ({ sourcePriority }) => [...sourcePriority],
    }),
  }),
});

builder.queryField('workspace', (t) =>
  t.field({
    type: WorkspaceRef,
    nullable: true,
    description: 'The workspace that every answer is about, with its rules.',
    resolve: (_root, _args, { workspaces, viewer }) => workspaces.read(viewer.workspaceId),
  }),
);

const SetSourcePriorityInputRef = builder.inputType('SetSourcePriorityInput', {
  description: 'Which sources of values are trusted more than others.',
  validate: inputRules(setSourcePriorityRules),
  fields: (t) => ({
    sources: t.stringList({
      required: true,
      description:
        'Names of sources, at most 50, the most trusted one first, in any case: what writes give as `via`, names of keys, `@edit`, `@user`, `@import`, `@system`. None: the last write wins everywhere.',
    }),
  }),
});

const SetSourcePriorityPayloadRef = builder.objectRef<{ workspace: Workspace }>('SetSourcePriorityPayload').implement({
  description: 'The workspace with its new ranking.',
  fields: (t) => ({
    workspace: t.expose('workspace', { type: WorkspaceRef, description: 'The workspace as it is now.' }),
  }),
});

builder.mutationField('setSourcePriority', (t) =>
  t.field({
    type: resultUnion('SetSourcePriorityResult', SetSourcePriorityPayloadRef, [InvalidInputError]),
    description:
      'Ranks the sources of values for the whole workspace, instead of the ranking there is. Leads stay as they are; writes go by it from now on, those of other gateway processes some seconds later.',
    authScopes: { everyScope: ['workspace:write', 'leads:read'] },
    args: { input: t.arg({ type: SetSourcePriorityInputRef, required: true, description: 'The ranking.' }) },
    resolve: async (_root, { input }, { workspaces, viewer }) => ({
      workspace: await workspaces.setSourcePriority(viewer.workspaceId, input),
    }),
  }),
);
