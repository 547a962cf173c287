import type { IdentityRules } from '../identity/identity.rules.ts';
import { type LeadType, scopedKey } from '../identity/identity.ts';
import { type LeadDocument, leadId } from '../lead.document.store.ts';
import type { KeyCollision } from './lead.rekey.ts';
import { type KeySources, rekeyed } from './lead.rekey.ts';

/** A lead that would not be found by some of its identifiers any more. */
export interface KeyLoss {
  leadId: string;
  keys: string[];
}

/** What a change of the rules would make of the leads that were looked at. */
export interface RulesPreview {
  /** Leads that one key would make one; the first of them, and how many there are. */
  collisions: KeyCollision[];
  collisionCount: number;
  /** Leads that lose keys; the first of them, and how many there are. */
  splits: KeyLoss[];
  splitCount: number;
  /** Leads that were looked at. */
  examined: number;
  /** The lead behind which to go on; null where none is left. */
  next: PreviewPlace | null;
}

/** Where a lead stands among those of its workspace: in the order that they are re-keyed in. */
export interface PreviewPlace {
  keysVersion: number;
  id: string;
}

export type PreviewedLead = KeySources & Pick<LeadDocument, '_id' | 'keysVersion' | 'mergedFrom'>;

interface Gain {
  type: LeadType;
  leadId: string;
  keys: string[];
  /** When its turn would come. */
  turn: string;
  /** Whether it was not looked at itself: another request of the preview reports it. */
  elsewhere: boolean;
}

/** Who holds keys and keeps them: by type and key, the id of the lead. */
export type HeldKeys = ReadonlyMap<string, string>;

/** Its turn is that of the oldest id among the lead and those merged into it. */
function turnOf({ _id, keysVersion = 0, mergedFrom = [] }: PreviewedLead): string {
  const [first] = [_id, ...mergedFrom.map(({ id }) => id)].map((id) => id.toHexString()).sort();
  return `${String(keysVersion).padStart(12, '0')} ${first}`;
}

/** Takes leads in any order. */
export function createRulesPreview(to: IdentityRules) {
  const losses: (KeyLoss & { turn: string })[] = [];
  const gains: Gain[] = [];
  const seen = new Set<string>();
  let examined = 0;

  return {
    add(lead: PreviewedLead): void {
      const id = leadId(lead._id);
      if (seen.has(id)) return;
      seen.add(id);
      examined += 1;
      const { changed, gained, lost } = rekeyed(lead, to);
      if (!changed) return;
      const turn = turnOf(lead);
      if (lost.length > 0) losses.push({ leadId: id, keys: lost, turn });
      if (gained.length > 0) gains.push({ type: lead.type, leadId: id, keys: gained, turn, elsewhere: false });
    },

    /** A merged lead: its winner tells what becomes of it. */
    addMerged: () => {
      examined += 1;
    },

    /** One that might get a key before those that were looked at. */
    addElsewhere(lead: PreviewedLead): void {
      const id = leadId(lead._id);
      if (seen.has(id)) return;
      seen.add(id);
      const { gained } = rekeyed(lead, to);
      gains.push({ type: lead.type, leadId: id, keys: gained, turn: turnOf(lead), elsewhere: true });
    },

    /** The keys whose holders decide. */
    wanted: (): { type: LeadType; key: string }[] =>
      gains.flatMap(({ type, keys, elsewhere }) => (elsewhere ? [] : keys.map((key) => ({ type, key })))),

    result(held: HeldKeys, first: number, next: PreviewPlace | null): RulesPreview {
      const inTurn = (a: { turn: string }, b: { turn: string }) => (a.turn < b.turn ? -1 : 1);
      const owners = new Map<string, string>();
      const collisions: KeyCollision[] = [];
      for (const { type, leadId: id, keys, elsewhere } of gains.sort(inTurn)) {
        for (const key of keys) {
          const holder = held.get(scopedKey(type, key));
          const holderId = holder !== undefined && holder !== id ? holder : owners.get(scopedKey(type, key));
          if (holderId === undefined) owners.set(scopedKey(type, key), id);
          else if (!elsewhere) collisions.push({ type, key, holderId, leadId: id });
        }
      }
      return {
        collisions: collisions.slice(0, first),
        collisionCount: collisions.length,
        splits: losses
          .sort(inTurn)
          .slice(0, first)
          .map(({ leadId: id, keys }) => ({ leadId: id, keys })),
        splitCount: losses.length,
        examined,
        next,
      };
    },
  };
}
