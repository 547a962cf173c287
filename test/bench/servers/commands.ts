import { parse } from 'graphql';
import type { Collection, Document, Filter } from 'mongodb';
import { ObjectId } from 'mongodb';
import type { Campaign, Prospect } from '../../../src/campaign/campaign.ts';
import { byLead } from '../../../src/campaign/prospect.store.ts';
import { wantedBy } from '../../../src/http/wanted-fields.ts';
import type { WriteStamp } from '../../../src/lead/history/lead.history.pipeline.ts';
import { noRules } from '../../../src/lead/identity/identity.rules.ts';
import { leadsWith, notMerged } from '../../../src/lead/lead.alias.store.ts';
import { answerOf, byIdentity, type LeadDocument, projection } from '../../../src/lead/lead.document.store.ts';
import type { CreateLeadInput, UpdateLeadInput } from '../../../src/lead/lead.rules.ts';
import { unwanted } from '../../../src/lead/merge/lead.wanted.ts';
import { createPipeline, identityKeysOf, updatePipeline } from '../../../src/lead/writing/lead.pipeline.ts';
import type { LeadList } from '../../../src/list/list.ts';
import { connectMongo } from '../../../src/mongo/client.ts';
import { byId } from '../../../src/mongo/indexes.ts';
import { type KeysetOrder, uuidIds } from '../../../src/mongo/keyset.ts';
import { findPagesByParent } from '../../../src/mongo/keyset-lookup.ts';
import type { Author } from '../../../src/shared/author.ts';
import { newUuid } from '../../../src/shared/ids.ts';
import { defaultHistoryLength } from '../../../src/shared/limits.ts';
import type { SignalEntity, SignalStatus } from '../../../src/signal/signal.ts';
import { leadDocument, pageDocument } from '../operations.ts';

export type Stored<T> = Omit<T, 'id'> & { _id: string; workspaceId: string };
export type ListRow = Omit<LeadList, 'id'> & { _id: ObjectId; workspaceId: string };
export type ProspectRow = Stored<Prospect>;
export type CampaignRow = Stored<Campaign>;
export type EntityRow = Stored<SignalEntity>;

/** A lead that a write answered, and what the write was. */
export interface Written {
  lead: LeadDocument;
  outcome: 'created' | 'merged' | 'unchanged';
  matched: readonly string[];
}

export type Commands = Awaited<ReturnType<typeof openCommands>>;

const settings = { historyLength: defaultHistoryLength };
/** What is read of leads for a document: what it cannot show stays in the database. */
const unwantedBy = (document: string) => unwanted(wantedBy(parse(document)));
const ofLead = leadsWith(unwantedBy(leadDocument));
const ofPage = { ...projection, ...unwantedBy(pageDocument) };
const ofCompany = leadsWith(unwantedBy(pageDocument));
const oldestFirst: KeysetOrder = { name: 'prospect', field: '_id', kind: 'id', direction: 1 };
const visible = { phase: { $in: ['open', 'locked'] } };

/**
 * The commands that Leadgraph sends for the operations of the benchmark, over the driver alone: what the floor and the
 * peers work with. The pipelines of the writes come from where Leadgraph has them; that the commands are the same is
 * checked before anything is timed.
 */
