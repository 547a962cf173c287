import type { Collection, Db, Document, Filter } from 'mongodb';
import type { LeadType } from '../lead/identity/identity.ts';
import { findByIds } from '../mongo/by-id.ts';
import { duplicatePositions } from '../mongo/duplicate-key.ts';
import type { IndexSpec } from '../mongo/indexes.ts';
import { type KeysetOrder, planPage, toPage, uuidIds } from '../mongo/keyset.ts';
import { findPagesByParent, type ParentPage } from '../mongo/keyset-lookup.ts';
import { aggregateAll } from '../mongo/read-all.ts';
import { parseUuid } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import type { Signal, SignalFilter } from './signal.ts';

interface SignalDocument extends Omit<Signal, 'id'> {
  _id: string;
  workspaceId: string;
  /** Company and person, whichever there are: what an entity finds its signals by. */
  entityIds: string[];
}

export const signalIndexes: IndexSpec[] = [
  { key: { workspaceId: 1, occurredAt: 1, _id: 1 } },
  { key: { workspaceId: 1, kind: 1, occurredAt: 1, _id: 1 } },
  { key: { workspaceId: 1, entityIds: 1, occurredAt: 1, _id: 1 } },
].map((spec) => ({ collection: 'signals', ...spec }));

const latestFirst: KeysetOrder = { name: 'signal', field: 'occurredAt', kind: 'date', direction: -1 };

/** From a lead, given as its type and identity keys, to the entities that share one of them. */
const entitiesOfLead = (workspaceId: string): Document[] => [
  {
    $lookup: {
      from: 'entities',
      localField: 'value.keys',
      foreignField: 'identityKeys',
      let: { type: '$value.type' },
      pipeline: [{ $match: { workspaceId, $expr: { $eq: ['$type', '$$type'] } } }, { $project: { _id: 1 } }],
      as: 'entities',
    },
  },
  { $project: { parent: 1, value: '$entities._id' } },
];

export type SignalStore = ReturnType<typeof createSignalStore>;

/** All of MongoDB for signals. */
export function createSignalStore(db: Db) {
  const signals: Collection<SignalDocument> = db.collection('signals');
  const children = { collection: 'signals', foreignField: 'entityIds', order: latestFirst, ids: uuidIds };

  async function find(workspaceId: string, ids: readonly string[]): Promise<Signal[]> {
    const _ids = ids.flatMap((id) => parseUuid(id) ?? []);
    return (await findByIds(signals, workspaceId, _ids)).map(toSignal);
  }

  return {
    /**
     * Inserts signals; answers them as they are stored. Those that an earlier try of the same run has inserted stay as
     * they are: one command more. Index: _id.
     */
    async insertMany(workspaceId: string, added: readonly Signal[]): Promise<Signal[]> {
      const documents = added.map(({ id, ...fields }) => ({
        _id: id,
        workspaceId,
        ...fields,
        entityIds: [fields.entityId, fields.personEntityId].filter((entityId) => entityId !== null),
      }));
      try {
        await signals.insertMany(documents, { ordered: false });
        return [...added];
      } catch (error) {
        const known = duplicatePositions(error).flatMap((position) => added[position]?.id ?? []);
        const stored = new Map((await find(workspaceId, known)).map((signal) => [signal.id, signal]));
        return added.map((signal) => stored.get(signal.id) ?? signal);
      }
    },

    /** Signals by id, in no particular order. Index: _id. */
    findByIds: find,

    /** One page of signals, latest first. Index: workspaceId, [kind or entityIds,] occurredAt. */
    async findPage(workspaceId: string, filter: SignalFilter, request: PageRequest): Promise<Page<Signal>> {
      const plan = planPage(latestFirst, uuidIds, request);
      const matching: Document[] = [{ $match: conditions(workspaceId, filter) }];
      const ofStatus = filter.entityStatus ? withStatus(workspaceId, filter.entityStatus) : [];
      const rows: SignalDocument[] = await aggregateAll(
        signals,
        [...matching, { $match: plan.filter }, { $sort: plan.sort }, ...ofStatus, { $limit: plan.limit }],
        { batchSize: plan.limit + 1 },
      );
      const count = async () => {
        const counted = await signals.aggregate([...matching, ...ofStatus, { $count: 'count' }]).toArray();
        return Number(counted[0]?.count ?? 0);
      };
      return toPage(latestFirst, uuidIds, request, rows, toSignal, count);
    },

    /** The signals of several entities, in either role, latest first: one command. Index: workspaceId, entityIds. */
    async findPagesByEntity(
      workspaceId: string,
      ids: readonly string[],
      request: PageRequest,
    ): Promise<ParentPage<Signal>> {
      const parents = ids.map((id) => [id, id] as const);
      return findPagesByParent(db, { ...children, filter: { workspaceId }, parents, request }, toSignal);
    },

    /** The signals of several leads, through the entities that share an identity key with them: one command. */
    async findPagesByLead(
      workspaceId: string,
      leads: readonly { id: string; type: LeadType; identityKeys: string[] }[],
      request: PageRequest,
    ): Promise<ParentPage<Signal>> {
      const parents = leads.map(({ id, type, identityKeys }) => [id, { type, keys: identityKeys }] as const);
      const via = entitiesOfLead(workspaceId);
      return findPagesByParent(db, { ...children, filter: { workspaceId }, parents, via, request }, toSignal);
    },
  };
}

function conditions(workspaceId: string, { kind, entityId, occurredAt }: SignalFilter): Filter<SignalDocument> {
  const range = {
    ...(occurredAt?.from ? { $gte: occurredAt.from } : {}),
    ...(occurredAt?.to ? { $lt: occurredAt.to } : {}),
  };
  return {
    workspaceId,
    ...(kind ? { kind: { $in: [...kind] } } : {}),
    ...(entityId ? { entityIds: parseUuid(entityId) ?? { $in: [] } } : {}),
    ...(Object.keys(range).length === 0 ? {} : { occurredAt: range }),
  };
}

/** Keeps the signals whose company or person has one of the statuses, read from the entities themselves. */
function withStatus(workspaceId: string, statuses: readonly string[]): Document[] {
  const pipeline = [{ $match: { workspaceId, status: { $in: [...statuses] } } }, { $project: { _id: 1 } }];
  return [
    { $lookup: { from: 'entities', localField: 'entityIds', foreignField: '_id', pipeline, as: 'ofStatus' } },
    { $match: { ofStatus: { $ne: [] } } },
  ];
}

function toSignal(document: SignalDocument): Signal {
  const { _id, kind, title, url, occurredAt, entityId, personEntityId, createdAt } = document;
  return { id: _id, kind, title, url, occurredAt, entityId, personEntityId, createdAt };
}
