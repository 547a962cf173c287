import type { Once } from '../idempotency/idempotency.service.ts';
import type { Author } from '../shared/author.ts';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import type { Run } from '../shared/runs.ts';
import { type Wanted, wantsAll } from '../shared/wanted.ts';
import { type BatchItem, createBatch, previewBatch } from './creation/lead.batch.ts';
import { batchMemory, createdLeadMemory } from './creation/lead.memory.ts';
import { type Resolution, resolveLead } from './creation/lead.resolution.ts';
import { type Difference, threeWay } from './history/lead.differences.ts';
import type { IdentityRules, RulesInForce } from './identity/identity.rules.ts';
import type { LeadType } from './identity/identity.ts';
import { conflict, LeadMergedError, VersionConflictError } from './lead.errors.ts';
import type { LeadFilter } from './lead.filter.ts';
import type { OnMatch } from './lead.match.ts';
import { createMembership } from './lead.membership.ts';
import type { CreateLeadInput, UpdateLeadInput } from './lead.rules.ts';
import type { LeadStore } from './lead.store.ts';
import type { CreatedLead, Lead, LeadOrder, WrittenLead } from './lead.ts';
import { createMerging, tooLarge } from './merge/lead.merging.ts';
import { asNew, createLookAhead } from './rekey/lead.ahead.ts';
import type { KeyCollision } from './rekey/lead.rekey.ts';
import { identityKeysOf } from './writing/lead.pipeline.ts';
import type { Taken, TooLarge } from './writing/lead.written.store.ts';

/** Races that one write may lose in a row before it gives up; each loss means that another write went through. */
const maxAttempts = 20;

/** A key under which a request may be sent again: the first answer is given again, and nothing is done twice. */
type Key = string | null | undefined;

/** What a write of leads goes by, beside its input. */
export interface WriteOptions {
  /** The source of the values. */
  via?: string | null | undefined;
  /** What a creation does where a lead has one of the identifiers; it merges unless told. */
  onMatch?: OnMatch | null | undefined;
}

export interface LeadServiceDeps {
  workspaceId: string;
  leads: LeadStore;
  /** Those of the ids that are lists of this workspace. */
  existingLists: (ids: readonly string[]) => Promise<string[]>;
  clock: Clock;
  newId: NewId;
  once: Once;
  /** Who the writes of this service are by. */
  author: Author;
  /** The sources that the workspace trusts, the most trusted one first. */
  ranking: readonly string[];
  /** What identifies a lead in this workspace. */
  inForce: () => RulesInForce;
  /** Hears of leads that would share a key under the rules in force. */
  onCollisions: (rules: IdentityRules, collisions: readonly KeyCollision[]) => Promise<void>;
}

export type LeadService = ReturnType<typeof createLeadService>;

