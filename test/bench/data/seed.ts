import { type Db, type Document, ObjectId } from 'mongodb';
import { profileKeys } from '../../../src/campaign/prospect.pipeline.ts';
import { leadIndexes } from '../../../src/lead/lead.document.store.ts';
import type { Mongo } from '../../../src/mongo/client.ts';
import { ensureIndexes } from '../../../src/mongo/indexes.ts';
import { createIndexes, createServices, createStores } from '../../../src/services.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { newUuid } from '../../../src/shared/ids.ts';
import { type InnerLead, toInnerInput } from './inner.ts';
import {
  campaignId,
  companyInput,
  entityId,
  leadHex,
  leadId,
  listHex,
  personInput,
  personToken,
  prospectId,
} from './names.ts';

const lists = 20;
const campaigns = 10;
const insertSize = 2_000;
const start = Date.UTC(2024, 0, 1);
/** What is loaded need not survive anything. */
const unsafe = { writeConcern: { w: 1, journal: false }, ordered: false } as const;

/** How much there is of what, from the number of leads. */
export function scaleOf(leads: number) {
  return { leads, companies: Math.min(1_000, leads / 10), entities: Math.min(5_000, leads) };
}

export type Scale = ReturnType<typeof scaleOf>;

/**
 * Companies and persons as Leadgraph itself stores them: a thousand of each are created by its service; further persons
 * are copies of these in which the one token that tells persons apart is another.
 */
async function templatesOf(mongo: Mongo, { companies }: Scale): Promise<Record<'companies' | 'persons', Document[]>> {
  const db = mongo.client.db('templates', unsafe);
  await createIndexes(db);
  const { lead } = createServices(createStores(db), 'templates', { clock: systemClock, newId: newUuid });
  const made = { companies: [] as Document[], persons: [] as Document[] };
  for (const kind of ['companies', 'persons'] as const) {
    const inputs = Array.from(
      { length: companies },
      (_, at): InnerLead =>
        toInnerInput(kind === 'companies' ? companyInput(at) : personInput(companies + at, { companies })),
    );
    for (let from = 0; from < inputs.length; from += 500) {
      const items = await lead.createMany(inputs.slice(from, from + 500));
      const ids = items.map((item) => new ObjectId(item.lead?.id.slice('lead_'.length)));
      const stored = await db
        .collection('leads')
        .find({ _id: { $in: ids } })
        .toArray();
      const byId = new Map(stored.map((document) => [document._id.toHexString(), document]));
      for (const [at, id] of ids.entries()) {
        const document = byId.get(id.toHexString());
        if (document === undefined) throw new Error(`A lead of the data was ${items[at]?.outcome}`);
        made[kind].push(document);
      }
    }
  }
  await db.dropDatabase();
  return made;
}

/** The `index`th lead of a workspace. */
function leadOf(
  index: number,
  workspaceId: string,
  { companies }: Scale,
  templates: Awaited<ReturnType<typeof templatesOf>>,
): Document {
  const isCompany = index < companies;
  const source = isCompany ? templates.companies[index] : templates.persons[(index - companies) % companies];
  if (source === undefined) throw new Error('There is no such template');
  const _id = new ObjectId(leadHex(index));
  const at = new Date(start + index * 1_000);
  const token = isCompany ? '' : personToken(companies + ((index - companies) % companies));
  const copy = isCompany ? source : (replaced(source, token, personToken(index)) as Document);
  const [, ...keys] = copy.identityKeys as string[];
  const history = (copy.history as Document[]).map((write) => ({ ...write, at }));
  return {
    ...copy,
    _id,
    workspaceId,
    identityKeys: [`id:${leadId(index)}`, ...keys],
    listIds: isCompany ? [] : [index % lists, (index * 7 + 3) % lists].map((list) => new ObjectId(listHex(list))),
    history,
    createdAt: at,
    updatedAt: at,
  };
}

function replaced(value: unknown, old: string, token: string): unknown {
  if (typeof value === 'string') return value.includes(old) ? value.replaceAll(old, token) : value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, old, token));
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof ObjectId) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, old, token)]));
}

