import type { Lead } from '../lead/lead.ts';
import { loadById, loadPages, type PageLoader } from '../shared/loaders.ts';
import type { EntityStore } from './entity.store.ts';
import type { SignalStore } from './signal.store.ts';
import type { Signal, SignalEntity } from './signal.ts';

/** Batched reads of signals and entities, for one request. */
export function createSignalLoaders(workspaceId: string, signals: SignalStore, entities: EntityStore) {
  const leads = new Map<string, Lead>();
  const pagesOfLeads: PageLoader<Signal> = loadPages((ids, request) =>
    signals.findPagesByLead(
      workspaceId,
      ids.flatMap((id) => leads.get(id) ?? []),
      request,
    ),
  );

  return {
    byId: loadById<Signal>((ids) => signals.findByIds(workspaceId, ids)),
    entityById: loadById<SignalEntity>((ids) => entities.findByIds(workspaceId, ids)),
    ofEntity: loadPages<Signal>((ids, request) => signals.findPagesByEntity(workspaceId, ids, request)),
    ofLead: (lead: Lead, request: Parameters<PageLoader<Signal>>[1]) => {
      leads.set(lead.id, lead);
      return pagesOfLeads(lead.id, request);
    },
  };
}
