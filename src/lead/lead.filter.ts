import { type Expression, equalsJson, literal, orNull } from '../mongo/expressions.ts';
import type { JsonValue } from '../shared/json.ts';
import { foldWords } from '../shared/text.ts';
import { type LeadType, readEmail, readSocial } from './identity/identity.ts';
import { hostOf } from './lead.elements.ts';
import type { LeadStatus } from './lead.ts';

interface TimeRange {
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}

interface JsonPath {
  path: string[];
  equals?: JsonValue | undefined;
}

/** What leads to list; every condition given must hold. */
export interface LeadFilter {
  type?: LeadType | null | undefined;
  status?: LeadStatus[] | null | undefined;
  listId?: string | null | undefined;
  source?: string | null | undefined;
  email?: string | null | undefined;
  domain?: string | null | undefined;
  linkedinUrl?: string | null | undefined;
  text?: string | null | undefined;
  createdAt?: TimeRange | null | undefined;
  updatedAt?: TimeRange | null | undefined;
  metadata?: JsonPath | null | undefined;
  attributes?: JsonPath | null | undefined;
}

/** A condition that nothing meets: for a value that no stored lead can have. */
const nothing = { $in: [] };

/**
 * The conditions on a lead document. Email, domain and profile are compared in canonical form, so every spelling of
 * one finds it; each word of `text` must begin a word of the lead's names, title or company.
 *
 * @param listKey the stored form of `listId`, undefined where it is no list's id
 */
export function leadConditions(filter: LeadFilter, listKey: unknown): Record<string, unknown>[] {
  const conditions: Record<string, unknown>[] = [];
  const add = (field: string, condition: unknown) => conditions.push({ [field]: condition });
  if (filter.type) add('type', filter.type);
  if (filter.status) add('status', { $in: [...filter.status] });
  if (filter.listId != null) add('listIds', listKey ?? nothing);
  if (filter.source != null) add('source', { $eq: filter.source.trim() });
  if (filter.email != null) add('contacts.canonical', readEmail(filter.email, 'company')?.canonical ?? nothing);
  if (filter.domain != null) add('hosts', hostOf(filter.domain) ?? nothing);
  if (filter.linkedinUrl != null) add('socials.canonical', { $eq: readSocial(filter.linkedinUrl).canonical });
  if (filter.text != null) {
    const words = foldWords(filter.text);
    // Folded words are letters and digits alone, so a word is its own pattern.
    for (const word of words) add('words', { $regex: `^${word}` });
    if (words.length === 0 && filter.text.trim() !== '') add('words', nothing);
  }
  for (const field of ['createdAt', 'updatedAt'] as const) {
    const range = filter[field];
    if (range?.from) add(field, { $gte: range.from });
    if (range?.to) add(field, { $lt: range.to });
  }
  for (const field of ['metadata', 'attributes'] as const) {
    const condition = filter[field];
    if (condition) add('$expr', pathEquals(field, condition));
  }
  return conditions;
}

/** Equality at a path of keys, whatever characters these have; null equals an absent key too. */
function pathEquals(root: string, { path, equals = null }: JsonPath): Expression {
  const value = path.reduce<Expression>((input, key) => ({ $getField: { field: literal(key), input } }), `$${root}`);
  return equalsJson(equals === null ? orNull(value) : value, equals);
}
