import type { Collection } from 'mongodb';
import type { Pace } from '../../shared/pace.ts';
import { scopedKey } from '../identity/identity.ts';
import type { LeadDocument } from '../lead.document.store.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import { commandSize, writeAll } from '../writing/lead.write-all.store.ts';
import type { creationOf } from './lead.creation.store.ts';
import { forDriver, type NewLead } from './lead.new.store.ts';

/** One of several creations; `at` is its place among them. */
export interface Creation extends ReturnType<typeof creationOf> {
  at: number;
  input: CreateLeadInput;
}

/**
 * Inserts the leads of those creations that share no key with an earlier one, so that their order does not matter:
 * MongoDB takes finished documents many times faster than it evaluates pipelines. Answers the inserted leads by
 * position; those that something blocked are missing.
 */
export async function insertNew(
  leads: Collection<LeadDocument>,
  creations: readonly Creation[],
  pace: Pace,
): Promise<Map<number, LeadDocument>> {
  const seen = new Set<string>();
  const inserted = new Map<number, LeadDocument>();
  for (let from = 0; from < creations.length; from += commandSize) {
    const fresh: { at: number; document: NewLead }[] = [];
    for (const creation of creations.slice(from, from + commandSize)) {
      const keys = creation.keys.map((key) => scopedKey(creation.input.type, key));
      const document = keys.some((key) => seen.has(key)) ? null : creation.document();
      for (const key of keys) seen.add(key);
      if (document !== null) fresh.push({ at: creation.at, document });
      await pace();
    }
    const { failed } = await writeAll(
      leads,
      fresh.map(({ document }) => ({ insertOne: { document: forDriver(document) } })),
    );
    for (const [position, { at, document }] of fresh.entries()) if (!failed.has(position)) inserted.set(at, document);
  }
  return inserted;
}
