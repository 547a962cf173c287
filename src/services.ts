import { createSharedCountStore, sharedCountIndexes } from './access/shared-counts.store.ts';
import { createCampaignLoaders } from './campaign/campaign.loaders.ts';
import { createCampaignService } from './campaign/campaign.service.ts';
import { campaignIndexes, createCampaignStore } from './campaign/campaign.store.ts';
import { createProspectStore, prospectIndexes } from './campaign/prospect.store.ts';
import { createDuplicateService } from './duplicates/duplicate.service.ts';
import { createScanStore, scanIndexes } from './duplicates/scan.store.ts';
import { createIdempotencyService } from './idempotency/idempotency.service.ts';
import { createIdempotencyStore, idempotencyIndexes } from './idempotency/idempotency.store.ts';
import { nothingInForce, type RulesInForce } from './lead/identity.rules.ts';
import { leadIndexes } from './lead/lead.document.store.ts';
import { createLeadLoaders } from './lead/lead.loaders.ts';
import { createLeadService, type LeadService } from './lead/lead.service.ts';
import { createLeadStore } from './lead/lead.store.ts';
import { createListService } from './list/list.service.ts';
import { createListStore, listIndexes } from './list/list.store.ts';
import type { LeadList } from './list/list.ts';
import { bounded } from './mongo/bounded.ts';
import type { Mongo } from './mongo/client.ts';
import { ensureIndexes } from './mongo/indexes.ts';
import { type Author, ownAuthor } from './shared/author.ts';
import type { Clock } from './shared/clock.ts';
import type { Deadline } from './shared/deadline.ts';
import type { NewId } from './shared/ids.ts';
import { lazily } from './shared/lazily.ts';
import { defaultHistoryLength } from './shared/limits.ts';
import { loadById } from './shared/loaders.ts';
import type { Run } from './shared/runs.ts';
import { type Wanted, wantsAll } from './shared/wanted.ts';
import { createEntityStore, entityIndexes } from './signal/entity.store.ts';
import { createSignalLoaders } from './signal/signal.loaders.ts';
import { createSignalService } from './signal/signal.service.ts';
import { createSignalStore, signalIndexes } from './signal/signal.store.ts';
import { createIdentityService } from './workspace/identity.service.ts';
import { createKeyStore, keyIndexes } from './workspace/key.store.ts';
import { createRekeyStore, rekeyIndexes } from './workspace/rekey.store.ts';
import { createWorkspaceStore, workspaceIndexes } from './workspace/workspace.store.ts';

type Db = Mongo['db'];

export type Stores = ReturnType<typeof createStores>;

/** Every store of the database. `historyLength`: how many writes a lead remembers. */
export function createStores(db: Db, { historyLength = defaultHistoryLength } = {}) {
  // Apart from any deadline: what a key has come to is noted even when its request was too slow.
  const idempotency = createIdempotencyStore(db);
  return {
    workspaces: createWorkspaceStore(db),
    keys: createKeyStore(db),
    sharedCounts: createSharedCountStore(db),
    idempotency,
    ...domainStores(db, historyLength),
    /** What a request works with: no command of these stores outlives its deadline. Most requests need one or two. */
    within(deadline: Deadline) {
      return lazily({ idempotency: () => idempotency, ...storeMakers(bounded(db, deadline), historyLength) });
    },
  };
}

function storeMakers(db: Db, historyLength: number) {
  return {
    leads: () => createLeadStore(db, historyLength),
    lists: () => createListStore(db),
    campaigns: () => createCampaignStore(db),
    prospects: () => createProspectStore(db),
    signals: () => createSignalStore(db),
    entities: () => createEntityStore(db),
    scans: () => createScanStore(db),
    rekeys: () => createRekeyStore(db),
  };
}

function domainStores(db: Db, historyLength: number) {
  return { ...lazily(storeMakers(db, historyLength)) };
}

type RequestStores = ReturnType<Stores['within']>;

