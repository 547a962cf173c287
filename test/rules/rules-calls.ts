import { newUuid } from '../../src/shared/ids.ts';
import { createRekeyWorker } from '../../src/workspace/rekey.worker.ts';
import type { TestClient, TestGateway } from '../support/gateway.ts';

interface Key {
  kind: string;
  value: string;
}

interface Collision {
  key: Key;
  holderId: string;
  leadId: string;
}

export interface Preview {
  collisions: Collision[];
  collisionCount: number;
  splits: { leadId: string; keys: Key[] }[];
  splitCount: number;
  examined: number;
  total: number;
  complete: boolean;
  endCursor: string | null;
}

export interface Rekey {
  state: string;
  version: number;
  done: number;
  total: number | null;
  collisions: { totalCount: number; nodes: Collision[] };
}

const rules = `version blocked { kind value } kindsOff roleWords { added removed } freeMailDomains { added removed }
  providers { name aliases identifies ignoreCase }`;
const collision = 'key { kind value } holderId leadId';
const rekey = `state version done total collisions(first: 100) { totalCount edges { node { ${collision} } } }`;

interface Answer {
  code?: string;
  message?: string;
  issues?: { path: string[]; code: string }[];
  rules: Record<string, unknown> & { version: number };
  rekey: Rekey | null;
}

type Edges = { collisions: { totalCount: number; edges: { node: Collision }[] } };
const toRekey = (raw: (Rekey & Edges) | null): Rekey | null =>
  raw && {
    ...raw,
    collisions: { totalCount: raw.collisions.totalCount, nodes: raw.collisions.edges.map(({ node }) => node) },
  };

/** Keys as text. */
export const keysOf = ({ identityKeys }: { identityKeys: readonly { kind: string; value: string }[] }) =>
  identityKeys.map(({ kind, value }) => `${kind} ${value}`);

/** The calls that tests of identity rules make again and again. */
export function rulesCalls(client: TestClient) {
  async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await client.send(query, variables);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data?.result as T;
  }
  return {
    set: (input: Record<string, unknown>, expectedVersion?: number) =>
      ask<Answer>(
        `mutation($input: IdentityRulesInput!, $expectedVersion: Int) {
          result: setIdentityRules(input: $input, expectedVersion: $expectedVersion) {
            ... on SetIdentityRulesPayload { rules { ${rules} } rekey { state version done total } }
            ... on InvalidInputError { code issues { path code } }
            ... on IdentityRulesConflictError { code message rules { version } } } }`,
        { input, expectedVersion: expectedVersion ?? null },
      ),
    preview: (input: Record<string, unknown>, first = 100, after: string | null = null) =>
      ask<Preview & { code?: string }>(
        `query($input: IdentityRulesInput!, $first: Int, $after: String) {
          result: previewIdentityRules(input: $input, first: $first, after: $after) {
            ... on IdentityRulesPreview { collisions { ${collision} } collisionCount
              splits { leadId keys { kind value } } splitCount examined total complete endCursor }
            ... on Error { code } } }`,
        { input, first, after },
      ),
    read: async () => {
      const raw = await ask<{ identityRules: Answer['rules']; identityRekey: (Rekey & Edges) | null }>(
        `{ result: workspace { identityRules { ${rules} } identityRekey { ${rekey} } } }`,
      );
      return { rules: raw.identityRules, rekey: toRekey(raw.identityRekey) };
    },
  };
}

/** A worker whose clock is ahead, so that it finds all that is due and takes the rules for settled. */
export function rekeyWorker({ stores }: TestGateway, { aheadMs = 120_000, pageSize = 3, leads = stores.leads } = {}) {
  return createRekeyWorker({
    rekeys: stores.rekeys,
    leads,
    clock: () => new Date(Date.now() + aheadMs),
    newId: newUuid,
    onError: () => {},
    pageSize,
  });
}
