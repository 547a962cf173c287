import { builder } from '../schema/builder.ts';
import { NodeRef, registerNode } from '../schema/node.ts';
import { connectionTypes } from '../schema/paging.ts';
import { type IdentityKey, parseIdentityKeys } from './identity/identity.ts';
import { ContactKindRef, IdentityKindRef, LeadStatusRef, LeadTypeRef } from './lead.enums.schema.ts';
import {
  type Lead,
  type LeadCompany,
  type LeadContact,
  type LeadLocation,
  type LeadName,
  type LeadSource,
  primaryContact,
} from './lead.ts';

export const IdentityKeyRef = builder.objectRef<IdentityKey>('IdentityKey').implement({
  description: 'A canonical identifier. No two leads of a type in a workspace share one.',
  fields: (t) => ({
    kind: t.expose('kind', { type: IdentityKindRef, description: 'What kind of identifier this is.' }),
    value: t.exposeString('value', { description: 'The canonical form, the same for every spelling.' }),
  }),
});

const LeadNameRef = builder.objectRef<LeadName>('LeadName').implement({
  description: 'What a lead is called.',
  fields: (t) => ({
    full: t.exposeString('full', { description: 'The whole name.' }),
    short: t.exposeString('short', { nullable: true, description: 'A short or spoken form.' }),
    aliases: t.exposeStringList('aliases', { description: 'Other names it goes by.' }),
    first: t.exposeString('first', { nullable: true, description: 'Given name of a person.' }),
    last: t.exposeString('last', { nullable: true, description: 'Family name of a person.' }),
  }),
});

const LeadCompanyRef = builder.objectRef<LeadCompany>('LeadCompany').implement({
  description: 'The company that a person works for.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'Its name.' }),
    id: t.exposeID('id', {
      nullable: true,
      description: 'Its id, in Leadgraph (`lead_…`) or in the system it came from.',
    }),
    domain: t.exposeString('domain', { nullable: true, description: 'Its domain, as given.' }),
  }),
});

const LeadLocationRef = builder.objectRef<LeadLocation>('LeadLocation').implement({
  description: 'Where a lead is.',
  fields: (t) => ({
    city: t.exposeString('city', { nullable: true, description: 'City or town.' }),
    state: t.exposeString('state', { nullable: true, description: 'State, province or region.' }),
    country: t.exposeString('country', { nullable: true, description: 'Country, as given.' }),
    raw: t.exposeString('raw', { nullable: true, description: 'The place as one text, as the source had it.' }),
  }),
});

const LeadSocialRef = builder.objectRef<{ url: string }>('LeadSocial').implement({
  description: 'A profile elsewhere.',
  fields: (t) => ({ url: t.exposeString('url', { description: 'Its address, as given.' }) }),
});

const LeadContactRef = builder.objectRef<LeadContact>('LeadContact').implement({
  description: 'A way to reach a lead.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The address or number, as given.' }),
    kind: t.expose('kind', { type: ContactKindRef, description: 'What kind of address it is.' }),
  }),
});

const LeadSourceRef = builder.objectRef<LeadSource>('LeadSource').implement({
  description: 'The record of a lead in another system.',
  fields: (t) => ({
    provider: t.exposeString('provider', { nullable: true, description: 'The system: `apollo`, `hubspot` …' }),
    id: t.exposeString('id', { description: 'The id in that system, as given.' }),
  }),
});

export const LeadRef = builder.objectRef<Lead>('Lead').implement({
  description: 'A person or company to sell to, known by its identifiers however often and however spelled it arrives.',
  interfaces: [NodeRef],
  fields: (t) => ({
    type: t.expose('type', { type: LeadTypeRef, description: 'Person or company; never changes.' }),
    workspaceId: t.exposeID('workspaceId', { description: 'The workspace that the lead belongs to.' }),
    version: t.exposeInt('version', { description: 'Rises by one with each change; pass it as `expectedVersion`.' }),
    name: t.expose('name', { type: LeadNameRef, description: 'What the lead is called.' }),
    title: t.exposeString('title', { nullable: true, description: 'Job title of a person.' }),
    company: t.expose('company', {
      type: LeadCompanyRef,
      nullable: true,
      description: 'The company a person works for.',
    }),
    location: t.expose('location', { type: LeadLocationRef, nullable: true, description: 'Where the lead is.' }),
    socials: t.expose('socials', { type: [LeadSocialRef], description: 'Profiles elsewhere, LinkedIn among them.' }),
    contacts: t.expose('contacts', { type: [LeadContactRef], description: 'All ways to reach the lead.' }),
    email: t.string({
      nullable: true,
      description: 'The first email address among the contacts.',
      resolve: (lead) => primaryContact(lead, 'email'),
    }),
    phone: t.string({
      nullable: true,
      description: 'The first phone number among the contacts.',
      resolve: (lead) => primaryContact(lead, 'phone'),
    }),
    domain: t.exposeString('domain', { nullable: true, description: 'Domain of a company, as given.' }),
    industry: t.exposeString('industry', { nullable: true, description: 'Line of business.' }),
    size: t.exposeString('size', { nullable: true, description: 'Number of employees, as a range or as given.' }),
    status: t.expose('status', { type: LeadStatusRef, description: 'Where the lead stands with your team.' }),
    source: t.exposeString('source', { nullable: true, description: 'How the lead came in: `webinar`, `referral` …' }),
    sources: t.expose('sources', { type: [LeadSourceRef], description: 'Records of the lead in other systems.' }),
    attributes: t.expose('attributes', {
      type: 'JSONObject',
      description: 'Custom fields; updates merge deeply (RFC 7396).',
    }),
    metadata: t.expose('metadata', {
      type: 'JSONObject',
      description: 'Whatever you attach; updates merge deeply (RFC 7396).',
    }),
    raw: t.expose('raw', {
      type: 'JSONObject',
      nullable: true,
      description: 'The record as its source sent it last.',
    }),
    identityKeys: t.field({
      type: [IdentityKeyRef],
      description: 'The identifiers that this lead is known by.',
      resolve: (lead) => parseIdentityKeys(lead.identityKeys),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the lead was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the lead last changed.' }),
  }),
});

const [connection, edge] = connectionTypes('Lead', 'leads');
export const LeadConnectionRef = builder.connectionObject({ type: LeadRef, ...connection }, edge);

builder.objectField(LeadCompanyRef, 'lead', (t) =>
  t.field({
    type: LeadRef,
    nullable: true,
    description: 'The company lead of this id or domain, if the workspace has one.',
    authScopes: { scope: 'leads:read' },
    resolve: (company, _args, { loaders }) => loaders.lead.companyOf(company),
  }),
);

registerNode({
  typename: 'Lead',
  scope: 'leads:read',
  idPattern: /^lead_/i,
  load: (id, { loaders }) => loaders.lead.byId.load(id),
});
