import type { Clock } from '../shared/clock.ts';
import { type NewId, parseUuid } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { planEntity, type Sighting, toSighting, uniteSightings } from './entity.match.ts';
import type { EntityStore } from './entity.store.ts';
import type { SignalStore } from './signal.store.ts';
import type {
  RecordSignalsInput,
  SetSignalStatusesInput,
  Signal,
  SignalEntity,
  SignalEntityFilter,
  SignalFilter,
  SignalInput,
  SignalStatus,
} from './signal.ts';

/** Races that one write may lose in a row before it gives up. */
const maxAttempts = 20;

export interface SignalStatusError {
  id: string;
  error: 'not_found' | 'invalid_id';
}

export interface SignalStatusesChange {
  updated: string[];
  errors: SignalStatusError[];
  entities: SignalEntity[];
}

export type SignalService = ReturnType<typeof createSignalService>;

/** The rules of signals and their entities, for one workspace. */
export function createSignalService(deps: {
  workspaceId: string;
  signals: SignalStore;
  entities: EntityStore;
  clock: Clock;
  newId: NewId;
}) {
  const { workspaceId, signals, entities, clock, newId } = deps;

  /** The id of the entity of each sighting, found or made by its identity keys. */
  async function resolveEntities(sightings: readonly Sighting[]): Promise<string[]> {
    const ids = sightings.map(newId);
    const resolved: (string | undefined)[] = sightings.map(() => undefined);
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const open = sightings.flatMap((sighting, index) => (resolved[index] === undefined ? [{ sighting, index }] : []));
      if (open.length === 0) return resolved.filter((id) => id !== undefined);
      const keys = [...new Set(open.flatMap(({ sighting }) => sighting.keys))];
      const known = keys.length === 0 ? [] : await entities.findByKeys(workspaceId, ['person', 'company'], keys);
      const holders = new Map(
        known.flatMap((entity) => entity.identityKeys.map((key) => [`${entity.type} ${key}`, entity])),
      );
      const plans = open.map(({ sighting }) => planEntity(sighting, (type, key) => holders.get(`${type} ${key}`)));
      const newIds = open.map(({ index }) => ids[index] ?? newId());
      const lost = await entities.write(workspaceId, plans, newIds, clock());
      plans.forEach((plan, position) => {
        const index = open[position]?.index;
        if (index === undefined || lost.has(position)) return;
        resolved[index] = plan.do === 'create' ? newIds[position] : plan.entity.id;
      });
    }
    throw new Error('recordSignals lost too many races');
  }

  return {
    /**
     * Records signals with the companies and people they bring; those are found or made by the identity rules of leads.
     * Where an entity's identifiers belong to several entities, the holder of the strongest one gets the signal:
     * LinkedIn profile before email before domain.
     */
    async record({ items }: RecordSignalsInput): Promise<Signal[]> {
      const now = clock();
      const mentions = items.flatMap((item, index) => [
        ...(item.entity ? [{ index, role: 'entityId' as const, sighting: toSighting('company', item.entity) }] : []),
        ...(item.person
          ? [{ index, role: 'personEntityId' as const, sighting: toSighting('person', item.person) }]
          : []),
      ]);
      const { united, indexes } = uniteSightings(mentions.map(({ sighting }) => sighting));
      const ids = await resolveEntities(united);
      const recorded = items.map((item) => toSignal(item, newId(), now));
      mentions.forEach(({ index, role }, mention) => {
        const signal = recorded[index];
        const id = ids[indexes[mention] ?? -1];
        if (signal !== undefined && id !== undefined) signal[role] = id;
      });
      await signals.insertMany(workspaceId, recorded);
      return recorded;
    },

    /**
     * Sets the status of entities: two commands, whatever their number. A repeated id counts once and its last status
     * wins; ids that are no entity of this workspace are answered in `errors` and stop nobody else.
     */
    async setStatuses({ items }: SetSignalStatusesInput): Promise<SignalStatusesChange> {
      const wanted = new Map<string, { given: string; status: SignalStatus }>();
      const errors: SignalStatusError[] = [];
      for (const { entityId, status } of items) {
        const id = parseUuid(entityId);
        if (id !== null) wanted.set(id, { given: wanted.get(id)?.given ?? entityId, status });
        else if (!errors.some((error) => error.id === entityId)) errors.push({ id: entityId, error: 'invalid_id' });
      }
      if (wanted.size === 0) return { updated: [], errors, entities: [] };
      await entities.setStatuses(workspaceId, new Map([...wanted].map(([id, { status }]) => [id, status])), clock());
      const found = new Map(
        (await entities.findByIds(workspaceId, [...wanted.keys()])).map((entity) => [entity.id, entity]),
      );
      for (const [id, { given }] of wanted) {
        if (!found.has(id)) errors.push({ id: given, error: 'not_found' });
      }
      const updated = [...wanted.keys()].flatMap((id) => found.get(id) ?? []);
      return { updated: updated.map(({ id }) => id), errors, entities: updated };
    },

    list: (filter: SignalFilter, request: PageRequest): Promise<Page<Signal>> =>
      signals.findPage(workspaceId, filter, request),

    listEntities: (filter: SignalEntityFilter, request: PageRequest): Promise<Page<SignalEntity>> =>
      entities.findPage(workspaceId, filter, request),
  };
}

function toSignal(item: SignalInput, id: string, now: Date): Signal {
  const { kind, title, url = null, occurredAt } = item;
  return { id, kind, title, url, occurredAt: occurredAt ?? now, entityId: null, personEntityId: null, createdAt: now };
}
