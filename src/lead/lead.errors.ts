import { LeadgraphError } from '../shared/errors.ts';
import type { Difference } from './history/lead.differences.ts';
import { type IdentityKey, parseIdentityKeys } from './identity/identity.ts';
import type { Lead } from './lead.ts';

/** The identifiers of a write belong to other leads. Nothing was written. */
export class IdentityConflictError extends LeadgraphError {
  override readonly name = 'IdentityConflictError';
  readonly code = 'IDENTITY_CONFLICT';
  readonly keys: IdentityKey[];
  readonly leads: Lead[];

  constructor(keys: IdentityKey[], leads: Lead[]) {
    const values = keys.map((key) => key.value).join(', ');
    super(
      leads.length === 1
        ? `Lead ${leads[0]?.id} already has ${values}`
        : `${values} belong to ${leads.length === 0 ? 'several' : leads.length} different leads`,
    );
    this.keys = keys;
    this.leads = leads;
  }
}

/** Names every holder and those of the wanted keys that they hold. */
export function conflict(wanted: readonly string[], holders: Lead[]): IdentityConflictError {
  const held = new Set(holders.flatMap((holder) => holder.identityKeys));
  return new IdentityConflictError(parseIdentityKeys(wanted.filter((key) => held.has(key))), holders);
}

/** The lead has moved on from the version that the caller expected. Nothing was written. */
export class VersionConflictError extends LeadgraphError {
  override readonly name = 'VersionConflictError';
  readonly code = 'VERSION_CONFLICT';
  readonly lead: Lead;
  /** What the caller and the others have made of each value. */
  readonly differences: Difference[];

  constructor(lead: Lead, expectedVersion: number, differences: Difference[]) {
    super(`Lead ${lead.id} is at version ${lead.version}, not ${expectedVersion}`);
    this.lead = lead;
    this.differences = differences;
  }
}

/** The lead has been merged into another one. Nothing was written. */
export class LeadMergedError extends LeadgraphError {
  override readonly name = 'LeadMergedError';
  readonly code = 'LEAD_MERGED';
  readonly id: string;
  /** The lead that it is part of now. */
  readonly lead: Lead;
  readonly mergeId: string;

  constructor(id: string, lead: Lead, mergeId: string) {
    super(`Lead ${id} has been merged into ${lead.id}, by merge ${mergeId}`);
    this.id = id;
    this.lead = lead;
    this.mergeId = mergeId;
  }
}
