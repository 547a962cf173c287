import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { IdentityRules } from '../identity/identity.rules.ts';
import { scopedKey } from '../identity/identity.ts';
import { aliases, isAlias, type StoredLead } from '../lead.alias.store.ts';
import { type LeadDocument, leadId } from '../lead.document.store.ts';
import { writeAll } from '../writing/lead.write-all.store.ts';
import type { KeyCollision, RekeyRun } from './lead.rekey.ts';
import { type Rekeyed, rekeyed } from './lead.rekey.ts';

export const follows = ({ keysVersion = 0 }: { keysVersion?: number }, { version }: IdentityRules) =>
  keysVersion >= version;

/** What one round makes of the leads that are left. */
interface Round {
  writes: { lead: LeadDocument; plan: Rekeyed }[];
  collisions: KeyCollision[];
  /** Leads whose new keys are held by something that has to go first; they are re-keyed one by one. */
  hard: LeadDocument[];
  /** Leads that wait for the outcome of others in this round. */
  waiting: LeadDocument[];
}

/**
 * Re-keys leads that nothing is merged into, the oldest first, in rounds: one look at who has the new keys, one command
 * for the collisions and one for the leads. One round is enough unless leads want the same key; the next one then shows
 * which of them has got it.
 */
export function rekeyBatches(
  leads: Collection<LeadDocument>,
  one: {
    writeOf: (
      workspaceId: string,
      lead: LeadDocument,
      plan: Rekeyed,
      run: RekeyRun,
    ) => (AnyBulkWriteOperation<LeadDocument> & { updateOne: unknown })['updateOne'];
    rekeyOne: (workspaceId: string, lead: LeadDocument, run: RekeyRun) => Promise<void>;
    fields: object;
  },
) {
  const { readHolders } = aliases(leads);

  /** Who has keys that these leads would get. Index: workspaceId, type, identityKeys. */
  async function holdersOf(workspaceId: string, plans: readonly { lead: LeadDocument; plan: Rekeyed }[]) {
    const wanted = new Set(plans.flatMap(({ plan }) => plan.gained));
    const types = new Set(plans.flatMap(({ lead, plan }) => (plan.gained.length === 0 ? [] : [lead.type])));
    const held = new Map<string, StoredLead>();
    if (wanted.size === 0) return held;
    const { documents } = await readHolders(workspaceId, [...types], [...wanted], one.fields);
    for (const document of documents) {
      for (const key of document.identityKeys) held.set(scopedKey(document.type, key), document);
    }
    return held;
  }

  function planRound(
    plans: readonly { lead: LeadDocument; plan: Rekeyed }[],
    held: ReadonlyMap<string, StoredLead>,
    rules: IdentityRules,
  ): Round {
    const round: Round = { writes: [], collisions: [], hard: [], waiting: [] };
    const claimed = new Set<string>();
    const here = new Set(plans.map(({ lead }) => leadId(lead._id)));
    for (const { lead, plan } of plans) {
      const [place, collisions] = standing(lead, plan.gained);
      for (const key of plan.gained) claimed.add(scopedKey(lead.type, key));
      if (place !== null) {
        round[place].push(lead);
        continue;
      }
      round.collisions.push(...collisions);
      const withheld = new Set(collisions.map(({ key }) => key));
      round.writes.push({ lead, plan: withheld.size === 0 ? plan : rekeyed(lead, rules, withheld) });
    }
    return round;

    function standing(lead: LeadDocument, gained: readonly string[]): ['hard' | 'waiting' | null, KeyCollision[]] {
      const { type } = lead;
      const collisions: KeyCollision[] = [];
      let waits = false;
      for (const key of gained) {
        const holder = held.get(scopedKey(type, key));
        if (holder === undefined) {
          if (claimed.has(scopedKey(type, key))) waits = true;
        } else if (!holder._id.equals(lead._id)) {
          if (isAlias(holder)) return ['hard', []];
          const holderId = leadId(holder._id);
          if (follows(holder, rules) || rekeyed(holder, rules).keys.includes(key)) {
            collisions.push({ type, key, holderId, leadId: leadId(lead._id) });
          } else if (!here.has(holderId) || claimed.size === 0) return ['hard', []];
          else waits = true;
        }
      }
      return [waits ? 'waiting' : null, collisions];
    }
  }

  async function write(workspaceId: string, writes: Round['writes'], run: RekeyRun): Promise<LeadDocument[]> {
    const operations = writes.map(
      ({ lead, plan }) =>
        ({ updateOne: one.writeOf(workspaceId, lead, plan, run) }) as AnyBulkWriteOperation<LeadDocument>,
    );
    const { failed } = await writeAll(leads, operations);
    return [...failed].flatMap((at) => writes[at]?.lead ?? []);
  }

  return async (workspaceId: string, documents: readonly LeadDocument[], run: RekeyRun): Promise<void> => {
    let left = documents;
    while (left.length > 0) {
      const plans = left.map((lead) => ({ lead, plan: rekeyed(lead, run.rules) }));
      const round = planRound(plans, await holdersOf(workspaceId, plans), run.rules);
      if (round.collisions.length > 0) await run.onCollisions(round.collisions);
      const refused = await write(workspaceId, round.writes, run);
      for (const lead of [...round.hard, ...refused]) await one.rekeyOne(workspaceId, lead, run);
      left = round.waiting;
    }
  };
}
