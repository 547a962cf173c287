import { createSharedCountStore, sharedCountIndexes } from './access/shared-counts.store.ts';
import { createCampaignLoaders } from './campaign/campaign.loaders.ts';
import { createCampaignService } from './campaign/campaign.service.ts';
import { campaignIndexes, createCampaignStore } from './campaign/campaign.store.ts';
import { createProspectStore, prospectIndexes } from './campaign/prospect.store.ts';
import { createDuplicateService } from './duplicates/duplicate.service.ts';
import { createScanStore, scanIndexes } from './duplicates/scan.store.ts';
import { createIdempotencyService } from './idempotency/idempotency.service.ts';
import { createIdempotencyStore, idempotencyIndexes } from './idempotency/idempotency.store.ts';
import { nothingInForce, type RulesInForce } from './lead/identity/identity.rules.ts';
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
import { lazyParts } from './shared/lazily.ts';
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
  // Not bound by a deadline: the outcome of a key is noted even when its request was too slow.
  const idempotency = createIdempotencyStore(db);
  const { leads, lists, campaigns, prospects, signals, entities, scans, rekeys } = new DomainStores({
    ...{ db, historyLength, idempotency },
  });
  return {
    workspaces: createWorkspaceStore(db),
    keys: createKeyStore(db),
    sharedCounts: createSharedCountStore(db),
    idempotency,
    ...{ leads, lists, campaigns, prospects, signals, entities, scans, rekeys },
    /** What a request works with: no command of these stores outlives its deadline. Most requests need one or two. */
    within: (deadline: Deadline): RequestStores =>
      new DomainStores({ db: bounded(db, deadline), historyLength, idempotency }),
  };
}

interface StoreScope {
  db: Db;
  historyLength: number;
  idempotency: ReturnType<typeof createIdempotencyStore>;
}

const DomainStores = lazyParts({
  idempotency: ({ idempotency }: StoreScope) => idempotency,
  leads: ({ db, historyLength }: StoreScope) => createLeadStore(db, historyLength),
  lists: ({ db }: StoreScope) => createListStore(db),
  campaigns: ({ db }: StoreScope) => createCampaignStore(db),
  prospects: ({ db }: StoreScope) => createProspectStore(db),
  signals: ({ db }: StoreScope) => createSignalStore(db),
  entities: ({ db }: StoreScope) => createEntityStore(db),
  scans: ({ db }: StoreScope) => createScanStore(db),
  rekeys: ({ db }: StoreScope) => createRekeyStore(db),
});

type RequestStores = InstanceType<typeof DomainStores>;

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
export function createServices(stores: RequestStores, workspaceId: string, tools: ServiceTools) {
  return new WorkspaceServices(new ServiceScope(stores, workspaceId, tools));
}

/** What the services of one workspace have in common. */
class ServiceScope {
  readonly stores: RequestStores;
  readonly workspaceId: string;
  readonly tools: ServiceTools;
  readonly identity: IdentitySession;
  inForce: RulesInForce;
  #lead: LeadService | undefined;
  #idempotency: ReturnType<typeof createIdempotencyService> | undefined;

  constructor(stores: RequestStores, workspaceId: string, tools: ServiceTools) {
    this.stores = stores;
    this.workspaceId = workspaceId;
    this.tools = tools;
    this.identity = tools.identity ?? usualSettling;
    this.inForce = this.identity.inForce ?? nothingInForce;
  }

  get idempotency() {
    const { run, clock, newId } = this.tools;
    const newRun = () => run ?? { id: newId(), mayRepeat: false };
    const { workspaceId, stores } = this;
    this.#idempotency ??= createIdempotencyService({ workspaceId, records: stores.idempotency, clock, newId, newRun });
    return this.#idempotency;
  }

  get common() {
    const { clock, newId } = this.tools;
    return { workspaceId: this.workspaceId, clock, newId, once: this.idempotency.once };
  }

  get lead(): LeadService {
    const { stores, workspaceId } = this;
    const { clock, author = ownAuthor, ranking = [] } = this.tools;
    this.#lead ??= createLeadService({
      ...{ ...this.common, leads: stores.leads, author, ranking },
      existingLists: async (ids) => {
        const existing = new Set((await stores.lists.findByIds(workspaceId, ids)).map((list) => list.id));
        return ids.filter((id) => existing.has(id.toLowerCase()));
      },
      inForce: () => this.inForce,
      onCollisions: ({ version }, met) => stores.rekeys.addCollisions(workspaceId, version, met, clock()),
    });
    return this.#lead;
  }
}

const WorkspaceServices = lazyParts({
  lead: (scope: ServiceScope) => scope.lead,
  list: ({ common, stores, lead }: ServiceScope) => createListService({ ...common, lists: stores.lists, leads: lead }),
  campaign: ({ common, stores: { campaigns, prospects }, lead }: ServiceScope) =>
    createCampaignService({ ...common, campaigns, prospects, leads: lead }),
  signal: ({ common, stores: { signals, entities } }: ServiceScope) =>
    createSignalService({ ...common, signals, entities }),
  duplicates: ({ common, stores, lead }: ServiceScope) =>
    createDuplicateService({ ...common, leads: lead, scans: stores.scans }),
  identity: (scope: ServiceScope) =>
    createIdentityService({
      ...{ ...scope.common, rekeys: scope.stores.rekeys, leads: scope.stores.leads },
      settleMs: scope.identity.settleMs,
      onChanged: (now) => {
        scope.inForce = now;
        scope.identity.onChanged(now);
      },
    }),
  idempotency: ({ idempotency }: ServiceScope) => idempotency,
});

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
  return new RequestLoaders({ stores, workspaceId, wanted, inForce });
}

interface LoaderScope {
  stores: RequestStores;
  workspaceId: string;
  wanted: Wanted;
  inForce: RulesInForce | undefined;
}

const RequestLoaders = lazyParts({
  lead: ({ stores, workspaceId, wanted, inForce }: LoaderScope) =>
    createLeadLoaders(workspaceId, stores.leads, wanted, inForce?.rules),
  list: ({ stores, workspaceId }: LoaderScope) => loadById<LeadList>((ids) => stores.lists.findByIds(workspaceId, ids)),
  campaign: ({ stores, workspaceId }: LoaderScope) =>
    createCampaignLoaders(workspaceId, stores.campaigns, stores.prospects),
  signal: ({ stores, workspaceId }: LoaderScope) => createSignalLoaders(workspaceId, stores.signals, stores.entities),
});
