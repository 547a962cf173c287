import { type Wanted, wantsAll } from '../../shared/wanted.ts';

/** Stored fields that are read only for an answer that shows them, with the fields of the API that do. */
const shownBy: Readonly<Record<string, readonly string[]>> = {
  location: ['location'],
  socials: ['socials'],
  contacts: ['contacts', 'email', 'phone'],
  sources: ['sources'],
  attributes: ['attributes'],
  metadata: ['metadata'],
  raw: ['raw'],
  listIds: ['lists'],
};

/** Fields that no answer shows, and only writes need. */
const internal = ['domainKeys', 'domainHost', 'aliasKeys'];

const nothing: Record<string, 0> = {};

/** One object for each choice of fields, so that what is derived from it can be cached. */
const known = new Map<string, Record<string, 0>>();

/** The same by `Wanted`, which all requests with one document share. */
const asked = new WeakMap<Wanted, Record<string, 0>>();

/** A projection that leaves out what is not wanted. With everything wanted, nothing is left out. */
export function unwanted(wanted: Wanted): Record<string, 0> {
  if (wanted === wantsAll) return nothing;
  const found = asked.get(wanted);
  if (found !== undefined) return found;
  const hidden = Object.entries(shownBy).flatMap(([field, shown]) => (shown.some(wanted) ? [] : [field]));
  const key = hidden.join();
  const made = known.get(key) ?? Object.fromEntries([...hidden, ...internal].map((field) => [field, 0] as const));
  known.set(key, made);
  asked.set(wanted, made);
  return made;
}
