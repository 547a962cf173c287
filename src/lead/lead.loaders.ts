import DataLoader from 'dataloader';
import { parsePrefixedId } from '../shared/ids.ts';
import { loadById, loadPages } from '../shared/loaders.ts';
import type { Wanted } from '../shared/wanted.ts';
import { type IdentityRules, noRules } from './identity/identity.rules.ts';
import { type LeadType, scopedKey } from './identity/identity.ts';
import { domainKeys } from './lead.elements.ts';
import type { LeadStore } from './lead.store.ts';
import { idsOf, type Lead } from './lead.ts';

type KeyOfType = { type: LeadType; key: string };

/**
 * Batched reads of leads, for one request.
 * @param wanted what the request can show of leads; the rest is not read, and empty
 */
export function createLeadLoaders(
  workspaceId: string,
  leads: LeadStore,
  wanted: Wanted,
  rules: IdentityRules = noRules,
) {
  const byKey = new DataLoader<KeyOfType, Lead | null, string>(
    async (asked) => {
      const types = [...new Set(asked.map(({ type }) => type))];
      const keys = [...new Set(asked.map(({ key }) => key))];
      const found = await leads.findByIdentityKeys(workspaceId, types, keys, wanted);
      const byTypeAndKey = new Map(
        found.flatMap((lead) => lead.identityKeys.map((key) => [scopedKey(lead.type, key), lead])),
      );
      return asked.map(({ type, key }) => byTypeAndKey.get(scopedKey(type, key)) ?? null);
    },
    { cacheKeyFn: ({ type, key }) => scopedKey(type, key) },
  );
  const byIdentity = async (type: LeadType, keys: readonly string[]): Promise<Lead | null> => {
    const found = await Promise.all(keys.map((key) => byKey.load({ type, key })));
    return found.find((lead) => lead !== null) ?? null;
  };

  return {
    byId: loadById<Lead>((ids) => leads.findByIds(workspaceId, ids, wanted), idsOf),
    /** The lead of this type that holds the first of these keys that anybody holds. */
    byIdentity,
    /** The company lead that a lead's `company` names, by its Leadgraph id or else by its domain. */
    companyOf: (company: { id: string | null; domain: string | null }): Promise<Lead | null> => {
      const hex = company.id === null ? null : parsePrefixedId('lead_', company.id);
      const [key = null] = domainKeys(company.domain, 'company', rules);
      const keys = [...(hex === null ? [] : [`id:lead_${hex}`]), ...(key === null ? [] : [key])];
      return byIdentity('company', keys);
    },
    /** What a lead remembers of the writes to it. */
    historyById: loadById((ids) => leads.findHistories(workspaceId, ids)),
    /** Where the values of a lead come from. */
    provenanceById: loadById((ids) => leads.findProvenances(workspaceId, ids)),
    ofList: loadPages<Lead>((listIds, request) => leads.findPagesByList(workspaceId, listIds, request, wanted)),
  };
}
