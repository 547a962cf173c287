import { firmKey, firmOfDomain, placeKey, rootOf } from './lead.likeness.ts';

type Parts = Record<string, string | null | undefined>;

export interface LikenessInput {
  name?: { full?: string | null | undefined } | null | undefined;
  company?: Parts | null | undefined;
  location?: Parts | null | undefined;
  domain?: string | null | undefined;
}

/** The comparison keys of the fields that an input sets. On createLead null sets nothing, on updateLead it clears. */
export function likenessOf(
  { name, company, location, domain }: LikenessInput,
  mode: 'create' | 'update',
): { keys: Record<string, string | null>; lists: Record<string, string[]> } {
  const keys: Record<string, string | null> = {};
  const says = (value: string | null | undefined) => value !== undefined && (value !== null || mode === 'update');
  const keep = (parts: Parts | null | undefined, fields: Record<string, [part: string, key: typeof firmKey]>) => {
    for (const [field, [part, key]] of Object.entries(fields)) {
      const value = parts === null ? null : parts?.[part];
      if (says(value)) keys[field] = key(value);
    }
  };
  keep(name ?? undefined, { full: ['full', firmKey] });
  keep(company, { company: ['name', firmKey], firm: ['domain', firmOfDomain] });
  keep(location, { city: ['city', placeKey], country: ['country', placeKey], raw: ['raw', placeKey] });
  if (!says(domain)) return { keys, lists: {} };
  const listed = (value: string | null) => (value === null ? [] : [value]);
  return { keys, lists: { roots: listed(rootOf(domain)), firms: listed(firmOfDomain(domain)) } };
}
