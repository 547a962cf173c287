import * as z from 'zod';
import type { Memory } from '../idempotency/idempotency.service.ts';
import { type ErrorCode, errorCodes } from '../shared/errors.ts';
import type { ItemError } from '../shared/items.ts';
import type { Campaign, Prospect } from './campaign.ts';

/** What addLeads did: the prospects made, and why the other leads are none. */
export interface AddedLeads {
  prospects: Prospect[];
  errors: ItemError[];
}

const keptAddition = z.object({
  prospects: z.array(z.string()),
  errors: z.array(
    z.object({ id: z.string(), code: z.enum(Object.keys(errorCodes) as ErrorCode[]), message: z.string() }),
  ),
});

/** A campaign is kept by its id: a replay answers it as it stands by then. */
export function campaignMemory(find: (id: string) => Promise<Campaign>): Memory<Campaign> {
  return { keep: ({ id }) => id, recall: (id) => find(z.string().parse(id)) };
}

export function addedLeadsMemory(findByIds: (ids: readonly string[]) => Promise<Prospect[]>): Memory<AddedLeads> {
  return {
    keep: ({ prospects, errors }) => ({
      prospects: prospects.map(({ id }) => id),
      errors: errors.map((error) => ({ ...error })),
    }),
    async recall(kept) {
      const { prospects, errors } = keptAddition.parse(kept);
      const byId = new Map((await findByIds(prospects)).map((prospect) => [prospect.id, prospect]));
      return { prospects: prospects.flatMap((id) => byId.get(id) ?? []), errors };
    },
  };
}
