import { type Collection, type Document, type Filter, ObjectId } from 'mongodb';
import { createPace } from '../../shared/pace.ts';
import { formerKeys, type IdentityRules } from '../identity/identity.rules.ts';
import { type LeadType, leadTypes, scopedKey } from '../identity/identity.ts';
import { aliases, isAlias, type StoredLead } from '../lead.alias.store.ts';
import {
  byContact,
  byHost,
  byIdentity,
  byKeysVersion,
  bySocial,
  type LeadDocument,
  leadId,
} from '../lead.document.store.ts';
import { createRulesPreview, type PreviewPlace, type RulesPreview } from './lead.rekey.preview.ts';
import { type Reach, reachOf } from './lead.rekey.reach.ts';
import { rekeyed } from './lead.rekey.ts';

/** Keys that are asked for in one command. */
const keysAtOnce = 1000;
/**
 * How many leads are read in no order, by indexes; where these find more, all leads are read in the order of re-keying.
 */
const maxUnordered = 20_000;

/** What keys come from, and who holds them. */
const sources: Document = Object.fromEntries(
  [
    ...['type', 'contacts.value', 'contacts.kind', 'contacts.key', 'socials', 'sources', 'domain', 'domainKeys'],
    ...['domainKeysOff', 'keysVersion', 'identityKeys', 'inheritedKeys', 'mergedInto', 'mergeId', 'claimed'],
    ...['mergedFrom.id', 'mergedFrom.mergeId'],
  ].map((field) => [field, 1]),
);
const frozen = Object.fromEntries(Object.keys(sources).map((field) => [`frozen.${field}`, 1]));
const withFrozen = { ...sources, ...frozen, 'frozen._id': 1 };

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const startsWith = (text: string) => new RegExp(`^${escaped(text)}`);

