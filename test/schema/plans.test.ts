import type { Document } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LeadFilter, LeadOrder, SignalEntityFilter, SignalFilter } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

/** LEADGRAPH_TEST_LEADS=100000 takes a quarter of an hour and ends in the same plans. */
const leadCount = Number(process.env.LEADGRAPH_TEST_LEADS ?? 1_500);
const pageSize = 25;
const listName = 'Every tenth';

let gateway: TestGateway;
let client: TestClient;
let listId: string;

const words = ['acme', 'globex', 'initech', 'umbrella', 'hooli'];

/** Each value that is filtered by is on some of the leads, spread evenly over their ages. */
function leadOf(n: number) {
  return {
    type: n % 4 === 0 ? 'company' : 'person',
    name: { full: `${words[n % 5]} ${n}` },
    status: n % 3 === 0 ? 'qualified' : 'new',
    source: `source ${n % 20}`,
    contacts: [{ value: `person.${n}@acme.example` }, { value: `+1 415 555 0${100 + (n % 50)}` }],
    socials: [{ url: `https://linkedin.com/in/person-${n}` }],
    company: { name: words[n % 5] ?? '', domain: `company-${n % 30}.com` },
    listIds: n % 10 === 0 ? [listId] : [],
  };
}

const signalOf = (n: number) => ({
  kind: n % 10 === 0 ? 'funding' : 'hiring',
  title: `Signal ${n}`,
  occurredAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000),
  entity: { name: `Company ${n % 100}`, domain: `signal-${n % 100}.com` },
});

beforeAll(
  async () => {
    gateway = await createTestGateway();
    client = await gateway.client();
    const { lead, list, signal } = client.services;
    listId = (await list.create({ name: listName })).id;
    for (let from = 0; from < leadCount; from += 500) {
      const count = Math.min(500, leadCount - from);
      const items = await lead.createMany(Array.from({ length: count }, (_, n) => leadOf(from + n)));
      expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    }
    for (let from = 0; from < 1_000; from += 500) {
      await signal.record({ items: Array.from({ length: 500 }, (_, n) => signalOf(from + n)) });
    }
  },
  Math.max(120_000, leadCount * 20),
);

interface Plan {
  stages: string[];
  returned: number;
  keys: number;
  documents: number;
}

function stagesOf(plan: Document): string[] {
  const below = [plan.inputStage, plan.queryPlan, ...(plan.inputStages ?? [])].filter((stage) => stage !== undefined);
  return [plan.stage, ...below.flatMap(stagesOf)].filter((stage) => typeof stage === 'string');
}

/** How MongoDB finds the page that a query asks for. */
async function planOf(query: string, variables: Record<string, unknown>): Promise<Plan> {
  const reads: Document[] = [];
  const note = ({ command }: { command: Document }) =>
    ('find' in command || 'aggregate' in command) && reads.push(command);
  gateway.mongo.client.on('commandStarted', note);
  const { errors } = await client.send(query, { ...variables, first: pageSize });
  gateway.mongo.client.off('commandStarted', note);
  expect(errors).toBeUndefined();
  expect(reads).toHaveLength(1);
  const { $db: _db, lsid: _session, maxTimeMS: _time, ...read } = reads[0] ?? {};
  const explained = await gateway.mongo.db.command({ explain: read, verbosity: 'executionStats' });
  const plan = explained.stages?.[0]?.$cursor ?? explained;
  return {
    stages: stagesOf(plan.queryPlanner.winningPlan),
    returned: plan.executionStats.nReturned,
    keys: plan.executionStats.totalKeysExamined,
    documents: plan.executionStats.totalDocsExamined,
  };
}

/** An index gives the page in its order, and little more than the page is looked at. */
function expectIndexed({ stages, returned, keys, documents }: Plan): void {
  expect(returned).toBeGreaterThan(0);
  expect(stages).toContain('IXSCAN');
  expect(stages.filter((stage) => stage === 'COLLSCAN' || stage === 'SORT')).toEqual([]);
  expect(keys).toBeLessThanOrEqual(2 * returned);
  expect(documents).toBeLessThanOrEqual(2 * returned);
}

describe('a page of leads is read from an index', () => {
  const query = `query($filter: LeadFilter, $orderBy: LeadOrder, $first: Int) {
    leads(filter: $filter, orderBy: $orderBy, first: $first) { nodes { id } }
  }`;
  const span = { from: new Date(Date.UTC(2026, 0, 1)).toISOString() };
  const byTime: LeadOrder = { field: 'UPDATED_AT', direction: 'DESC' };
  const cases: [string, () => LeadFilter, LeadOrder?][] = [
    ['all, the newest first', () => ({})],
    ['all, the latest changed first', () => ({}), byTime],
    ['all, by name', () => ({}), { field: 'NAME', direction: 'ASC' }],
    ['type', () => ({ type: 'COMPANY' })],
    ['a status', () => ({ status: ['QUALIFIED'] })],
    ['several statuses', () => ({ status: ['NEW', 'QUALIFIED'] })],
    ['listId', () => ({ listId })],
    ['source', () => ({ source: 'source 7' })],
    ['email', () => ({ email: 'Person.12@ACME.example' })],
    ['linkedinUrl', () => ({ linkedinUrl: 'linkedin.com/in/person-9/' })],
    ['domain', () => ({ domain: 'www.company-3.com' })],
    ['createdAt', () => ({ createdAt: span })],
    ['updatedAt', () => ({ updatedAt: span }), byTime],
  ];
  test.each(cases)('%s', async (_name, filter, orderBy) => {
    expectIndexed(await planOf(query, { filter: filter(), orderBy }));
  });

  test('text: no more is looked at than has the word', async () => {
    const { stages, returned, keys } = await planOf(query, { filter: { text: 'glob' } });
    expect(returned).toBeGreaterThan(0);
    expect(stages).not.toContain('COLLSCAN');
    expect(keys).toBeLessThanOrEqual(leadCount / words.length + 2);
  });
});

describe('a page of signals or entities is read from an index', () => {
  const signals =
    'query($filter: SignalFilter, $first: Int) { signals(filter: $filter, first: $first) { nodes { id } } }';
  const entities = `query($filter: SignalEntityFilter, $first: Int) {
    signalEntities(filter: $filter, first: $first) { nodes { id } }
  }`;
  const cases: [string, string, SignalFilter | SignalEntityFilter][] = [
    ['all signals', signals, {}],
    ['kind', signals, { kind: ['funding'] }],
    ['occurredAt', signals, { occurredAt: { from: '2026-01-01T05:00:00Z' } }],
    ['all entities', entities, {}],
    ['type', entities, { type: 'COMPANY' }],
    ['status', entities, { status: ['NEW'] }],
  ];
  test.each(cases)('%s', async (_name, query, filter) => {
    expectIndexed(await planOf(query, { filter }));
  });
});
