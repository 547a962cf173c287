import * as z from 'zod';
import type { Memory, Once } from '../../idempotency/idempotency.service.ts';
import type { Author } from '../../shared/author.ts';
import type { Clock } from '../../shared/clock.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import { documentBytes } from '../../shared/rules.ts';
import { type Run, uuidOfRun } from '../../shared/runs.ts';
import { LeadMergedError, VersionConflictError } from '../lead.errors.ts';
import type { LeadStore } from '../lead.store.ts';
import type { Lead } from '../lead.ts';
import type { Merge, MergeLeadsInput, Unmerge, UnmergeLeadInput } from './lead.merge.ts';
import type { MergeStanding } from './lead.unmerge.store.ts';

/** Other merges that one may meet in a row before it gives up. */
const maxAttempts = 50;

interface MergingDeps {
  workspaceId: string;
  leads: LeadStore;
  clock: Clock;
  newId: NewId;
  once: Once;
  author: Author;
  /** The sources that the workspace trusts, the most trusted one first. */
  ranking: readonly string[];
}

/** Merging leads that no identifier joins, and undoing it. */
export function createMerging({ workspaceId, leads, clock, newId, once, author, ranking }: MergingDeps) {
  const standingsOf = async (ids: readonly string[]) =>
    new Map((await leads.findStandings(workspaceId, ids)).map((standing) => [standing.id, standing]));

  /** Ends the merges that these leads are part of; false where there are none. */
  async function settle(standings: Iterable<MergeStanding>): Promise<boolean> {
    const open = [...standings].filter((standing) => standing.open);
    for (const { id } of open) if ((await leads.settle(workspaceId, id)) === 'too large') throw tooLarge();
    return open.length > 0;
  }

  /** The ids of the merges that the first try of a run may have begun; later ones have ids of their own. */
  const idOf = (run: Run, attempt: number) => (run.mayRepeat && !run.again ? uuidOfRun(run, attempt) : newId());
  const begunBefore = (run: Run) =>
    leads.findMerges(
      workspaceId,
      Array.from({ length: maxAttempts }, (_, index) => uuidOfRun(run, index + 1)),
    );

  /** @param run null where the merge is only previewed */
  async function merge({ winnerId, losers, versions }: Wanted, run: Run | null): Promise<Merge> {
    const own = run?.again ? await begunBefore(run) : [];
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const standings = await standingsOf([winnerId, ...losers]);
      if (await settle(standings.values())) continue;
      const winner = found(winnerId, standings);
      // Our merge counts even where the winner was merged, or our merge undone, since.
      const ours = own.find(({ mergeId, isUndone }) => isUndone || winner.changesBy(mergeId)().length > 0);
      const others = ours === undefined ? losers.map((id) => found(id, standings)) : [];
      const done = ours?.mergeId ?? sameMerge(winner, others);
      if (done !== null && run !== null) {
        return { mergeId: done, lead: winner.lead, changes: winner.changesBy(done) };
      }
      if (winner.mergeId !== null) throw new LeadMergedError(winner.id, winner.lead, winner.mergeId);
      for (const { id, lead, mergeId } of others) {
        if (mergeId !== null) throw new LeadMergedError(id, lead, mergeId);
        if (lead.type !== winner.lead.type) {
          throw refused('loserIds', `Lead ${id} is a ${lead.type}, and the winner is a ${winner.lead.type}`, 'type');
        }
      }
      for (const { id, lead } of [winner, ...others]) {
        const version = versions.get(id);
        if (version !== undefined && version !== lead.version) throw new VersionConflictError(lead, version, []);
      }
      const mark = { at: clock(), author, ranking };
      if (run === null) {
        const result = await leads.previewMerge(workspaceId, newId(), winnerId, losers, mark);
        if (result === 'too large') throw tooLarge();
        if (result !== null) return result;
        continue;
      }
      const expected = (id: string) => ({ id, version: versions.get(id) ?? null });
      const mergeId = idOf(run, attempt);
      const begun = await leads.begin(workspaceId, mergeId, expected(winnerId), losers.map(expected), mark);
      if (begun) own.push({ mergeId, isUndone: false });
      if (begun && (await leads.settle(workspaceId, winnerId)) === 'too large') throw tooLarge();
      // What has come of it, by us or by somebody else, shows when the leads are read again.
    }
    throw new Error('mergeLeads met too many others');
  }

  async function unmerge({ mergeId }: UnmergeLeadInput): Promise<Unmerge> {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const record = await leads.findMerge(workspaceId, mergeId);
      if (record === null) throw new NotFoundError('Merge', mergeId);
      const { winnerId, loserIds, kept } = record;
      const standings = await standingsOf([winnerId, ...(kept === null ? [] : loserIds)]);
      if (await settle(standings.values())) continue;
      const winner = standings.get(winnerId);
      if (winner === undefined || winner.lead === null) throw new NotFoundError('Merge', mergeId);
      if (kept !== null) {
        const restored = loserIds.flatMap((id) => standings.get(id)?.lead ?? []);
        const told = kept.map((value) => ({ ...value, leadId: value.leadId ?? winnerId }));
        return { mergeId: mergeId.toLowerCase(), winner: winner.lead, restored, kept: told };
      }
      if (winner.mergeId !== null) throw new LeadMergedError(winnerId, winner.lead, winner.mergeId);
      const result = await leads.detach(workspaceId, mergeId.toLowerCase(), record, { at: clock(), author });
      if (result === 'too large') throw tooLarge();
      if (result) await leads.settle(workspaceId, winnerId);
      else if (!winner.lead.mergedFrom.some((merged) => merged.mergeId === mergeId.toLowerCase())) {
        // It never came about, or somebody has undone it a moment ago.
        if ((await leads.findMerge(workspaceId, mergeId))?.kept == null) throw new NotFoundError('Merge', mergeId);
      }
    }
    throw new Error('unmergeLead met too many others');
  }

  /** A merge is kept by its id: a replay answers the winner as it stands by then. */
  const mergeMemory: Memory<Merge> = {
    keep: ({ mergeId, lead }) => ({ mergeId, id: lead.id }),
    async recall(kept) {
      const { mergeId, id } = z.object({ mergeId: z.string(), id: z.string() }).parse(kept);
      const standing = found(id, await standingsOf([id]));
      return { mergeId, lead: standing.lead, changes: standing.changesBy(mergeId) };
    },
  };

  return {
    /**
     * Merges leads into one, whatever identifies them. Merging the same leads again answers the merge there is.
     * @throws NotFoundError, InvalidInputError, VersionConflictError, IdempotencyKeyReusedError,
     *   IdempotencyKeyInUseError; LeadMergedError for one that is part of another lead already
     */
    async merge(input: MergeLeadsInput, preview: boolean, key?: string | null): Promise<Merge> {
      const wanted = readWanted(input);
      if (preview) return merge(wanted, null);
      return once(key, { call: 'mergeLeads', input }, mergeMemory, (run) => merge(wanted, run));
    },

    /**
     * Undoes a merge: the leads come back as they were, and the winner keeps what was written to it since.
     * @throws NotFoundError; LeadMergedError where the winner is part of another lead by now
     */
    unmerge,

    /** Ends the merge that a lead is part of, if there is one. */
    settle: (id: string) => leads.settle(workspaceId, id),
  };
}

