import { type LeadType, readEmail, readSocial } from '../lead/identity.ts';
import { domainKeys } from '../lead/lead.elements.ts';
import type { SignalEntity, SignalEntityInput } from './signal.ts';

/** A person or company as the signals of one batch describe it. */
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
  const linkedin = linkedinUrl === null ? null : readSocial(linkedinUrl).key;
  const mailbox = email === null ? null : (readEmail(email, type)?.key ?? null);
  const keys = [linkedin, mailbox, ...domainKeys(domain, type)].filter((key) => key !== null);
  return { type, name, email, linkedinUrl, domain, keys };
}

/** Fills the blanks of the first description with what the second one has. */
function unite(first: Sighting, second: Sighting): Sighting {
  return {
    type: first.type,
    name: first.name,
    email: first.email ?? second.email,
    linkedinUrl: first.linkedinUrl ?? second.linkedinUrl,
    domain: first.domain ?? second.domain,
    keys: [...new Set([...first.keys, ...second.keys])],
  };
}

/**
 * Unites the sightings of one batch that share an identity key, directly or through others.
 * @returns the united sightings, and for each given one the index of its united one
 */
export function uniteSightings(sightings: readonly Sighting[]): { united: Sighting[]; indexes: number[] } {
  const parents = sightings.map((_sighting, index) => index);
  const rootOf = (index: number): number => {
    const parent = parents[index] ?? index;
    return parent === index ? index : rootOf(parent);
  };
  const firstWith = new Map<string, number>();
  sightings.forEach(({ type, keys }, index) => {
    for (const key of keys) {
      const first = firstWith.get(`${type} ${key}`);
      if (first === undefined) firstWith.set(`${type} ${key}`, index);
      else {
        const [low, high] = [rootOf(first), rootOf(index)].sort((a, b) => a - b);
        if (low !== undefined && high !== undefined) parents[high] = low;
      }
    }
  });
  const united = new Map<number, Sighting>();
  sightings.forEach((sighting, index) => {
    const root = rootOf(index);
    const known = united.get(root);
    united.set(root, known === undefined ? sighting : unite(known, sighting));
  });
  const order = [...united.keys()];
  return { united: [...united.values()], indexes: sightings.map((_sighting, index) => order.indexOf(rootOf(index))) };
}

/** What has to be written so that the workspace has an entity for a sighting. */
export type EntityPlan =
  | { do: 'create'; sighting: Sighting }
  | { do: 'enrich'; entity: SignalEntity; sighting: Sighting; keys: string[] }
  | { do: 'nothing'; entity: SignalEntity };

/**
 * Finds the entity of a sighting among those that hold one of its keys: the holder of the strongest key. Where its keys
 * belong to several entities, the others keep theirs, and no signal is lost over it.
 */
export function planEntity(
  sighting: Sighting,
  holderOf: (type: LeadType, key: string) => SignalEntity | undefined,
): EntityPlan {
  const holders = sighting.keys.flatMap((key) => holderOf(sighting.type, key) ?? []);
  const [entity] = holders;
  if (entity === undefined) return { do: 'create', sighting };
  const keys = sighting.keys.filter((key) => holderOf(sighting.type, key) === undefined);
  const fillsBlank = (['email', 'linkedinUrl', 'domain'] as const).some(
    (field) => entity[field] === null && sighting[field] !== null,
  );
  return keys.length === 0 && !fillsBlank ? { do: 'nothing', entity } : { do: 'enrich', entity, sighting, keys };
}
