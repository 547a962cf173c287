import type { Collection } from 'mongodb';
import { boundedByLast, overFor, unboundedOf } from '../mongo/bounded.ts';
import { isUnavailable } from '../mongo/unavailable.ts';
import { gathering } from '../shared/gathering.ts';
import { keptLast } from '../shared/kept.ts';
import { createPace } from '../shared/pace.ts';
import { leadTypes, scopedKey } from './identity.ts';
import { aliases } from './lead.alias.store.ts';
import type { LeadDocument } from './lead.document.store.ts';
import type { WriteStamp } from './lead.history.pipeline.ts';
import { type Creation, commandSize, insertNew } from './lead.insertion.store.ts';
import type { CreatedLead } from './lead.ts';
import { type Taken, type TooLarge, toCreated } from './lead.written.store.ts';

type Result = CreatedLead | Taken | TooLarge;

/** A creation of one request. */
interface Single extends Omit<Creation, 'at'> {
  stamp: WriteStamp;
  /** Creates or merges by a command of its own. */
  alone(): Promise<Result>;
}

interface Call extends Single {
  leads: Collection<LeadDocument>;
  workspaceId: string;
  resolve(result: Result | Promise<Result>): void;
}

/** Aliases are not followed: a key that a merged lead holds is taken like any other. */
const keysAlone = { type: 1, identityKeys: 1 };

const gathered = gathering<Call>(createAll, commandSize);

/** Workspaces whose last shared creations all met known leads: asking first who is known would be in vain. */
const meetingKnown = keptLast<true>(1_000);

/**
 * Creates or merges, as `alone` would. Creations that come while another of the workspace is under way go together: one
 * command asks who has any of their keys, and one inserts the leads whose keys nobody has. The others go alone after
 * all, as do those that lose a race; the unique index has the last word on each.
 *
 * Where all were known, those that follow go alone at once, until one of them makes a lead.
 */
export function createTogether(
  leads: Collection<LeadDocument>,
  workspaceId: string,
  creation: Single,
): Promise<Result> {
  const alone = async () => {
    const result = await creation.alone();
    if (typeof result === 'object' && result.outcome === 'created') meetingKnown.delete(workspaceId);
    return result;
  };
  if (meetingKnown.has(workspaceId)) return alone();
  return new Promise((resolve) => {
    gathered(unboundedOf(leads), workspaceId, { ...creation, alone, leads, workspaceId, resolve });
  });
}

async function createAll(calls: readonly Call[]): Promise<void> {
  const [first] = calls as [Call];
  if (calls.length === 1) {
    const result = first.alone();
    first.resolve(result);
    await result.catch(() => {});
    return;
  }
  let inserted = new Map<number, LeadDocument>();
  try {
    inserted = await insertUnknown(calls);
  } catch (error) {
    if (isUnavailable(error)) {
      for (const { resolve } of calls) resolve(Promise.reject(error));
      return;
    }
    // After any other failure each call goes alone, and finds out its own.
  }
  for (const [at, call] of calls.entries()) {
    const lead = inserted.get(at);
    call.resolve(lead === undefined ? call.alone() : toCreated(lead, call.stamp, call.keys, call.input));
  }
}

/** Inserts the leads whose keys nobody has; answers them by position. */
async function insertUnknown(calls: readonly Call[]): Promise<Map<number, LeadDocument>> {
  const [{ workspaceId }] = calls as [Call];
  const leads = boundedByLast(calls.map((call) => call.leads));
  const keys = [...new Set(calls.flatMap((call) => call.keys))];
  const { documents } =
    keys.length === 0 ? { documents: [] } : await aliases(leads).readHolders(workspaceId, leadTypes, keys, keysAlone);
  const held = new Set(documents.flatMap(({ type, identityKeys }) => identityKeys.map((key) => scopedKey(type, key))));
  const isKnown = (call: Call) => call.keys.some((key) => held.has(scopedKey(call.input.type, key)));
  if (calls.every(isKnown)) meetingKnown.set(workspaceId, true);
  // Nothing is inserted for a call whose time is over; `alone` tells it so.
  const unknown = calls.flatMap((call, at) => (isKnown(call) || overFor(call.leads) !== null ? [] : [{ ...call, at }]));
  return insertNew(leads, unknown, createPace());
}
