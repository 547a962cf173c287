import type { TestClient } from '../support/gateway.ts';

interface Scan {
  id: string;
  state: string;
  progress: { done: number; total: number };
  pairs: { totalCount: number; edges: { cursor: string; node: { leadIds: string[]; score: number } }[] };
  tooCommon: string[];
}

const fields = `id state progress { done total } tooCommon
  pairs(first: 100) { totalCount edges { cursor node { leadIds score reasons { kind value } leads { id } } } }`;
const payload = `... on DuplicateScanPayload { scan { ${fields} } } ... on Error { code }`;

/** The calls of scans; `by` makes one of them somebody else's. */
export function scanCalls(client: TestClient) {
  async function ask(query: string, variables: Record<string, unknown> = {}, by = client) {
    const { data, errors } = await by.send(query, variables);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data?.result as Scan & { scan: Scan; code: string };
  }
  return {
    start: (minScore = 0.5) =>
      ask(`mutation($minScore: Float) { result: startDuplicateScan(minScore: $minScore) { ${payload} } }`, {
        minScore,
      }),
    stop: (id: string, by?: TestClient) =>
      ask(`mutation($id: ID!) { result: stopDuplicateScan(id: $id) { ${payload} } }`, { id }, by),
    read: (id?: string, by?: TestClient) =>
      ask(`query($id: ID) { result: duplicateScan(id: $id) { ${fields} } }`, { id: id ?? null }, by),
  };
}
