import { type Collection, type Db, type Document, ObjectId } from 'mongodb';
import { byId } from '../../mongo/indexes.ts';
import { parsePrefixedId } from '../../shared/ids.ts';
import { foldText } from '../../shared/text.ts';
import { type LeadType, leadTypes } from '../identity/identity.ts';
import { notMerged } from '../lead.alias.store.ts';
import { byBlocks, byIdentity, idPrefix, type LeadDocument, leadId, toObjectIds } from '../lead.document.store.ts';
import { type BlockMembers, type Comparable, maxBlockSize, type Neighbours } from './lead.comparable.ts';
import { firmKey, placeKey } from './lead.likeness.ts';

type Compared = Pick<
  LeadDocument,
  '_id' | 'type' | 'name' | 'location' | 'contacts' | 'socials' | 'blocks' | 'notSame'
> & {
  like?: { full?: string; company?: string; firm?: string; roots?: string[]; firms?: string[] };
};

/** Only what is compared is read, and only the front of its lists: a lead may have grown large. */
const front = (list: string) => ({ $firstN: { n: 12, input: { $ifNull: [`$${list}`, []] } } });
const comparedFields: Document = {
  type: 1,
  'name.full': 1,
  'name.first': 1,
  'name.last': 1,
  'name.short': 1,
  'name.aliases': front('name.aliases'),
  location: 1,
  contacts: front('contacts'),
  socials: front('socials'),
  'like.full': 1,
  'like.company': 1,
  'like.firm': 1,
  'like.roots': 1,
  'like.firms': 1,
  blocks: 1,
  notSame: 1,
};

/** A block that no lead is in, so that a lead without blocks still gives a row. */
const noBlock = 'none';

/** What is read at a time in the background. */
const documentsPerBatch = 500;
const blocksPerCommand = 50;

/** Reading leads that may be one and the same, and remembering which are not. */
export function alike(db: Db, leads: Collection<LeadDocument>) {
  /** The leads in a block; one more than `maxBlockSize` at most, which shows that it is too common. */
  const membersOf = (workspaceId: string): Document => ({
    $lookup: {
      from: 'leads',
      localField: 'block',
      foreignField: 'blocks',
      pipeline: [{ $match: { workspaceId } }, { $limit: maxBlockSize + 1 }, { $project: comparedFields }],
      as: 'member',
    },
  });

  return {
    /**
     * A lead with all that share a block with it; null where there is no such lead, or it is part of another. One
     * command, which reads up to `maxBlockSize` leads of each block. Index: _id, then workspaceId, blocks.
     */
    async findNeighbours(workspaceId: string, id: string): Promise<Neighbours | null> {
      const hex = parsePrefixedId(idPrefix, id);
      if (hex === null) return null;
      const rows = await leads
        .aggregate<{ block: string; lead?: Compared; member?: Compared }>(
          [
            { $match: { _id: new ObjectId(hex), workspaceId, ...notMerged } },
            { $project: comparedFields },
            { $project: { lead: '$$ROOT', block: { $concatArrays: [[noBlock], { $ifNull: ['$blocks', []] }] } } },
            { $unwind: '$block' },
            { $set: { lead: { $cond: [{ $eq: ['$block', noBlock] }, '$lead', '$$REMOVE'] } } },
            membersOf(workspaceId),
            { $unwind: { path: '$member', preserveNullAndEmptyArrays: true } },
          ],
          { hint: byId, batchSize: 100_000 },
        )
        .toArray();
      const lead = rows.find((row) => row.lead !== undefined)?.lead;
      if (lead === undefined) return null;
      const all = collectMembers();
      for (const { block, member } of rows) if (member !== undefined) all.add(block, member);
      const { members, tooCommon } = all.end();
      const others = new Map([...members.values()].flat().map((member) => [member.id, member]));
      const own = toComparable(lead);
      others.delete(own.id);
      return { lead: own, others: [...others.values()], tooCommon };
    },

    /**
     * The next leads of a type behind an id, in the order of their ids. Index: workspaceId, type, identityKeys, since
     * each lead has its own id among its keys.
     */
    async findComparable(workspaceId: string, type: LeadType, after: string, limit: number): Promise<Comparable[]> {
      const ids = { $elemMatch: { $gt: `id:${after}`, $lt: `id:${idPrefix}g` } };
      const found = await leads
        .find<Compared>(
          { workspaceId, type, identityKeys: ids, ...notMerged },
          { projection: comparedFields, hint: byIdentity },
        )
        .limit(limit)
        .batchSize(limit + 1)
        .toArray();
      return found.map(toComparable).sort((a, b) => (a.id < b.id ? -1 : 1));
    },

    /**
     * The leads in each of these blocks. One command where few are shared, else some more that bound what is read of
     * each. Documents come in small batches, so that other work gets its turn. Index: workspaceId, blocks.
     */
    async findInBlocks(workspaceId: string, blocks: readonly string[]): Promise<BlockMembers> {
      const few = blocks.length * 10 + maxBlockSize;
      const wanted = new Set(blocks);
      const all = collectMembers();
      let read = 0;
      const found = leads
        .find<Compared>({ workspaceId, blocks: { $in: [...blocks] } }, { projection: comparedFields, hint: byBlocks })
        .limit(few)
        .batchSize(documentsPerBatch);
      for await (const member of found) {
        read += 1;
        for (const block of member.blocks) if (wanted.has(block)) all.add(block, member);
      }
      if (read < few) return all.end();

      const bounded = collectMembers();
      for (let from = 0; from < blocks.length; from += blocksPerCommand) {
        const some = blocks.slice(from, from + blocksPerCommand).map((block) => ({ block: { $literal: block } }));
        const rows = db.aggregate<{ block: string; member: Compared }>(
          [{ $documents: some }, membersOf(workspaceId), { $unwind: '$member' }],
          { batchSize: documentsPerBatch },
        );
        for await (const { block, member } of rows) bounded.add(block, member);
        bounded.end();
      }
      return bounded.end();
    },

    /** For each of these leads that has any, those that somebody has declared to be different from it. Index: _id. */
    async findNotSame(workspaceId: string, ids: readonly string[]): Promise<Map<string, string[]>> {
      const filter = { _id: { $in: toObjectIds(ids, idPrefix) }, workspaceId, 'notSame.0': { $exists: true } };
      const options = { projection: { notSame: 1 }, batchSize: ids.length + 1, hint: byId };
      const found = await leads.find(filter, options).toArray();
      return new Map(found.map(({ _id, notSame = [] }) => [leadId(_id), notSame.map(leadId)]));
    },

    /** How many leads of any type there are. Index: workspaceId, type, createdAt. */
    countAll: (workspaceId: string): Promise<number> =>
      leads.countDocuments({ workspaceId, type: { $in: leadTypes }, ...notMerged }),

    /**
     * Records with two leads that they are not the same, or removes that; answers how many of the two exist. A crash in
     * between leaves it with one of them, which is enough. It is no new version of the leads. Index: _id.
     */
    async setNotSame(workspaceId: string, pair: readonly [string, string], notSame: boolean): Promise<number> {
      const ids = toObjectIds(pair, idPrefix);
      const own = { $setDifference: [ids, ['$_id']] };
      const stored = { $ifNull: ['$notSame', []] };
      const kept = notSame
        ? { $slice: [{ $concatArrays: [{ $setDifference: [stored, own] }, own] }, -maxBlockSize] }
        : { $setDifference: [stored, own] };
      const filter = { _id: { $in: ids }, workspaceId, type: { $exists: true }, ...notMerged };
      const { matchedCount } = await leads.updateMany(filter, [{ $set: { notSame: kept } }], { hint: byId });
      return matchedCount;
    },
  };
}

