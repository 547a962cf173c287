import type { Collection } from 'mongodb';
import { type Several, type Single, together } from '../mongo/together.ts';
import { createPace } from '../shared/pace.ts';
import { leadTypes, scopedKey } from './identity.ts';
import { aliases } from './lead.alias.store.ts';
import { type Change, changeTogether } from './lead.changes.together.store.ts';
import type { LeadDocument } from './lead.document.store.ts';
import { holdsBack } from './lead.held.store.ts';
import type { WriteStamp } from './lead.history.pipeline.ts';
import { type Creation, insertNew } from './lead.insertion.store.ts';
import type { CreatedLead } from './lead.ts';
import { type Taken, type TooLarge, toCreated } from './lead.written.store.ts';

type Result = CreatedLead | Taken | TooLarge;

/** A creation of one request. */
interface Call extends Omit<Creation, 'at'>, Single<LeadDocument, Result> {
  stamp: WriteStamp;
}

/** Aliases are not followed: none of these writes changes one, so what meets one goes alone. */
const keysAlone = { type: 1, identityKeys: 1 };

/**
 * Creates or merges, as `alone` would. Creations that come while others of the workspace are under way go together: one
 * command asks who has any of their keys, one inserts the leads whose keys nobody has, and one merges into leads that are
 * the only ones to have them. The others go alone after all, as do those that lose a race; the unique index has the last
 * word on each.
 */
export const createTogether = together<LeadDocument, Call, Result>(createAll);

async function createAll({
  collection,
  workspaceId,
  singles,
  done,
}: Several<LeadDocument, Call, Result>): Promise<void> {
  const holdersOf = await readHolders(collection, workspaceId, singles);
  const unknown: Creation[] = [];
  const changes: Change[] = [];
  for (const [at, call] of singles.entries()) {
    const { filter, update, stamp, keys, input } = call;
    const [holder, other] = holdersOf(call);
    if (holder === undefined) unknown.push({ ...call, at });
    else if (other === undefined && isPlain(stamp)) {
      const made = (lead: LeadDocument) => done(call, toCreated(lead, stamp, keys, input));
      changes.push({ _id: holder._id, filter, update, stamp, made });
    }
  }
  for (const [at, lead] of await insertNew(collection, unknown, createPace())) {
    const call = singles[at] as Call;
    done(call, toCreated(lead, call.stamp, call.keys, call.input));
  }
  await changeTogether(collection, workspaceId, changes);
}

/** Whether it takes no more to tell what a merge did than the lead and that write of its history. */
function isPlain({ run, onMatch, ...terms }: WriteStamp): boolean {
  return onMatch !== 'fail' && !run.mayRepeat && !holdsBack({ ...terms, onMatch });
}

/** Who has keys of each of these. */
async function readHolders(leads: Collection<LeadDocument>, workspaceId: string, calls: readonly Call[]) {
  const keys = [...new Set(calls.flatMap((call) => call.keys))];
  if (keys.length === 0) return () => [];
  const { documents } = await aliases(leads).readHolders(workspaceId, leadTypes, keys, keysAlone);
  const byKey = new Map(
    documents.flatMap((document) =>
      document.identityKeys.map((key) => [scopedKey(document.type, key), document] as const),
    ),
  );
  return ({ input, keys }: Call) => new Set(keys.flatMap((key) => byKey.get(scopedKey(input.type, key)) ?? []));
}
