import { type Wanted, wantsAll } from '../shared/wanted.ts';

/** What of a stored lead is read only for an answer that shows it, by the fields of the API that do. */
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

/** What no answer shows, and what only the writes of a lead go by. */
const internal = ['domainKeys', 'domainHost', 'aliasKeys'];

/** A projection that leaves out what is not wanted. With everything wanted, nothing is left out. */
export function unwanted(wanted: Wanted): Record<string, 0> {
  if (wanted === wantsAll) return {};
  const hidden = Object.keys(shownBy).filter((field) => !shownBy[field]?.some(wanted));
  return Object.fromEntries([...hidden, ...internal].map((field) => [field, 0]));
}
