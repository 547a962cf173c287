import type { Command } from 'commander';
import { leadStatuses } from '../lead/lead.ts';
import { findInexactInteger, type JsonObject, type JsonValue } from '../shared/json.ts';
import { usageError } from './cli-error.ts';
import { readWord, splitList } from './options.ts';

/** The options of `lead list` that say which leads, and in which order. */
export interface LeadFilterOptions {
  type?: string;
  status?: string;
  listId?: string;
  email?: string;
  domain?: string;
  linkedinUrl?: string;
  source?: string;
  text?: string;
  createdFrom?: string;
  createdTo?: string;
  updatedFrom?: string;
  updatedTo?: string;
  attributes?: string;
  metadata?: string;
  sort?: string;
}

const leadTypes = ['person', 'company'] as const;
const sortFields = ['created_at', 'updated_at', 'name'] as const;

/** Gives a command the options that choose and sort leads. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--type <type>', 'person or company')
    .option('--status <statuses>', `separated by commas: ${leadStatuses.join(', ')}`)
    .option('--list-id <id>', 'leads on this list')
    .option('--email <email>', 'leads with this email address, however it is spelled')
    .option('--domain <domain>', 'companies of this domain and people who work for them')
    .option('--linkedin-url <url>', 'leads with this LinkedIn profile')
    .option('--source <source>', 'leads that came in this way')
    .option('--text <words>', 'words that names, title or company begin with')
    .option('--created-from <time>', 'created at this moment or later: 2026-01-31 or 2026-01-31T09:30:00Z')
    .option('--created-to <time>', 'created before this moment')
    .option('--updated-from <time>', 'last changed at this moment or later')
    .option('--updated-to <time>', 'last changed before this moment')
    .option('--attributes <path=value>', 'leads with this value in their attributes, such as budget.currency=EUR')
    .option('--metadata <path=value>', 'leads with this value in their metadata')
    .option('--sort <field>', `${sortFields.join(', ')}; with "-" in front the largest, newest or Z first`);
}

/** The variables `filter` and `orderBy` that the options stand for. */
export function readFilter(options: LeadFilterOptions): { filter: JsonObject; orderBy: JsonObject | null } {
  const filter: JsonObject = {};
  for (const field of ['listId', 'email', 'domain', 'linkedinUrl', 'source', 'text'] as const) {
    const value = options[field];
    if (value !== undefined) filter[field] = value;
  }
  if (options.type !== undefined) filter.type = readWord('--type', options.type, leadTypes).toUpperCase();
  if (options.status !== undefined) {
    filter.status = splitList(options.status).map((status) => readWord('--status', status, leadStatuses).toUpperCase());
  }
  for (const field of ['attributes', 'metadata'] as const) {
    const value = options[field];
    if (value !== undefined) filter[field] = readPath(`--${field}`, value);
  }
  const created = readRange('--created', options.createdFrom, options.createdTo);
  const updated = readRange('--updated', options.updatedFrom, options.updatedTo);
  if (created !== null) filter.createdAt = created;
  if (updated !== null) filter.updatedAt = updated;
  return { filter, orderBy: options.sort === undefined ? null : readSort(options.sort) };
}

function readSort(value: string): JsonObject {
  const descending = value.startsWith('-');
  const field = readWord('--sort', descending ? value.slice(1) : value, sortFields);
  return { field: field.toUpperCase(), direction: descending ? 'DESC' : 'ASC' };
}

function readRange(name: string, from: string | undefined, to: string | undefined): JsonObject | null {
  if (from === undefined && to === undefined) return null;
  return {
    ...(from === undefined ? {} : { from: readTime(`${name}-from`, from) }),
    ...(to === undefined ? {} : { to: readTime(`${name}-to`, to) }),
  };
}

/** A day counts from its first moment in UTC. */
function readTime(name: string, value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime()))
    throw usageError(`${name} must be a time such as 2026-01-31 or 2026-01-31T09:30:00Z`);
  return time.toISOString();
}

/** `budget.currency=EUR`: what JSON can be read as, to the last digit, is compared as such, everything else as text. */
function readPath(name: string, value: string): JsonObject {
  const cut = value.indexOf('=');
  if (cut < 1) throw usageError(`${name} must be a path and a value, such as budget.currency=EUR`);
  return { path: value.slice(0, cut).split('.'), equals: jsonOr(value.slice(cut + 1)) };
}

function jsonOr(text: string): JsonValue {
  try {
    return findInexactInteger(text) === null ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}
