import { readPhone } from '../../lead/identity/identity.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { LeadInput } from './lead-input.ts';
import type { Column, Mapping } from './mapping.ts';
import { readStatus } from './status.ts';

/** Reads rows by a mapping. Every value that is no field's, or cannot be one, is kept among the attributes. */
export function createRowReader(mapping: Mapping): (cells: readonly string[]) => LeadInput {
  const columns = mapping.columns
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => column.target !== null)
    // Main addresses before further ones, and fields before what only repeats them.
    .sort(
      (a, b) => Number(a.column.unless !== null) - Number(b.column.unless !== null) || a.column.rank - b.column.rank,
    );
  return (cells) => {
    const row = new Row(mapping.type);
    for (const { column, at } of columns) {
      const value = cells[at]?.trim() ?? '';
      if (value !== '') row.take(column, value);
    }
    return row.finish();
  };
}

/** What the columns of a row have brought so far. */
class Row {
  private type: LeadInput['type'];
  private status: LeadInput['status'];
  private readonly scalars = new Map<string, string>();
  private readonly lists = new Map<string, string[]>();
  private readonly objects = new Map<string, Map<string, string>>();
  private readonly sources: { provider: string; id: string }[] = [];

  constructor(type: LeadInput['type']) {
    this.type = type;
  }

  take({ header, target, unless }: Column, value: string): void {
    if (target === null || (unless !== null && this.scalars.get(unless) === value)) return;
    const cut = target.indexOf('.');
    const [root, key] = cut === -1 ? [target, ''] : [target.slice(0, cut), target.slice(cut + 1)];
    if (root === 'sources') this.sources.push({ provider: key, id: value });
    else if (root === 'attributes' || root === 'metadata' || root === 'raw') this.keep(root, key, value);
    else if (target === 'type') this.takeType(header, value);
    else if (target === 'status') this.takeStatus(header, value);
    else if (target === 'phone') this.takePhone(header, value);
    else if (target === 'email' || target === 'contacts' || target === 'name.aliases')
      this.add(target, split(value, /;/));
    else if (target === 'socials') this.takeSocials(header, value);
    else if (target === 'listIds') this.add(target, split(value, /[;,]/));
    else this.scalars.set(target, value);
  }

  finish(): LeadInput {
    const emails = this.lists.get('email') ?? [];
    const phones = this.lists.get('phone') ?? [];
    const others = [...emails.slice(1), ...phones.slice(1), ...(this.lists.get('contacts') ?? [])];
    // Beside contacts of its kind, the main one has to be among them.
    const contacts = others.length === 0 ? [] : [...emails.slice(0, 1), ...phones.slice(0, 1), ...others];
    const socials = this.lists.get('socials') ?? [];
    const listIds = this.lists.get('listIds') ?? [];
    const aliases = this.lists.get('name.aliases') ?? [];
    const group = (root: string) => {
      const parts = [...this.scalars].filter(([path]) => path.startsWith(`${root}.`));
      return Object.fromEntries(parts.map(([path, value]) => [path.slice(root.length + 1), value]));
    };
    const company = group('company');
    const location = group('location');
    const plain = ['title', 'domain', 'industry', 'size', 'source'] as const;
    const objects = [...this.objects].map(([root, entries]) => [root, Object.fromEntries(entries)] as const);
    return {
      type: this.type,
      name: { ...group('name'), ...(aliases.length === 0 ? {} : { aliases }) },
      ...Object.fromEntries(
        plain.flatMap((field) => (this.scalars.has(field) ? [[field, this.scalars.get(field)]] : [])),
      ),
      ...(Object.keys(company).length === 0 ? {} : { company }),
      ...(Object.keys(location).length === 0 ? {} : { location }),
      ...(emails[0] === undefined ? {} : { email: emails[0] }),
      ...(phones[0] === undefined ? {} : { phone: phones[0] }),
      ...(contacts.length === 0 ? {} : { contacts: contacts.map((value) => ({ value })) }),
      ...(socials.length === 0 ? {} : { socials: socials.map((url) => ({ url })) }),
      ...(this.sources.length === 0 ? {} : { sources: this.sources }),
      ...(listIds.length === 0 ? {} : { listIds }),
      ...(this.status == null ? {} : { status: this.status }),
      ...Object.fromEntries(objects),
    };
  }

  private add(list: string, values: readonly string[]): void {
    const present = this.lists.get(list) ?? [];
    this.lists.set(list, [...present, ...values.filter((value) => !present.includes(value))]);
  }

  private keep(root: string, key: string, value: string): void {
    const entries = this.objects.get(root) ?? new Map<string, string>();
    this.objects.set(root, entries.set(key, value));
  }

  private takeType(header: string, value: string): void {
    const word = value.toLowerCase();
    if (word === 'person' || word === 'company') this.type = word;
    else this.keep('attributes', header, value);
  }

  private takeStatus(header: string, value: string): void {
    const read = readStatus(value);
    if (read !== null) this.status = read.status;
    if (read?.exact !== true) this.keep('attributes', header, value);
  }

  /** A number that is none would have the whole row refused. Spreadsheets guard "+" with an apostrophe. */
  private takePhone(header: string, value: string): void {
    const number = value.replace(/^'(?=[+\d(])/, '');
    if (readPhone(number) === null) this.keep('attributes', header, value);
    else this.add('phone', [number]);
  }

  /** A column called just "URL" may hold any link. */
  private takeSocials(header: string, value: string): void {
    if (/^url$/i.test(header) && !/linkedin\.com\//i.test(value)) this.keep('attributes', header, value);
    else this.add('socials', split(value, /[;\s]+/));
  }
}

/** Several values in one cell, as HubSpot writes them. */
function split(value: string, separator: RegExp): string[] {
  return value
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The fields of a mapping as a person would read them: header → field, what is left out last. */
export function describeMapping({ columns }: Mapping): JsonObject {
  return Object.fromEntries(columns.map(({ header, target }) => [header, target ?? '-']));
}
