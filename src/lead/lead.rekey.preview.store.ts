import { isDeepStrictEqual } from 'node:util';
import type { Collection, Document, Filter } from 'mongodb';
import { createPace } from '../shared/pace.ts';
import { formerKeys, type IdentityRules } from './identity.rules.ts';
import type { LeadType } from './identity.ts';
import { aliases, isAlias, type StoredLead } from './lead.alias.store.ts';
import { byIdentity, byKeysVersion, type LeadDocument, leadId } from './lead.document.store.ts';
import { createRulesPreview, type RulesPreview, scoped } from './lead.rekey.preview.ts';
import { withFrozen } from './lead.rekey.store.ts';

const leadTypes: LeadType[] = ['person', 'company'];
/** Keys whose holders are asked for in one command. */
const keysAtOnce = 1000;

/** Looking ahead at what a change of the rules would do. */
export function rulesPreviews(leads: Collection<LeadDocument>) {
  const stored = leads as unknown as Collection<StoredLead>;
  const { readHolders } = aliases(leads);

  /** Who has these keys as the leads stand. */
  async function holdersOf(workspaceId: string, wanted: readonly { type: LeadType; key: string }[]) {
    const held = new Map<string, string>();
    for (const type of leadTypes) {
      const keys = [...new Set(wanted.filter((one) => one.type === type).map(({ key }) => key))];
      for (let from = 0; from < keys.length; from += keysAtOnce) {
        const some = keys.slice(from, from + keysAtOnce);
        const { documents, follow } = await readHolders(workspaceId, [type], some);
        for (const document of documents) {
          const { lead } = follow(document);
          if (lead === null) continue;
          const own = new Set([...lead.identityKeys, ...(lead.inheritedKeys ?? [])]);
          for (const key of document.identityKeys) if (own.has(key)) held.set(scoped(type, key), leadId(lead._id));
        }
      }
    }
    return held;
  }

  return {
    /**
     * What rules would make of the leads: the leads that hold a value, where values are all that is newly blocked, else
     * all of them, as far as the time allows. Index: workspaceId, type, identityKeys; workspaceId, keysVersion.
     */
    async previewRules(
      workspaceId: string,
      { from, to }: { from: IdentityRules; to: IdentityRules },
      { first, budgetMs }: { first: number; budgetMs: number },
    ): Promise<RulesPreview> {
      const preview = createRulesPreview(to);
      if (from === to) return preview.result(new Map(), first, true);
      const blocked = onlyBlocked(from, to);
      const [filter, hint]: [Document, Document] =
        blocked === null
          ? [{ workspaceId }, byKeysVersion]
          : [{ workspaceId, type: { $in: leadTypes }, identityKeys: { $in: blocked } }, byIdentity];
      const started = performance.now();
      const pace = createPace();
      let complete = true;
      const cursor = stored
        .find(filter as Filter<StoredLead>, { projection: withFrozen, hint, batchSize: 1000 })
        .sort(blocked === null ? { keysVersion: 1, _id: 1 } : { _id: 1 });
      for await (const document of cursor) {
        if (isAlias(document)) {
          preview.addMerged(leadId(document.mergedInto));
          // Found by a key that it holds: the lead that it is part of is what loses it.
          if (blocked !== null) await addWinner(document);
        } else preview.add(leadId(document._id), document);
        await pace();
        if (performance.now() - started < budgetMs) continue;
        complete = false;
        break;
      }
      return preview.result(await holdersOf(workspaceId, preview.wanted()), first, complete);

      async function addWinner(document: StoredLead): Promise<void> {
        const { follow } = await readHolders(workspaceId, [document.type], [document.identityKeys[0] ?? '']);
        const { lead } = follow(document);
        if (lead !== null) preview.add(leadId(lead._id), lead);
      }
    },
  };
}

/** The values that are newly blocked, where nothing else differs. */
function onlyBlocked(from: IdentityRules, to: IdentityRules): string[] | null {
  const { blocked: before } = from;
  const same = { ...to, blocked: before, version: from.version };
  if (!isDeepStrictEqual(same, from) || before.some((one) => !to.blocked.includes(one))) return null;
  return to.blocked.filter((one) => !before.includes(one)).flatMap((one) => formerKeys(one, to));
}
