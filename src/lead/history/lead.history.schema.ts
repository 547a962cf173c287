import type { ObjectFieldBuilder } from '@pothos/core';
import { builder, type GatewaySchemaTypes } from '../../schema/builder.ts';
import { connectionTypes, toConnection } from '../../schema/paging.ts';
import { pageOf } from '../../shared/list-page.ts';
import { readPageRequest } from '../../shared/paging.ts';
import { ActorRef } from '../../workspace/workspace.schema.ts';
import { IdentityKeyRef, LeadRef } from '../lead.schema.ts';
import type { Difference } from './lead.differences.ts';
import type { LeadChange, LeadHistoryEntry } from './lead.history.ts';

export const LeadChangeRef = builder.objectRef<LeadChange>('LeadChange').implement({
  description: 'What a write did to one value of a lead.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description: 'The way from the lead to the value: `["title"]`, `["metadata", "crm", "owner"]`.',
    }),
    before: t.expose('before', {
      type: 'JSON',
      nullable: true,
      description: 'The value until then; null where there was none. Of `lists`, only those joined are told.',
    }),
    after: t.expose('after', {
      type: 'JSON',
      nullable: true,
      description: 'The value from then on; null where it went.',
    }),
    known: t.exposeBoolean('known', {
      description: 'False where `before` or `after` is null because the change was too large to be kept.',
    }),
  }),
});

export const LeadDifferenceRef = builder.objectRef<Difference>('LeadDifference').implement({
  description: 'A value of a lead that you, or others meanwhile, have changed.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'The way from the lead to the value.' }),
    base: t.expose('base', {
      type: 'JSON',
      nullable: true,
      description: 'The value at the version that you expected; null where there was none, and where it is not known.',
    }),
    yours: t.expose('yours', { type: 'JSON', nullable: true, description: 'The value as you would have it.' }),
    theirs: t.expose('theirs', { type: 'JSON', nullable: true, description: 'The value as it stands now.' }),
    baseKnown: t.exposeBoolean('baseKnown', {
      description: 'Whether the history still has the value of that version.',
    }),
  }),
});

/** The changes of a write, for its payload. */
export function changesField<T extends { changes: () => LeadChange[] }>(t: ObjectFieldBuilder<GatewaySchemaTypes, T>) {
  return t.field({
    type: [LeadChangeRef],
    description: 'What the write changed, value by value; empty where the lead had it all.',
    resolve: (parent) => parent.changes(),
  });
}

const WriteOutcomeRef = builder.enumType('LeadWriteOutcome', {
  description: 'What a write did to a lead.',
  values: {
    CREATED: { value: 'created', description: 'It made the lead.' },
    MERGED: { value: 'merged', description: 'createLead found the lead by an identifier and added to it.' },
    UPDATED: { value: 'updated', description: 'updateLead changed it.' },
    MERGED_LEADS: { value: 'merged leads', description: 'mergeLeads made other leads part of it.' },
    UNMERGED_LEADS: { value: 'unmerged leads', description: 'unmergeLead took them out of it again.' },
    RESTORED: { value: 'restored', description: 'unmergeLead brought it back, as it was before it was merged.' },
    REKEYED: { value: 'rekeyed', description: 'Its identity keys followed a change of the workspace’s rules.' },
  } as const,
});

export const DoorRef = builder.enumType('Door', {
  description: 'The way a write came in.',
  values: {
    GRAPHQL: { value: 'graphql', description: 'A GraphQL mutation.' },
    REST: { value: 'rest', description: 'A REST call.' },
    IMPORT: { value: 'import', description: 'The import of a file.' },
    SYSTEM: { value: 'system', description: 'Leadgraph itself: sample data, repairs.' },
  } as const,
});

const LeadHistoryEntryRef = builder.objectRef<LeadHistoryEntry>('LeadHistoryEntry').implement({
  description: 'A write that changed a lead.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'One of a kind within the lead.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was.' }),
    version: t.exposeInt('version', { description: 'The version of the lead that it made.' }),
    outcome: t.expose('outcome', { type: WriteOutcomeRef, description: 'What it did.' }),
    door: t.field({ type: DoorRef, description: 'The way it came in.', resolve: ({ author }) => author.door }),
    actor: t.field({
      type: ActorRef,
      nullable: true,
      description: 'Who made it; null where Leadgraph did by itself.',
      resolve: ({ author }) => author.actor,
    }),
    source: t.exposeString('source', {
      nullable: true,
      description:
        'Where what it brought came from, as in `Lead.provenance`; null for a merge, which only moves values.',
    }),
    matchedKeys: t.expose('matchedKeys', {
      type: [IdentityKeyRef],
      description: 'The identifiers that a merge found the lead by; empty for other writes.',
    }),
    changes: t.expose('changes', { type: [LeadChangeRef], description: 'What it changed, value by value.' }),
  }),
});

const [connection, edge] = connectionTypes('LeadHistory', 'writes');
export const LeadHistoryConnectionRef = builder.connectionObject({ type: LeadHistoryEntryRef, ...connection }, edge);

builder.objectField(LeadRef, 'history', (t) =>
  t.field({
    type: LeadHistoryConnectionRef,
    description: 'The latest writes that changed the lead, the newest first; how many it remembers is a setting.',
    authScopes: { scope: 'leads:read' },
    args: t.arg.connectionArgs(),
    resolve: async ({ id }, page, { loaders, maxPageSize }) => {
      const entries = (await loaders.lead.historyById.load(id))?.history ?? [];
      return toConnection(pageOf(entries, 'history', ({ version }) => version, readPageRequest(page, maxPageSize)));
    },
  }),
);
