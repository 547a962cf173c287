import { type Collection, type Db, ObjectId } from 'mongodb';
import { findByIds } from '../mongo/by-id.ts';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import type { IndexSpec } from '../mongo/indexes.ts';
import { findPage, type KeysetOrder, objectIds } from '../mongo/keyset.ts';
import { parsePrefixedId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { objectIdOfRun, type Run } from '../shared/runs.ts';
import type { LeadList } from './list.ts';

interface ListDocument {
  _id: ObjectId;
  workspaceId: string;
  name: string;
  /** The name without case, accents and doubled spaces: unique, and what lists are sorted by. */
  folded: string;
  createdAt: Date;
  updatedAt: Date;
}

export const listIndexes: IndexSpec[] = [
  { collection: 'lists', key: { workspaceId: 1, folded: 1 }, options: { unique: true } },
];

const idPrefix = 'list_';
const byName: KeysetOrder = { name: 'list', field: 'folded', kind: 'string', direction: 1 };

/** The id of the list that a run makes. */
export function listIdOf(run: Run): string {
  return `${idPrefix}${objectIdOfRun(run, 0)}`;
}

export type ListStore = ReturnType<typeof createListStore>;

/** All of MongoDB for lists. Which leads are on a list is kept with the leads. */
export function createListStore(db: Db) {
  const lists: Collection<ListDocument> = db.collection('lists');

  return {
    /** Null where the workspace has a list of that name (or id, if one is given). Index: workspaceId, folded. */
    async insert(
      workspaceId: string,
      { id, name }: { id: string | null; name: string },
      now: Date,
    ): Promise<LeadList | null> {
      const hex = id === null ? null : parsePrefixedId(idPrefix, id);
      const document = {
        _id: hex === null ? new ObjectId() : new ObjectId(hex),
        workspaceId,
        name,
        folded: foldName(name),
        createdAt: now,
        updatedAt: now,
      };
      try {
        await lists.insertOne(document);
        return toList(document);
      } catch (error) {
        if (isDuplicateKey(error)) return null;
        throw error;
      }
    },

    /** Lists by id, in no particular order. Index: _id. */
    async findByIds(workspaceId: string, ids: readonly string[]): Promise<LeadList[]> {
      const _ids = ids.flatMap((id) => parsePrefixedId(idPrefix, id) ?? []).map((hex) => new ObjectId(hex));
      return (await findByIds(lists, workspaceId, _ids)).map(toList);
    },

    /** One page of the workspace's lists by name. Index: workspaceId, folded. */
    async findPage(workspaceId: string, request: PageRequest): Promise<Page<LeadList>> {
      return findPage<ListDocument, LeadList>(
        lists,
        { workspaceId },
        { order: byName, ids: objectIds, request },
        toList,
      );
    },
  };
}

function toList({ _id, name, createdAt, updatedAt }: ListDocument): LeadList {
  return { id: `${idPrefix}${_id.toHexString()}`, name, createdAt, updatedAt };
}

/**
 * What two names share that people take for one. Looser folds serve a search, not a refusal: signs tell `C++` from `C#`,
 * and outside Latin and Greek a combining mark (`\p{M}`, after Unicode NFKD) makes another letter.
 */
function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
    .toLowerCase()
    .replace(/\s+/gu, ' ');
}
