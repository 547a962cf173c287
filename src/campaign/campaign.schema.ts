import { LeadRef } from '../lead/lead.schema.ts';
import { builder } from '../schema/builder.ts';
import { NodeRef, registerNode, uuidPattern } from '../schema/node.ts';
import { connectionTypes, toConnection } from '../schema/paging.ts';
import { readPageRequest } from '../shared/paging.ts';
import type { Campaign, Prospect } from './campaign.ts';

export const CampaignStatusRef = builder.enumType('CampaignStatus', {
  description: 'How far a campaign has come.',
  values: {
    DRAFT: { value: 'draft', description: 'Being prepared: prospects can be added and edited.' },
    LAUNCHING: { value: 'launching', description: 'Its prospects are being locked; it will be active in a moment.' },
    ACTIVE: { value: 'active', description: 'Running.' },
    PAUSED: { value: 'paused', description: 'Launched and stopped for now; launching it again resumes it.' },
    COMPLETED: { value: 'completed', description: 'Over.' },
  } as const,
});

export const CampaignRef = builder.objectRef<Campaign>('Campaign');

export const CampaignProspectRef = builder.objectRef<Prospect>('CampaignProspect').implement({
  description:
    'A person in a campaign: a copy of the profile of a lead, which can be edited while the campaign is a draft.',
  interfaces: [NodeRef],
  fields: (t) => ({
    campaign: t.field({
      type: CampaignRef,
      description: 'The campaign.',
      resolve: async (prospect, _args, { loaders }) => {
        const campaign = await loaders.campaign.byId.load(prospect.campaignId);
        if (campaign === null) throw new Error(`Prospect ${prospect.id} has no campaign`);
        return campaign;
      },
    }),
    campaignId: t.expose('campaignId', { type: 'UUID', description: 'The campaign.' }),
    userId: t.exposeID('userId', {
      nullable: true,
      description: 'The user who sends to this prospect, if one is set.',
    }),
    status: t.exposeString('status', {
      description: 'Where the prospect stands in the sequence; `pending` before launch.',
    }),
    lead: t.field({
      type: LeadRef,
      nullable: true,
      description: 'The lead that the prospect was made from; null once that is deleted.',
      authScopes: { scope: 'leads:read' },
      resolve: ({ leadId }, _args, { loaders }) => (leadId === null ? null : loaders.lead.byId.load(leadId)),
    }),
    email: t.exposeString('email', { nullable: true, description: 'Email address.' }),
    linkedinUrl: t.exposeString('linkedinUrl', { nullable: true, description: 'LinkedIn profile.' }),
    firstName: t.exposeString('firstName', { nullable: true, description: 'Given name.' }),
    lastName: t.exposeString('lastName', { nullable: true, description: 'Family name.' }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'Full name; follows first and last name unless given.',
    }),
    company: t.exposeString('company', { nullable: true, description: 'Name of the company.' }),
    position: t.exposeString('position', { nullable: true, description: 'Job title.' }),
    headline: t.exposeString('headline', { nullable: true, description: 'How they describe themselves in a line.' }),
    customFields: t.expose('customFields', { type: 'JSONObject', description: 'Further values for the messages.' }),
    source: t.exposeString('source', { nullable: true, description: 'Where the prospect came from: `lead`.' }),
    sourceRef: t.exposeString('sourceRef', { nullable: true, description: 'Its id there.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added to the campaign.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
    bouncedAt: t.expose('bouncedAt', { type: 'DateTime', nullable: true, description: 'When a message bounced.' }),
    repliedAt: t.expose('repliedAt', { type: 'DateTime', nullable: true, description: 'When they replied.' }),
    currentNodeId: t.expose('currentNodeId', {
      type: 'UUID',
      nullable: true,
      description: 'The step of the sequence they are at.',
    }),
  }),
});

const [prospectConnection, prospectEdge] = connectionTypes('CampaignProspect', 'prospects');
const CampaignProspectConnectionRef = builder.connectionObject(
  { type: CampaignProspectRef, ...prospectConnection },
  prospectEdge,
);

CampaignRef.implement({
  description: 'A sequence of messages to prospects. What it sends can be edited until it is launched.',
  interfaces: [NodeRef],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    status: t.expose('status', { type: CampaignStatusRef, description: 'How far it has come.' }),
    prospects: t.field({
      type: CampaignProspectConnectionRef,
      description: 'Its prospects in the order they were added.',
      authScopes: { scope: 'campaigns:read' },
      args: t.arg.connectionArgs(),
      resolve: async (campaign, page, { loaders, maxPageSize }) =>
        toConnection(await loaders.campaign.prospectsOfCampaign(campaign.id, readPageRequest(page, maxPageSize))),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When it last changed, new prospects included.',
    }),
  }),
});

const [connection, edge] = connectionTypes('Campaign', 'campaigns');
const CampaignConnectionRef = builder.connectionObject({ type: CampaignRef, ...connection }, edge);

builder.objectField(LeadRef, 'prospects', (t) =>
  t.field({
    type: CampaignProspectConnectionRef,
    description: 'The prospects that were made from this lead, oldest first.',
    authScopes: { scope: 'campaigns:read' },
    args: t.arg.connectionArgs(),
    resolve: async (lead, page, { loaders, maxPageSize }) =>
      toConnection(await loaders.campaign.prospectsOfLead(lead, readPageRequest(page, maxPageSize))),
  }),
);

registerNode({
  typename: 'Campaign',
  scope: 'campaigns:read',
  idPattern: uuidPattern,
  load: (id, { loaders }) => loaders.campaign.byId.load(id),
});
registerNode({
  typename: 'CampaignProspect',
  scope: 'campaigns:read',
  idPattern: uuidPattern,
  load: (id, { loaders }) => loaders.campaign.prospectById.load(id),
});

const CampaignFilterRef = builder.inputType('CampaignFilter', {
  description: 'Which campaigns to list.',
  fields: (t) => ({
    status: t.field({ type: [CampaignStatusRef], description: 'Campaigns in one of these statuses.' }),
  }),
});

builder.queryFields((t) => ({
  campaign: t.field({
    type: CampaignRef,
    nullable: true,
    description: 'One campaign; null where your workspace has none of this id.',
    authScopes: { scope: 'campaigns:read' },
    args: { id: t.arg.id({ required: true, description: 'The campaign.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.campaign.byId.load(id),
  }),
  campaigns: t.field({
    type: CampaignConnectionRef,
    description: 'Campaigns, newest first.',
    authScopes: { scope: 'campaigns:read' },
    args: {
      filter: t.arg({ type: CampaignFilterRef, description: 'Which campaigns; all of them unless told.' }),
      ...t.arg.connectionArgs(),
    },
    resolve: async (_root, { filter, ...page }, { services, maxPageSize }) =>
      toConnection(await services.campaign.list(filter?.status ?? null, readPageRequest(page, maxPageSize))),
  }),
  campaignProspect: t.field({
    type: CampaignProspectRef,
    nullable: true,
    description: 'One prospect; null where your workspace has none of this id.',
    authScopes: { scope: 'campaigns:read' },
    args: { id: t.arg.id({ required: true, description: 'The prospect.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.campaign.prospectById.load(id),
  }),
}));
