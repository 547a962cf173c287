import * as z from 'zod';
import { updateLeadRules } from '../lead/lead.rules.ts';
import { type Lead, leadStatuses, primaryContact } from '../lead/lead.ts';
import { NotFoundError } from '../shared/errors.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { pollybotLeadExample, pollybotUpdateExamples } from './examples.ts';
import { pollybot } from './pollybot.ts';
import { defineRoute, noBody, nothing } from './route.ts';

const tag = 'Leads (PollyBot)';
const params = z.object({ leadId: z.string().describe('The id of the lead.') });

const { name, email, phone, status, source, metadata } = updateLeadRules.shape;

/** PollyBot's flat lead: its `name` is a text. */
const flatBody = z.object({ name: name.unwrap().unwrap().shape.full, email, phone, status, source, metadata });

const updateBody = flatBody
  // Once more by the rules of an update as a whole, which say what cannot be cleared. The id stands in the path.
  .transform(toUpdateInput)
  .pipe(updateLeadRules)
  .meta({
    id: 'PollyBotUpdateLead',
    description: 'The fields to change: absent keeps, null clears; `metadata` merges deeply.',
  });

function toUpdateInput({ name, ...fields }: z.output<typeof flatBody>): z.input<typeof updateLeadRules> {
  return { id: '', ...fields, ...(name === undefined ? {} : { name: { full: name } }) };
}

const leadShape = z
  .object({
    id: z.string().describe('The id, the same string in every API.'),
    name: z.string().describe('The whole name.'),
    email: z.string().nullable().describe('The first email address.'),
    phone: z.string().nullable().describe('The first phone number.'),
    source: z.string().nullable().describe('Where the lead came from.'),
    status: z.enum(leadStatuses).describe('Where the lead stands with your team.'),
    metadata: z.custom<JsonObject>(isJsonObject).describe('Your own values, by name.'),
    createdAt: z.iso.datetime().describe('When it was created.'),
    updatedAt: z.iso.datetime().describe('When it last changed.'),
    workspaceId: z.string().describe('The workspace that it belongs to.'),
  })
  .meta({ id: 'PollyBotLead', description: 'A lead as PollyBot shows it.' });

function toAnswer(lead: Lead): { success: true; data: z.output<typeof leadShape> } {
  return {
    success: true,
    data: {
      id: lead.id,
      name: lead.name.full,
      email: primaryContact(lead, 'email'),
      phone: primaryContact(lead, 'phone'),
      source: lead.source,
      status: lead.status,
      metadata: lead.metadata,
      createdAt: lead.createdAt.toISOString(),
      updatedAt: lead.updatedAt.toISOString(),
      workspaceId: lead.workspaceId,
    },
  };
}

const answers = {
  200: {
    description: 'The lead.',
    shape: z.object({ success: z.literal(true), data: leadShape }),
    example: { success: true, data: pollybotLeadExample },
  },
};

export const pollybotRoutes = [
  defineRoute(
    {
      method: 'PUT',
      path: '/api/v1/leads/{leadId}',
      dialect: pollybot,
      scope: 'leads:write',
      params,
      query: nothing,
      body: updateBody,
      tag,
      operationId: 'pollybotUpdateLead',
      summary: 'Update a lead',
      description:
        'Changes the fields that are given: absent keeps, null clears. `metadata` merges deeply: null removes a key, ' +
        'lists are replaced. Other fields are ignored.',
      bodyExamples: pollybotUpdateExamples,
      answers,
      failures: ['INVALID_INPUT', 'NOT_FOUND', 'IDENTITY_CONFLICT'],
    },
    async ({ params: { leadId }, body }, { services }) => {
      const { lead } = await services.lead.update({ ...body, id: leadId });
      return { status: 200, body: toAnswer(lead) };
    },
  ),

  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/leads/{leadId}',
      dialect: pollybot,
      scope: 'leads:read',
      params,
      query: nothing,
      body: noBody,
      tag,
      operationId: 'pollybotGetLead',
      summary: 'Read a lead',
      description: 'One lead by its id.',
      answers,
      failures: ['INVALID_INPUT', 'NOT_FOUND'],
    },
    async ({ params: { leadId } }, { loaders }) => {
      const lead = await loaders.lead.byId.load(leadId);
      if (lead === null) throw new NotFoundError('Lead', leadId);
      return { status: 200, body: toAnswer(lead) };
    },
  ),
];
