import { inspect } from 'node:util';
import { isAlias, type StoredLead } from '../../src/lead/lead.alias.store.ts';
import type { LeadDocument } from '../../src/lead/lead.document.store.ts';

/**
 * All that tells how stored leads came to the keys that they have: whoever holds, shows or has shown one of these, and
 * the merges between them. For the message of a check that fails, since the leads themselves are gone by then.
 */
export function reportOf(leads: readonly StoredLead[], id: string, keys: readonly string[]): string {
  const speaksOf = (lead: StoredLead): boolean => {
    const text = JSON.stringify(lead);
    return text.includes(id) || keys.some((key) => text.includes(key) || text.includes(spelledOf(key)));
  };
  return inspect(leads.filter(speaksOf).map(summaryOf), {
    depth: null,
    breakLength: 200,
    maxArrayLength: null,
    maxStringLength: null,
  });
}

function summaryOf(lead: StoredLead): object {
  if (!isAlias(lead)) return { id: String(lead._id), ...shownBy(lead) };
  const { _id, identityKeys, mergedInto, mergeId, claimed, frozen } = lead;
  return { id: String(_id), identityKeys, mergedInto: String(mergedInto), mergeId, claimed, frozen: shownBy(frozen) };
}

function shownBy(lead: LeadDocument): object {
  const { version, identityKeys, aliasKeys, contacts, socials, sources, domain, domainKeys } = lead;
  return {
    ...{ version, identityKeys, aliasKeys, domain, domainKeys },
    contacts: contacts.map(({ value, key }) => [value, key]),
    socials: socials.map(({ url, key }) => [url, key]),
    sources: sources.map(({ provider, id, key }) => [provider, id, key]),
    mergedFrom: lead.mergedFrom?.map(({ id, mergeId }) => [String(id), mergeId]),
    absorbed: lead.absorbed?.map(({ mergeId, paths }) => [
      mergeId,
      paths.filter(isOfKeys).map((path) => path.join('/')),
    ]),
    merging: lead.merging?.id,
    history: lead.history.map((entry) => [entry.version, entry.outcome, entry.id, entry.at.toISOString(), entry.set]),
  };
}

const isOfKeys = ([field = '']: readonly string[]) => ['contacts', 'socials', 'sources', 'domainKeys'].includes(field);

/** What a key is of, as a lead that has lost it may still spell it. */
const spelledOf = (key: string) => key.slice(key.indexOf(':') + 1);
