import { z } from 'zod';
import type { Memory } from '../idempotency/idempotency.service.ts';
import { InvalidInputError, NotFoundError } from '../shared/errors.ts';
import { formatIdentityKey, parseIdentityKeys } from './identity.ts';
import type { BatchItem } from './lead.batch.ts';
import { IdentityConflictError } from './lead.errors.ts';
import type { LeadHistoryEntry } from './lead.history.ts';
import { byEveryId, type CreatedLead, type Lead } from './lead.ts';

/** How leads and what was done to them are found again. */
interface Reader {
  findByIds: (ids: readonly string[]) => Promise<Lead[]>;
  findHistories: (ids: readonly string[]) => Promise<{ id: string; history: LeadHistoryEntry[] }[]>;
}

/** The changes of a write; none where the lead has forgotten it. */
async function changesBy(reader: Reader, ids: readonly string[]) {
  const histories = new Map((await reader.findHistories(ids)).map(({ id, history }) => [id, history]));
  return (leadId: string | null, writeId: string | null) => () =>
    histories.get(leadId ?? '')?.find(({ id }) => id === writeId)?.changes ?? [];
}

/** Leads are kept by their ids: a replay answers them as they stand by then. */
const keptLead = z.object({
  id: z.string(),
  outcome: z.enum(['created', 'merged', 'unchanged']),
  matched: z.array(z.string()),
  writeId: z.string().nullable(),
});

const keptItem = z.object({
  outcome: z.enum(['created', 'merged', 'unchanged', 'conflict', 'invalid']),
  id: z.string().nullable(),
  matched: z.array(z.string()),
  writeId: z.string().nullable(),
  issues: z.array(z.object({ path: z.array(z.string()), message: z.string(), code: z.string() })).optional(),
  holders: z.array(z.string()).optional(),
});

type KeptItem = z.output<typeof keptItem>;

/** What createLead answered. @throws NotFoundError where the lead has been deleted since */
export function createdLeadMemory(reader: Reader): Memory<CreatedLead> {
  return {
    keep: ({ lead, outcome, matchedKeys, writeId }) => ({
      id: lead.id,
      outcome,
      matched: matchedKeys.map(formatIdentityKey),
      writeId,
    }),
    async recall(kept) {
      const { id, outcome, matched, writeId } = keptLead.parse(kept);
      const [lead] = await reader.findByIds([id]);
      if (lead === undefined) throw new NotFoundError('Lead', id);
      const changes = await changesBy(reader, [id]);
      return { lead, outcome, matchedKeys: parseIdentityKeys(matched), writeId, changes: changes(id, writeId) };
    },
  };
}

/** What createLeads answered; a lead that has been deleted since is missing from its item. */
export function batchMemory(reader: Reader): Memory<BatchItem[]> {
  return {
    keep: (items) =>
      items.map(({ outcome, lead, matchedKeys, writeId, error }) => ({
        outcome,
        id: lead?.id ?? null,
        matched: matchedKeys.map(formatIdentityKey),
        writeId,
        ...(error instanceof InvalidInputError ? { issues: error.issues.map((issue) => ({ ...issue })) } : {}),
        ...(error instanceof IdentityConflictError ? { holders: error.leads.map((holder) => holder.id) } : {}),
      })),
    async recall(kept) {
      const items = z.array(keptItem).parse(kept);
      const ids = items.flatMap(({ id, holders }) => [...(id === null ? [] : [id]), ...(holders ?? [])]);
      const byId = byEveryId(await reader.findByIds([...new Set(ids)]));
      const changes = await changesBy(
        reader,
        items.flatMap(({ id }) => id ?? []),
      );
      return items.map((item, index): BatchItem => {
        const { outcome, id, matched, writeId } = item;
        const lead = id === null ? null : (byId.get(id) ?? null);
        return {
          index,
          outcome,
          lead,
          matchedKeys: parseIdentityKeys(matched),
          changes: changes(id, writeId),
          writeId,
          error: errorOf(item, byId),
        };
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
