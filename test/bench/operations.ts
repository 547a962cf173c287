import { entityId, leadEmail, leadId, listHex, newLeadInput, personToken, word } from './data/names.ts';

/** What the servers are asked for, each in the same words. */
export interface Operation {
  name: string;
  /** What the table calls it. */
  title: string;
  /**
   * Requests whose time counts, and those before them until the compiler is done: a server that has just begun takes two
   * to three times the processor time, most of it for reading and compiling its own code.
   */
  measured: number;
  warmUp: number;
  /** Which servers can be asked: the peers have no REST. */
  servers: 'all' | 'rest';
  /** Whether a single lead is read or written, or a page: the bars differ. */
  kind: 'single' | 'page' | 'batch';
  /** What each good answer has in it. */
  expected: string;
  /** The `turn`th request, the same for every server. */
  request(turn: number, scale: Scale): { path: string; body: unknown };
}

/** What there is to ask for. */
export interface Scale {
  leads: number;
  companies: number;
  entities: number;
}

export const leadDocument = `query Lead($id: ID!) {
  lead(id: $id) {
    id type version
    name { full short aliases first last }
    title email phone status industry size source
    company { name id domain }
    location { city state country raw }
    socials { url }
    contacts { value kind }
    sources { provider id }
    attributes metadata createdAt updatedAt
  }
}`;

export const pageDocument = `query LeadPage($first: Int!) {
  leads(first: $first) {
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        id type
        name { full }
        title email status createdAt
        lists { id name }
        company { name domain lead { id name { full } industry } }
        prospects(first: 3) { edges { node { id status campaign { id name status } } } }
      }
    }
  }
}`;

const createDocument = `mutation CreateLead($input: CreateLeadInput!) {
  createLead(input: $input) {
    __typename
    ... on CreateLeadPayload {
      outcome
      matchedKeys { kind value }
      lead {
        id type version
        name { full first last }
        title email phone status
        company { name domain }
        identityKeys { kind value }
        attributes metadata createdAt
      }
    }
    ... on Error { code message }
  }
}`;

const updateDocument = `mutation UpdateLead($input: UpdateLeadInput!) {
  updateLead(input: $input) {
    __typename
    ... on UpdateLeadPayload {
      lead { id version name { full } title email status metadata updatedAt }
    }
    ... on Error { code message }
  }
}`;

const statusesDocument = `mutation SetSignalStatuses($input: SetSignalStatusesInput!) {
  setSignalStatuses(input: $input) {
    __typename
    ... on SetSignalStatusesPayload {
      updated
      errors { id error }
      entities { id name status }
    }
    ... on Error { code message }
  }
}`;

const graphql = (operationName: string, query: string, variables: unknown) => ({
  path: '/graphql',
  body: { operationName, query, variables },
});

/** Persons only, spread over all of them, so that none is hit again soon. */
function person(turn: number, { leads, companies }: Scale): number {
  return companies + ((turn * 7_919) % (leads - companies));
}

const patch = (turn: number) => ({ score: turn, owner: `team-${turn % 9}`, review: { by: `user-${turn % 31}`, turn } });

export const operations: Operation[] = [
  {
    name: 'lead',
    title: 'lead by id',
    measured: 4_000,
    warmUp: 8_000,
    servers: 'all',
    kind: 'single',
    expected: '"version":',
    request: (turn, scale) => graphql('Lead', leadDocument, { id: leadId(person(turn, scale)) }),
  },
  {
    name: 'page',
    title: 'leads(first: 50), three levels',
    measured: 256,
    warmUp: 300,
    servers: 'all',
    kind: 'page',
    expected: '"endCursor":',
    request: () => graphql('LeadPage', pageDocument, { first: 50 }),
  },
  {
    name: 'update',
    title: 'updateLead, metadata',
    measured: 1_500,
    warmUp: 2_500,
    servers: 'all',
    kind: 'single',
    expected: '"__typename":"UpdateLeadPayload"',
    request: (turn, scale) =>
      graphql('UpdateLead', updateDocument, { input: { id: leadId(person(turn, scale)), metadata: patch(turn) } }),
  },
  {
    name: 'merge',
    title: 'createLead, merged',
    measured: 1_000,
    warmUp: 2_500,
    servers: 'all',
    kind: 'single',
    expected: '"outcome":"MERGED"',
    request(turn, scale) {
      const index = person(turn, scale);
      const input = {
        type: 'PERSON',
        name: { full: `Merged ${personToken(index)}` },
        email: leadEmail(index, scale),
        title: `Head of Turn ${turn}`,
        metadata: patch(turn),
      };
      return graphql('CreateLead', createDocument, { input });
    },
  },
  {
    name: 'create',
    title: 'createLead, new',
    measured: 1_000,
    warmUp: 1_500,
    servers: 'all',
    kind: 'single',
    expected: '"outcome":"CREATED"',
    request: (turn) => graphql('CreateLead', createDocument, { input: newLeadInput(turn) }),
  },
  {
    name: 'statuses',
    title: 'setSignalStatuses(200)',
    measured: 256,
    warmUp: 300,
    servers: 'all',
    kind: 'batch',
    expected: '"errors":[]',
    request(turn, { entities }) {
      const from = (turn * 200) % entities;
      const status = Math.floor((turn * 200) / entities) % 2 === 0 ? 'CONTACTED' : 'DISMISSED';
      const items = Array.from({ length: 200 }, (_, at) => ({ entityId: entityId((from + at) % entities), status }));
      return graphql('SetSignalStatuses', statusesDocument, { input: { items } });
    },
  },
  {
    name: 'rest',
    title: 'REST POST /api/leads',
    measured: 1_000,
    warmUp: 1_500,
    servers: 'rest',
    kind: 'single',
    expected: '"lead":',
    request(turn) {
      return { path: '/api/leads', body: { ...newLeadInput(turn), type: 'person' } };
    },
  },
];

const listDocument = `query Leads($filter: LeadFilter) {
  leads(filter: $filter, first: 25) { edges { node { id name { full } email status createdAt } } }
}`;

/** Asked where what matters is how many leads there are. */
const further: Operation[] = (
  [
    ['filter by email', (turn, scale) => ({ email: leadEmail(person(turn, scale), scale) })],
    ['filter by status and list', () => ({ status: ['NEW'], listId: `list_${listHex(3)}` })],
    ['filter by words', (turn) => ({ text: word(turn % 400, 2) })],
  ] satisfies [string, (turn: number, scale: Scale) => object][]
).map(([title, filter]) => ({
  name: title.replaceAll(' ', '-'),
  title: `leads, ${title}`,
  measured: 400,
  warmUp: 150,
  servers: 'all',
  kind: 'page',
  expected: '"edges":',
  request: (turn, scale) => graphql('Leads', listDocument, { filter: filter(turn, scale) }),
}));

const count: Operation = {
  name: 'count',
  title: 'leads { totalCount }',
  measured: 40,
  warmUp: 10,
  servers: 'all',
  kind: 'page',
  expected: '"totalCount":',
  request: () => graphql('Count', 'query Count { leads(first: 1) { totalCount } }', {}),
};

export const growthOperations: Operation[] = [
  ...operations.filter(({ servers }) => servers === 'all'),
  ...further,
  count,
];