/** Looking ahead at what a change of the rules would do. */
export function rulesPreviews(leads: Collection<LeadDocument>) {
  const stored = leads as unknown as Collection<StoredLead>;
  const { readHolders } = aliases(leads);

  function find(filter: Document, hint: Document) {
    return stored.find(filter as Filter<StoredLead>, { projection: sources, hint, batchSize: 1000 });
  }

  /** Who has these keys, and would keep them. */
  async function holdersOf(
    workspaceId: string,
    to: IdentityRules,
    wanted: readonly { type: LeadType; key: string }[],
  ): Promise<Map<string, string>> {
    const held = new Map<string, string>();
    for (const type of leadTypes) {
      for (const some of chunks(wanted.filter((one) => one.type === type).map(({ key }) => key))) {
        const { documents, follow } = await readHolders(workspaceId, [type], some, withFrozen);
        for (const document of documents) {
          const { lead } = follow(document);
          if (lead === null) continue;
          const own = new Set([...lead.identityKeys, ...(lead.inheritedKeys ?? [])]);
          const kept = new Set(rekeyed(lead, to).keys);
          for (const key of document.identityKeys) {
            if (own.has(key) && kept.has(key)) held.set(scopedKey(type, key), leadId(lead._id));
          }
        }
      }
    }
    return held;
  }

  /** The queries that find all leads of a reach; null where they find too many to be read without an order. */
  async function looksOf(workspaceId: string, reach: Reach) {
    const type = { $in: leadTypes };
    const looks = [
      {
        field: 'contacts.canonical',
        values: [...reach.contacts, ...reach.contactPrefixes.map(startsWith)],
        by: byContact,
      },
      { field: 'socials.canonical', values: reach.socials, by: bySocial },
      {
        field: 'identityKeys',
        values: [...reach.keys, ...reach.keyPrefixes.map(startsWith)],
        by: byIdentity,
        also: { type },
      },
    ].flatMap(({ field, values, by, also = {} }) =>
      values.length === 0 ? [] : [{ filter: { workspaceId, ...also, [field]: { $in: values } }, by }],
    );
    for (const { filter, by } of looks) {
      const count = await leads.countDocuments(filter as Filter<LeadDocument>, { hint: by, limit: maxUnordered + 1 });
      if (count > maxUnordered) return null;
    }
    return looks;
  }

  /** Other leads that would get one of these keys, as far as an index tells. */
  async function* rivals(workspaceId: string, to: IdentityRules, keys: readonly string[]) {
    const of = (kind: string) => keys.filter((key) => key.startsWith(`${kind}:`));
    const hosts = of('domain').map((key) => key.slice('domain:'.length));
    const former = of('provider').flatMap((key) => formerKeys(key, to));
    for (const [field, by, values] of [
      ['contacts.canonical', byContact, of('email')],
      ['socials.canonical', bySocial, of('linkedin')],
      ['hosts', byHost, hosts],
      ['identityKeys', byIdentity, former],
    ] as const) {
      const also = field === 'identityKeys' ? { type: { $in: leadTypes } } : {};
      for (const some of chunks(values)) yield* find({ workspaceId, ...also, [field]: { $in: some } }, by);
    }
  }

  /** All leads behind a place, in the order that they are re-keyed in. Index: workspaceId, keysVersion, _id. */
  async function* inOrder(workspaceId: string, after: PreviewPlace | null) {
    const { keysVersion, id } = after ?? { keysVersion: 0, id: '0'.repeat(24) };
    const same = { keysVersion: keysVersion === 0 ? { $exists: false } : keysVersion, _id: { $gt: new ObjectId(id) } };
    yield* find({ workspaceId, ...same }, byKeysVersion).sort({ keysVersion: 1, _id: 1 });
    yield* find({ workspaceId, keysVersion: { $gt: keysVersion } }, byKeysVersion).sort({ keysVersion: 1, _id: 1 });
  }

  return {
    /** How many leads there are to look at, merged ones among them. Index: workspaceId, keysVersion. */
    countPreviewed: (workspaceId: string): Promise<number> =>
      leads.countDocuments({ workspaceId }, { hint: byKeysVersion }),

    /**
     * What rules would make of the leads: of those that an index finds for the change, else of all behind a place, as far
     * as the time allows. Index: workspaceId and contacts.canonical, socials.canonical, hosts, keysVersion, or type and
     * identityKeys.
     */
    async previewRules(
      workspaceId: string,
      { from, to }: { from: IdentityRules; to: IdentityRules },
      { first, budgetMs, after }: { first: number; budgetMs: number; after: PreviewPlace | null },
    ): Promise<RulesPreview> {
      const preview = createRulesPreview(to);
      if (from === to) return preview.result(new Map(), first, null);
      const reach = after === null ? reachOf(from, to) : null;
      const looks = reach === null ? null : await looksOf(workspaceId, reach);
      const pace = createPace();
      let next: PreviewPlace | null = null;
      if (looks !== null) {
        const merged = new Map<LeadType, string[]>();
        for (const { filter, by } of looks) {
          for await (const document of find(filter, by)) {
            if (!isAlias(document)) preview.add(document);
            // An alias, found by a key that it holds: its winner is the lead that loses the key.
            else merged.set(document.type, [...(merged.get(document.type) ?? []), document.identityKeys[0] ?? '']);
            await pace();
          }
        }
        for (const [type, keys] of merged) {
          for (const some of chunks(keys)) {
            const { documents, follow } = await readHolders(workspaceId, [type], some, withFrozen);
            for (const { lead } of documents.map(follow)) if (lead !== null) preview.add(lead);
          }
        }
      } else {
        const started = performance.now();
        for await (const document of inOrder(workspaceId, after)) {
          if (isAlias(document)) preview.addMerged();
          else preview.add(document);
          await pace();
          if (performance.now() - started < budgetMs) continue;
          next = { keysVersion: document.keysVersion ?? 0, id: document._id.toHexString() };
          break;
        }
      }
      const wanted = preview.wanted();
      if (next !== null || after !== null) {
        for await (const rival of rivals(
          workspaceId,
          to,
          wanted.map(({ key }) => key),
        )) {
          if (!isAlias(rival)) preview.addElsewhere(rival);
          await pace();
        }
      }
      return preview.result(await holdersOf(workspaceId, to, wanted), first, next);
    },
  };
}

function* chunks(values: readonly string[]): Generator<string[]> {
  const distinct = [...new Set(values)];
  for (let from = 0; from < distinct.length; from += keysAtOnce) yield distinct.slice(from, from + keysAtOnce);
}
