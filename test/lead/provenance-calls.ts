import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import type { TestClient } from '../support/gateway.ts';

interface Origin {
  path: string[];
  source: string;
  at: string;
  actor: { kind: string; name: string } | null;
  door: string;
}

export interface HeldBack {
  path: string[];
  value: unknown;
  kept: unknown;
  source: string | null;
}

interface Created {
  __typename: string;
  outcome: string;
  heldBack: HeldBack[];
  changes: { path: string[] }[];
  lead: { id: string; version: number };
}

interface Options {
  via?: string;
  onMatch?: string;
}

const createDocument = `mutation ($input: CreateLeadInput!, $via: String) {
  createLead(input: $input, via: $via) {
    __typename
    ... on CreateLeadPayload { outcome changes { path } lead { id version } }
    ... on Error { code message }
    ... on InvalidInputError { issues { path code } }
  }
}`;

/** The calls that tests of sources make again and again. */
export function provenanceCalls(client: TestClient) {
  async function ask(query: string, variables: object): Promise<Record<string, unknown>> {
    const { data, errors } = await client.send(query, { ...variables });
    if (errors !== undefined || data == null) throw new Error(JSON.stringify(errors));
    return data;
  }
  const tryCreate = async (input: CreateLeadInput, options: Options = {}) =>
    (await ask(createDocument, { input, ...options })).createLead as Created;
  const provenanceOf = async (id: string) => {
    const { lead } = await ask(
      'query ($id: ID!) { lead(id: $id) { provenance { path source at actor { kind name } door } } }',
      { id },
    );
    return (lead as { provenance: Origin[] }).provenance;
  };

  return {
    ask,
    tryCreate,
    provenanceOf,
    /** Creates a lead or merges into one; fails on anything but success. */
    async create(input: CreateLeadInput, options?: Options): Promise<Created> {
      const created = await tryCreate(input, options);
      if (created.__typename !== 'CreateLeadPayload') throw new Error(JSON.stringify(created));
      return created;
    },
    /** The source of each value, by its path with points. */
    async sourcesOf(id: string): Promise<Record<string, string>> {
      return Object.fromEntries((await provenanceOf(id)).map(({ path, source }) => [path.join('.'), source]));
    },
  };
}
