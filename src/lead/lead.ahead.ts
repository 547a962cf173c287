import type { RulesInForce } from './identity.rules.ts';
import { leadTypes } from './identity.ts';
import type { KeyCollision, RekeyRun } from './lead.rekey.store.ts';
import type { CreateLeadInput, UpdateLeadInput } from './lead.rules.ts';
import { spellingsOf } from './lead.spellings.ts';
import type { LeadStore } from './lead.store.ts';

interface AheadDeps extends Pick<RekeyRun, 'newId'> {
  clock: RekeyRun['now'];
  workspaceId: string;
  leads: Pick<LeadStore, 'rekeyAhead'>;
  inForce: () => RulesInForce;
  onCollisions: (rules: RulesInForce['rules'], collisions: readonly KeyCollision[]) => Promise<void>;
}

/** While leads follow former rules, those that identifiers of inputs may be of are re-keyed ahead of their turn. */
export function createLookAhead({ workspaceId, leads, inForce, clock, newId, onCollisions }: AheadDeps) {
  return async (inputs: readonly CreateLeadInput[]): Promise<void> => {
    const { rules, rekeying } = inForce();
    if (!rekeying) return;
    const told = (collisions: readonly KeyCollision[]) => onCollisions(rules, collisions);
    await leads.rekeyAhead(workspaceId, spellingsOf(inputs, rules), { rules, now: clock, newId, onCollisions: told });
  };
}

/** The identifiers of an update, of a lead of either type. */
export function asNew(input: UpdateLeadInput): CreateLeadInput[] {
  return leadTypes.map((type) => ({ ...input, type, name: {} }));
}