/** Sorts leads into blocks; a lead in several is one object. */
function collectMembers() {
  const members = new Map<string, Comparable[]>();
  const tooCommon = new Set<string>();
  const seen = new Map<string, Comparable>();
  return {
    add(block: string, member: Compared): void {
      const id = member._id.toHexString();
      const comparable = seen.get(id) ?? toComparable(member);
      seen.set(id, comparable);
      const list = members.get(block);
      if (list === undefined) members.set(block, [comparable]);
      else list.push(comparable);
    },
    end(): BlockMembers {
      for (const [block, { length }] of members) if (length > maxBlockSize) tooCommon.add(block);
      for (const block of tooCommon) members.delete(block);
      return { members, tooCommon: [...tooCommon] };
    },
  };
}

function toComparable({
  _id,
  type,
  name,
  location,
  contacts,
  socials,
  like = {},
  blocks,
  notSame,
}: Compared): Comparable {
  const fold = (text: string | null | undefined) => (text ? foldText(text) : null);
  const reached = contacts.flatMap(({ reaches }) => reaches ?? []);
  const behind = (prefix: string, values: readonly string[]) =>
    values.filter((value) => value.startsWith(prefix)).map((value) => value.slice(prefix.length));
  const firms =
    type === 'person'
      ? [like.company, like.firm, ...contacts.map(({ firm }) => firm)]
      : [like.full, ...(like.firms ?? [])];
  const aliases = [name.short, ...name.aliases].flatMap((text) => fold(text) ?? []);
  return {
    id: `${idPrefix}${_id.toHexString()}`,
    type,
    name: { full: foldText(name.full), first: fold(name.first), last: fold(name.last) },
    otherNames: type === 'person' ? aliases : aliases.flatMap((alias) => firmKey(alias) ?? []),
    firms: [...new Set(firms.filter((firm) => firm != null))],
    roots: like.roots ?? [],
    city: placeKey(location?.city ?? location?.raw),
    country: fold(location?.country),
    mailboxes: behind('mailbox:', reached),
    phones: behind('phone:', reached),
    profiles: behind(
      'linkedin:',
      socials.flatMap(({ key }) => key ?? []),
    ).filter((path) => !/\/A[A-Z]/.test(path)),
    notSame: (notSame ?? []).map((other) => `${idPrefix}${other.toHexString()}`),
    blocks: blocks ?? [],
  };
}
