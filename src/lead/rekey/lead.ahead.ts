import type { RulesInForce } from '../identity/identity.rules.ts';
import { leadTypes } from '../identity/identity.ts';
import type { CreateLeadInput, UpdateLeadInput } from '../lead.rules.ts';
import type { LeadStore } from '../lead.store.ts';
import type { KeyCollision, RekeyRun } from './lead.rekey.ts';
import { spellingsOf } from './lead.spellings.ts';

interface AheadDeps extends Pick<RekeyRun, 'newId'> {
  clock: RekeyRun['now'];
  workspaceId: string;
  leads: Pick<LeadStore, 'rekeyAhead'>;
  inForce: () => RulesInForce;
  onCollisions: (rules: RulesInForce['rules'], collisions: readonly KeyCollision[]) => Promise<void>;
}

/**
 * While a re-keying is under way, re-keys the leads that identifiers of an input may belong to before it is their turn.
 */
export function createLookAhead({ workspaceId, leads, inForce, clock, newId, onCollisions }: AheadDeps) {
  return async (inputs: readonly CreateLeadInput[]): Promise<void> => {
    const { rules, rekeying } = inForce();
    if (!rekeying) return;
    const told = (collisions: readonly KeyCollision[]) => onCollisions(rules, collisions);
    await leads.rekeyAhead(workspaceId, spellingsOf(inputs, rules), { rules, now: clock, newId, onCollisions: told });
  };
}

/** An update as the input of a lead of each type, since the type is not known before the write. */
export function asNew(input: UpdateLeadInput): CreateLeadInput[] {
  return leadTypes.map((type) => ({ ...input, type, name: {} }));
}