/** The rules of leads, for one workspace. */
export function createLeadService(deps: LeadServiceDeps) {
  const { workspaceId, leads, existingLists, clock, newId, once, author, ranking, inForce } = deps;
  const rulesNow = () => inForce().rules;
  const stampOf = (run: Run, { via, onMatch }: WriteOptions) => ({
    ...{ run, now: clock(), author, via, ranking },
    onMatch: onMatch ?? undefined,
    rules: rulesNow(),
  });
  const findByIds = (ids: readonly string[]) => leads.findByIds(workspaceId, ids);
  const findCurrentIds = (ids: readonly string[]) => leads.findCurrentIds(workspaceId, ids);
  const findHistories = (ids: readonly string[]) => leads.findHistories(workspaceId, ids);
  const reader = { findByIds, findHistories };
  const lookAhead = createLookAhead(deps);
  const merging = createMerging({ workspaceId, leads, clock, newId, once, author, ranking });
  const membership = createMembership({ workspaceId, leads, settle: merging.settle });

  async function requireLists(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const existing = new Set(await existingLists(ids));
    const issues = ids.flatMap((id, index) =>
      existing.has(id)
        ? []
        : [{ path: ['input', 'listIds', String(index)], message: `List ${id} was not found`, code: 'not_found' }],
    );
    if (issues.length > 0) throw new InvalidInputError(issues);
  }

  /**
   * The leads that block a write of these keys; `gone` where nothing does any more, and the write can be tried again.
   */
  async function makeWay(type: LeadType, keys: readonly string[]): Promise<Lead[] | 'gone'> {
    const { leads: found, open, moved } = await leads.makeWay(workspaceId, type, keys);
    for (const id of open) await merging.settle(id);
    return moved || open.length > 0 ? 'gone' : found;
  }

  async function create(input: CreateLeadInput, options: WriteOptions, run: Run, step: number): Promise<CreatedLead> {
    const listIds = [...new Set(input.listIds ?? [])];
    await requireLists(listIds);
    await lookAhead([input]);
    let into: string | null = null;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const stamp = { ...stampOf(run, options), step, inBatch: false };
      const result: CreatedLead | Taken | TooLarge | null =
        into === null
          ? await leads.createOrMerge(workspaceId, input, listIds, stamp)
          : await leads.mergeInto(workspaceId, into, input, listIds, stamp);
      into = null;
      if (result === 'too large') throw tooLarge();
      if (result !== 'taken' && result !== null) return result;
      const keys = identityKeysOf(input, stamp.rules);
      const holders = await makeWay(input.type, keys);
      if (holders === 'gone') continue;
      if (holders.length > 1 || (holders.length === 1 && options.onMatch === 'fail')) throw conflict(keys, holders);
      // One holder: another write was quicker, or the key belongs to a lead that was merged into it.
      into = holders[0]?.id ?? null;
    }
    throw new Error('createLead lost too many races');
  }

  /** What the caller and the others have made of a lead since a version. */
  async function differences(input: UpdateLeadInput, expectedVersion: number): Promise<Difference[]> {
    const stamp = { ...stampOf({ id: newId(), mayRepeat: false }, {}), step: 0, inBatch: false };
    const [preview, [remembered]] = await Promise.all([
      leads.previewUpdate(workspaceId, input, stamp),
      findHistories([input.id]),
    ]);
    const wanted = preview === null || preview === 'too large' ? [] : preview.changes();
    const since = (remembered?.history ?? []).filter(({ version }) => version > expectedVersion);
    return threeWay(input, { since, complete: since.at(-1)?.version === expectedVersion + 1 }, wanted);
  }

  /** What createLead would do with this input, without writing. @throws InvalidInputError */
  async function resolve(input: CreateLeadInput, options: WriteOptions): Promise<Resolution> {
    const listIds = [...new Set(input.listIds ?? [])];
    await requireLists(listIds);
    await lookAhead([input]);
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const stamp = { ...stampOf({ id: newId(), mayRepeat: false }, options), step: 0, inBatch: false };
      const resolution = await resolveLead({ workspaceId, leads }, input, listIds, stamp);
      if (resolution === 'too large') throw tooLarge();
      if (resolution !== null) return resolution;
    }
    throw new Error('resolveLead lost too many races');
  }

  const batchOf = (options: WriteOptions) => ({
    ...{ workspaceId, leads, existingLists, rulesNow, lookAhead },
    stampOf: (run: Run) => stampOf(run, options),
    createOne: (input: CreateLeadInput, run: Run, step: number) => create(input, options, run, step),
  });

  return {
    /**
     * Creates a lead, or merges the input into the lead of that type that has one of its identity keys.
     * @throws InvalidInputError when a list does not exist, or the lead would become too large
     * @throws IdentityConflictError when the identifiers belong to several leads, or to one and `onMatch` is `fail`;
     *   nothing is written then
     * @throws IdempotencyKeyReusedError, IdempotencyKeyInUseError; NotFoundError when the lead that the key made is gone
     */
    create: (input: CreateLeadInput, key?: Key, options: WriteOptions = {}): Promise<CreatedLead> =>
      once(key, { call: 'createLead', input, ...given(options) }, createdLeadMemory(reader), async (run) => {
        const made = await leads.findMade(workspaceId, run, [0]);
        return made.get(0) ?? create(input, options, run, 0);
      }),

    /**
     * Creates or merges up to 500 leads, checked one by one.
     * @throws InvalidInputError for none or more than 500, IdempotencyKeyReusedError, IdempotencyKeyInUseError
     */
    createMany: (inputs: readonly unknown[], key?: Key, options: WriteOptions = {}): Promise<BatchItem[]> =>
      once(key, { call: 'createLeads', inputs, ...given(options) }, batchMemory(reader), (run) =>
        createBatch(batchOf(options), inputs, run),
      ),

    resolve: (input: CreateLeadInput, options: WriteOptions = {}): Promise<Resolution> => resolve(input, options),

    /** What createMany would do, without writing. @throws InvalidInputError for none or more than 500 */
    previewMany: (inputs: readonly unknown[], options: WriteOptions = {}): Promise<BatchItem[]> =>
      previewBatch(batchOf(options), inputs, options.onMatch ?? 'merge'),

    /**
     * Changes the fields that are given: absent keeps, null clears, attributes and metadata merge deeply (RFC 7396).
     * @throws NotFoundError, VersionConflictError when `expectedVersion` is not the lead's version any more,
     *   IdentityConflictError when an identifier belongs to another lead, InvalidInputError
     */
    async update(wanted: UpdateLeadInput, options: WriteOptions = {}): Promise<WrittenLead> {
      let input = wanted;
      const onlyPersons = Boolean(input.name?.first || input.name?.last);
      await lookAhead(asNew(wanted));
      for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
        const stamp = { ...stampOf({ id: newId(), mayRepeat: false }, options), step: 0, inBatch: false };
        const result = await leads.update(workspaceId, input, stamp, onlyPersons);
        if (result === 'too large') throw tooLarge();
        if (result !== null && result !== 'taken') return result;

        const [lead] = await leads.findByIds(workspaceId, [input.id]);
        if (lead === undefined) throw new NotFoundError('Lead', wanted.id);
        if (lead.id !== input.id.toLowerCase()) {
          // It has been merged: the winner takes the update.
          input = { ...input, id: lead.id };
        } else if (result === 'taken') {
          const keys = identityKeysOf({ ...input, type: lead.type, name: {} }, stamp.rules);
          const holders = await makeWay(lead.type, keys);
          if (holders === 'gone') continue;
          const others = holders.filter((holder) => holder.id !== lead.id);
          if (others.length > 0) throw conflict(keys, others);
        } else if (input.expectedVersion != null && lead.version !== input.expectedVersion) {
          throw new VersionConflictError(lead, input.expectedVersion, await differences(input, input.expectedVersion));
        } else if (onlyPersons && lead.type === 'company') {
          const message = 'A company has no first or last name, only a full one';
          throw InvalidInputError.of(['input', 'name'], message, 'not_for_company');
        } else if (result === null) {
          await merging.settle(input.id);
        }
        // What blocked the write has gone since: it is tried again.
      }
      throw new Error('updateLead lost too many races');
    },

    /**
     * Deletes a lead, with those that were merged into it; its identifiers are free again. Prospects and signals stay,
     * without the link to it.
     * @throws NotFoundError; LeadMergedError for one that is part of another lead, which would go with it
     */
    async delete(id: string): Promise<void> {
      for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
        if (await leads.delete(workspaceId, id)) return;
        const [standing] = await leads.findStandings(workspaceId, [id]);
        if (standing === undefined || standing.lead === null) throw new NotFoundError('Lead', id);
        if (standing.open) await merging.settle(id);
        else if (standing.mergeId !== null) throw new LeadMergedError(id, standing.lead, standing.mergeId);
      }
      throw new Error('deleteLead lost too many races');
    },

    mergeLeads: merging.merge,
    unmerge: merging.unmerge,

    addToList: membership.addToList,
    removeFromList: membership.removeFromList,

    /** The current ids of the leads with these ids: of a merged lead, that of its winner. Unknown ids are left out. */
    findCurrentIds,

    findByIds,

    /** A lead and those that share something telling with it; null where there is no such lead. One command. */
    findNeighbours: (id: string) => leads.findNeighbours(workspaceId, id),

    /** Records with two leads that they are different, or removes that; answers how many of the two exist. */
    setNotSame: (pair: readonly [string, string], notSame: boolean) => leads.setNotSame(workspaceId, pair, notSame),

    countAll: () => leads.countAll(workspaceId),

    /** What leads remember of the writes to them, the latest first. */
    findHistories,

    /** @param wanted what is shown of the leads; the rest is not read, and empty */
    list: (
      filter: LeadFilter,
      order: LeadOrder,
      request: PageRequest,
      wanted: Wanted = wantsAll,
    ): Promise<Page<Lead>> => leads.findPage(workspaceId, filter, order, request, wanted),
  };
}

/** Options as they count for whether two requests are the same: those that are not given do not. */
function given(options: WriteOptions): WriteOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value != null));
}
