/** One change of one lead: a key of its metadata that nothing else ever writes. */
interface Mark {
  /** The address of the lead that has it. */
  email: string;
  /** Its write was answered with success, completely. */
  acknowledged: boolean;
}

/** What a load has written, as its clients know it. */
export interface Ledger {
  marks: Map<string, Mark>;
  /** Addresses of leads that were deleted with success, and of those whose deletion was sent and not answered. */
  deleted: Set<string>;
  maybeDeleted: Set<string>;
  /** What each entity of signals may stand at: its last acknowledged status, and those sent since then. */
  statuses: Map<string, Set<string>>;
}

export function createLedger(): Ledger {
  return { marks: new Map(), deleted: new Set(), maybeDeleted: new Set(), statuses: new Map() };
}

/** How many writes were answered with success. */
export function countAcknowledged({ marks, deleted }: Ledger): number {
  return [...marks.values()].filter(({ acknowledged }) => acknowledged).length + deleted.size;
}
