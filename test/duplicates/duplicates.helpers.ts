import type { TestClient } from '../support/gateway.ts';

interface Candidates {
  candidates: { lead: { id: string }; score: number; reasons: { kind: string; value: string; weight: number }[] }[];
  tooCommon: string[];
}

/** The calls that tests of duplicates make. */
export function duplicateCalls(client: TestClient) {
  async function send(query: string, variables: Record<string, unknown>): Promise<unknown> {
    const { data, errors } = await client.send(query, variables);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data?.result;
  }
  return {
    async create(input: Record<string, unknown>): Promise<string> {
      const result = (await send(
        `mutation($input: CreateLeadInput!) { result: createLead(input: $input) {
          ... on CreateLeadPayload { lead { id } } ... on Error { message } } }`,
        { input: { type: 'PERSON', ...input } },
      )) as { lead: { id: string } };
      return result.lead.id;
    },
    async update(input: Record<string, unknown>): Promise<void> {
      await send(
        `mutation($input: UpdateLeadInput!) { result: updateLead(input: $input) { __typename ... on Error { message } } }`,
        { input },
      );
    },
    candidates: async (leadId: string, first = 10) =>
      (await send(
        `query($leadId: ID!, $first: Int) { result: duplicateCandidates(leadId: $leadId, first: $first) {
          ... on DuplicateCandidates { candidates { lead { id } score reasons { kind value weight } } tooCommon }
          ... on Error { code message } } }`,
        { leadId, first },
      )) as Candidates & { code?: string; message?: string },
    dismiss: (leadIds: readonly string[], field: 'dismissDuplicate' | 'undoDismissDuplicate' = 'dismissDuplicate') =>
      send(
        `mutation($leadIds: [ID!]!) { result: ${field}(leadIds: $leadIds) {
          ... on DismissDuplicatePayload { leads { id version } } ... on Error { code } } }`,
        { leadIds },
      ),
  };
}
