import { builder } from '../schema/builder.ts';
import { toConnection } from '../schema/paging.ts';
import { readPageRequest } from '../shared/paging.ts';
import { LeadFilterRef, LeadOrderRef } from './lead.inputs.schema.ts';
import { LeadConnectionRef, LeadRef } from './lead.schema.ts';
import { newestFirst } from './lead.ts';

builder.queryFields((t) => ({
  lead: t.field({
    type: LeadRef,
    nullable: true,
    description:
      'One lead; null where your workspace has none of this id. The id of a merged lead finds the one that it is part of.',
    authScopes: { scope: 'leads:read' },
    args: { id: t.arg.id({ required: true, description: 'The lead.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.lead.byId.load(id),
  }),
  leads: t.field({
    type: LeadConnectionRef,
    description: 'Leads, newest first unless told otherwise.',
    authScopes: { scope: 'leads:read' },
    args: {
      filter: t.arg({ type: LeadFilterRef, description: 'Which leads; all of them unless told.' }),
      orderBy: t.arg({ type: LeadOrderRef, description: 'How to sort; the newest first unless told.' }),
      ...t.arg.connectionArgs(),
    },
    resolve: async (_root, { filter, orderBy, ...page }, { services, maxPageSize, wanted }) => {
      const request = readPageRequest(page, maxPageSize);
      return toConnection(await services.lead.list(filter ?? {}, orderBy ?? newestFirst, request, wanted));
    },
  }),
}));