/** Inserts what a function makes, thousands a command. */
async function insertAll(db: Db, collection: string, count: number, make: (index: number) => Document) {
  for (let from = 0; from < count; from += insertSize) {
    const rows = Array.from({ length: Math.min(insertSize, count - from) }, (_, at) => make(from + at));
    await db.collection(collection).insertMany(rows, unsafe);
  }
}

/**
 * Everything of one workspace, and then the indexes: building them over what is there is faster.
 * @param others how many other workspaces there are, with ten leads each
 */
export async function seed(mongo: Mongo, workspaceId: string, scale: Scale, others = 0): Promise<void> {
  const { db } = mongo;
  const templates = await templatesOf(mongo, scale);
  await insertAll(db, 'leads', scale.leads, (index) => leadOf(index, workspaceId, scale, templates));
  await insertAll(db, 'leads', 10 * others, (index) => strangerOf(index, scale, templates));
  const at = new Date(start);
  await insertAll(db, 'lists', lists, (index) => ({
    _id: new ObjectId(listHex(index)),
    workspaceId,
    name: `List ${index}`,
    folded: `list ${index}`,
    createdAt: at,
    updatedAt: at,
  }));
  await insertAll(db, 'campaigns', campaigns, (index) => ({
    _id: campaignId(index),
    workspaceId,
    name: `Campaign ${index}`,
    status: 'draft',
    createdAt: at,
    updatedAt: at,
  }));
  await insertAll(db, 'prospects', 2 * scale.entities, (index) => prospectOf(index, workspaceId, scale));
  await insertAll(db, 'entities', scale.entities, (index) => entityOf(index, workspaceId, at));
  for (const index of leadIndexes) await ensureIndexes(db, [index]);
  await createIndexes(db);
}

/** A lead of another workspace. */
function strangerOf(index: number, scale: Scale, templates: Awaited<ReturnType<typeof templatesOf>>): Document {
  const hex = leadHex(index).replace('a', 'c');
  const lead = leadOf(scale.companies + index, `ws_stranger${Math.floor(index / 10)}`, scale, templates);
  const [, ...keys] = lead.identityKeys as string[];
  return { ...lead, _id: new ObjectId(hex), identityKeys: [`id:lead_${hex}`, ...keys] };
}

/** Each of the newest leads is in two campaigns. */
function prospectOf(index: number, workspaceId: string, scale: Scale): Document {
  const lead = scale.leads - 1 - Math.floor(index / 2);
  const _id = prospectId(index);
  const email = `${personToken(lead)}@prospects.com`;
  const linkedinUrl = `https://www.linkedin.com/in/${personToken(lead)}`;
  const at = new Date(start + index * 1_000);
  return {
    _id,
    workspaceId,
    campaignId: campaignId((lead + (index % 2)) % campaigns),
    leadId: leadId(lead),
    userId: null,
    status: 'pending',
    email,
    linkedinUrl,
    firstName: 'Ada',
    lastName: 'Example',
    name: 'Ada Example',
    company: 'Firm Inc.',
    position: 'Manager',
    headline: null,
    customFields: { order: index },
    source: 'lead',
    sourceRef: leadId(lead),
    createdAt: at,
    updatedAt: at,
    bouncedAt: null,
    repliedAt: null,
    currentNodeId: null,
    phase: 'open',
    keys: [`id:${_id}`, `lead:${leadId(lead)}`, ...profileKeys({ email, linkedinUrl })],
  };
}

function entityOf(index: number, workspaceId: string, at: Date): Document {
  const _id = entityId(index);
  const domain = `entity${index}.com`;
  return {
    _id,
    workspaceId,
    type: 'company',
    name: `Entity ${index}`,
    status: 'new',
    statusChangedAt: null,
    email: null,
    linkedinUrl: null,
    domain,
    identityKeys: [`id:${_id}`, `domain:${domain}`],
    createdAt: at,
    updatedAt: at,
  };
}

/** What the write operations of a run have left, taken back: new leads go, old ones are as they were. */
export async function cleanUp(db: Db, workspaceId: string): Promise<void> {
  const last = new ObjectId(leadHex(0xffffffff));
  await db.collection('leads').deleteMany({ workspaceId, _id: { $gt: last } }, unsafe);
}
