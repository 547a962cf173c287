import type { Db } from 'mongodb';
import type { Ledger } from './ledger.ts';

interface StoredLead {
  _id: { toHexString(): string };
  workspaceId: string;
  type: string;
  version: number;
  metadata: Record<string, unknown>;
  contacts: { value: string; key: string | null }[];
  socials: { key: string | null }[];
  sources: { key: string | null }[];
  domainKeys: string[];
  identityKeys: string[];
}

/**
 * Compares a database with what the clients of a load know: every acknowledged write is there once, every other one is
 * there whole or not at all, and no identity is held twice.
 * @returns a line for each thing that is wrong
 */
export async function findFaults(db: Db, ledger: Ledger): Promise<string[]> {
  const leads = await db.collection<StoredLead>('leads').find().toArray();
  const loaded = leads.filter((lead) => emailOf(lead).endsWith('@load.example.com'));
  return [
    ...markFaults(loaded, ledger),
    ...deletionFaults(loaded, ledger),
    ...identityFaults(leads),
    ...loaded.flatMap(wholenessFaults),
    ...(await statusFaults(db, ledger)),
  ];
}

const emailOf = (lead: StoredLead): string => lead.contacts[0]?.value ?? '';
const idOf = (lead: StoredLead): string => `lead_${lead._id.toHexString()}`;

function markFaults(leads: readonly StoredLead[], { marks, maybeDeleted }: Ledger): string[] {
  const holders = new Map<string, string[]>();
  for (const lead of leads) {
    for (const key of Object.keys(lead.metadata)) holders.set(key, [...(holders.get(key) ?? []), emailOf(lead)]);
  }
  const faults: string[] = [];
  for (const [key, { email, acknowledged }] of marks) {
    const held = holders.get(key) ?? [];
    if (held.length === 0 && acknowledged && !maybeDeleted.has(email)) faults.push(`lost: ${key} of ${email}`);
    if (held.length > 1) faults.push(`doubled: ${key} of ${email} is on ${held.length} leads`);
    if (held.some((holder) => holder !== email)) faults.push(`misplaced: ${key} of ${email} is on ${held}`);
  }
  for (const key of holders.keys()) if (!marks.has(key)) faults.push(`never sent: ${key}`);
  return faults;
}

function deletionFaults(leads: readonly StoredLead[], { deleted }: Ledger): string[] {
  return leads.filter((lead) => deleted.has(emailOf(lead))).map((lead) => `back after its deletion: ${emailOf(lead)}`);
}

function identityFaults(leads: readonly StoredLead[]): string[] {
  const holders = new Map<string, number>();
  for (const { workspaceId, type, identityKeys } of leads) {
    for (const key of identityKeys) {
      const identity = `${workspaceId} ${type} ${key}`;
      holders.set(identity, (holders.get(identity) ?? 0) + 1);
    }
  }
  return [...holders].filter(([, count]) => count > 1).map(([key, count]) => `identity on ${count} leads: ${key}`);
}

/** Every write of the load adds one key and one version, and identity keys always follow the fields. */
function wholenessFaults(lead: StoredLead): string[] {
  const marks = Object.keys(lead.metadata).length;
  const keys = [lead.contacts, lead.socials, lead.sources].flatMap((elements) => elements.map(({ key }) => key));
  const expected = [`id:${idOf(lead)}`, ...lead.domainKeys, ...keys].filter((key) => key !== null);
  return [
    ...(lead.version === marks ? [] : [`${emailOf(lead)} has version ${lead.version} after ${marks} writes`]),
    ...(expected.sort().join() === [...lead.identityKeys].sort().join() ? [] : [`stale identity: ${emailOf(lead)}`]),
  ];
}

async function statusFaults(db: Db, { statuses }: Ledger): Promise<string[]> {
  const stored = await db.collection<{ _id: string; status: string }>('entities').find().toArray();
  const found = new Map(stored.map(({ _id, status }) => [_id, status.toUpperCase()]));
  return [...statuses].flatMap(([id, possible]) => {
    const status = found.get(id) ?? 'gone';
    return possible.has(status) ? [] : [`status of ${id} is ${status}, not ${[...possible].join(' or ')}`];
  });
}
