import type { Memory, Once } from '../idempotency/idempotency.service.ts';
import type { LeadService } from '../lead/lead.service.ts';
import type { Lead } from '../lead/lead.ts';
import type { Comparable } from '../lead/likeness/lead.comparable.ts';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { uuidOfRun } from '../shared/runs.ts';
import { minScore, type Reason, type Score, scorePair } from './duplicate.score.ts';
import type { ScanStore } from './scan.store.ts';
import type { DuplicatePair, DuplicateScan } from './scan.ts';

/** A lead that may be the same as another. */
export interface DuplicateCandidate extends Score {
  lead: Lead;
}

export interface DuplicateCandidates {
  /** The likeliest first. */
  candidates: DuplicateCandidate[];
  /** What too many leads share to be looked through. */
  tooCommon: string[];
}

const maxCandidates = 100;

/** Leads that may be the same though no identity key says so, for one workspace. It merges nothing. */
export function createDuplicateService(deps: {
  workspaceId: string;
  leads: LeadService;
  scans: ScanStore;
  clock: Clock;
  once: Once;
}) {
  const { workspaceId, leads, scans, clock, once } = deps;

  /** A scan is kept by its id: a replay answers it as it stands by then. */
  const memory: Memory<DuplicateScan> = {
    keep: ({ id }) => id,
    async recall(id) {
      const scan = await scans.find(workspaceId, String(id), clock());
      if (scan === null) throw new NotFoundError('Duplicate scan', String(id));
      return scan;
    },
  };

  async function mark(ids: readonly string[], notSame: boolean): Promise<Lead[]> {
    const [a, b] = [...new Set(ids.map((id) => id.toLowerCase()))].sort();
    if (ids.length !== 2 || a === undefined || b === undefined) {
      throw InvalidInputError.of(['leadIds'], 'Give the ids of two different leads', 'not_a_pair');
    }
    // Before anything is written: a lead remembers no id that is not the workspace's.
    const found = await leads.findByIds([a, b]);
    const missing = [a, b].find((id) => !found.some((lead) => lead.id === id));
    if (missing !== undefined) throw new NotFoundError('Lead', missing);
    if ((await leads.setNotSame([a, b], notSame)) < 2) throw new NotFoundError('Lead', a);
    if (notSame) await scans.removePair(workspaceId, [a, b]);
    return ids.flatMap((id) => found.find((lead) => lead.id === id.toLowerCase()) ?? []);
  }

  /** The neighbours of the winner of a merged lead. */
  async function neighboursOfWinner(leadId: string) {
    const [winner] = await leads.findByIds([leadId]);
    return winner === undefined ? null : leads.findNeighbours(winner.id);
  }

  return {
    /**
     * Leads that may be the same as this one; at most two commands, and two more for the id of a merged lead.
     * @throws NotFoundError, InvalidInputError
     */
    async candidates(leadId: string, first: number): Promise<DuplicateCandidates> {
      if (first < 1 || first > maxCandidates) {
        throw InvalidInputError.of(['first'], `"first" must be between 1 and ${maxCandidates}`, 'page_size');
      }
      const neighbours = (await leads.findNeighbours(leadId)) ?? (await neighboursOfWinner(leadId));
      if (neighbours === null) throw new NotFoundError('Lead', leadId);
      const best = rank(neighbours.lead, neighbours.others).slice(0, first);
      const found = best.length === 0 ? [] : await leads.findByIds(best.map(({ id }) => id));
      const byId = new Map(found.map((lead) => [lead.id, lead]));
      const candidates = best.flatMap(({ id, score, reasons }) => {
        const lead = byId.get(id);
        return lead === undefined ? [] : [{ lead, score, reasons }];
      });
      return { candidates, tooCommon: neighbours.tooCommon.sort() };
    },

    /** Remembers that two leads are not the same, so that they are not proposed again. @throws NotFoundError */
    dismiss: (leadIds: readonly string[]): Promise<Lead[]> => mark(leadIds, true),

    /** Takes that back; a scan that has ended does not show the pair again. @throws NotFoundError */
    undoDismiss: (leadIds: readonly string[]): Promise<Lead[]> => mark(leadIds, false),

    /**
     * Asks for a scan of all leads. The one that is at work, or that a stopped gateway left, is answered as it is: a
     * worker goes on with it.
     * @throws InvalidInputError, IdempotencyKeyReusedError, IdempotencyKeyInUseError; NotFoundError when the scan of the
     *   key has been forgotten
     */
    async startScan(least: number, key?: string | null): Promise<DuplicateScan> {
      if (!(least >= minScore && least <= 1)) {
        throw InvalidInputError.of(['minScore'], `"minScore" must be between ${minScore} and 1`, 'out_of_range');
      }
      return once(key, { call: 'startDuplicateScan', least }, memory, async (run) => {
        const now = clock();
        await scans.sweep(workspaceId, now);
        const total = await leads.countAll();
        return scans.begin(workspaceId, { id: uuidOfRun(run, 0), minScore: least, total, now });
      });
    },

    /** Ends a scan; what it found stays. One that has ended stays as it is. @throws NotFoundError */
    async stopScan(id: string): Promise<DuplicateScan> {
      const scan = await scans.stop(workspaceId, id, clock());
      if (scan === null) throw new NotFoundError('Duplicate scan', id);
      return scan;
    },

    /** A scan, or without an id the latest; null where there is none. */
    findScan: (id: string | null): Promise<DuplicateScan | null> => scans.find(workspaceId, id, clock()),

    /** What a scan has found, the likeliest first. */
    listPairs: (scanId: string, request: PageRequest): Promise<Page<DuplicatePair>> =>
      scans.findPairs(workspaceId, scanId, request),
  };
}

/** Those of the others that may be the same as a lead, the likeliest first. */
export function rank(
  lead: Comparable,
  others: readonly Comparable[],
): { id: string; score: number; reasons: Reason[] }[] {
  return others
    .filter((other) => !lead.notSame.includes(other.id) && !other.notSame.includes(lead.id))
    .map((other) => ({ id: other.id, ...scorePair(lead, other) }))
    .filter(({ score }) => score >= minScore)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}
