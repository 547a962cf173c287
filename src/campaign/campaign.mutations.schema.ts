import { idempotencyKeyArg, keyErrors } from '../idempotency/idempotency.schema.ts';
import { builder } from '../schema/builder.ts';
import { ErrorRef, ItemErrorRef, resultUnion } from '../schema/errors.ts';
import { inputRules } from '../schema/input-rules.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import type { ItemError } from '../shared/items.ts';
import { CampaignNotDraftError, ProspectConflictError } from './campaign.errors.ts';
import { CampaignProspectRef, CampaignRef, CampaignStatusRef } from './campaign.schema.ts';
import {
  addCampaignLeadsRules,
  type Campaign,
  createCampaignRules,
  type Prospect,
  updateCampaignLeadRules,
} from './campaign.ts';

builder.objectType(CampaignNotDraftError, {
  name: 'CampaignNotDraftError',
  description: 'The campaign has left its draft, so its prospects are locked.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    status: t.expose('status', { type: CampaignStatusRef, description: 'How far the campaign has come.' }),
  }),
});

builder.objectType(ProspectConflictError, {
  name: 'ProspectConflictError',
  description: 'Another prospect of the campaign has this email or LinkedIn profile.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    prospect: t.expose('prospect', { type: CampaignProspectRef, description: 'That other prospect.' }),
  }),
});

const CreateCampaignInputRef = builder.inputType('CreateCampaignInput', {
  description: 'A campaign to create.',
  validate: inputRules(createCampaignRules),
  fields: (t) => ({ name: t.string({ required: true, description: 'Its name.' }) }),
});

const AddCampaignLeadsInputRef = builder.inputType('AddCampaignLeadsInput', {
  description: 'People to add to a draft.',
  validate: inputRules(addCampaignLeadsRules),
  fields: (t) => ({
    campaignId: t.field({ type: 'UUID', required: true, description: 'The campaign.' }),
    leadIds: t.idList({ required: true, description: 'The leads, 1 to 1000; persons only.' }),
  }),
});

const CampaignLeadUpdatesRef = builder.inputType('CampaignLeadUpdates', {
  description: 'The fields of a prospect to change: absent keeps, null clears.',
  fields: (t) => ({
    email: t.string({ description: 'Email address, one of a kind in the campaign.' }),
    linkedinUrl: t.string({ description: 'LinkedIn profile, one of a kind in the campaign.' }),
    firstName: t.string({ description: 'Given name.' }),
    lastName: t.string({ description: 'Family name.' }),
    name: t.string({ description: 'Full name; follows first and last name unless given.' }),
    company: t.string({ description: 'Name of the company.' }),
    position: t.string({ description: 'Job title.' }),
    headline: t.string({ description: 'How they describe themselves in a line.' }),
  }),
});

const UpdateCampaignLeadInputRef = builder.inputType('UpdateCampaignLeadInput', {
  description: 'A change of a prospect of a draft.',
  validate: inputRules(updateCampaignLeadRules),
  fields: (t) => ({
    campaignId: t.field({ type: 'UUID', required: true, description: 'The campaign.' }),
    prospectId: t.field({ type: 'UUID', required: true, description: 'The prospect.' }),
    updates: t.field({ type: CampaignLeadUpdatesRef, required: true, description: 'The fields to change.' }),
  }),
});

const CampaignActionInputRef = builder.inputType('CampaignActionInput', {
  description: 'A campaign to launch or to pause.',
  fields: (t) => ({ campaignId: t.field({ type: 'UUID', required: true, description: 'The campaign.' }) }),
});

const CampaignActionPayloadRef = builder.objectRef<{ campaign: Campaign }>('CampaignActionPayload').implement({
  description: 'The campaign after the change.',
  fields: (t) => ({
    campaign: t.expose('campaign', { type: CampaignRef, description: 'The campaign as it stands now.' }),
  }),
});

const CreateCampaignPayloadRef = builder.objectRef<{ campaign: Campaign }>('CreateCampaignPayload').implement({
  description: 'The new campaign.',
  fields: (t) => ({ campaign: t.expose('campaign', { type: CampaignRef, description: 'The new campaign, a draft.' }) }),
});

