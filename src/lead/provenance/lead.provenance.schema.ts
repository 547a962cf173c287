import { builder } from '../../schema/builder.ts';
import { ActorRef } from '../../workspace/workspace.schema.ts';
import { DoorRef } from '../history/lead.history.schema.ts';
import { LeadRef } from '../lead.schema.ts';
import type { Provenance } from './lead.provenance.ts';

const LeadProvenanceRef = builder.objectRef<Provenance>('LeadProvenance').implement({
  description: 'Where a value of a lead came from: the write that made it what it is.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description:
        'The way from the lead to the value: `["title"]`, `["metadata", "crm", "owner"]`; of an entry of a list, what it shows: `["contacts", "jane@acme.com"]`.',
    }),
    source: t.exposeString('source', {
      description:
        'The source, in lower case: the `via` of the write, else the `source` of its input, else the name of its key, or one of `@edit`, `@user`, `@import`, `@system`.',
    }),
    actor: t.expose('actor', {
      type: ActorRef,
      nullable: true,
      description: 'Who wrote it; null where Leadgraph did by itself.',
    }),
    door: t.expose('door', { type: DoorRef, description: 'The way it came in.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was written.' }),
  }),
});

builder.objectField(LeadRef, 'provenance', (t) =>
  t.field({
    type: [LeadProvenanceRef],
    description:
      'Where the values of the lead came from, by path. Values that were written before Leadgraph kept it are missing.',
    authScopes: { scope: 'leads:read' },
    args: {
      path: t.arg.stringList({
        description: 'Only the value at this path and those that it leads into: `["metadata", "crm"]`.',
      }),
    },
    resolve: async ({ id }, { path }, { loaders }) => {
      const all = (await loaders.lead.provenanceById.load(id))?.provenance ?? [];
      return all.filter((one) => (path ?? []).every((key, at) => one.path[at] === key));
    },
  }),
);
