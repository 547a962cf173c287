import { idempotencyKeyArg, keyErrors } from '../idempotency/idempotency.schema.ts';
import { LeadConnectionRef, LeadRef } from '../lead/lead.schema.ts';
import { builder } from '../schema/builder.ts';
import { ItemErrorRef, resultUnion } from '../schema/errors.ts';
import { inputRules } from '../schema/input-rules.ts';
import { NodeRef, registerNode } from '../schema/node.ts';
import { connectionTypes, toConnection } from '../schema/paging.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import { readPageRequest } from '../shared/paging.ts';
import type { MembersChange } from './list.service.ts';
import { createLeadListRules, type LeadList, leadListMembersRules } from './list.ts';

const LeadListRef = builder.objectRef<LeadList>('LeadList').implement({
  description: 'A named set of leads, people and companies alike.',
  interfaces: [NodeRef],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, one of a kind in the workspace.' }),
    leads: t.field({
      type: LeadConnectionRef,
      description: 'The leads on the list, newest first.',
      authScopes: { scope: 'leads:read' },
      args: t.arg.connectionArgs(),
      resolve: async (list, page, { loaders, maxPageSize }) =>
        toConnection(await loaders.lead.ofList(list.id, readPageRequest(page, maxPageSize))),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the list was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the list itself last changed.' }),
  }),
});

const [connection, edge] = connectionTypes('LeadList', 'lead lists');
const LeadListConnectionRef = builder.connectionObject({ type: LeadListRef, ...connection }, edge);

builder.objectField(LeadRef, 'lists', (t) =>
  t.field({
    type: [LeadListRef],
    description: 'The lists that the lead is on, in the order it was put on them.',
    authScopes: { scope: 'leads:read' },
    resolve: async (lead, _args, { loaders }) => {
      const lists = await Promise.all(lead.listIds.map((id) => loaders.list.load(id)));
      return lists.filter((list) => list !== null);
    },
  }),
);

registerNode({
  typename: 'LeadList',
  scope: 'leads:read',
  idPattern: /^list_/i,
  load: (id, { loaders }) => loaders.list.load(id),
});

builder.queryFields((t) => ({
  leadList: t.field({
    type: LeadListRef,
    nullable: true,
    description: 'One lead list; null where your workspace has none of this id.',
    authScopes: { scope: 'leads:read' },
    args: { id: t.arg.id({ required: true, description: 'The list.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.list.load(id),
  }),
  leadLists: t.field({
    type: LeadListConnectionRef,
    description: 'Lead lists by name.',
    authScopes: { scope: 'leads:read' },
    args: t.arg.connectionArgs(),
    resolve: async (_root, page, { services, maxPageSize }) =>
      toConnection(await services.list.list(readPageRequest(page, maxPageSize))),
  }),
}));

const CreateLeadListInputRef = builder.inputType('CreateLeadListInput', {
  description: 'A lead list to create.',
  validate: inputRules(createLeadListRules),
  fields: (t) => ({ name: t.string({ required: true, description: 'Its name, one of a kind in the workspace.' }) }),
});

const CreateLeadListPayloadRef = builder.objectRef<{ list: LeadList }>('CreateLeadListPayload').implement({
  description: 'The new list.',
  fields: (t) => ({ list: t.expose('list', { type: LeadListRef, description: 'The new list, still empty.' }) }),
});

const LeadListMembersInputRef = builder.inputType('LeadListMembersInput', {
  description: 'Leads to put on a list or to take off it.',
  validate: inputRules(leadListMembersRules),
  fields: (t) => ({
    listId: t.id({ required: true, description: 'The list.' }),
    leadIds: t.idList({ required: true, description: 'The leads, 1 to 1000.' }),
  }),
});

const LeadListMembersPayloadRef = builder.objectRef<MembersChange>('LeadListMembersPayload').implement({
  description: 'What became of the leads.',
  fields: (t) => ({
    list: t.expose('list', { type: LeadListRef, description: 'The list.' }),
    changed: t.exposeInt('changed', {
      description: 'How many leads joined or left; those that had already do not count.',
    }),
    errors: t.expose('errors', {
      type: [ItemErrorRef],
      description: 'Ids that are no leads of the workspace, and leads too large for one more list.',
    }),
  }),
});

const LeadListMembersResultRef = resultUnion('LeadListMembersResult', LeadListMembersPayloadRef, [
  InvalidInputError,
  NotFoundError,
]);

builder.mutationFields((t) => ({
  createLeadList: t.field({
    type: resultUnion('CreateLeadListResult', CreateLeadListPayloadRef, [InvalidInputError, ...keyErrors]),
    description: 'Creates an empty lead list.',
    authScopes: { scope: 'leads:write' },
    args: {
      input: t.arg({ type: CreateLeadListInputRef, required: true, description: 'The list.' }),
      idempotencyKey: idempotencyKeyArg(t.arg),
    },
    resolve: async (_root, { input, idempotencyKey }, { services }) => ({
      list: await services.list.create(input, idempotencyKey),
    }),
  }),
  addLeadsToList: t.field({
    type: LeadListMembersResultRef,
    description: 'Puts leads on a list. Those on it already stay, and count as unchanged.',
    authScopes: { scope: 'leads:write' },
    args: { input: t.arg({ type: LeadListMembersInputRef, required: true, description: 'The list and the leads.' }) },
    resolve: (_root, { input }, { services }) => services.list.addLeads(input),
  }),
  removeLeadsFromList: t.field({
    type: LeadListMembersResultRef,
    description: 'Takes leads off a list. The leads themselves stay.',
    authScopes: { scope: 'leads:write' },
    args: { input: t.arg({ type: LeadListMembersInputRef, required: true, description: 'The list and the leads.' }) },
    resolve: (_root, { input }, { services }) => services.list.removeLeads(input),
  }),
}));