const AddCampaignLeadsPayloadRef = builder
  .objectRef<{ prospects: Prospect[]; errors: ItemError[] }>('AddCampaignLeadsPayload')
  .implement({
    description: 'What became of the leads.',
    fields: (t) => ({
      prospects: t.expose('prospects', {
        type: [CampaignProspectRef],
        description: 'The prospects made, in the order of the leads.',
      }),
      errors: t.expose('errors', { type: [ItemErrorRef], description: 'Leads that were left out, and why.' }),
    }),
  });

const UpdateCampaignLeadPayloadRef = builder.objectRef<{ prospect: Prospect }>('UpdateCampaignLeadPayload').implement({
  description: 'The prospect after the change.',
  fields: (t) => ({
    prospect: t.expose('prospect', { type: CampaignProspectRef, description: 'The prospect as it stands now.' }),
  }),
});

const CampaignActionResultRef = resultUnion('CampaignActionResult', CampaignActionPayloadRef, [
  InvalidInputError,
  NotFoundError,
]);

builder.mutationFields((t) => ({
  createCampaign: t.field({
    type: resultUnion('CreateCampaignResult', CreateCampaignPayloadRef, [InvalidInputError, ...keyErrors]),
    description: 'Creates a campaign as a draft.',
    authScopes: { scope: 'campaigns:write' },
    args: {
      input: t.arg({ type: CreateCampaignInputRef, required: true, description: 'The campaign.' }),
      idempotencyKey: idempotencyKeyArg(t.arg),
    },
    resolve: async (_root, { input, idempotencyKey }, { services, loaders }) => {
      const campaign = await services.campaign.create(input, idempotencyKey);
      loaders.campaign.byId.clear(campaign.id).prime(campaign.id, campaign);
      return { campaign };
    },
  }),
  addCampaignLeads: t.field({
    type: resultUnion('AddCampaignLeadsResult', AddCampaignLeadsPayloadRef, [
      InvalidInputError,
      NotFoundError,
      CampaignNotDraftError,
      ...keyErrors,
    ]),
    description: 'Adds people to a draft, each by itself; nobody is in a campaign twice.',
    authScopes: { everyScope: ['campaigns:write', 'leads:read'] },
    args: {
      input: t.arg({ type: AddCampaignLeadsInputRef, required: true, description: 'The campaign and the leads.' }),
      idempotencyKey: idempotencyKeyArg(t.arg),
    },
    resolve: async (_root, { input, idempotencyKey }, { services, loaders }) => {
      const added = await services.campaign.addLeads(input, idempotencyKey);
      loaders.campaign.byId.clear(input.campaignId);
      for (const prospect of added.prospects) {
        loaders.campaign.prospectById.clear(prospect.id).prime(prospect.id, prospect);
      }
      return added;
    },
  }),
  updateCampaignLead: t.field({
    type: resultUnion('UpdateCampaignLeadResult', UpdateCampaignLeadPayloadRef, [
      InvalidInputError,
      NotFoundError,
      CampaignNotDraftError,
      ProspectConflictError,
    ]),
    description: 'Edits a prospect while its campaign is a draft.',
    authScopes: { scope: 'campaigns:write' },
    args: {
      input: t.arg({ type: UpdateCampaignLeadInputRef, required: true, description: 'The prospect and the changes.' }),
    },
    resolve: async (_root, { input }, { services, loaders }) => {
      const prospect = await services.campaign.updateLead(input);
      loaders.campaign.prospectById.clear(prospect.id).prime(prospect.id, prospect);
      return { prospect };
    },
  }),
  launchCampaign: t.field({
    type: CampaignActionResultRef,
    description: 'Launches a draft, or resumes a paused campaign. From then on its prospects are locked.',
    authScopes: { scope: 'campaigns:write' },
    args: { input: t.arg({ type: CampaignActionInputRef, required: true, description: 'The campaign.' }) },
    resolve: async (_root, { input }, { services, loaders }) => {
      const campaign = await services.campaign.launch(input.campaignId);
      loaders.campaign.byId.clear(campaign.id).prime(campaign.id, campaign);
      return { campaign };
    },
  }),
  pauseCampaign: t.field({
    type: CampaignActionResultRef,
    description: 'Pauses an active campaign. Its prospects stay locked.',
    authScopes: { scope: 'campaigns:write' },
    args: { input: t.arg({ type: CampaignActionInputRef, required: true, description: 'The campaign.' }) },
    resolve: async (_root, { input }, { services, loaders }) => {
      const campaign = await services.campaign.pause(input.campaignId);
      loaders.campaign.byId.clear(campaign.id).prime(campaign.id, campaign);
      return { campaign };
    },
  }),
}));
