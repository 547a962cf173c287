import type { Db, ObjectId } from 'mongodb';
import { readDomain, readEmail, readSocial, readSource } from '../../src/lead/identity/identity.ts';
import { isAlias, type StoredLead } from '../../src/lead/lead.alias.store.ts';
import type { LeadDocument } from '../../src/lead/lead.document.store.ts';
import { reportOf } from './stored-report.ts';

/**
 * Everything that must hold of stored leads, whatever was asked: no identity twice, no lead without the keys of what it
 * shows, and none on a list that is not of its workspace.
 * @throws Error that names the first lead of which it does not hold
 */
export async function checkLeads(db: Db): Promise<number> {
  const leads = await db.collection<StoredLead>('leads').find().toArray();
  const lists = await db.collection('lists').find().toArray();
  const workspaces = await db.collection('workspaces').find().toArray();
  const ownRules = new Set(workspaces.flatMap(({ _id, identityRules }) => (identityRules ? [`ws_${_id}`] : [])));
  const listsOf = new Set(lists.map(({ _id, workspaceId }) => `${workspaceId} ${_id}`));
  const owners = new Map<string, ObjectId>();
  const byId = new Map(leads.map((lead) => [String(lead._id), lead]));
  /** The lead that a merged one is part of. */
  const winnerOf = (lead: StoredLead | undefined): StoredLead | undefined =>
    lead !== undefined && isAlias(lead) ? winnerOf(byId.get(String(lead.mergedInto))) : lead;
  for (const lead of leads) {
    const { _id, workspaceId, type, identityKeys } = lead;
    for (const key of new Set(identityKeys)) {
      const owner = owners.get(`${workspaceId} ${type} ${key}`);
      if (owner !== undefined) throw new Error(`The ${type}s ${owner} and ${_id} both have ${key}`);
      owners.set(`${workspaceId} ${type} ${key}`, _id);
    }
    if (new Set(identityKeys).size < identityKeys.length) throw new Error(`${_id} has a key twice: ${identityKeys}`);
  }
  for (const lead of leads) {
    const { _id, workspaceId, type, identityKeys } = lead;
    // An alias shows nothing.
    if (isAlias(lead)) {
      if (winnerOf(lead) === undefined) throw new Error(`${_id} is part of a lead that there is not`);
      continue;
    }
    const parts = leads.filter(isAlias).filter((alias) => winnerOf(alias) === lead);
    // When a merge is undone, a key that another lead holds by now stays there; the restored lead shows only the value.
    // Values that the rules of a workspace exclude have no key either; these rules have tests of their own.
    const mayLack = ownRules.has(workspaceId) || [lead, ...parts.map(({ frozen }) => frozen)].some(wasUndone);
    const missing = keysShownBy(lead).filter(({ key, stored }) => {
      const owner = owners.get(`${workspaceId} ${type} ${key}`);
      const isOwn = identityKeys.includes(key) || String(winnerOf(byId.get(String(owner)))?._id) === String(_id);
      return !isOwn && !(stored === null && mayLack);
    });
    if (missing.length > 0) {
      const lost = missing.map(({ key }) => key);
      throw new Error(`${_id} lacks the keys ${lost}\n${reportOf(leads, String(_id), lost)}`);
    }
    const strange = lead.listIds.filter((id) => !listsOf.has(`${workspaceId} ${id}`));
    if (strange.length > 0) throw new Error(`${_id} is on the lists ${strange}, which are none of its workspace`);
  }
  return leads.length;
}

/** Whether a merge of a lead was ever undone; also where its history does not reach back far enough to tell. */
function wasUndone({ history }: LeadDocument): boolean {
  return (
    history.some(({ outcome }) => outcome === 'restored' || outcome === 'unmerged leads') ||
    (history[0]?.version ?? 1) > 1
  );
}

/** The keys of what a lead shows, and as which it has them stored. */
function keysShownBy({ _id, type, contacts, socials, sources, domain, domainKeys = [] }: LeadDocument) {
  const host = type === 'company' && domain !== null ? readDomain(domain) : null;
  const shown = [
    { key: `id:lead_${_id}`, stored: `id:lead_${_id}` },
    ...contacts.map(({ value, key }) => ({ key: readEmail(value, type)?.key, stored: key })),
    ...socials.map(({ url, key }) => ({ key: readSocial(url, type)?.key, stored: key })),
    ...sources.map((source) => ({ key: readSource(source)?.key, stored: source.key })),
    { key: host?.key, stored: domainKeys.find((key) => key === host?.key) ?? null },
  ];
  return shown.flatMap(({ key, stored }) => (key ? [{ key, stored }] : []));
}
