import type { AnyBulkWriteOperation, Collection, Db, Filter } from 'mongodb';
import type { LeadType } from '../lead/identity/identity.ts';
import { findByIds } from '../mongo/by-id.ts';
import { duplicatePositions } from '../mongo/duplicate-key.ts';
import { type Expression, literal, unionOf } from '../mongo/expressions.ts';
import { byId, type IndexSpec } from '../mongo/indexes.ts';
import { findPage, type KeysetOrder, uuidIds } from '../mongo/keyset.ts';
import { findAll } from '../mongo/read-all.ts';
import { parseUuid } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { documentBytes } from '../shared/rules.ts';
import type { EntityPlan } from './entity.match.ts';
import type { SignalEntity, SignalEntityFilter, SignalStatus } from './signal.ts';

interface EntityDocument extends Omit<SignalEntity, 'id'> {
  _id: string;
  workspaceId: string;
}

/** Named in each query that goes by identity, for the reason that `byId` is. */
const byIdentity = { workspaceId: 1, type: 1, identityKeys: 1 } as const;

export const entityIndexes: IndexSpec[] = [
  { key: byIdentity, options: { unique: true } },
  { key: { workspaceId: 1, _id: 1 } },
  { key: { workspaceId: 1, type: 1, _id: 1 } },
  { key: { workspaceId: 1, status: 1, _id: 1 } },
].map((spec) => ({ collection: 'entities', ...spec }));

const newestFirst: KeysetOrder = { name: 'entity', field: '_id', kind: 'id', direction: -1 };

export type EntityStore = ReturnType<typeof createEntityStore>;

/** All of MongoDB for the people and companies that signals speak of. */
export function createEntityStore(db: Db) {
  const entities: Collection<EntityDocument> = db.collection('entities');

  return {
    /** Entities that hold one of these keys. Index: workspaceId, type, identityKeys. */
    async findByKeys(
      workspaceId: string,
      types: readonly LeadType[],
      keys: readonly string[],
    ): Promise<SignalEntity[]> {
      const filter = { workspaceId, type: { $in: [...types] }, identityKeys: { $in: [...keys] } };
      return (await findAll(entities, filter, { batchSize: 10_000, hint: byIdentity })).map(toEntity);
    },

    /**
     * Creates and enriches entities: one command for each of the two.
     * Answers the plans that another write was quicker at. Index: _id.
     */
    async write(workspaceId: string, plans: readonly EntityPlan[], now: Date): Promise<Set<EntityPlan>> {
      const written = plans.filter((plan) => plan.do !== 'nothing');
      const operations = written.map((plan) =>
        plan.do === 'create' ? creation(workspaceId, plan, now) : enrichment(workspaceId, plan, now),
      );
      if (operations.length === 0) return new Set();
      try {
        await entities.bulkWrite(operations, { ordered: false });
        return new Set();
      } catch (error) {
        // A plan without keys can only meet its own id, which an earlier run of the same request has made.
        const plans = duplicatePositions(error).flatMap((position) => written[position] ?? []);
        return new Set(plans.filter(({ keys }) => keys.length > 0));
      }
    },

    /** Sets the status of entities, one statement a status, all in one command. Unknown ids do nothing. Index: _id. */
    async setStatuses(workspaceId: string, statuses: ReadonlyMap<string, SignalStatus>, now: Date): Promise<void> {
      const byStatus = new Map<SignalStatus, string[]>();
      for (const [id, status] of statuses) {
        const ids = byStatus.get(status);
        if (ids === undefined) byStatus.set(status, [id]);
        else ids.push(id);
      }
      const operations = [...byStatus].map(([status, ids]) => {
        const filter: Filter<EntityDocument> = { _id: { $in: ids }, workspaceId, status: { $ne: status } };
        return {
          updateMany: { filter, update: { $set: { status, statusChangedAt: now, updatedAt: now } }, hint: byId },
        };
      });
      if (operations.length > 0) await entities.bulkWrite(operations, { ordered: false });
    },

    /** Entities by id, in no particular order. Index: _id. */
    async findByIds(workspaceId: string, ids: readonly string[]): Promise<SignalEntity[]> {
      const _ids = ids.flatMap((id) => parseUuid(id) ?? []);
      return (await findByIds(entities, workspaceId, _ids)).map(toEntity);
    },

    /** One page of entities, newest first. Index: workspaceId, [type or status,] _id. */
    async findPage(
      workspaceId: string,
      { type, status }: SignalEntityFilter,
      request: PageRequest,
    ): Promise<Page<SignalEntity>> {
      const filter: Filter<EntityDocument> = {
        workspaceId,
        ...(type ? { type } : {}),
        ...(status ? { status: { $in: [...status] } } : {}),
      };
      return findPage<EntityDocument, SignalEntity>(
        entities,
        filter,
        { order: newestFirst, ids: uuidIds, request },
        toEntity,
      );
    },
  };
}

function creation(
  workspaceId: string,
  { id, sighting, keys }: EntityPlan,
  now: Date,
): AnyBulkWriteOperation<EntityDocument> {
  const { type, name, email, linkedinUrl, domain } = sighting;
  const document: EntityDocument = {
    _id: id,
    workspaceId,
    type,
    name,
    status: 'new',
    statusChangedAt: null,
    email,
    linkedinUrl,
    domain,
    // The id among the keys keeps the list from ever being empty: two empty lists would collide.
    identityKeys: [`id:${id}`, ...keys],
    createdAt: now,
    updatedAt: now,
  };
  return { insertOne: { document } };
}

function enrichment(
  workspaceId: string,
  { id, sighting, keys }: EntityPlan,
  now: Date,
): AnyBulkWriteOperation<EntityDocument> {
  const fill = (field: 'email' | 'linkedinUrl' | 'domain') => ({ $ifNull: [`$${field}`, literal(sighting[field])] });
  const set = {
    email: fill('email'),
    linkedinUrl: fill('linkedinUrl'),
    domain: fill('domain'),
    identityKeys: withinBound(unionOf('$identityKeys', keys)),
    updatedAt: now,
  };
  return { updateOne: { filter: { _id: id, workspaceId }, update: [{ $set: set }], hint: byId } };
}

/**
 * Adds no identifiers beyond half of what a document can have; all else that is stored of an entity is short. Signals
 * that bring further ones still belong to it.
 */
function withinBound(keys: Expression): Expression {
  const fits: Expression = { $lte: [{ $bsonSize: { keys: '$$keys' } }, documentBytes / 2] };
  return { $let: { vars: { keys }, in: { $cond: [fits, '$$keys', '$identityKeys'] } } };
}

function toEntity(document: EntityDocument): SignalEntity {
  // Named one by one: a call has hundreds, and taking the rest of an object takes as long as reading them.
  return {
    id: document._id,
    type: document.type,
    name: document.name,
    status: document.status,
    statusChangedAt: document.statusChangedAt,
    email: document.email,
    linkedinUrl: document.linkedinUrl,
    domain: document.domain,
    identityKeys: document.identityKeys,
    createdAt: document.createdAt,
    updatedAt: document.updatedAt,
  };
}
