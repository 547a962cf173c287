import type { Memory, Once } from '../idempotency/idempotency.service.ts';
import type { LeadService } from '../lead/lead.service.ts';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import type { ItemError } from '../shared/items.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import type { Run } from '../shared/runs.ts';
import { type ListStore, listIdOf } from './list.store.ts';
import type { CreateLeadListInput, LeadList, LeadListMembersInput } from './list.ts';

/** What a change of members did: how many leads it moved, and which ids are no leads. */
export interface MembersChange {
  list: LeadList;
  changed: number;
  errors: ItemError[];
}

/** The rules of lead lists, for one workspace. */
export function createListService(deps: {
  workspaceId: string;
  lists: ListStore;
  leads: LeadService;
  clock: Clock;
  once: Once;
}) {
  const { workspaceId, lists, leads, clock, once } = deps;

  async function create({ name }: CreateLeadListInput, run: Run): Promise<LeadList> {
    const id = run.mayRepeat ? listIdOf(run) : null;
    const list = await lists.insert(workspaceId, { id, name }, clock());
    if (list !== null) return list;
    const [own] = id === null ? [] : await lists.findByIds(workspaceId, [id]);
    if (own === undefined) throw InvalidInputError.of(['input', 'name'], `A list named ${name} exists`, 'taken');
    return own;
  }

  const memory: Memory<LeadList> = {
    keep: ({ id }) => id,
    async recall(id) {
      const [list] = await lists.findByIds(workspaceId, [String(id)]);
      if (list === undefined) throw new NotFoundError('List', String(id));
      return list;
    },
  };

  async function changeMembers(
    { listId, leadIds }: LeadListMembersInput,
    change: (ids: readonly string[]) => Promise<Omit<MembersChange, 'list'>>,
  ): Promise<MembersChange> {
    const [list] = await lists.findByIds(workspaceId, [listId]);
    if (list === undefined) throw new NotFoundError('List', listId);
    const given = new Map(leadIds.map((id) => [id.toLowerCase(), id]));
    const found = await leads.findCurrentIds([...given.keys()]);
    const unknown = [...given].flatMap(([key, id]): ItemError[] =>
      found.has(key) ? [] : [{ id, code: 'NOT_FOUND', message: `Lead ${id} was not found` }],
    );
    const { changed, errors } =
      found.size === 0 ? { changed: 0, errors: [] } : await change([...new Set(found.values())]);
    return { list, changed, errors: [...unknown, ...errors] };
  }

  return {
    /**
     * @throws InvalidInputError when the workspace has a list of that name, whatever its case and accents;
     *   IdempotencyKeyReusedError, IdempotencyKeyInUseError
     */
    create: (input: CreateLeadListInput, key?: string | null): Promise<LeadList> =>
      once(key, { call: 'createLeadList', input }, memory, (run) => create(input, run)),

    /** @throws NotFoundError for the list; ids that are no leads are in `errors`, and leads that have no room for it */
    addLeads: (input: LeadListMembersInput) => changeMembers(input, (ids) => leads.addToList(input.listId, ids)),

    /** @throws NotFoundError for the list; ids that are no leads are in `errors` */
    removeLeads: (input: LeadListMembersInput) =>
      changeMembers(input, (ids) => leads.removeFromList(input.listId, ids)),

    list: (request: PageRequest): Promise<Page<LeadList>> => lists.findPage(workspaceId, request),
  };
}
