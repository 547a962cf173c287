import * as z from 'zod';
import type { Memory } from '../../idempotency/idempotency.service.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { LeadHistoryEntry } from '../history/lead.history.ts';
import { formatIdentityKey, parseIdentityKeys } from '../identity/identity.ts';
import { IdentityConflictError } from '../lead.errors.ts';
import type { HeldBack } from '../lead.match.ts';
import { byEveryId, type CreatedLead, type Lead } from '../lead.ts';
import type { BatchItem } from './lead.batch.ts';

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

/** Longer values of what was held back are not kept for a replay, in characters of JSON for one lead. */
const maxHeld = 8 * 1024;
const maxHeldPaths = 50;

const keptHeld = z.array(
  z.object({ path: z.array(z.string()), value: z.json(), kept: z.json(), source: z.string().nullable() }),
);

function keepHeld(heldBack: () => HeldBack[]): { held?: JsonObject[] } {
  const held = heldBack().map((one) => ({ ...one }));
  if (held.length === 0) return {};
  if (JSON.stringify(held).length <= maxHeld) return { held };
  return { held: held.slice(0, maxHeldPaths).map((one) => ({ ...one, value: null, kept: null })) };
}

/** Leads are kept by their ids: a replay answers them as they stand by then. */
const keptLead = z.object({
  id: z.string(),
  outcome: z.enum(['created', 'merged', 'unchanged']),
  matched: z.array(z.string()),
  writeId: z.string().nullable(),
  held: keptHeld.optional(),
});

const keptItem = z.object({
  outcome: z.enum(['created', 'merged', 'unchanged', 'conflict', 'invalid']),
  id: z.string().nullable(),
  matched: z.array(z.string()),
  writeId: z.string().nullable(),
  held: keptHeld.optional(),
  issues: z.array(z.object({ path: z.array(z.string()), message: z.string(), code: z.string() })).optional(),
  holders: z.array(z.string()).optional(),
});

type KeptItem = z.output<typeof keptItem>;

/** What createLead answered. @throws NotFoundError where the lead has been deleted since */
export function createdLeadMemory(reader: Reader): Memory<CreatedLead> {
  return {
    keep: ({ lead, outcome, matchedKeys, writeId, heldBack }) => ({
      id: lead.id,
      outcome,
      matched: matchedKeys.map(formatIdentityKey),
      writeId,
      ...keepHeld(heldBack),
    }),
    async recall(kept) {
      const { id, outcome, matched, writeId, held = [] } = keptLead.parse(kept);
      const [lead] = await reader.findByIds([id]);
      if (lead === undefined) throw new NotFoundError('Lead', id);
      const changes = await changesBy(reader, [id]);
      return {
        ...{ lead, outcome, matchedKeys: parseIdentityKeys(matched), writeId },
        changes: changes(id, writeId),
        heldBack: () => held,
      };
    },
  };
}

/** What createLeads answered; a lead that has been deleted since is missing from its item. */
export function batchMemory(reader: Reader): Memory<BatchItem[]> {
  return {
    keep: (items) =>
      items.map(({ outcome, lead, matchedKeys, writeId, heldBack, error }) => ({
        outcome,
        id: lead?.id ?? null,
        matched: matchedKeys.map(formatIdentityKey),
        writeId,
        ...keepHeld(heldBack),
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
        const { outcome, id, matched, writeId, held = [] } = item;
        const lead = id === null ? null : (byId.get(id) ?? null);
        return {
          index,
          outcome,
          lead,
          matchedKeys: parseIdentityKeys(matched),
          changes: changes(id, writeId),
          heldBack: () => held,
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
