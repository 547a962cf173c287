import { z } from 'zod';
import type { Memory } from '../idempotency/idempotency.service.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import { formatIdentityKey, parseIdentityKeys } from './identity.ts';
import type { BatchItem } from './lead.batch.ts';
import { IdentityConflictError } from './lead.errors.ts';
import type { CreatedLead, Lead } from './lead.ts';

type FindLeads = (ids: readonly string[]) => Promise<Lead[]>;

/** Leads are kept by their ids: a replay answers them as they stand by then. */
const keptLead = z.object({
  id: z.string(),
  outcome: z.enum(['created', 'merged', 'unchanged']),
  matched: z.array(z.string()),
});

const keptItem = z.object({
  outcome: z.enum(['created', 'merged', 'unchanged', 'conflict', 'invalid']),
  id: z.string().nullable(),
  matched: z.array(z.string()),
  issues: z.array(z.object({ path: z.array(z.string()), message: z.string(), code: z.string() })).optional(),
  holders: z.array(z.string()).optional(),
});

type KeptItem = z.output<typeof keptItem>;

/** What createLead answered. @throws NotFoundError where the lead has been deleted since */
export function createdLeadMemory(findByIds: FindLeads): Memory<CreatedLead> {
  return {
    keep: ({ lead, outcome, matchedKeys }) => ({ id: lead.id, outcome, matched: matchedKeys.map(formatIdentityKey) }),
    async recall(kept) {
      const { id, outcome, matched } = keptLead.parse(kept);
      const [lead] = await findByIds([id]);
      if (lead === undefined) throw new NotFoundError('Lead', id);
      return { lead, outcome, matchedKeys: parseIdentityKeys(matched) };
    },
  };
}

/** What createLeads answered; a lead that has been deleted since is missing from its item. */
export function batchMemory(findByIds: FindLeads): Memory<BatchItem[]> {
  return {
    keep: (items) =>
      items.map(({ outcome, lead, matchedKeys, error }) => ({
        outcome,
        id: lead?.id ?? null,
        matched: matchedKeys.map(formatIdentityKey),
        ...(error instanceof InvalidInputError ? { issues: error.issues.map((issue) => ({ ...issue })) } : {}),
        ...(error instanceof IdentityConflictError ? { holders: error.leads.map((holder) => holder.id) } : {}),
      })),
    async recall(kept) {
      const items = z.array(keptItem).parse(kept);
      const ids = items.flatMap(({ id, holders }) => [...(id === null ? [] : [id]), ...(holders ?? [])]);
      const byId = new Map((await findByIds([...new Set(ids)])).map((lead) => [lead.id, lead]));
      return items.map((item, index): BatchItem => {
        const { outcome, id, matched } = item;
        const lead = id === null ? null : (byId.get(id) ?? null);
        return { index, outcome, lead, matchedKeys: parseIdentityKeys(matched), error: errorOf(item, byId) };
      });
    },
  };
}

function errorOf({ issues, holders, matched }: KeptItem, byId: ReadonlyMap<string, Lead>) {
  if (issues !== undefined) return new InvalidInputError(issues);
  if (holders === undefined) return null;
  return new IdentityConflictError(
    parseIdentityKeys(matched),
    holders.flatMap((id) => byId.get(id) ?? []),
  );
}
