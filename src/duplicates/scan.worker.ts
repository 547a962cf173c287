import { setImmediate } from 'node:timers/promises';
import type { LeadType } from '../lead/identity/identity.ts';
import type { BlockMembers, Comparable } from '../lead/likeness/lead.comparable.ts';
import { createBackground } from '../shared/background.ts';
import type { Clock } from '../shared/clock.ts';
import type { NewId } from '../shared/ids.ts';
import { scorePair } from './duplicate.score.ts';
import type { ScanStore } from './scan.store.ts';
import { type DuplicatePair, type DuplicateScan, maxPairs, type ScanPosition } from './scan.ts';

const pollMs = 2_000;

/** Pairs that are compared before other work gets its turn: less than 5 ms. */
const pairsPerTurn = 500;

/** The leads that are compared. */
interface ComparedLeads {
  /** Those of a type behind an id, in the order of ids. */
  findComparable(workspaceId: string, type: LeadType, after: string, limit: number): Promise<Comparable[]>;
  findInBlocks(workspaceId: string, blocks: readonly string[]): Promise<BlockMembers>;
  /** For each of these that has any, those that somebody has declared to be different from it. */
  findNotSame(workspaceId: string, ids: readonly string[]): Promise<Map<string, string[]>>;
}

interface WorkerDeps {
  scans: ScanStore;
  leads: ComparedLeads;
  clock: Clock;
  newId: NewId;
  /** Hears what stopped a scan, which is taken up again later. */
  onError: (error: unknown) => void;
  /** Leads that are compared, with all that share a block with them, between two notes of the progress. */
  pageSize?: number;
}

/** A scan, and how far it has come. */
interface ScanUnderWay {
  scan: DuplicateScan;
  position: ScanPosition;
  /** How many pairs it has found that are kept. */
  kept: number;
}

/**
 * Does the scans that people have asked for, one after the other. A scan belongs to one worker, which signs with every
 * page; one whose worker has been silent is taken up where its last page ended. A page may be read twice then, and what
 * it finds is kept once.
 */
export function createScanWorker({ scans, leads, clock, newId, onError, pageSize = 200 }: WorkerDeps) {
  const owner = newId();

  /** Compares leads with those of their blocks that come after them, so that each pair is met once. */
  async function compare(workspaceId: string, page: readonly Comparable[], least: number) {
    const blocks = [...new Set(page.flatMap((lead) => lead.blocks))];
    if (blocks.length === 0) return { pairs: [], tooCommon: [] };
    const { members, tooCommon } = await leads.findInBlocks(workspaceId, blocks);
    const pairs: DuplicatePair[] = [];
    let compared = 0;
    for (const lead of page) {
      const others = new Map(lead.blocks.flatMap((block) => members.get(block) ?? []).map((one) => [one.id, one]));
      for (const other of others.values()) {
        if (other.id <= lead.id || lead.notSame.includes(other.id) || other.notSame.includes(lead.id)) continue;
        const { score, reasons } = scorePair(lead, other);
        if (score >= least) pairs.push({ leadIds: [lead.id, other.id], score, reasons });
        compared += 1;
        if (compared % pairsPerTurn === 0) await setImmediate();
      }
    }
    return { pairs, tooCommon };
  }

  /**
   * Keeps pairs; answers how many are new. A pair that somebody has dismissed since its leads were read goes again:
   * who dismisses it notes that first and then removes the pair, so one of the two sees the other.
   */
  async function keep(scan: DuplicateScan, pairs: readonly DuplicatePair[]): Promise<number> {
    if (pairs.length === 0) return 0;
    const added = await scans.addPairs(scan, pairs);
    const ids = [...new Set(pairs.flatMap(({ leadIds }) => leadIds))];
    const notSame = await leads.findNotSame(scan.workspaceId, ids);
    for (const { leadIds } of pairs) {
      const [a, b] = leadIds;
      const isDismissed = notSame.get(a)?.includes(b) || notSame.get(b)?.includes(a);
      if (isDismissed) await scans.removePair(scan.workspaceId, leadIds);
    }
    return added;
  }

  async function claim(): Promise<ScanUnderWay | null> {
    const scan = await scans.claim(owner, clock());
    return scan === null ? null : { scan, position: scan.position, kept: await scans.countPairs(scan) };
  }

  async function goOn(work: ScanUnderWay): Promise<boolean> {
    const { scan, position } = work;
    const { type, after } = position;
    const page = await leads.findComparable(scan.workspaceId, type, after, pageSize);
    const { pairs, tooCommon } = await compare(scan.workspaceId, page, scan.minScore);
    work.kept += await keep(scan, pairs);
    const truncated = work.kept > maxPairs;
    if (truncated) {
      await scans.keepBest(scan, maxPairs);
      work.kept = maxPairs;
    }
    const next = nextPosition(type, page, pageSize);
    work.position = next ?? position;
    const progress = { position: work.position, leads: page.length, tooCommon, truncated };
    const isOurs = await scans.advance(scan.id, owner, progress, clock());
    if (next === null && isOurs) await scans.finish(scan.id, owner, clock());
    return next !== null && isOurs;
  }

  return createBackground<ScanUnderWay>({
    ...{ pollMs, claim, goOn, onError },
    release: ({ scan }) => scans.release(scan.id, owner),
  });
}

const nextType: Record<LeadType, LeadType | null> = { person: 'company', company: null };

function nextPosition(type: LeadType, page: readonly Comparable[], pageSize: number): ScanPosition | null {
  const last = page.at(-1);
  if (last !== undefined && page.length === pageSize) return { type, after: last.id };
  const next = nextType[type];
  return next === null ? null : { type: next, after: '' };
}
