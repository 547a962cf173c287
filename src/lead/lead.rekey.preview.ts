import type { IdentityRules } from './identity.rules.ts';
import type { LeadType } from './identity.ts';
import type { KeyCollision } from './lead.rekey.store.ts';
import { type KeySources, rekeyed } from './lead.rekey.ts';

/** A lead that would not be found by some of its identifiers any more. */
export interface KeyLoss {
  leadId: string;
  keys: string[];
}

/** What a change of the rules would make of the leads. */
export interface RulesPreview {
  /** Leads that one key would make one; the first of them, and how many there are. */
  collisions: KeyCollision[];
  collisionCount: number;
  /** Leads that lose keys; the first of them, and how many there are. */
  splits: KeyLoss[];
  splitCount: number;
  /** Leads that were looked at, and whether these are all that the change could be about. */
  examined: number;
  complete: boolean;
}

interface Gain {
  type: LeadType;
  leadId: string;
  keys: string[];
  /** When its turn would come. */
  turn: number;
}

/** Who holds keys now: by type and key, the id of the lead. */
export type HeldKeys = ReadonlyMap<string, string>;

export const scoped = (type: LeadType, key: string) => `${type} ${key}`;

/** Goes through leads in the order that they would be re-keyed in. */
export function createRulesPreview(to: IdentityRules) {
  const losses: KeyLoss[] = [];
  const gains: Gain[] = [];
  const dropped = new Set<string>();
  /** A lead has its turn with the first of those that are part of it. */
  const earlier = new Map<string, number>();
  const seen = new Set<string>();
  let examined = 0;

  return {
    add(leadId: string, lead: KeySources): void {
      if (seen.has(leadId)) return;
      seen.add(leadId);
      examined += 1;
      const { changed, gained, lost, dropped: gone } = rekeyed(lead, to);
      if (!changed) return;
      if (lost.length > 0) losses.push({ leadId, keys: lost });
      for (const key of gone) dropped.add(`${leadId} ${key}`);
      if (gained.length > 0) gains.push({ type: lead.type, leadId, keys: gained, turn: examined });
    },

    /** A lead that is part of another. */
    addMerged(winnerId: string): void {
      examined += 1;
      if (!earlier.has(winnerId)) earlier.set(winnerId, examined);
    },

    /** The keys whose holders decide. */
    wanted: (): { type: LeadType; key: string }[] =>
      gains.flatMap(({ type, keys }) => keys.map((key) => ({ type, key }))),

    result(held: HeldKeys, first: number, complete: boolean): RulesPreview {
      const turnOf = ({ leadId, turn }: Gain) => Math.min(turn, earlier.get(leadId) ?? turn);
      const owners = new Map<string, string>();
      const collisions: KeyCollision[] = [];
      for (const gain of gains.sort((a, b) => turnOf(a) - turnOf(b))) {
        const { type, leadId } = gain;
        for (const key of gain.keys) {
          const holder = held.get(scoped(type, key));
          const keeps = holder !== undefined && holder !== leadId && !dropped.has(`${holder} ${key}`);
          const holderId = keeps ? holder : owners.get(scoped(type, key));
          if (holderId === undefined) owners.set(scoped(type, key), leadId);
          else collisions.push({ type, key, holderId, leadId });
        }
      }
      return {
        collisions: collisions.slice(0, first),
        collisionCount: collisions.length,
        splits: losses.slice(0, first),
        splitCount: losses.length,
        examined,
        complete,
      };
    },
  };
}
