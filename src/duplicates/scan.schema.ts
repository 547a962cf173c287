import { idempotencyKeyArg, keyErrors } from '../idempotency/idempotency.schema.ts';
import { LeadRef } from '../lead/lead.schema.ts';
import { builder } from '../schema/builder.ts';
import { resultUnion } from '../schema/errors.ts';
import { connectionTypes, toConnection } from '../schema/paging.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import { readPageRequest } from '../shared/paging.ts';
import { DuplicateReasonRef, scoreDescription } from './duplicate.schema.ts';
import { type DuplicatePair, type DuplicateScan, keptDays, maxPairs } from './scan.ts';

const StateRef = builder.enumType('DuplicateScanState', {
  description: 'How a scan stands.',
  values: {
    RUNNING: { value: 'running', description: 'At work, or about to begin.' },
    INTERRUPTED: {
      value: 'interrupted',
      description: 'Its gateway is gone; it goes on where it was as soon as one takes it up.',
    },
    DONE: { value: 'done', description: 'It has compared all leads.' },
    STOPPED: { value: 'stopped', description: 'Somebody stopped it; what it found stays.' },
  } as const,
});

const ProgressRef = builder.objectRef<{ done: number; total: number }>('DuplicateScanProgress').implement({
  description: 'How far a scan has come.',
  fields: (t) => ({
    done: t.exposeInt('done', { description: 'Leads that have been compared.' }),
    total: t.exposeInt('total', { description: 'Leads that there were at its start; `done` may end above or below.' }),
  }),
});

const PairRef = builder.objectRef<DuplicatePair>('DuplicatePair').implement({
  description: 'Two leads that may be the same.',
  fields: (t) => ({
    leads: t.field({
      type: [LeadRef],
      description: 'The two as they stand; those that have been deleted since are missing.',
      authScopes: { scope: 'leads:read' },
      resolve: async ({ leadIds }, _args, { loaders }) => {
        const found = await Promise.all(leadIds.map((id) => loaders.lead.byId.load(id)));
        return found.filter((lead) => lead !== null);
      },
    }),
    leadIds: t.exposeIDList('leadIds', { description: 'Their ids.' }),
    score: t.exposeFloat('score', { description: scoreDescription }),
    reasons: t.expose('reasons', { type: [DuplicateReasonRef], description: 'Why, what counts most first.' }),
  }),
});

const [connection, edge] = connectionTypes('DuplicatePair', 'pairs');
const PairConnectionRef = builder.connectionObject({ type: PairRef, ...connection }, edge);

const ScanRef = builder.objectRef<DuplicateScan>('DuplicateScan').implement({
  description: `A search of all leads for pairs that may be the same. It is kept for ${keptDays} days.`,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID.' }),
    state: t.expose('state', { type: StateRef, description: 'How it stands.' }),
    progress: t.field({ type: ProgressRef, description: 'How far it has come.', resolve: (scan) => scan }),
    minScore: t.exposeFloat('minScore', { description: 'Pairs that score less are left out.' }),
    pairs: t.field({
      type: PairConnectionRef,
      description: `What it has found so far, the likeliest first; the best ${maxPairs} are kept.`,
      authScopes: { scope: 'leads:read' },
      args: t.arg.connectionArgs(),
      resolve: async ({ id }, page, { services, maxPageSize }) =>
        toConnection(await services.duplicates.listPairs(id, readPageRequest(page, maxPageSize))),
    }),
    truncated: t.exposeBoolean('truncated', { description: 'Whether it found more pairs than are kept.' }),
    tooCommon: t.exposeStringList('tooCommon', {
      description: 'Up to 50 things that more than 200 leads share each, which were not followed.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it is forgotten.' }),
  }),
});

builder.queryField('duplicateScan', (t) =>
  t.field({
    type: ScanRef,
    nullable: true,
    description: 'A scan for duplicates, the latest unless told; null where your workspace has none.',
    authScopes: { scope: 'leads:read' },
    args: { id: t.arg.id({ description: 'The scan.' }) },
    resolve: (_root, { id }, { services }) => services.duplicates.findScan(id ?? null),
  }),
);

const ScanPayloadRef = builder.objectRef<{ scan: DuplicateScan }>('DuplicateScanPayload').implement({
  description: 'The scan.',
  fields: (t) => ({ scan: t.expose('scan', { type: ScanRef, description: 'The scan as it stands.' }) }),
});

builder.mutationFields((t) => ({
  startDuplicateScan: t.field({
    type: resultUnion('StartDuplicateScanResult', ScanPayloadRef, [InvalidInputError, NotFoundError, ...keyErrors]),
    description:
      'Begins to compare all leads in the background. A workspace has one scan at a time: while one runs, it is answered as it is. NotFoundError is the answer to a replay whose scan has been forgotten since.',
    authScopes: { scope: 'leads:write' },
    args: {
      minScore: t.arg.float({ defaultValue: 0.5, description: 'Leave out pairs that score less, 0.3 to 1.' }),
      idempotencyKey: idempotencyKeyArg(t.arg),
    },
    resolve: async (_root, { minScore, idempotencyKey }, { services }) => ({
      scan: await services.duplicates.startScan(minScore ?? 0.5, idempotencyKey),
    }),
  }),
  stopDuplicateScan: t.field({
    type: resultUnion('StopDuplicateScanResult', ScanPayloadRef, [InvalidInputError, NotFoundError]),
    description: 'Ends a scan; what it has found stays. One that has ended stays as it is.',
    authScopes: { scope: 'leads:write' },
    args: { id: t.arg.id({ required: true, description: 'The scan.' }) },
    resolve: async (_root, { id }, { services }) => ({ scan: await services.duplicates.stopScan(id) }),
  }),
}));
