import { type Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { RunningGateway } from '../start/processes.ts';
import { startClock } from './processor.ts';

/** A request of one kind, made anew each time so that no two write the same. */
interface Probe {
  name: string;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  path: string;
  body?: (turn: number) => object;
  headers?: (turn: number) => Record<string, string>;
}

const person = (turn: number, door: string) => ({
  name: { full: 'Outage' },
  email: `${door}-${turn}@outage.example.com`,
});
const graphql = (query: string, variables: (turn: number) => object = () => ({})) =>
  ({ method: 'POST', path: '/graphql', body: (turn: number) => ({ query, variables: variables(turn) }) }) as const;

/** Requests that need the database: reads and writes of each kind, through each door. */
export function probesOf(leadId: string): Probe[] {
  return [
    { name: 'leads', ...graphql('{ leads(first: 5) { totalCount nodes { id lists { id } } } }') },
    { name: 'lead', ...graphql('query($id: ID!) { lead(id: $id) { id } }', () => ({ id: leadId })) },
    {
      name: 'createLead',
      ...graphql('mutation($input: CreateLeadInput!) { createLead(input: $input) { __typename } }', (turn) => ({
        input: { type: 'PERSON', ...person(turn, 'one') },
      })),
    },
    {
      name: 'createLeads',
      ...graphql('mutation($inputs: [CreateLeadInput!]!) { createLeads(inputs: $inputs) { __typename } }', (turn) => ({
        inputs: [1, 2, 3].map((item) => ({ type: 'PERSON', ...person(turn, `many-${item}`) })),
      })),
    },
    {
      name: 'updateLead',
      ...graphql('mutation($input: UpdateLeadInput!) { updateLead(input: $input) { __typename } }', (turn) => ({
        input: { id: leadId, metadata: { [`outage${turn}`]: turn } },
      })),
    },
    {
      name: 'recordSignals',
      ...graphql('mutation($input: RecordSignalsInput!) { recordSignals(input: $input) { __typename } }', (turn) => ({
        input: {
          items: [{ kind: 'hiring', title: `Outage ${turn}`, entity: { name: 'Acme', domain: 'acme.example' } }],
        },
      })),
    },
    { name: 'GET leads', method: 'GET', path: '/api/leads' },
    {
      name: 'POST lead',
      method: 'POST',
      path: '/api/leads',
      body: (turn) => ({ type: 'person', ...person(turn, 'rest') }),
      headers: (turn) => ({ 'idempotency-key': `outage-${turn}` }),
    },
    { name: 'PUT lead', method: 'PUT', path: `/api/v1/leads/${leadId}`, body: (turn) => ({ metadata: { turn } }) },
    {
      name: 'a key that is not known yet',
      ...graphql('{ viewer { workspaceId } }'),
      headers: (turn) => ({ authorization: `Bearer sk-workspace_${String(turn).padStart(43, '0')}` }),
    },
  ];
}

/** What became of a request: done (or refused as it should), answered that the database is away, or anything else. */
export interface Outcome {
  probe: string;
  result: 'done' | 'unavailable' | 'other';
  ms: number;
  answer: string;
}

/** Sends every probe once, all at the same time. */
export function sendAll(
  agent: Agent,
  gateway: RunningGateway,
  probes: readonly Probe[],
  turn: number,
): Promise<Outcome[]> {
  return Promise.all(
    probes.map(async (probe) => {
      const elapsed = startClock(gateway.child.pid);
      const answer = await send(agent, gateway, probe, turn).catch((error: unknown) => `no answer: ${error}`);
      return { probe: probe.name, result: resultOf(answer), ms: elapsed(), answer };
    }),
  );
}

function send(agent: Agent, { url, key }: RunningGateway, probe: Probe, turn: number): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...probe.headers?.(turn) };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${probe.path}`, { method: probe.method, agent, headers }, (response) => {
      text(response).then((body) => resolve(`${response.statusCode} ${body}`), reject);
    });
    sent.on('error', reject);
    sent.end(probe.body === undefined ? undefined : JSON.stringify(probe.body(turn)));
  });
}

function resultOf(answer: string): Outcome['result'] {
  if (/^503 .*"code":"DATABASE_UNAVAILABLE"/.test(answer)) return 'unavailable';
  return /^(20[01]|401) /.test(answer) && !/"code":"(INTERNAL|DATABASE|TIMEOUT)/.test(answer) ? 'done' : 'other';
}