export async function openCommands(uri: string, workspaceId: string, author: Author) {
  const mongo = await connectMongo({ uri, dataDirectory: '' }, 'own');
  // Leadgraph's own database object would bound each command; the settings of the connection are the same.
  const db = mongo.client.db(mongo.db.databaseName, { writeConcern: { w: 1, journal: true } });
  const leads: Collection<LeadDocument> = db.collection('leads');
  const entities: Collection<EntityRow> = db.collection('entities');
  const stampOf = (by: Author): WriteStamp => ({
    run: { id: newUuid(), mayRepeat: false },
    now: new Date(),
    step: 0,
    inBatch: false,
    author: by,
    rules: noRules,
  });

  return {
    author,
    close: () => mongo.close(),

    leadsByIds: (ids: readonly string[]): Promise<LeadDocument[]> =>
      leads
        .find(
          { _id: { $in: ids.map(toObjectId) }, workspaceId },
          { projection: ofLead, batchSize: ids.length + 1, hint: byId },
        )
        .toArray(),

    newestLeads: (first: number): Promise<LeadDocument[]> =>
      leads
        .find({ $and: [{ workspaceId, $and: [{ createdAt: { $gte: new Date(0) } }] }, {}] } as Filter<LeadDocument>, {
          projection: ofPage,
        })
        .sort({ createdAt: -1, _id: -1 })
        .limit(first + 1)
        .batchSize(first + 2)
        .toArray(),

    companiesByKeys: (keys: readonly string[]): Promise<LeadDocument[]> =>
      leads
        .find(
          { workspaceId, type: { $in: ['company'] }, identityKeys: { $in: [...keys] } },
          { projection: ofCompany, batchSize: keys.length + 1, hint: byIdentity },
        )
        .toArray(),

    listsByIds: (ids: readonly ObjectId[]): Promise<ListRow[]> =>
      db
        .collection<ListRow>('lists')
        .find({ _id: { $in: [...ids] }, workspaceId }, { batchSize: ids.length + 1, hint: byId })
        .toArray(),

    campaignsByIds: (ids: readonly string[]): Promise<CampaignRow[]> =>
      db
        .collection<CampaignRow>('campaigns')
        .find({ _id: { $in: [...ids] }, workspaceId }, { batchSize: ids.length + 1, hint: byId })
        .toArray(),

    /** The first prospects of each lead, by the lead's id. */
    async prospectsOfLeads(leadIds: readonly string[], first: number): Promise<Map<string, ProspectRow[]>> {
      const pages = await findPagesByParent<Document, ProspectRow>(
        db,
        {
          collection: 'prospects',
          foreignField: 'leadId',
          filter: { workspaceId, ...visible },
          parents: leadIds.map((id) => [id, id]),
          order: oldestFirst,
          ids: uuidIds,
          request: { first },
          projection: { keys: 0 },
          fewBy: byLead,
        },
        (row) => row as ProspectRow,
      );
      return new Map([...pages].map(([id, { edges }]) => [id, edges.map(({ node }) => node)]));
    },

    async createLead(input: CreateLeadInput, by = author): Promise<Written> {
      const stamp = stampOf(by);
      const keys = identityKeysOf(input, noRules);
      const newId = new ObjectId();
      const filter = { workspaceId, type: input.type, identityKeys: { $in: keys }, ...notMerged };
      const update = createPipeline(input, { workspaceId, newId, listIds: [] }, stamp, settings);
      const lead = await leads.findOneAndUpdate(filter as Filter<LeadDocument>, update, {
        upsert: true,
        returnDocument: 'after',
        projection: answerOf(stamp.run),
        hint: byIdentity,
      });
      if (lead === null) throw new Error('An upsert answered no document');
      const write = lead.history.find(({ id }) => id === stamp.run.id);
      const outcome = write === undefined ? 'unchanged' : write.outcome === 'created' ? 'created' : 'merged';
      return { lead, outcome, matched: write?.matched ?? keys };
    },

    async updateLead(input: UpdateLeadInput): Promise<LeadDocument | null> {
      const stamp = stampOf(author);
      const filter = { _id: toObjectId(input.id), workspaceId, ...notMerged };
      return leads.findOneAndUpdate(filter as Filter<LeadDocument>, updatePipeline(input, stamp, settings), {
        returnDocument: 'after',
        projection: answerOf(stamp.run),
        hint: byId,
      });
    },

    /** Sets the statuses and answers the entities in the order that was asked for. */
    async setStatuses(statuses: ReadonlyMap<string, SignalStatus>): Promise<EntityRow[]> {
      const now = new Date();
      const operations = [...new Set(statuses.values())].map((status) => {
        const ids = [...statuses].flatMap(([id, wanted]) => (wanted === status ? [id] : []));
        const filter: Filter<EntityRow> = { _id: { $in: ids }, workspaceId, status: { $ne: status } };
        return {
          updateMany: { filter, update: { $set: { status, statusChangedAt: now, updatedAt: now } }, hint: byId },
        };
      });
      await entities.bulkWrite(operations, { ordered: false });
      const found = await entities
        .find({ _id: { $in: [...statuses.keys()] }, workspaceId }, { batchSize: statuses.size + 1, hint: byId })
        .toArray();
      const known = new Map(found.map((entity) => [entity._id, entity]));
      return [...statuses.keys()].flatMap((id) => known.get(id) ?? []);
    },
  };
}

function toObjectId(id: string): ObjectId {
  return new ObjectId(id.slice('lead_'.length));
}

/** The key that a company lead is found by, from a person's `company`. */
export function companyKeyOf({ company }: LeadDocument): string | null {
  return company?.host ? `domain:${company.host}` : null;
}

export function firstContact({ contacts }: LeadDocument, kind: 'email' | 'phone'): string | null {
  return contacts.find((contact) => contact.kind === kind)?.value ?? null;
}

/** A stored key as `IdentityKey` shows it; null for the id. */
export function shownKey(key: string): { kind: string; value: string } | null {
  const at = key.indexOf(':');
  const kind = key.slice(0, at);
  return kind === 'id' ? null : { kind: kind.toUpperCase(), value: key.slice(at + 1) };
}

export function pageCursor({ createdAt, _id }: LeadDocument): string {
  return Buffer.from(JSON.stringify(['createdAt.desc', createdAt.getTime(), _id.toHexString()])).toString('base64url');
}
