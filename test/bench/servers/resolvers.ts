import { readFileSync } from 'node:fs';
import { GraphQLDateTime, GraphQLJSON, GraphQLJSONObject, GraphQLUUID } from 'graphql-scalars';
import type { LeadDocument } from '../../../src/lead/lead.document.store.ts';
import type { CreateLeadInput, UpdateLeadInput } from '../../../src/lead/lead.rules.ts';
import type { SignalStatus } from '../../../src/signal/signal.ts';
import { toInnerInput } from '../data/inner.ts';
import {
  type CampaignRow,
  type Commands,
  type EntityRow,
  firstContact,
  type ListRow,
  type ProspectRow,
  pageCursor,
  shownKey,
  type Written,
} from './commands.ts';

/** The schema that Leadgraph publishes: the peers serve the same types. */
export const typeDefs = readFileSync(process.env.BENCH_SCHEMA ?? 'schema/schema.graphql', 'utf8');

const upper = (text: string) => text.toUpperCase();

/** Finds what an input's enum values are called inside. */
const inner = (input: CreateLeadInput) => toInnerInput(input) as unknown as CreateLeadInput;

/** What both peers resolve alike: everything but the links that are loaded in batches. */
export function resolversOver(
  commands: Commands,
  leadOf: (id: string, context: never) => Promise<LeadDocument | null>,
) {
  return {
    DateTime: GraphQLDateTime,
    UUID: GraphQLUUID,
    JSON: GraphQLJSON,
    JSONObject: GraphQLJSONObject,
    Query: {
      lead: (_root: unknown, { id }: { id: string }, context: never) => leadOf(id, context),
      leads: async (_root: unknown, { first }: { first: number }) => {
        const rows = await commands.newestLeads(first);
        const shown = rows.slice(0, first);
        const last = shown.at(-1);
        return {
          edges: shown.map((node) => ({ node })),
          pageInfo: {
            hasNextPage: rows.length > first,
            hasPreviousPage: false,
            endCursor: last === undefined ? null : pageCursor(last),
          },
        };
      },
    },
    Mutation: {
      createLead: async (_root: unknown, { input }: { input: CreateLeadInput }) => ({
        __typename: 'CreateLeadPayload',
        ...(await commands.createLead(inner(input))),
      }),
      updateLead: async (_root: unknown, { input }: { input: UpdateLeadInput }) => {
        const lead = await commands.updateLead(input);
        if (lead !== null) return { __typename: 'UpdateLeadPayload', lead };
        return {
          __typename: 'NotFoundError',
          code: 'NOT_FOUND',
          message: `Lead ${input.id} was not found`,
          id: input.id,
        };
      },
      setSignalStatuses: async (
        _root: unknown,
        { input }: { input: { items: { entityId: string; status: string }[] } },
      ) => {
        const wanted = new Map(
          input.items.map(({ entityId, status }) => [entityId, status.toLowerCase() as SignalStatus]),
        );
        const entities = await commands.setStatuses(wanted);
        const found = new Set(entities.map(({ _id }) => _id));
        return {
          __typename: 'SetSignalStatusesPayload',
          updated: [...found],
          errors: [...wanted.keys()].flatMap((id) => (found.has(id) ? [] : [{ id, error: 'not_found' }])),
          entities,
        };
      },
    },
    CreateLeadPayload: {
      outcome: ({ outcome }: Written) => upper(outcome),
      matchedKeys: ({ matched }: Written) => matched.flatMap((key) => shownKey(key) ?? []),
    },
    Lead: {
      id: ({ _id }: LeadDocument) => `lead_${_id.toHexString()}`,
      type: ({ type }: LeadDocument) => upper(type),
      status: ({ status }: LeadDocument) => upper(status),
      email: (lead: LeadDocument) => firstContact(lead, 'email'),
      phone: (lead: LeadDocument) => firstContact(lead, 'phone'),
      identityKeys: ({ identityKeys }: LeadDocument) => identityKeys.flatMap((key) => shownKey(key) ?? []),
    },
    LeadContact: { kind: ({ kind }: { kind: string }) => upper(kind) },
    LeadList: { id: ({ _id }: ListRow) => `list_${_id.toHexString()}` },
    CampaignProspect: { id: ({ _id }: ProspectRow) => _id },
    Campaign: { id: ({ _id }: CampaignRow) => _id, status: ({ status }: CampaignRow) => upper(status) },
    SignalEntity: { id: ({ _id }: EntityRow) => _id, status: ({ status }: EntityRow) => upper(status) },
  };
}
