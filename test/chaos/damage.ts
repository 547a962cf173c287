import { type Db, ObjectId } from 'mongodb';
import type { Ledger } from './ledger.ts';

/** A lead that a load has written, with the field of one of its acknowledged writes. */
interface Written {
  _id: ObjectId;
  email: string;
  field: string;
}

interface Damage {
  name: string;
  inflict: (db: Db, written: Written, ledger: Ledger) => Promise<unknown>;
  /** What the check must say to it. */
  fault: RegExp;
}

const leadsOf = (db: Db) => db.collection('leads');

/** What a crash could do to a database, done by hand; they add up, so each begins with what those before have left. */
export const damages: Damage[] = [
  {
    name: 'a write is on two leads',
    inflict: (db, { _id, field }) =>
      leadsOf(db).updateOne({ _id: { $ne: _id }, 'contacts.value': /@load\./ }, { $set: { [field]: 1 } }),
    fault: /^doubled: /,
  },
  {
    name: 'a write is gone',
    inflict: (db, { field }) => leadsOf(db).updateMany({}, { $unset: { [field]: 1 } }),
    fault: /^lost: /,
  },
  {
    name: 'a change was made once too often',
    inflict: (db, { _id }) => leadsOf(db).updateOne({ _id }, { $inc: { version: 7 } }),
    fault: /has version \d+ after \d+ writes$/,
  },
  {
    name: 'a lead was half written',
    inflict: (db, { _id }) => leadsOf(db).updateOne({ _id }, { $pop: { identityKeys: 1 } }),
    fault: /^stale identity: /,
  },
  {
    name: 'an identity is on two leads',
    async inflict(db, { _id }) {
      await leadsOf(db).dropIndex('workspaceId_1_type_1_identityKeys_1');
      const lead = await leadsOf(db).findOne({ _id });
      await leadsOf(db).insertOne({ ...lead, _id: new ObjectId() });
    },
    fault: /^identity on 2 leads: /,
  },
  {
    name: 'a deleted lead is back',
    inflict: async (_db, { email }, { deleted }) => deleted.add(email),
    fault: /^back after its deletion: /,
  },
  {
    name: 'leads are gone',
    inflict: (db) => leadsOf(db).deleteMany({ 'contacts.value': /^shared-/ }),
    fault: /^lost: .* of shared-/,
  },
  {
    name: 'a status is lost',
    inflict: (db) => db.collection('entities').updateMany({}, { $set: { status: 'lost' } }),
    fault: /^status of /,
  },
];

/** @throws Error where nothing of the load is left to damage */
export async function findWritten(db: Db, { marks, maybeDeleted }: Ledger): Promise<Written> {
  for (const [key, { email, acknowledged }] of marks) {
    if (!acknowledged || maybeDeleted.has(email) || !email.startsWith('new-')) continue;
    const lead = await leadsOf(db).findOne({ 'contacts.value': email });
    if (lead !== null) return { _id: lead._id, email, field: `metadata.${key}` };
  }
  throw new Error('The load has written no lead');
}
