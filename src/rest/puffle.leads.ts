import * as z from 'zod';
import type { Lead } from '../lead/lead.ts';
import { NotFoundError } from '../shared/errors.ts';
import { createLeadExample, leadExample, updateLeadExample } from './examples.ts';
import {
  createLeadBody,
  creationOptionsOf,
  creationQuery,
  leadFilterOf,
  leadOrderOf,
  leadsQuery,
  updateLeadBody,
} from './puffle.leads.rules.ts';
import { type LeadAnswer, leadShape, pageShape, toLeadAnswer, toPageAnswer } from './puffle.shapes.ts';
import { puffle } from './puffle.ts';
import { pageRequestOf } from './query.ts';
import { defineRoute, noBody, nothing, type Session } from './route.ts';

const tag = 'Leads';
const leadAnswer = z.object({ lead: leadShape });

/** A lead with the lists that it is on. */
export async function showLead(lead: Lead, { loaders }: Session): Promise<LeadAnswer> {
  const lists = await Promise.all(lead.listIds.map((id) => loaders.list.load(id)));
  return toLeadAnswer(
    lead,
    lists.filter((list) => list !== null),
  );
}

export const leadRoutes = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/leads',
      dialect: puffle,
      scope: 'leads:write',
      idempotent: true,
      params: nothing,
      query: creationQuery,
      body: createLeadBody,
      tag,
      operationId: 'createLead',
      summary: 'Create a lead',
      description:
        'Creates a lead, or merges into the lead of that type that has one of its identifiers: an email address, a ' +
        'LinkedIn profile, the domain of a company, the id in another system. What is given wins, null never clears, ' +
        'lists are united, `attributes` and `metadata` merge deeply. Lists named in `listIds` must exist; the lead is ' +
        'added to them and to no other.',
      bodyExamples: { 'A person': createLeadExample },
      answers: {
        200: { description: 'An existing lead was reused.', shape: leadAnswer, example: { lead: leadExample } },
        201: { description: 'The lead was created.', shape: leadAnswer, example: { lead: leadExample } },
      },
      failures: ['INVALID_INPUT', 'IDENTITY_CONFLICT', 'IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'],
    },
    async ({ query, body }, session) => {
      const { lead, outcome } = await session.services.lead.create(body, null, creationOptionsOf(query));
      return { status: outcome === 'created' ? 201 : 200, body: { lead: await showLead(lead, session) } };
    },
  ),

  defineRoute(
    {
      method: 'PATCH',
      path: '/api/leads',
      dialect: puffle,
      scope: 'leads:write',
      params: nothing,
      query: nothing,
      body: updateLeadBody,
      tag,
      operationId: 'updateLead',
      summary: 'Update a lead',
      description:
        'Changes the fields that are given: absent keeps, null clears, lists are replaced, `attributes` and `metadata` ' +
        'merge deeply (null removes a key). Neither the type nor the lists of a lead can be changed here.',
      bodyExamples: { 'Some fields': updateLeadExample },
      answers: { 200: { description: 'The lead.', shape: leadAnswer, example: { lead: leadExample } } },
      failures: ['INVALID_INPUT', 'NOT_FOUND', 'IDENTITY_CONFLICT', 'VERSION_CONFLICT'],
    },
    async ({ body }, session) => {
      const { lead } = await session.services.lead.update(body);
      return { status: 200, body: { lead: await showLead(lead, session) } };
    },
  ),

  defineRoute(
    {
      method: 'GET',
      path: '/api/leads',
      dialect: puffle,
      scope: 'leads:read',
      params: nothing,
      query: leadsQuery,
      body: noBody,
      tag,
      operationId: 'listLeads',
      summary: 'List leads',
      description: 'A page of leads; every filter that is given must hold.',
      answers: {
        200: {
          description: 'A page of leads.',
          shape: pageShape('leads', leadShape, 'The leads of this page.'),
          example: { leads: [leadExample], nextCursor: null },
        },
      },
      failures: ['INVALID_INPUT'],
    },
    async ({ query }, session) => {
      const page = await session.services.lead.list(
        leadFilterOf(query),
        leadOrderOf(query),
        pageRequestOf(query, session),
      );
      const rows = await Promise.all(page.edges.map(({ node }) => showLead(node, session)));
      return { status: 200, body: toPageAnswer('leads', page, rows) };
    },
  ),

  defineRoute(
    {
      method: 'GET',
      path: '/api/leads/{id}',
      dialect: puffle,
      scope: 'leads:read',
      params: z.object({ id: z.string().describe('The id of the lead.') }),
      query: nothing,
      body: noBody,
      tag,
      operationId: 'getLead',
      summary: 'Read a lead',
      description: 'One lead by its id.',
      answers: { 200: { description: 'The lead.', shape: leadAnswer, example: { lead: leadExample } } },
      failures: ['INVALID_INPUT', 'NOT_FOUND'],
    },
    async ({ params }, session) => {
      const lead = await session.loaders.lead.byId.load(params.id);
      if (lead === null) throw new NotFoundError('Lead', params.id);
      return { status: 200, body: { lead: await showLead(lead, session) } };
    },
  ),
];
