import { type RunningGateway, send } from '../start/processes.ts';

/** What one client does at one moment: the numbers choose among what there is by then. */
export interface Step {
  kind: (typeof kinds)[number];
  numbers: number[];
}

/** Creates come up more often, for the others need leads. */
export const kinds = [
  ...(['create', 'create', 'create', 'create', 'create', 'create', 'metadata', 'metadata', 'contacts'] as const),
  ...(['merge', 'merge', 'merge', 'merge', 'unmerge', 'delete'] as const),
] as const;

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Few enough for the crowd to meet on them. */
const identifiers = [
  ...upTo(12).map((n) => ({ contacts: [{ value: `person${n}@acme.example` }] })),
  ...upTo(6).map((n) => ({ socials: [{ url: `https://linkedin.com/in/person-${n}` }] })),
  ...upTo(6).map((n) => ({ sources: [{ provider: 'hubspot', id: `${n + 1}` }] })),
];

const errors = '... on Error { code message }';
const calls = {
  create: `mutation($input: CreateLeadInput!) {
    result: createLead(input: $input) { __typename ... on CreateLeadPayload { lead { id } } ${errors} }
  }`,
  update: `mutation($input: UpdateLeadInput!) {
    result: updateLead(input: $input) { __typename ... on UpdateLeadPayload { lead { id } } ${errors} }
  }`,
  merge: `mutation($input: MergeLeadsInput!) {
    result: mergeLeads(input: $input) { __typename ... on MergeLeadsPayload { mergeId lead { id } } ${errors} }
  }`,
  unmerge: `mutation($input: UnmergeLeadInput!) {
    result: unmergeLead(input: $input) { __typename ... on UnmergeLeadPayload { winner { id } } ${errors} }
  }`,
  delete: `mutation($input: DeleteLeadInput!) {
    result: deleteLead(input: $input) { __typename ... on DeleteLeadPayload { id } ${errors} }
  }`,
};

interface Result {
  __typename: string;
  code?: string;
  mergeId?: string;
  lead?: { id: string };
}

/** Refusals to be expected from so many calls at once; any other is a fault. */
const refusals = new Set(['IDENTITY_CONFLICT', 'NOT_FOUND', 'LEAD_MERGED', 'INVALID_INPUT', 'VERSION_CONFLICT']);

/** What all clients together have learnt. */
export class Crowd {
  readonly ids: string[] = [];
  /** Metadata keys of acknowledged writes, each sent once. */
  readonly marks: string[] = [];
  readonly #mergeIds: string[] = [];
  readonly #key: string;
  readonly #counts: Map<string, number>;
  #sent = 0;
  #break: { after: number; call: () => void } | null = null;

  /** @param counts how often what was answered, of all crowds together */
  constructor(key: string, counts: Map<string, number>) {
    this.#key = key;
    this.#counts = counts;
  }

  /** Calls when so many steps have been begun. */
  afterSteps(after: number, call: () => void): void {
    this.#break = { after, call };
  }

  /** Goes through the steps one by one, until they end or the gateway is killed. */
  async walk(gateway: RunningGateway, steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      try {
        await this.#take(gateway, step);
      } catch (error) {
        if (gateway.child.killed) return;
        throw error;
      }
    }
  }

  /** Writes to a lead, which brings to its end whatever a gateway that was killed has left undone. */
  async settle(gateway: RunningGateway): Promise<void> {
    for (const id of this.ids) await this.#send(gateway, 'update', { input: { id, metadata: { settled: true } } });
  }

  async #take(gateway: RunningGateway, { kind, numbers: [a = 0, b = 0, c = 0] }: Step): Promise<void> {
    this.#sent += 1;
    if (this.#sent === this.#break?.after) this.#break.call();
    const mark = `m${this.#sent}`;
    const id = at(this.ids, a);
    if (kind === 'create') {
      const input = {
        type: 'PERSON',
        name: { full: 'Somebody' },
        metadata: { [mark]: 1 },
        ...at(identifiers, a),
        ...at(identifiers, b),
      };
      const { lead } = await this.#send(gateway, 'create', { input });
      if (lead === undefined) return;
      this.marks.push(mark);
      if (!this.ids.includes(lead.id)) this.ids.push(lead.id);
    } else if (id === undefined) {
      return;
    } else if (kind === 'metadata' || kind === 'contacts') {
      const contacts = kind === 'contacts' ? { contacts: [{ value: `person${b % 12}@acme.example` }] } : {};
      const { lead } = await this.#send(gateway, 'update', { input: { id, metadata: { [mark]: 1 }, ...contacts } });
      if (lead !== undefined) this.marks.push(mark);
    } else if (kind === 'merge') {
      const loserIds = [...new Set([at(this.ids, b) ?? '', at(this.ids, c) ?? ''])];
      const { mergeId } = await this.#send(gateway, 'merge', { input: { winnerId: id, loserIds } });
      if (mergeId !== undefined) this.#mergeIds.push(mergeId);
    } else if (kind === 'unmerge') {
      const mergeId = at(this.#mergeIds, b);
      if (mergeId !== undefined) await this.#send(gateway, 'unmerge', { input: { mergeId } });
    } else {
      await this.#send(gateway, 'delete', { input: { id } });
    }
  }

  async #send({ url }: RunningGateway, call: keyof typeof calls, variables: object): Promise<Result> {
    const { status, data, errors } = await send(url, this.#key, calls[call], variables);
    const result = data?.result as Result | undefined;
    if (status !== 200 || result === undefined) throw new Error(`${call}: ${status} ${JSON.stringify(errors)}`);
    if (result.code !== undefined && !refusals.has(result.code)) throw new Error(`${call}: ${JSON.stringify(result)}`);
    this.#counts.set(result.__typename, (this.#counts.get(result.__typename) ?? 0) + 1);
    return result;
  }
}

function at<T>(items: readonly T[], number: number): T | undefined {
  return items[number % items.length];
}
