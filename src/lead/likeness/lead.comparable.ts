import type { LeadType } from '../identity/identity.ts';

/**
 * The part of a lead that is compared with others. Names are folded; places and firms are keys as in lead.likeness.ts.
 */
export interface Comparable {
  id: string;
  type: LeadType;
  name: { full: string; first: string | null; last: string | null };
  /** Other names that it goes by. */
  otherNames: string[];
  /** A person's employers or a company itself, by name and by domain. */
  firms: string[];
  /** Registrable domains of a company. */
  roots: string[];
  city: string | null;
  country: string | null;
  mailboxes: string[];
  phones: string[];
  /** Its own LinkedIn pages by public name; LinkedIn's internal tokens are left out. */
  profiles: string[];
  /** The ids of leads that somebody has declared to be different. */
  notSame: string[];
  blocks: string[];
}

/** A lead and those that share a block with it. */
export interface Neighbours {
  lead: Comparable;
  /** Each once. */
  others: Comparable[];
  /** Blocks that too many leads share to be followed. */
  tooCommon: string[];
}

/** A block with more leads than this distinguishes nobody and is not followed. */
export const maxBlockSize = 200;

/** The leads of several blocks. */
export interface BlockMembers {
  members: Map<string, Comparable[]>;
  /** Blocks with more members than are followed; they are not among `members`. */
  tooCommon: string[];
}
