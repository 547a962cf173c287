import { builder } from '../schema/builder.ts';
import type { Actor } from '../shared/author.ts';
import type { Viewer } from './workspace.ts';

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
