import fc from 'fast-check';
import type { WorkspaceData } from '../strangers/workspace-data.ts';

/** A request before it is written out. */
export interface HttpRequest {
  method: string;
  target: string;
  version: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
}

/** Whose requests they are. */
export interface Sender extends WorkspaceData {
  key: string;
}

/** What goes over the socket, and what must come back. */
export interface HttpCase {
  /** What was done to the request. */
  name: string;
  pieces: readonly [Buffer, Buffer];
  /** Whether HTTP leaves no doubt where the request ends, so that it has exactly one answer. */
  framed: boolean;
  isHead: boolean;
}

/** The bytes of a request as its parts say, be they right or wrong. */
export function bytesOf({ method, target, version, headers, body }: HttpRequest): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${target} ${version}\r\n${lines.join('')}\r\n`, 'latin1'), body]);
}

export function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  const others = request.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: [...others, [name, value]] };
}

export function withoutHeader(request: HttpRequest, name: string): HttpRequest {
  return { ...request, headers: request.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()) };
}

/** The request with another body, and the length that it has. */
export function withBody(request: HttpRequest, body: Buffer): HttpRequest {
  return withHeader({ ...request, body }, 'Content-Length', String(body.length));
}

const createLead = `mutation ($input: CreateLeadInput!) { createLead(input: $input) {
  __typename ... on CreateLeadPayload { outcome lead { id email } } ... on Error { message code } } }`;
const updateLead = `mutation ($input: UpdateLeadInput!) { updateLead(input: $input) {
  __typename ... on UpdateLeadPayload { lead { id version } } ... on Error { message code } } }`;
const leads =
  'query ($first: Int, $filter: LeadFilter) { leads(first: $first, filter: $filter) { nodes { id title } } }';

/** Requests that are as they should be: every door and every call, with a key that may do everything. */
export function validRequests({ key, things, beside }: Sender): fc.Arbitrary<HttpRequest> {
  const [lead] = things.lead;
  const [campaign] = things.campaign;
  const request = (method: string, target: string, json?: unknown): HttpRequest => {
    const head: HttpRequest = {
      method,
      target,
      version: 'HTTP/1.1',
      headers: [
        ['Host', '127.0.0.1'],
        ['Authorization', `Bearer ${key}`],
        ['Connection', 'close'],
      ],
      body: Buffer.alloc(0),
    };
    if (json === undefined) return head;
    return withBody(withHeader(head, 'Content-Type', 'application/json'), Buffer.from(JSON.stringify(json)));
  };
  const graphql = (query: string, variables: object) => request('POST', '/graphql', { query, variables });
  const inUrl = (query: string, variables: object) =>
    request('GET', `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`);
  // Few enough people that some are found again.
  const somebody = fc.nat(5_000).map((number) => ({
    type: 'PERSON',
    name: { full: `Fuzz ${number} Ünïcode` },
    email: `fuzz${number}@mailhost.com`,
    metadata: { number },
  }));
  const plain = [
    graphql(leads, { first: 2, filter: { status: ['NEW'], text: 'some' } }),
    graphql(updateLead, { input: { id: lead, title: 'Changed', metadata: { a: { b: null } } } }),
    graphql('{ viewer { workspaceId } __typename }', {}),
    inUrl(leads, { first: 1 }),
    inUrl('query A { viewer { workspaceId } }', {}),
    request('GET', '/health/live'),
    request('GET', '/health/ready'),
    request('GET', '/graphql'),
    request('GET', '/api/openapi.json'),
    request('GET', '/api/docs'),
    request('GET', '/api/leads?limit=2&status=new'),
    request('HEAD', '/api/leads?limit=2'),
    request('GET', `/api/leads/${lead}`),
    request('PATCH', '/api/leads', { id: beside.person, title: 'Changed', attributes: { a: [1, 'ü'] } }),
    request('GET', `/api/campaigns/${campaign}/leads?limit=2`),
    request('PATCH', `/api/campaigns/${campaign}/leads`, { prospect_id: beside.prospect, updates: { headline: 'Ü' } }),
    request('GET', '/api/signals'),
    request('GET', '/api/signals/leads'),
    request('POST', '/api/signals', { signals: [{ kind: 'news', title: 'News', person: { name: 'Somebody' } }] }),
    request('PATCH', '/api/signals/leads', { items: [{ entityId: things.entity[0], status: 'new' }] }),
    request('GET', `/api/v1/leads/${lead}`),
    request('PUT', `/api/v1/leads/${beside.person}`, { title: 'Changed', status: 'contacted' }),
    request('OPTIONS', '/graphql'),
  ];
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...plain) },
    {
      weight: 2,
      arbitrary: fc.oneof(
        somebody.map((input) => graphql(createLead, { input })),
        somebody.map(({ type: _type, ...body }) => request('POST', '/api/leads', body)),
        fc
          .array(somebody, { minLength: 1, maxLength: 3 })
          .map((all) => request('POST', '/api/leads/batch', { leads: all.map(({ type: _type, ...body }) => body) })),
      ),
    },
  );
}
