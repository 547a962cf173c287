import type { Collection, Document, Filter } from 'mongodb';
import { byId } from '../../mongo/indexes.ts';
import type { PipelineSettings } from '../history/lead.history.pipeline.ts';
import type { IdentityRules } from '../identity/identity.rules.ts';
import { type LeadType, leadTypes } from '../identity/identity.ts';
import { type AliasDocument, aliases, isAlias, notMerged, type StoredLead } from '../lead.alias.store.ts';
import {
  byContact,
  byHost,
  byIdentity,
  byKeysVersion,
  bySocial,
  idPrefix,
  type LeadDocument,
  leadId,
  toObjectIds,
} from '../lead.document.store.ts';
import type { Holders } from '../merge/lead.holders.store.ts';
import { refusalOf } from '../writing/lead.written.store.ts';
import { follows, rekeyBatches } from './lead.rekey.batch.store.ts';
import { rekeyPipeline } from './lead.rekey.pipeline.ts';
import { type Rekeyed, type RekeyRun, rekeyed, type Spellings } from './lead.rekey.ts';

/** Steps of others that one lead may meet before it is left for later. */
const maxAttempts = 50;

/** Leads of one kind of identifier that are re-keyed ahead of their turn. */
const maxAhead = 100;

const keyFields = Object.fromEntries(
  [
    ...['type', 'version', 'contacts', 'socials', 'sources', 'domain', 'domainKeys', 'domainKeysOff', 'keysVersion'],
    ...['identityKeys', 'aliasKeys', 'inheritedKeys', 'mergedFrom', 'mergedInto', 'mergeId', 'claimed'],
  ].flatMap((name) => [[name, 1] as const, [`frozen.${name}`, 1] as const]),
);
const withFrozen: Document = { ...keyFields, 'frozen._id': 1 };

const former = ({ version }: IdentityRules) => ({ keysVersion: { $not: { $gte: version } } });

/**
 * Gives leads the identity keys that the rules of their workspace make of what is stored. Every lead carries the
 * version of the rules that it follows, and an index finds those that are behind. So a re-keying that was broken off,
 * that runs twice, or that a writer with former rules has overtaken goes on with whatever it finds.
 *
 * A key that another lead has stays with that one, unless that lead is about to lose it: then it loses it first.
 */