/** Creates the indexes that the stores rely on, the unique ones above all; does nothing where they exist. */
export async function createIndexes(db: Db): Promise<void> {
  await ensureIndexes(db, [
    ...workspaceIndexes,
    ...keyIndexes,
    ...sharedCountIndexes,
    ...leadIndexes,
    ...listIndexes,
    ...campaignIndexes,
    ...prospectIndexes,
    ...signalIndexes,
    ...entityIndexes,
    ...idempotencyIndexes,
    ...scanIndexes,
    ...rekeyIndexes,
  ]);
}

export type Services = ReturnType<typeof createServices>;

export interface ServiceTools {
  clock: Clock;
  newId: NewId;
  /** The run that a whole request is, where it may be repeated. */
  run?: Run;
  /** Who writes; Leadgraph itself unless told. */
  author?: Author;
  /** The sources that the workspace trusts, the most trusted one first. */
  ranking?: readonly string[];
  identity?: IdentitySession;
}

/** What a request knows of its workspace's identity rules. */
interface IdentitySession {
  /** As they were when they were last read; none are set unless told. */
  inForce?: RulesInForce | undefined;
  /** For how long others may write by former rules once they have changed. */
  settleMs: number;
  /** Hears of a change that this request has made. */
  onChanged: (now: RulesInForce) => void;
}

/** Gateways that nobody has told otherwise forget rules within this time. */
const usualSettling: IdentitySession = { settleMs: 20_000, onChanged: () => {} };

/** The rules of every domain, bound to one workspace: cheap, so made for each request. */
export function createServices(
  stores: RequestStores,
  workspaceId: string,
  { clock, newId, run, author = ownAuthor, ranking = [], identity = usualSettling }: ServiceTools,
) {
  const newRun = () => run ?? { id: newId(), mayRepeat: false };
  const idempotency = createIdempotencyService({ workspaceId, records: stores.idempotency, clock, newId, newRun });
  const scope = { workspaceId, clock, newId, once: idempotency.once };
  const existingLists = async (ids: readonly string[]) =>
    (await stores.lists.findByIds(workspaceId, ids)).map((list) => list.id);
  let inForce = identity.inForce ?? nothingInForce;
  let leads: LeadService | undefined;
  const lead = () => {
    leads ??= createLeadService({
      ...{ ...scope, leads: stores.leads, existingLists, author, ranking },
      inForce: () => inForce,
      onCollisions: ({ version }, met) => stores.rekeys.addCollisions(workspaceId, version, met, clock()),
    });
    return leads;
  };
  return lazily({
    lead,
    list: () => createListService({ ...scope, lists: stores.lists, leads: lead() }),
    campaign: () =>
      createCampaignService({
        ...scope,
        campaigns: stores.campaigns,
        prospects: stores.prospects,
        leads: lead(),
      }),
    signal: () => createSignalService({ ...scope, signals: stores.signals, entities: stores.entities }),
    duplicates: () => createDuplicateService({ ...scope, leads: lead(), scans: stores.scans }),
    identity: () =>
      createIdentityService({
        ...{ ...scope, rekeys: stores.rekeys, leads: stores.leads, settleMs: identity.settleMs },
        onChanged: (now) => {
          inForce = now;
          identity.onChanged(now);
        },
      }),
    idempotency: () => idempotency,
  });
}

export type Loaders = ReturnType<typeof createLoaders>;

/**
 * The batched reads of every domain: they remember what they read, so a set serves one request only.
 * @param wanted what the request can show of leads; the rest of them is not read
 */
export function createLoaders(
  stores: RequestStores,
  workspaceId: string,
  wanted: Wanted = wantsAll,
  inForce?: RulesInForce,
) {
  return lazily({
    lead: () => createLeadLoaders(workspaceId, stores.leads, wanted, inForce?.rules),
    list: () => loadById<LeadList>((ids) => stores.lists.findByIds(workspaceId, ids)),
    campaign: () => createCampaignLoaders(workspaceId, stores.campaigns, stores.prospects),
    signal: () => createSignalLoaders(workspaceId, stores.signals, stores.entities),
  });
}
