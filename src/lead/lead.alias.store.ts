import type { Collection, Document, ObjectId } from 'mongodb';
import { findByIds } from '../mongo/by-id.ts';
import { findAll } from '../mongo/read-all.ts';
import type { LeadType } from './identity/identity.ts';
import { byIdentity, type LeadDocument, projection, withHistory } from './lead.document.store.ts';

/**
 * A lead that has been merged into another: it keeps its id and its identity keys, so that each key is held by exactly
 * one document at every moment, and itself as it was in `frozen`. It has no other field, so no listing finds it.
 *
 * Whether the merge counts is told by the winner alone: it does from the moment that `mergedFrom` there names the alias.
 */
export interface AliasDocument {
  _id: ObjectId;
  workspaceId: string;
  type: LeadType;
  identityKeys: string[];
  mergedInto: ObjectId;
  mergeId: string;
  /** Set until the winner has taken the lead in; an alias of a merge that failed becomes a lead again. */
  claimed?: true;
  /** As the lead has it. */
  keysVersion?: number;
  frozen: LeadDocument;
}

export type StoredLead = LeadDocument | AliasDocument;

export const isAlias = (document: StoredLead): document is AliasDocument => 'mergedInto' in document;

/** Part of the filter of each write, which would otherwise change an alias. */
export const notMerged = { mergedInto: { $exists: false } } as const;

/** Where an id or a key leads to. */
export interface Standing {
  /** The lead that readers see; null where it has been deleted. */
  lead: LeadDocument | null;
  /** The aliases on the way, the first one first. */
  aliases: AliasDocument[];
  /** The alias of a merge that does not count, or no longer does; `lead` is then the lead frozen in it. */
  loose: AliasDocument | null;
}

/** How long a chain of merges is followed. It is only a guard: there are no cycles. */
const maxMerges = 100;

function within(name: string, fields: Document): Document {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${name}.${field}`, value]));
}

/** Projections that hide the same fields of a lead and of a frozen one, by these fields. */
const projections = new WeakMap<Record<string, 0>, Document>();

const leadOrFrozen = leadsWith({});

/** The projection of leads without these fields. */
export function leadsWith(hidden: Record<string, 0>): Document {
  const made = projections.get(hidden) ?? {
    ...projection,
    ...hidden,
    ...within('frozen', { ...projection, ...hidden }),
  };
  projections.set(hidden, made);
  return made;
}
export const withHistories = { ...withHistory, ...within('frozen', withHistory) };

/** Tells where a document that was read leads to. */
export type Follow = (document: StoredLead) => Standing;

/** Follows aliases to their leads, with one command for each link of the longest chain. */
export function aliases(collection: Collection<LeadDocument>) {
  const leads = collection as unknown as Collection<StoredLead>;

  const read = (workspaceId: string, _ids: readonly ObjectId[], fields: Document): Promise<StoredLead[]> =>
    findByIds(leads, workspaceId, _ids, { projection: fields });

  async function follow(
    workspaceId: string,
    documents: readonly StoredLead[],
    fields: Document = leadOrFrozen,
  ): Promise<Follow> {
    const known = new Map(documents.map((document) => [document._id.toHexString(), document]));
    let open = documents.filter(isAlias);
    for (let hop = 0; open.length > 0 && hop < maxMerges; hop += 1) {
      const wanted = new Map(open.map(({ mergedInto }) => [mergedInto.toHexString(), mergedInto]));
      const missing = [...wanted].flatMap(([id, _id]) => (known.has(id) ? [] : [_id]));
      if (missing.length === 0) break;
      const found = await read(workspaceId, missing, fields);
      for (const document of found) known.set(document._id.toHexString(), document);
      open = found.filter(isAlias);
    }
    return (document) => stand(document, known);
  }

  return {
    /** Leads and aliases by id, with a function that follows each of them. Index: _id. */
    async readAll(
      workspaceId: string,
      _ids: readonly ObjectId[],
      fields: Document = leadOrFrozen,
    ): Promise<{ documents: StoredLead[]; follow: Follow }> {
      const documents = await read(workspaceId, _ids, fields);
      return { documents, follow: await follow(workspaceId, documents, fields) };
    },

    /**
     * Leads and aliases that hold one of these keys, with a function that follows each. Index: workspaceId, type,
     * identityKeys.
     */
    async readHolders(
      workspaceId: string,
      types: readonly LeadType[],
      keys: readonly string[],
      fields: Document = leadOrFrozen,
    ): Promise<{ documents: StoredLead[]; follow: Follow }> {
      const documents = await findAll(
        leads,
        { workspaceId, type: { $in: [...types] }, identityKeys: { $in: [...keys] } },
        { projection: fields, batchSize: keys.length * types.length + 1, hint: byIdentity },
      );
      return { documents, follow: await follow(workspaceId, documents, fields) };
    },
  };
}

function stand(document: StoredLead, known: ReadonlyMap<string, StoredLead>): Standing {
  const passed: AliasDocument[] = [];
  let at = document;
  while (isAlias(at)) {
    const alias = at;
    const winner = known.get(alias.mergedInto.toHexString());
    if (winner === undefined) {
      // A merge that counts has removed `claimed`: this one had failed before its winner was deleted.
      return alias.claimed
        ? { lead: alias.frozen, aliases: passed, loose: alias }
        : { lead: null, aliases: [...passed, alias], loose: null };
    }
    const { mergedFrom = [] } = isAlias(winner) ? winner.frozen : winner;
    const counts = mergedFrom.some(({ id, mergeId }) => id.equals(alias._id) && mergeId === alias.mergeId);
    if (!counts) return { lead: alias.frozen, aliases: passed, loose: alias };
    passed.push(alias);
    at = winner;
  }
  return { lead: at, aliases: passed, loose: null };
}