export function rekeying(
  leads: Collection<LeadDocument>,
  settings: PipelineSettings,
  others: {
    settle: (workspaceId: string, id: string) => Promise<unknown>;
    makeWay: (workspaceId: string, type: LeadType, keys: readonly string[]) => Promise<Holders>;
  },
) {
  const stored = leads as unknown as Collection<StoredLead>;
  const { readAll } = aliases(leads);

  /** The write for a lead as it was read; it matches nothing where the lead has changed since. */
  function writeOf(
    workspaceId: string,
    lead: LeadDocument,
    { fields, changed }: Rekeyed,
    run: RekeyRun,
    { aliasKeys = null, keysVersion = run.rules.version }: { aliasKeys?: string[] | null; keysVersion?: number } = {},
  ) {
    const { _id, version } = lead;
    const asRead = Object.fromEntries(
      (['keysVersion', 'aliasKeys'] as const).map((field) => [field, lead[field] ?? { $exists: false }]),
    );
    const filter = { _id, workspaceId, version, ...notMerged, ...asRead } as Filter<LeadDocument>;
    const id = run.newId();
    const stamp = { id, now: run.now(), rules: run.rules };
    const update =
      changed || aliasKeys !== null
        ? rekeyPipeline({ fields, aliasKeys, keysVersion }, stamp, settings)
        : { $set: { keysVersion } };
    return { filter, update, hint: byId };
  }

  const rekeyPlain = rekeyBatches(leads, { writeOf, rekeyOne, fields: withFrozen });

  /** Re-keys a lead with all that was merged into it, found by any of their ids. */
  async function rekeyOne(workspaceId: string, { _id }: { _id: StoredLead['_id'] }, run: RekeyRun): Promise<void> {
    const withheld = new Set<string>();
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const { documents, follow } = await readAll(workspaceId, [_id], withFrozen);
      const [document] = documents;
      if (document === undefined || follows(document, run.rules)) return;
      const { lead, loose } = follow(document);
      if (loose !== null) await others.settle(workspaceId, leadId(loose._id));
      else if (lead === null) {
        // Its winner has been deleted, so it counts as deleted, too.
        if (isAlias(document)) {
          await stored.deleteOne({ _id, workspaceId, mergeId: document.mergeId }, { hint: byId });
        }
      } else await rekeyFamily(workspaceId, lead, withheld, run);
    }
    throw new Error('A lead lost too many races for its identity keys');
  }

  /** Re-keys the winner first, since an alias may hold one of its keys, and then the aliases. */
  async function rekeyFamily(workspaceId: string, lead: LeadDocument, withheld: Set<string>, run: RekeyRun) {
    const ids = (lead.mergedFrom ?? []).map(({ id }) => id);
    const documents = ids.length === 0 ? [] : (await readAll(workspaceId, ids, withFrozen)).documents;
    const merged = documents.filter(isAlias).map((alias) => {
      const plan = rekeyed(alias.frozen, run.rules);
      const kept = new Set(plan.keys);
      return { alias, plan, held: alias.identityKeys.filter((key) => key.startsWith('id:') || kept.has(key)) };
    });
    const heldBy = (owner: LeadDocument): string[] | null => {
      const within = (owner.mergedFrom ?? []).map(({ id }) => id);
      const held = new Set(
        merged.filter(({ alias }) => within.some((id) => id.equals(alias._id))).flatMap((one) => one.held),
      );
      const keys = owner.aliasKeys?.filter((key) => held.has(key));
      return keys === undefined || keys.length === owner.aliasKeys?.length ? null : keys;
    };
    if (!follows(lead, run.rules)) {
      const plan = rekeyed(lead, run.rules, withheld);
      const write = writeOf(workspaceId, lead, plan, run, { aliasKeys: heldBy(lead) });
      try {
        const { matchedCount } = await leads.updateOne(write.filter, write.update, { hint: byId });
        if (matchedCount === 0) return;
      } catch (error) {
        if (refusalOf(error) === 'taken') await clear(workspaceId, lead, plan, withheld, run);
        // Otherwise it has no room for more keys.
        else for (const key of plan.gained) withheld.add(key);
        return;
      }
    }
    for (const { alias, plan, held } of merged) {
      if (!follows(alias, run.rules)) await rekeyAlias(workspaceId, alias, plan, held, heldBy(alias.frozen), run);
    }
  }

  /** Keys that an alias releases go to nobody; keys that it gains belong to its winner. */
  async function rekeyAlias(
    workspaceId: string,
    { _id, mergeId, identityKeys, frozen }: AliasDocument,
    plan: Rekeyed,
    held: readonly string[],
    aliasKeys: string[] | null,
    { rules }: RekeyRun,
  ): Promise<void> {
    const keysOfAliases = aliasKeys ?? frozen.aliasKeys;
    const inherited = (key: string) => keysOfAliases?.includes(key) === true;
    const own = identityKeys.filter((key) => key.startsWith('id:'));
    const content: Partial<LeadDocument> = {
      ...plan.fields,
      identityKeys: [...own, ...plan.keys.filter((key) => !inherited(key))],
      keysVersion: rules.version,
      ...(keysOfAliases === undefined
        ? {}
        : { aliasKeys: keysOfAliases, inheritedKeys: plan.keys.filter((key) => inherited(key)) }),
    };
    const within = Object.fromEntries(Object.entries(content).map(([field, value]) => [`frozen.${field}`, value]));
    const asRead = { identityKeys: { $eq: identityKeys }, 'frozen.aliasKeys': frozen.aliasKeys ?? { $exists: false } };
    const filter = { _id, workspaceId, mergeId, ...asRead } as Filter<StoredLead>;
    const set = { ...within, identityKeys: [...held], keysVersion: rules.version };
    await stored.updateOne(filter, { $set: set } as never, { hint: byId });
  }

  /** Clears what can go of what blocks the new keys of a lead, and withholds the other keys. */
  async function clear(
    workspaceId: string,
    lead: LeadDocument,
    { gained }: Rekeyed,
    withheld: Set<string>,
    run: RekeyRun,
  ): Promise<void> {
    const { leads: holders, open, moved } = await others.makeWay(workspaceId, lead.type, gained);
    for (const id of open) await others.settle(workspaceId, id);
    if (moved || open.length > 0) return;
    for (const holder of holders) {
      const contested = gained.filter((key) => holder.identityKeys.includes(key));
      if (holder.id === leadId(lead._id) || (await release(workspaceId, holder.id, contested, run))) continue;
      const met = { type: lead.type, holderId: holder.id, leadId: leadId(lead._id) };
      if (contested.length > 0) await run.onCollisions(contested.map((key) => ({ ...met, key })));
      for (const key of contested) withheld.add(key);
    }
  }

  /** Takes from a lead the keys that it has by former rules alone; false where it keeps all of these keys. */
  async function release(workspaceId: string, id: string, keys: readonly string[], run: RekeyRun): Promise<boolean> {
    const { documents } = await readAll(workspaceId, toObjectIds([id], idPrefix), withFrozen);
    const [lead] = documents;
    if (lead === undefined || isAlias(lead)) return true;
    const plan = rekeyed(lead, run.rules);
    if (follows(lead, run.rules) || keys.every((key) => plan.keys.includes(key))) return false;
    const without = rekeyed(lead, run.rules, new Set(plan.gained));
    const write = writeOf(workspaceId, lead, without, run, { keysVersion: lead.keysVersion ?? 0 });
    await leads.updateOne(write.filter, write.update, { hint: byId });
    return true;
  }

  return {
    /** How many leads follow former rules, merged ones among them. Index: workspaceId, keysVersion. */
    countFormer: (workspaceId: string, rules: IdentityRules): Promise<number> =>
      leads.countDocuments({ workspaceId, ...former(rules) } as Filter<LeadDocument>, { hint: byKeysVersion }),

    /**
     * Re-keys the oldest leads that follow former rules; answers how many it has gone through, 0 when none is left.
     * Index: workspaceId, keysVersion, _id.
     */
    async rekeyNext(workspaceId: string, limit: number, run: RekeyRun): Promise<number> {
      const documents = await stored
        .find({ workspaceId, ...former(run.rules) } as Filter<StoredLead>, {
          projection: withFrozen,
          sort: { keysVersion: 1, _id: 1 },
          limit,
          hint: byKeysVersion,
        })
        .toArray();
      let plain: LeadDocument[] = [];
      for (const document of documents) {
        if (!isAlias(document) && document.mergedFrom === undefined && document.aliasKeys === undefined) {
          plain.push(document);
          continue;
        }
        await rekeyPlain(workspaceId, plain, run);
        plain = [];
        await rekeyOne(workspaceId, document, run);
      }
      await rekeyPlain(workspaceId, plain, run);
      return documents.length;
    },

    /**
     * Re-keys, ahead of their turn, the oldest leads that have one of these identifiers: at most one look for each kind.
     * Index: workspaceId and contacts.canonical, socials.canonical, hosts, or type and identityKeys.
     */
    async rekeyAhead(workspaceId: string, { contacts, socials, hosts, keys }: Spellings, run: RekeyRun): Promise<void> {
      const looks = [
        { field: 'contacts.canonical', values: contacts, hint: byContact },
        { field: 'socials.canonical', values: socials, hint: bySocial },
        { field: 'hosts', values: hosts, hint: byHost },
        { field: 'identityKeys', values: keys, hint: byIdentity, also: { type: { $in: leadTypes } } },
      ].filter(({ values }) => values.length > 0);
      const found = await Promise.all(
        looks.map(({ field, values, hint, also = {} }) =>
          stored
            .find({ workspaceId, ...also, [field]: { $in: [...values] }, ...former(run.rules) } as Filter<StoredLead>, {
              projection: { createdAt: 1 },
              sort: { createdAt: 1, _id: 1 },
              limit: maxAhead,
              hint,
            })
            .toArray(),
        ),
      );
      const ids = new Map(found.flat().map((document) => [document._id.toHexString(), document]));
      for (const [, document] of [...ids].sort(([a], [b]) => (a < b ? -1 : 1))) {
        await rekeyOne(workspaceId, document, run);
      }
    },
  };
}
