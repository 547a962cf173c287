import { builder } from '../schema/builder.ts';
import type { Viewer } from './workspace.ts';

const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who the request speaks for.',
  fields: (t) => ({
    workspaceId: t.exposeID('workspaceId', { description: 'The workspace that every answer is about.' }),
    workspaceName: t.exposeString('workspaceName', { description: 'Its name.' }),
    keyName: t.exposeString('keyName', { nullable: true, description: 'The name of the key, if the request has one.' }),
    scopes: t.stringList({
      description: 'What the key may do; a write scope includes the read scope.',
      resolve: (viewer) => [...viewer.scopes],
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    description: 'Who you are: your workspace, your key and what it may do.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);
