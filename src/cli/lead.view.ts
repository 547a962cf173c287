import * as z from 'zod';
import { isJsonObject } from '../shared/json.ts';
import { toRecord, toTable } from './table.ts';

const text = z.string().nullable();

/** A lead as a gateway answers it, its fields in the order in which they are printed. */
export const leadShape = z.looseObject({
  id: z.string(),
  type: z.string(),
  version: z.int(),
  name: z.looseObject({ full: z.string() }),
  title: text,
  email: text,
  phone: text,
  company: z.looseObject({ name: text }).nullable(),
  location: z.looseObject({}).nullable(),
  socials: z.array(z.unknown()),
  contacts: z.array(z.unknown()),
  domain: text,
  industry: text,
  size: text,
  status: z.string(),
});

export type ShownLead = z.output<typeof leadShape>;

/** Leads as a table, one a line. */
export function toLeadTable(leads: readonly ShownLead[], width: number): string {
  const rows = leads.map((lead) => [
    ...[lead.id, lead.type, lead.name.full, lead.title ?? '', lead.company?.name ?? '', lead.email ?? '', lead.status],
  ]);
  return toTable(['ID', 'TYPE', 'NAME', 'TITLE', 'COMPANY', 'EMAIL', 'STATUS'], rows, width);
}

/**
 * Every field of an object that has a value, one a line. Parts of objects have lines of their own (`company.domain`),
 * lists of things are joined, what is nested deeper is compact JSON.
 */
export function toFields(object: Readonly<Record<string, unknown>>): string {
  return toRecord(
    Object.entries(object).flatMap(([name, value]) =>
      isJsonObject(value)
        ? Object.entries(value).map(([part, inner]) => [`${name}.${part}`, toText(inner)] as const)
        : [[name, toText(value)] as const],
    ),
  );
}

function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(itemText).join(', ');
  return isJsonObject(value) ? JSON.stringify(value) : String(value);
}

/** A profile by its address, a list by its name, a contact by its value, a record elsewhere as `provider:id`. */
function itemText(item: unknown): string {
  if (!isJsonObject(item)) return String(item);
  if (typeof item.url === 'string') return item.url;
  if (typeof item.name === 'string') return `${item.name} (${item.id})`;
  if (typeof item.value === 'string') return item.value;
  return typeof item.id === 'string' ? [item.provider, item.id].filter(Boolean).join(':') : JSON.stringify(item);
}
