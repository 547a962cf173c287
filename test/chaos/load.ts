import { type Answer, send } from '../start/processes.ts';
import type { Ledger } from './ledger.ts';

const leads = {
  create: `mutation($input: CreateLeadInput!) {
    createLead(input: $input) { __typename ... on CreateLeadPayload { lead { id } } }
  }`,
  createMany: `mutation($inputs: [CreateLeadInput!]!) {
    createLeads(inputs: $inputs) { __typename ... on CreateLeadsPayload { items { outcome lead { id } } } }
  }`,
  update: 'mutation($input: UpdateLeadInput!) { updateLead(input: $input) { __typename } }',
  delete: 'mutation($input: DeleteLeadInput!) { deleteLead(input: $input) { __typename } }',
};
const setStatuses = `mutation($input: SetSignalStatusesInput!) {
  setSignalStatuses(input: $input) { __typename ... on SetSignalStatusesPayload { updated } }
}`;
const recordSignals = `mutation($input: RecordSignalsInput!) {
  recordSignals(input: $input) { __typename ... on RecordSignalsPayload { signals { entityId } } }
}`;

const statuses = ['NEW', 'CONTACTED', 'DISMISSED'];
const workers = 12;
const entitiesOfWorker = 8;
const sharedLeads = 10;
const batchSize = 12;

/** A gateway that a load writes to. */
export interface Target {
  url: string;
  key: string;
}

/** Records the entities whose statuses the load sets. */
export async function prepareEntities(target: Target, ledger: Ledger): Promise<void> {
  const items = Array.from({ length: workers * entitiesOfWorker }, (_, index) => ({
    kind: 'hiring',
    title: `Hires for role ${index}`,
    entity: { name: `Company ${index}`, domain: `company-${index}.example.com` },
  }));
  const { data } = await send(target.url, target.key, recordSignals, { input: { items } });
  const { signals } = (data as { recordSignals: { signals: { entityId: string }[] } }).recordSignals;
  for (const { entityId } of signals) ledger.statuses.set(entityId, new Set(['NEW']));
}

/** What sets one load apart from another. */
export interface LoadOptions {
  /** Keeps the leads of this load apart from those of others. */
  round: number;
  random: () => number;
}

/** What one call of the load comes to: null when the gateway is gone, else whether it had success. */
type Outcome = boolean | null;

/**
 * Writes to the gateway, in several ways and from several clients at once, until it is gone. What is written goes into
 * the ledger before it is sent; the answer is added when all of it has come.
 * @returns how often an answer was no success
 */
export async function runLoad(target: Target, ledger: Ledger, { round, random }: LoadOptions): Promise<number> {
  const known: { id: string; email: string }[] = [];
  let sequence = 0;
  let refused = 0;

  function newMark(email: string): { input: object; key: string } {
    sequence += 1;
    const key = `w${round}_${sequence}`;
    ledger.marks.set(key, { email, acknowledged: false });
    return { key, input: { type: 'PERSON', name: { full: 'Load Person' }, email, metadata: { [key]: sequence } } };
  }
  function acknowledge(keys: readonly string[]): void {
    for (const key of keys) {
      const mark = ledger.marks.get(key);
      if (mark !== undefined) mark.acknowledged = true;
    }
  }
  const newEmail = () => `new-${round}-${sequence}@load.example.com`;
  const sharedEmail = () => `shared-${round}-${Math.floor(random() * sharedLeads)}@load.example.com`;

  async function call<T>(query: string, variables: object): Promise<T | null> {
    const answer: Answer | null = await send(target.url, target.key, query, variables).catch(() => null);
    if (answer === null) return null;
    const result = Object.values(answer.data ?? {})[0];
    return (result ?? { __typename: 'no data' }) as T;
  }

  async function createOne(email: string): Promise<Outcome> {
    const { key, input } = newMark(email);
    const result = await call<{ __typename: string; lead: { id: string } }>(leads.create, { input });
    if (result?.__typename !== 'CreateLeadPayload') return result && false;
    acknowledge([key]);
    if (email.startsWith('new-')) known.push({ id: result.lead.id, email });
    return true;
  }

  async function createMany(): Promise<Outcome> {
    const writes = Array.from({ length: batchSize }, (_, index) =>
      newMark(index % 3 === 0 ? sharedEmail() : newEmail()),
    );
    const inputs = writes.map(({ input }) => input);
    const result = await call<{ __typename: string; items: { outcome: string }[] }>(leads.createMany, { inputs });
    if (result?.__typename !== 'CreateLeadsPayload') return result && false;
    const written = result.items.map(({ outcome }) => outcome === 'CREATED' || outcome === 'MERGED');
    acknowledge(writes.filter((_, index) => written[index]).map(({ key }) => key));
    return written.every(Boolean);
  }

  async function updateOne(): Promise<Outcome> {
    const lead = known[Math.floor(random() * known.length)];
    if (lead === undefined) return createOne(newEmail());
    const { key } = newMark(lead.email);
    const result = await call<{ __typename: string }>(leads.update, { input: { id: lead.id, metadata: { [key]: 1 } } });
    if (result?.__typename !== 'UpdateLeadPayload') return result && ledger.maybeDeleted.has(lead.email);
    acknowledge([key]);
    return true;
  }

  async function deleteOne(): Promise<Outcome> {
    const lead = known.shift();
    if (lead === undefined) return createOne(newEmail());
    ledger.maybeDeleted.add(lead.email);
    const result = await call<{ __typename: string }>(leads.delete, { input: { id: lead.id } });
    if (result?.__typename !== 'DeleteLeadPayload') return result && false;
    ledger.deleted.add(lead.email);
    return true;
  }

  async function setStatusesOf(own: readonly string[]): Promise<Outcome> {
    const status = statuses[Math.floor(random() * statuses.length)] ?? 'NEW';
    for (const id of own) ledger.statuses.get(id)?.add(status);
    const items = own.map((entityId) => ({ entityId, status }));
    const result = await call<{ __typename: string; updated: string[] }>(setStatuses, { input: { items } });
    if (result?.__typename !== 'SetSignalStatusesPayload') return result && false;
    for (const id of result.updated) ledger.statuses.set(id, new Set([status]));
    return result.updated.length === own.length;
  }

  async function work(worker: number): Promise<void> {
    const entities = [...ledger.statuses.keys()];
    const own = entities.slice(worker * entitiesOfWorker, (worker + 1) * entitiesOfWorker);
    for (;;) {
      const choice = random();
      const outcome = await (choice < 0.3
        ? createOne(newEmail())
        : choice < 0.55
          ? createOne(sharedEmail())
          : choice < 0.8
            ? updateOne()
            : choice < 0.85
              ? deleteOne()
              : choice < 0.95
                ? setStatusesOf(own)
                : createMany());
      if (outcome === null) return;
      if (!outcome) refused += 1;
    }
  }

  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return refused;
}
