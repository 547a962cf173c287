import { noRules } from '../lead/identity/identity.rules.ts';
import { type LeadType, readEmail, readSocial } from '../lead/identity/identity.ts';
import { domainKeys } from '../lead/lead.elements.ts';
import type { SignalEntity, SignalEntityInput } from './signal.ts';

/** A person or company as a signal describes it. */
export interface Sighting {
  type: LeadType;
  name: string;
  email: string | null;
  linkedinUrl: string | null;
  domain: string | null;
  /** Strongest first: LinkedIn profile, email, domain. */
  keys: string[];
}

export function toSighting(type: LeadType, input: SignalEntityInput): Sighting {
  const { name, email = null, linkedinUrl = null, domain = null } = input;
  const linkedin = linkedinUrl === null ? null : readSocial(linkedinUrl, type).key;
  const mailbox = email === null ? null : (readEmail(email, type)?.key ?? null);
  const keys = [linkedin, mailbox, ...domainKeys(domain, type, noRules)].filter((key) => key !== null);
  return { type, name, email, linkedinUrl, domain, keys };
}

/** What has to be written so that some sightings have their entity. */
export interface EntityPlan {
  do: 'create' | 'enrich' | 'nothing';
  id: string;
  /** All that the sightings say. */
  sighting: Sighting;
  /** The identity keys that the entity gets; no other entity has them. */
  keys: string[];
  /** The positions of those sightings. */
  of: number[];
}

/** A sighting with its place among all of its batch. */
export interface PlacedSighting {
  sighting: Sighting;
  position: number;
}

interface KnownGroup {
  entity: SignalEntity;
  keys: string[];
  members: PlacedSighting[];
}

/**
 * Finds the entity of every sighting: the holder of its strongest key, whether it held that before or another sighting
 * has just given it. Others that hold a key of the sighting keep theirs. Sightings that lead to no known entity make
 * new ones, one for all that share a key directly or through others; its id comes from the position of the first.
 */
export function planEntities(
  sightings: readonly PlacedSighting[],
  known: readonly SignalEntity[],
  idOf: (position: number) => string,
): EntityPlan[] {
  const holders = new Map(
    known.flatMap((entity) => entity.identityKeys.map((key) => [keyOfType(entity.type, key), entity] as const)),
  );
  const groups = new Map<string, KnownGroup>();
  let open = sightings;
  for (;;) {
    // All are looked up before any of them adds a key, so that their order decides only who adds it.
    const led = new Map(open.flatMap((one) => holderEntry(one, holders)));
    if (led.size === 0) break;
    for (const [one, entity] of led) {
      const group = groups.get(entity.id) ?? { entity, keys: [], members: [] };
      groups.set(entity.id, group);
      group.members.push(one);
      const { type, keys } = one.sighting;
      for (const key of keys.filter((key) => !holders.has(keyOfType(type, key)))) {
        holders.set(keyOfType(type, key), entity);
        group.keys.push(key);
      }
    }
    open = open.filter((one) => !led.has(one));
  }
  return [...[...groups.values()].map(planKnown), ...groupByKeys(open).map((members) => planNew(members, idOf))];
}

function keyOfType(type: LeadType, key: string): string {
  return `${type} ${key}`;
}

/** The sighting with the holder of its strongest key; nothing where nobody holds one. */
function holderEntry(
  one: PlacedSighting,
  holders: ReadonlyMap<string, SignalEntity>,
): [] | [readonly [PlacedSighting, SignalEntity]] {
  const [entity] = one.sighting.keys.flatMap((key) => holders.get(keyOfType(one.sighting.type, key)) ?? []);
  return entity === undefined ? [] : [[one, entity]];
}

function planKnown({ entity, keys, members }: KnownGroup): EntityPlan {
  const sighting = unite(members);
  const fillsBlank = (['email', 'linkedinUrl', 'domain'] as const).some(
    (field) => entity[field] === null && sighting[field] !== null,
  );
  const learns = keys.length > 0 || fillsBlank;
  return { do: learns ? 'enrich' : 'nothing', id: entity.id, sighting, keys, of: positionsOf(members) };
}

function planNew(members: readonly PlacedSighting[], idOf: (position: number) => string): EntityPlan {
  const sighting = unite(members);
  const of = positionsOf(members);
  return { do: 'create', id: idOf(Math.min(...of)), sighting, keys: sighting.keys, of };
}

function positionsOf(members: readonly PlacedSighting[]): number[] {
  return members.map(({ position }) => position);
}

/** The first description, its blanks filled with what the later ones have. */
function unite(members: readonly PlacedSighting[]): Sighting {
  return members
    .map(({ sighting }) => sighting)
    .reduce((first, second) => ({
      type: first.type,
      name: first.name,
      email: first.email ?? second.email,
      linkedinUrl: first.linkedinUrl ?? second.linkedinUrl,
      domain: first.domain ?? second.domain,
      keys: [...new Set([...first.keys, ...second.keys])],
    }));
}

/** Groups those that share an identity key, directly or through others; each group in the order given. */
function groupByKeys(sightings: readonly PlacedSighting[]): PlacedSighting[][] {
  const parents = sightings.map((_sighting, index) => index);
  const rootOf = (index: number): number => {
    const parent = parents[index] ?? index;
    return parent === index ? index : rootOf(parent);
  };
  const firstWith = new Map<string, number>();
  sightings.forEach(({ sighting: { type, keys } }, index) => {
    for (const key of keys) {
      const first = firstWith.get(keyOfType(type, key)) ?? index;
      firstWith.set(keyOfType(type, key), first);
      const [low, high] = [rootOf(first), rootOf(index)];
      parents[Math.max(low, high)] = Math.min(low, high);
    }
  });
  const groups = new Map<number, PlacedSighting[]>();
  sightings.forEach((sighting, index) => {
    groups.set(rootOf(index), [...(groups.get(rootOf(index)) ?? []), sighting]);
  });
  return [...groups.values()];
}
