import * as z from 'zod';
import type { Memory, Once } from '../idempotency/idempotency.service.ts';
import type { Clock } from '../shared/clock.ts';
import { parseUuid } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { type Run, uuidOfRun } from '../shared/runs.ts';
import { planEntities, type Sighting, toSighting } from './entity.match.ts';
import type { EntityStore } from './entity.store.ts';
import type { SignalStore } from './signal.store.ts';
import {
  maxSignals,
  type RecordSignalsInput,
  type SetSignalStatusesInput,
  type Signal,
  type SignalEntity,
  type SignalEntityFilter,
  type SignalFilter,
  type SignalInput,
  type SignalStatus,
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

/** The rules of signals and their entities, for one workspace. */
export function createSignalService(deps: {
  workspaceId: string;
  signals: SignalStore;
  entities: EntityStore;
  clock: Clock;
  once: Once;
}) {
  const { workspaceId, signals, entities, clock, once } = deps;

  /** The id of the entity of each sighting, found or made by its identity keys. */
  async function resolveEntities(sightings: readonly Sighting[], run: Run): Promise<(string | undefined)[]> {
    const ids = sightings.map((): string | undefined => undefined);
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const open = sightings.flatMap((sighting, position) =>
        ids[position] === undefined ? [{ sighting, position }] : [],
      );
      if (open.length === 0) return ids;
      const keys = [...new Set(open.flatMap(({ sighting }) => sighting.keys))];
      const known = keys.length === 0 ? [] : await entities.findByKeys(workspaceId, ['person', 'company'], keys);
      const plans = planEntities(open, known, (position) => uuidOfRun(run, maxSignals + position));
      const lost = await entities.write(workspaceId, plans, clock());
      for (const plan of plans) {
        if (lost.has(plan)) continue;
        for (const position of plan.of) ids[position] = plan.id;
      }
    }
    throw new Error('recordSignals lost too many races');
  }

  async function record({ items }: RecordSignalsInput, run: Run): Promise<Signal[]> {
    const now = clock();
    const mentions = items.flatMap((item, index) => [
      ...(item.entity ? [{ index, role: 'entityId' as const, sighting: toSighting('company', item.entity) }] : []),
      ...(item.person ? [{ index, role: 'personEntityId' as const, sighting: toSighting('person', item.person) }] : []),
    ]);
    const ids = await resolveEntities(
      mentions.map(({ sighting }) => sighting),
      run,
    );
    const recorded = items.map((item, step) => toSignal(item, uuidOfRun(run, step), now));
    mentions.forEach(({ index, role }, mention) => {
      const signal = recorded[index];
      const id = ids[mention];
      if (signal !== undefined && id !== undefined) signal[role] = id;
    });
    return signals.insertMany(workspaceId, recorded);
  }

  /** Signals are kept by their ids. */
  const memory: Memory<Signal[]> = {
    keep: (recorded) => recorded.map(({ id }) => id),
    async recall(kept) {
      const ids = z.array(z.string()).parse(kept);
      const byId = new Map((await signals.findByIds(workspaceId, ids)).map((signal) => [signal.id, signal]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
  };

  return {
    /**
     * Records signals with the companies and people they bring; those are found or made by the identity rules of leads.
     * Where an entity's identifiers belong to several entities, the holder of the strongest one gets the signal:
     * LinkedIn profile before email before domain.
     * @throws IdempotencyKeyReusedError, IdempotencyKeyInUseError
     */
    record: (input: RecordSignalsInput, key?: string | null): Promise<Signal[]> =>
      once(key, { call: 'recordSignals', input }, memory, (run) => record(input, run)),

    /**
     * Sets the status of entities: two commands, whatever their number. A repeated id counts once and its last status
     * wins; ids that are no entity of this workspace are answered in `errors` and stop nobody else.
     */
    async setStatuses({ items }: SetSignalStatusesInput): Promise<SignalStatusesChange> {
      const statuses = new Map<string, SignalStatus>();
      // By the id, or by what was given where that is none; a Map keeps the order of first appearance.
      const given = new Map<string, string>();
      for (const { entityId, status } of items) {
        const id = parseUuid(entityId);
        if (id !== null) statuses.set(id, status);
        if (!given.has(id ?? entityId)) given.set(id ?? entityId, entityId);
      }
      if (statuses.size > 0) await entities.setStatuses(workspaceId, statuses, clock());
      const found = statuses.size === 0 ? [] : await entities.findByIds(workspaceId, [...statuses.keys()]);
      const byId = new Map(found.map((entity) => [entity.id, entity]));
      const updated: SignalEntity[] = [];
      const errors: SignalStatusError[] = [];
      for (const [id, asGiven] of given) {
        const entity = byId.get(id);
        if (entity !== undefined) updated.push(entity);
        else errors.push({ id: asGiven, error: statuses.has(id) ? 'not_found' : 'invalid_id' });
      }
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