interface Wanted {
  winnerId: string;
  losers: string[];
  versions: ReadonlyMap<string, number>;
}

function readWanted({ winnerId, loserIds, expectedVersions }: MergeLeadsInput): Wanted {
  const winner = winnerId.toLowerCase();
  const losers = [...new Set(loserIds.map((id) => id.toLowerCase()))];
  if (losers.includes(winner)) throw refused('loserIds', 'A lead cannot be merged into itself', 'winner');
  const versions = new Map((expectedVersions ?? []).map(({ id, version }) => [id.toLowerCase(), version]));
  const stray = [...versions.keys()].some((id) => id !== winner && !losers.includes(id));
  if (stray) throw refused('expectedVersions', 'Versions can be expected of the leads of this merge alone', 'unknown');
  return { winnerId: winner, losers, versions };
}

function found(id: string, standings: ReadonlyMap<string, MergeStanding>): MergeStanding & { lead: Lead } {
  const standing = standings.get(id);
  if (standing === undefined || standing.lead === null) throw new NotFoundError('Lead', id);
  return { ...standing, lead: standing.lead };
}

/** The merge that has made these leads, and no others, part of the winner. */
function sameMerge(winner: { id: string; lead: Lead }, losers: readonly MergeStanding[]): string | null {
  const mergeId = losers[0]?.mergeId ?? null;
  const merged = winner.lead.mergedFrom.filter((one) => one.mergeId === mergeId).map(({ id }) => id);
  const same =
    merged.length === losers.length &&
    losers.every(({ id, mergedInto }) => merged.includes(id) && mergedInto === winner.id);
  return same ? mergeId : null;
}

function refused(field: string, message: string, code: string): InvalidInputError {
  return InvalidInputError.of(['input', field], message, code);
}

/** Each input is bounded, but what a lead takes in over the years is not. */
export function tooLarge(): InvalidInputError {
  const limit = `${documentBytes / 1024 / 1024} MB`;
  return InvalidInputError.of(['input'], `The lead would be larger than the ${limit} that one can have`, 'too_big');
}
