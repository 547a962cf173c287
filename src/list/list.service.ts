import type { LeadService } from '../lead/lead.service.ts';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import type { ItemError } from '../shared/items.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import type { ListStore } from './list.store.ts';
import type { CreateLeadListInput, LeadList, LeadListMembersInput } from './list.ts';

/** What a change of members did: how many leads it moved, and which ids are no leads. */
export interface MembersChange {
  list: LeadList;
  changed: number;
  errors: ItemError[];
}

/** The rules of lead lists, for one workspace. */
export function createListService(deps: { workspaceId: string; lists: ListStore; leads: LeadService; clock: Clock }) {
  const { workspaceId, lists, leads, clock } = deps;

  async function changeMembers(
    { listId, leadIds }: LeadListMembersInput,
    change: (ids: readonly string[]) => Promise<number>,
  ): Promise<MembersChange> {
    const [list] = await lists.findByIds(workspaceId, [listId]);
    if (list === undefined) throw new NotFoundError('List', listId);
    const given = new Map(leadIds.map((id) => [id.toLowerCase(), id]));
    const found = new Set(await leads.findExistingIds([...given.keys()]));
    const errors = [...given].flatMap(([key, id]): ItemError[] =>
      found.has(key) ? [] : [{ id, code: 'NOT_FOUND', message: `Lead ${id} was not found` }],
    );
    return { list, changed: found.size === 0 ? 0 : await change([...found]), errors };
  }

  return {
    /** @throws InvalidInputError when the workspace has a list of that name, whatever its case and accents */
    async create({ name }: CreateLeadListInput): Promise<LeadList> {
      const list = await lists.insert(workspaceId, name, clock());
      if (list === null) throw InvalidInputError.of(['input', 'name'], `A list named ${name} exists`, 'taken');
      return list;
    },

    /** @throws NotFoundError for the list; ids that are no leads are in `errors` */
    addLeads: (input: LeadListMembersInput) => changeMembers(input, (ids) => leads.addToList(input.listId, ids)),

    /** @throws NotFoundError for the list; ids that are no leads are in `errors` */
    removeLeads: (input: LeadListMembersInput) =>
      changeMembers(input, (ids) => leads.removeFromList(input.listId, ids)),

    list: (request: PageRequest): Promise<Page<LeadList>> => lists.findPage(workspaceId, request),
  };
}
