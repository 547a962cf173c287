import type { Collection } from 'mongodb';
import { type Several, type Single, together } from '../mongo/together.ts';
import { keptLast } from '../shared/kept.ts';
import { createPace } from '../shared/pace.ts';
import { leadTypes, scopedKey } from './identity.ts';
import { aliases } from './lead.alias.store.ts';
import type { LeadDocument } from './lead.document.store.ts';
import type { WriteStamp } from './lead.history.pipeline.ts';
import { type Creation, insertNew } from './lead.insertion.store.ts';
import type { CreatedLead } from './lead.ts';
import { type Taken, type TooLarge, toCreated } from './lead.written.store.ts';

type Result = CreatedLead | Taken | TooLarge;

/** A creation of one request. */
interface Call extends Omit<Creation, 'at'>, Single<LeadDocument, Result> {
  stamp: WriteStamp;
}

/** Aliases are not followed: a key that a merged lead holds is taken like any other. */
const keysAlone = { type: 1, identityKeys: 1 };

/** Workspaces whose last shared creations all met known leads: asking first who is known would be in vain. */
const meetingKnown = keptLast<true>(1_000);

const gathered = together<LeadDocument, Call, Result>(createAll);

/**
 * Creates or merges, as `alone` would. Creations that come while others of the workspace are under way go together: one
 * command asks who has any of their keys, and one inserts the leads whose keys nobody has. The others go alone after
 * all, as do those that lose a race; the unique index has the last word on each. Merges are not put together: each
 * takes the engine so long that who comes last in a command of several waits for all.
 *
 * Where all were known, those that follow go alone at once, until one of them makes a lead.
 */
export function createTogether(call: Call): Promise<Result> {
  const { workspaceId } = call;
  const alone = async () => {
    const result = await call.alone();
    if (typeof result === 'object' && result.outcome === 'created') meetingKnown.delete(workspaceId);
    return result;
  };
  return meetingKnown.has(workspaceId) ? alone() : gathered({ ...call, alone });
}

async function createAll({
  collection,
  workspaceId,
  singles,
  done,
}: Several<LeadDocument, Call, Result>): Promise<void> {
  const isKnown = await readKnown(collection, workspaceId, singles);
  if (singles.every(isKnown)) meetingKnown.set(workspaceId, true);
  const unknown = singles.flatMap((call, at) => (isKnown(call) ? [] : [{ ...call, at }]));
  for (const [at, lead] of await insertNew(collection, unknown, createPace())) {
    const call = singles[at] as Call;
    done(call, toCreated(lead, call.stamp, call.keys, call.input));
  }
}

/** Whether somebody has a key of one of these. */
async function readKnown(leads: Collection<LeadDocument>, workspaceId: string, calls: readonly Call[]) {
  const keys = [...new Set(calls.flatMap((call) => call.keys))];
  if (keys.length === 0) return () => false;
  const { documents } = await aliases(leads).readHolders(workspaceId, leadTypes, keys, keysAlone);
  const held = new Set(documents.flatMap(({ type, identityKeys }) => identityKeys.map((key) => scopedKey(type, key))));
  return ({ input, keys }: Call) => keys.some((key) => held.has(scopedKey(input.type, key)));
}
