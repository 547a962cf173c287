import {
  MergeLeadsDocument,
  type MergeLeadsInput,
  type MergeLeadsMutation,
  UnmergeLeadDocument,
  type UnmergeLeadMutation,
} from '../../schema/generated/graphql.ts';
import { expectType, type TestClient } from '../support/gateway.ts';
import type { WholeLead } from './lead-calls.ts';

type Merged = Extract<MergeLeadsMutation['mergeLeads'], { __typename: 'MergeLeadsPayload' }>;
type Unmerged = Extract<UnmergeLeadMutation['unmergeLead'], { __typename: 'UnmergeLeadPayload' }>;

/** The calls that tests of merges make again and again. */
export function mergeCalls(client: TestClient) {
  const tryMerge = async (input: MergeLeadsInput, preview?: boolean) =>
    (await client.run(MergeLeadsDocument, { input, ...(preview === undefined ? {} : { preview }) })).mergeLeads;
  const tryUnmerge = async (mergeId: string) =>
    (await client.run(UnmergeLeadDocument, { input: { mergeId } })).unmergeLead;

  return {
    tryMerge,
    tryUnmerge,
    /** Merges leads; fails on anything but success. */
    async merge(winnerId: string, ...loserIds: string[]): Promise<Merged & { mergeId: string }> {
      const merged = expectType(await tryMerge({ winnerId, loserIds }), 'MergeLeadsPayload');
      return { ...merged, mergeId: merged.mergeId ?? '' };
    },
    /** Undoes a merge; fails on anything but success. */
    unmerge: async (mergeId: string): Promise<Unmerged> => expectType(await tryUnmerge(mergeId), 'UnmergeLeadPayload'),
  };
}

export type MergeCalls = ReturnType<typeof mergeCalls>;

/** What readers see of a lead, but for what moves with every write. */
export function withoutStamp({ version: _version, updatedAt: _updatedAt, ...lead }: WholeLead) {
  return lead;
}
