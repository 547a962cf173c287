import { type IdentityRules, noRules, nothingInForce, type RulesInForce } from '../lead/identity/identity.rules.ts';
import type { KeyCollision } from '../lead/rekey/lead.rekey.ts';

/**
 * How a re-keying stands. `settling`: every lead has been gone through, and gateways that have not heard of the new rules
 * may still write by the former ones. `interrupted`: no worker has been heard of for a while; one goes on with it.
 */
type RekeyState = 'running' | 'interrupted' | 'settling' | 'done';

/** The work that follows a change of a workspace's identity rules: giving every lead its keys. */
export interface Rekey {
  workspaceId: string;
  rules: IdentityRules;
  state: RekeyState;
  /** Leads that have been gone through, and how many there were to go through; null before it has begun. */
  done: number;
  total: number | null;
  startedAt: Date;
  endedAt: Date | null;
}

/** Such a work as it is stored, with the workspace; the rules stand beside it. */
export interface StoredRekey {
  state: Exclude<RekeyState, 'interrupted'>;
  done: number;
  total: number | null;
  startedAt: Date;
  endedAt: Date | null;
  /** When a worker is to look at it: for one at work, when it counts as gone. */
  dueAt: Date;
  /** Until when others may write by the former rules. */
  settledAt: Date;
  owner: string | null;
}

/** A collision that a re-keying has met. */
export interface MetCollision extends KeyCollision {
  at: Date;
}

/** A worker that has not been heard of for this long is gone. */
export const silentMs = 30_000;

/** How long after its end a re-keying is looked at again: a stalled gateway may still have had a write under way. */
export const recheckMs = 60 * 60 * 1000;

export function toRulesInForce(stored: {
  identityRules?: IdentityRules | undefined;
  identityRekey?: StoredRekey | undefined;
}): RulesInForce {
  const { identityRules: rules, identityRekey } = stored;
  if (rules === undefined) return nothingInForce;
  return { rules, rekeying: identityRekey !== undefined && identityRekey.state !== 'done' };
}

export function toRekey(
  workspaceId: string,
  rules: IdentityRules | undefined,
  { owner: _owner, dueAt, settledAt: _settledAt, state, ...rest }: StoredRekey,
  now: Date,
): Rekey {
  const silent = state === 'running' && now.getTime() - dueAt.getTime() > silentMs;
  return { workspaceId, rules: rules ?? noRules, ...rest, state: silent ? 'interrupted' : state };
}
