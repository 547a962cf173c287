import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import type { TestClient } from '../support/gateway.ts';

interface Origin {
  path: string[];
  source: string;
  at: string;
  actor: { kind: string; name: string } | null;
  door: string;
}

interface Held {
  path: string[];
  value: unknown;
  kept: unknown;
  source: string | null;
}

interface Answer {
  outcome: string;
  heldBack: Held[];
  changes: { path: string[] }[];
}

interface Created extends Answer {
  __typename: string;
  lead: { id: string; version: number };
  /** Of an error. */
  code: string;
  leads: { id: string }[];
}

interface Ranked {
  __typename: string;
  workspace: { sourcePriority: string[] };
  issues: { path: string[]; code: string }[];
}

interface Options {
  via?: string;
  onMatch?: string;
  dryRun?: boolean;
  idempotencyKey?: string;
}

const answer = 'changes { path before after } heldBack { path value kept source }';

const createDocument = `mutation ($input: CreateLeadInput!, $via: String, $onMatch: OnMatch, $idempotencyKey: String) {
  createLead(input: $input, via: $via, onMatch: $onMatch, idempotencyKey: $idempotencyKey) {
    __typename
    ... on CreateLeadPayload { outcome ${answer} matchedKeys { kind value } lead { id version } }
    ... on Error { code message }
    ... on InvalidInputError { issues { path code } }
    ... on IdentityConflictError { keys { kind value } leads { id } }
  }
}`;

const createManyDocument = `mutation ($inputs: [CreateLeadInput!]!, $via: String, $onMatch: OnMatch, $dryRun: Boolean) {
  createLeads(inputs: $inputs, via: $via, onMatch: $onMatch, dryRun: $dryRun) {
    ... on CreateLeadsPayload { items { outcome ${answer} lead { id version } } }
  }
}`;

const resolveDocument = `query ($input: CreateLeadInput!, $via: String, $onMatch: OnMatch) {
  resolveLead(input: $input, via: $via, onMatch: $onMatch) { ... on LeadResolution { action ${answer} } }
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

  const tryRank = async (sources: string[]) => {
    const document = `mutation ($input: SetSourcePriorityInput!) { setSourcePriority(input: $input) {
      __typename
      ... on SetSourcePriorityPayload { workspace { id sourcePriority } }
      ... on InvalidInputError { issues { path code } }
    } }`;
    return (await ask(document, { input: { sources } })).setSourcePriority as Ranked;
  };

  return {
    ask,
    tryCreate,
    tryRank,
    /** Ranks sources, the most trusted one first. */
    async rank(...sources: string[]): Promise<void> {
      const ranked = await tryRank(sources);
      if (ranked.__typename !== 'SetSourcePriorityPayload') throw new Error(JSON.stringify(ranked));
    },
    provenanceOf,
    /** Creates a lead or merges into one; fails on anything but success. */
    async create(input: CreateLeadInput, options?: Options): Promise<Created> {
      const created = await tryCreate(input, options);
      if (created.__typename !== 'CreateLeadPayload') throw new Error(JSON.stringify(created));
      return created;
    },
    /** What became of the leads of a batch. */
    async createMany(inputs: CreateLeadInput[], options: Options = {}) {
      const { createLeads } = await ask(createManyDocument, { inputs, ...options });
      return (createLeads as { items: (Answer & { lead: { id: string } | null })[] }).items;
    },
    /** What createLead would do. */
    async resolve(input: CreateLeadInput, options: Options = {}) {
      return (await ask(resolveDocument, { input, ...options })).resolveLead as Answer & { action: string };
    },
    /** The source of each value, by its path with points. */
    async sourcesOf(id: string): Promise<Record<string, string>> {
      return Object.fromEntries((await provenanceOf(id)).map(({ path, source }) => [path.join('.'), source]));
    },
  };
}
