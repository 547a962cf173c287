import type { Collection, Filter } from 'mongodb';
import type { Stage } from '../../mongo/expressions.ts';
import { findAll } from '../../mongo/read-all.ts';
import { type Several, type Single, together } from '../../mongo/together.ts';
import { createPace } from '../../shared/pace.ts';
import type { PipelineSettings, WriteStamp } from '../history/lead.history.pipeline.ts';
import { leadTypes, scopedKey } from '../identity/identity.ts';
import { byIdentity, type LeadDocument } from '../lead.document.store.ts';
import type { CreatedLead } from '../lead.ts';
import { canRewrite, isSmall, lastWrite, rewriteAll } from '../writing/lead.rewrite.store.ts';
import { type Taken, type TooLarge, toCreated } from '../writing/lead.written.store.ts';
import { leavesKeys } from './lead.creation.plan.ts';
import { type Creation, insertNew } from './lead.insertion.store.ts';

type Result = CreatedLead | Taken | TooLarge;

/** A creation of one request. */
interface Call extends Omit<Creation, 'at'>, Single<LeadDocument, Result> {
  stamp: WriteStamp;
  settings: PipelineSettings;
}

/**
 * Creates or merges, as `alone` would. Creations that come while others of the workspace are under way go together: one
 * command reads who has any of their keys, one inserts the leads whose keys nobody has, and one writes what the others
 * make of the leads that are there. Those with a key that an earlier one brings go behind it, in the same way. What these
 * leave out goes alone after all, as does what loses a race; the unique index has the last word on each.
 */
export const createTogether = together<LeadDocument, Call, Result>(createAll);

async function createAll(several: Several<LeadDocument, Call, Result>): Promise<void> {
  const { collection, workspaceId, singles, done } = several;
  const [first] = singles;
  if (first === undefined) return;
  const holders = await readHolders(collection, workspaceId, singles);
  const news: (Call & { at: number })[] = [];
  const rewrites: { call: Call; lead: LeadDocument; update: () => Stage[]; stamp: WriteStamp }[] = [];
  const behind: Call[] = [];
  const newKeys = new Set<string>();
  for (const [at, call] of singles.entries()) {
    const { update, stamp } = call;
    const keys = call.keys.map((key) => scopedKey(call.input.type, key));
    const [lead, another] = new Set(keys.flatMap((key) => holders.get(key) ?? []));
    if (keys.some((key) => newKeys.has(key))) behind.push(call);
    else if (lead === undefined) news.push({ ...call, at });
    else if (another === undefined && merges(stamp) && canRewrite(lead, stamp)) {
      rewrites.push({ call, lead, update, stamp });
    }
    for (const key of keys) if (!holders.has(key)) newKeys.add(key);
  }
  const insert = async () => {
    for (const [at, lead] of await insertNew(collection, news, createPace())) {
      const call = singles[at] as Call;
      done(call, toCreated(lead, call.stamp, call.keys, call.input));
    }
  };
  const rewrite = async () => {
    for (const [{ call }, lead] of await rewriteAll(collection, workspaceId, rewrites, first.settings)) {
      done(call, toCreated(lead, call.stamp, call.keys, call.input));
    }
  };
  // Where one fails, the other says all the same what it has done.
  for (const settled of await Promise.allSettled([insert(), rewrite()])) {
    if (settled.status === 'rejected') throw settled.reason;
  }
  // They are fewer each time, since the first of any is behind none.
  if (behind.length > 0) await createAll({ ...several, singles: behind });
}

const merges = ({ onMatch }: WriteStamp) => onMatch !== 'fail' && !leavesKeys(onMatch);

/** Who has these keys, by type and key; of leads that are too large to be rewritten, nothing is known. */
async function readHolders(leads: Collection<LeadDocument>, workspaceId: string, calls: readonly Call[]) {
  const keys = [...new Set(calls.flatMap((call) => call.keys))];
  const holders = new Map<string, LeadDocument>();
  if (keys.length === 0) return holders;
  const filter = { workspaceId, type: { $in: leadTypes }, identityKeys: { $in: keys }, ...isSmall };
  const documents = await findAll(leads, filter as Filter<LeadDocument>, {
    projection: lastWrite,
    batchSize: keys.length * leadTypes.length + 1,
    hint: byIdentity,
  });
  for (const lead of documents) for (const key of lead.identityKeys) holders.set(scopedKey(lead.type, key), lead);
  return holders;
}
