import type { LeadType } from '../lead/identity/identity.ts';
import type { Score } from './duplicate.score.ts';

/** `interrupted`: no worker has been heard of for a while; it goes on where it was when one takes it up. */
type ScanState = 'running' | 'interrupted' | 'done' | 'stopped';

/** How far a scan has come: all leads of the types before, and those of this type up to an id. */
export interface ScanPosition {
  type: LeadType;
  after: string;
}

/** A search of all leads of a workspace for pairs that may be the same. */
export interface DuplicateScan {
  id: string;
  workspaceId: string;
  state: ScanState;
  /** Pairs that score less are not kept. */
  minScore: number;
  /** Leads that have been compared, and how many there were at the start. */
  done: number;
  total: number;
  position: ScanPosition;
  /** Some of the blocks that were too common to be followed. */
  tooCommon: string[];
  /** Whether more was found than is kept, so that the least likely pairs are gone. */
  truncated: boolean;
  startedAt: Date;
  endedAt: Date | null;
  /** When it is forgotten, with what it found. */
  expiresAt: Date;
}

/** Two leads of a scan that may be the same, by their ids. */
export interface DuplicatePair extends Score {
  leadIds: [string, string];
}

/** What a page of leads has brought. */
export interface ScanProgress {
  position: ScanPosition;
  leads: number;
  tooCommon: readonly string[];
  truncated: boolean;
}

export const keptDays = 7;
/** Pairs of one scan that are kept. */
export const maxPairs = 10_000;
/** A worker that has not been heard of for this long is gone. */
export const silentMs = 30_000;
