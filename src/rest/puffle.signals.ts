import * as z from 'zod';
import { setSignalStatusesRules, signalStatuses } from '../signal/signal.ts';
import { signalExample, signalLeadExample, updateSignalLeadsExample } from './examples.ts';
import {
  pageShape,
  signalLeadShape,
  signalShape,
  toPageAnswer,
  toSignalAnswer,
  toSignalLeadAnswer,
} from './puffle.shapes.ts';
import { puffle } from './puffle.ts';
import { listParameter, pageParameters, pageRequestOf, textParameter, textsParameter, timeParameter } from './query.ts';
import { defineRoute, noBody, nothing } from './route.ts';

const tag = 'Signals';
const item = setSignalStatusesRules.shape.items.element;

/** Our rules, but for a status that is missing or none: Puffle answers per item, so that one spoils no other. */
const updateSignalLeadsBody = z
  .object({ items: z.array(item.extend({ status: item.shape.status.optional().catch(undefined) })) })
  .superRefine(({ items }, context) => {
    const withStatuses = items.map(({ entityId, status }) => ({ entityId, status: status ?? signalStatuses[0] }));
    const result = setSignalStatusesRules.safeParse({ items: withStatuses });
    for (const issue of result.error?.issues ?? []) context.addIssue({ ...issue });
  });

const outcomeShape = z.object({
  updated: z.array(z.string()).describe('The ids of the entities that have the status now.'),
  errors: z
    .array(
      z.object({
        id: z.string().describe('The id, as given.'),
        error: z
          .enum(['not_found', 'invalid_id', 'invalid_status'])
          .describe('`not_found` for unknown and foreign ids, `invalid_id` for what is no UUID.'),
      }),
    )
    .describe('The items that were left out, and why.'),
});

export const signalRoutes = [
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/signals/leads',
      dialect: puffle,
      scope: 'signals:write',
      params: nothing,
      query: nothing,
      body: updateSignalLeadsBody,
      documentedBody: setSignalStatusesRules.meta({
        id: 'UpdateSignalLeads',
        description: 'Statuses to set. A repeated id counts once; its last status wins.',
      }),
      tag,
      operationId: 'updateSignalLeads',
      summary: 'Update signal leads',
      description:
        'Sets the workflow status of people and companies that signals speak of, each by itself. The status is kept ' +
        'with the entity, so every signal that refers to it shows the new one. Any status may follow any other.',
      bodyExamples: { 'Two entities': updateSignalLeadsExample },
      answers: {
        200: {
          description: 'What became of each item.',
          shape: outcomeShape,
          example: { updated: [signalLeadExample.id], errors: [{ id: signalExample.id, error: 'not_found' }] },
        },
      },
      failures: ['INVALID_INPUT'],
    },
    async ({ body }, { services }) => {
      const items = body.items.flatMap(({ entityId, status }) => (status === undefined ? [] : [{ entityId, status }]));
      const refused = body.items.filter(({ status }) => status === undefined).map(({ entityId }) => entityId);
      const { updated, errors } = await services.signal.setStatuses({ items });
      const withoutStatus = [...new Set(refused)].map((id) => ({ id, error: 'invalid_status' }));
      return { status: 200, body: { updated, errors: [...errors, ...withoutStatus] } };
    },
  ),

  defineRoute(
    {
      method: 'GET',
      path: '/api/signals/leads',
      dialect: puffle,
      scope: 'signals:read',
      params: nothing,
      query: z.strictObject({
        ...pageParameters,
        type: z.enum(['person', 'company']).optional().describe('People or companies.'),
        status: listParameter(signalStatuses, 'One of these statuses, separated by commas.'),
      }),
      body: noBody,
      tag,
      operationId: 'listSignalLeads',
      summary: 'List signal leads',
      description: 'A page of the people and companies that signals speak of, newest first.',
      answers: {
        200: {
          description: 'A page of entities.',
          shape: pageShape('leads', signalLeadShape, 'The entities of this page.'),
          example: { leads: [signalLeadExample], nextCursor: null },
        },
      },
      failures: ['INVALID_INPUT'],
    },
    async ({ query }, session) => {
      const filter = { type: query.type, status: query.status };
      const page = await session.services.signal.listEntities(filter, pageRequestOf(query, session));
      const rows = page.edges.map(({ node }) => toSignalLeadAnswer(node));
      return { status: 200, body: toPageAnswer('leads', page, rows) };
    },
  ),

  defineRoute(
    {
      method: 'GET',
      path: '/api/signals',
      dialect: puffle,
      scope: 'signals:read',
      params: nothing,
      query: z.strictObject({
        ...pageParameters,
        kind: textsParameter(100, 'One of these kinds, separated by commas.'),
        entity_id: textParameter(100, 'Signals that speak of this entity, in either role.'),
        entity_status: listParameter(signalStatuses, 'The company or the person has one of these statuses.'),
        occurred_from: timeParameter('Happened at this time or later.'),
        occurred_to: timeParameter('Happened before this time.'),
      }),
      body: noBody,
      tag,
      operationId: 'listSignals',
      summary: 'List signals',
      description: 'A page of signals, latest first, with the statuses of the company and the person they speak of.',
      answers: {
        200: {
          description: 'A page of signals.',
          shape: pageShape('signals', signalShape, 'The signals of this page.'),
          example: { signals: [signalExample], nextCursor: null },
        },
      },
      failures: ['INVALID_INPUT'],
    },
    async ({ query }, { services, loaders, maxPageSize }) => {
      const filter = {
        kind: query.kind,
        entityId: query.entity_id,
        entityStatus: query.entity_status,
        occurredAt: { from: query.occurred_from, to: query.occurred_to },
      };
      const page = await services.signal.list(filter, pageRequestOf(query, { maxPageSize }));
      const entity = (id: string | null) => (id === null ? null : loaders.signal.entityById.load(id));
      const rows = await Promise.all(
        page.edges.map(async ({ node }) => {
          const [company, person] = await Promise.all([entity(node.entityId), entity(node.personEntityId)]);
          return toSignalAnswer(node, company, person);
        }),
      );
      return { status: 200, body: toPageAnswer('signals', page, rows) };
    },
  ),
];
