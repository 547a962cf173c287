import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { type LeadCalls, leadCalls, type WholeLead } from '../lead/lead-calls.ts';
import { mergeCalls, withoutStamp } from '../lead/merge-calls.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { keysOf, rekeyWorker, rulesCalls } from './rules-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let rules: ReturnType<typeof rulesCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
  rules = rulesCalls(client);
});

/** Takes all of them back. */
const usualAgain = { blocked: null, kindsOff: null, roleWords: null, freeMailDomains: null, providers: null };

/** Keys whose identifier has another one instead. */
const renamed = ['PROVIDER apollo.io:7', 'PROVIDER crm:AbC'];

const jane: CreateLeadInput = { type: 'PERSON', name: { full: 'Jane Doe' } };
const acme: CreateLeadInput = { type: 'COMPANY', name: { full: 'Acme' } };
interface Case {
  rule: string;
  input: Record<string, unknown>;
  lead: CreateLeadInput;
  /** Its keys without the rule and with it. */
  usual: string[];
  ruled: string[];
  /** Why a value is no key by the rule. */
  reason?: string;
}

const cases: Case[] = [
  {
    rule: 'a blocked address, in any spelling',
    input: { blocked: [{ kind: 'EMAIL', value: ' Team.Inbox@ACME.com ' }] },
    lead: { ...jane, contacts: [{ value: 'team.inbox@acme.com' }, { value: 'jane@acme.com' }] },
    usual: ['EMAIL team.inbox@acme.com', 'EMAIL jane@acme.com'],
    ruled: ['EMAIL jane@acme.com'],
    reason: 'BLOCKED',
  },
  {
    rule: 'a blocked profile',
    input: { blocked: [{ kind: 'LINKEDIN', value: 'https://www.linkedin.com/in/Acme-Team/' }] },
    lead: { ...jane, socials: [{ url: 'linkedin.com/in/acme-team' }] },
    usual: ['LINKEDIN in/acme-team'],
    ruled: [],
    reason: 'BLOCKED',
  },
  {
    rule: 'a blocked domain',
    input: { blocked: [{ kind: 'DOMAIN', value: 'https://www.acme.com/' }] },
    lead: { ...acme, domain: 'acme.com' },
    usual: ['DOMAIN acme.com'],
    ruled: [],
    reason: 'BLOCKED',
  },
  {
    rule: 'a blocked id of a provider',
    input: { blocked: [{ kind: 'PROVIDER', value: '42', provider: 'Apollo' }] },
    lead: { ...jane, sources: [{ provider: 'apollo', id: '42' }] },
    usual: ['PROVIDER apollo:42'],
    ruled: [],
    reason: 'BLOCKED',
  },
  {
    rule: 'a kind switched off',
    input: { kindsOff: ['LINKEDIN'] },
    lead: { ...jane, email: 'jane@acme.com', socials: [{ url: 'linkedin.com/in/jane' }] },
    usual: ['EMAIL jane@acme.com', 'LINKEDIN in/jane'],
    ruled: ['EMAIL jane@acme.com'],
    reason: 'KIND_SWITCHED_OFF',
  },
  {
    rule: 'another word of a role',
    input: { roleWords: { added: ['Front_Office'] } },
    lead: { ...jane, email: 'front.office2@acme.com' },
    usual: ['EMAIL front.office2@acme.com'],
    ruled: [],
    reason: 'ROLE_ADDRESS',
  },
  {
    rule: 'a word that is none here',
    input: { roleWords: { removed: ['info'] } },
    lead: { ...jane, email: 'info-de@acme.com' },
    usual: [],
    ruled: ['EMAIL info-de@acme.com'],
  },
  {
    rule: 'another mail provider',
    input: { freeMailDomains: { added: ['acme-mail.com'] } },
    lead: { ...acme, domain: 'eu.acme-mail.com' },
    usual: ['DOMAIN eu.acme-mail.com'],
    ruled: [],
    reason: 'FREE_MAIL_DOMAIN',
  },
  {
    rule: 'a mail provider that is a customer',
    input: { freeMailDomains: { removed: ['gmx.at'] } },
    lead: { ...acme, domain: 'www.gmx.at' },
    usual: [],
    ruled: ['DOMAIN gmx.at'],
  },
  {
    rule: 'another name of a provider',
    input: { providers: [{ name: 'apollo', aliases: ['Apollo.io'] }] },
    lead: {
      ...jane,
      sources: [
        { provider: 'apollo.io', id: '7' },
        { provider: 'APOLLO', id: '7' },
      ],
    },
    usual: ['PROVIDER apollo.io:7', 'PROVIDER apollo:7'],
    ruled: ['PROVIDER apollo:7'],
  },
  {
    rule: 'a provider whose ids differ in more than case',
    input: { providers: [{ name: 'crm', ignoreCase: true }] },
    lead: {
      ...jane,
      sources: [
        { provider: 'crm', id: 'AbC' },
        { provider: 'other', id: 'AbC' },
      ],
    },
    usual: ['PROVIDER crm:AbC', 'PROVIDER other:AbC'],
    ruled: ['PROVIDER crm:abc', 'PROVIDER other:AbC'],
  },
  {
    rule: 'a provider whose ids name lists, not leads',
    input: { providers: [{ name: 'mailer', identifies: false }] },
    lead: { ...jane, sources: [{ provider: 'mailer', id: '3' }] },
    usual: ['PROVIDER mailer:3'],
    ruled: [],
    reason: 'PROVIDER_SWITCHED_OFF',
  },
];

/** What a reader sees of a lead beside its keys. */
function rest(lead: WholeLead) {
  const { identityKeys: _keys, ...others } = withoutStamp(lead);
  return others;
}

/** A client of another workspace with the same rules. */
async function another(input: Record<string, unknown>): Promise<TestClient> {
  const other = await gateway.client();
  await rulesCalls(other).set(input);
  return other;
}

async function createMany(by: TestClient, inputs: CreateLeadInput[]): Promise<string[]> {
  const { data, errors } = await by.send(
    `mutation($inputs: [CreateLeadInput!]!) { createLeads(inputs: $inputs) {
      ... on CreateLeadsPayload { items { lead { id } } } ... on Error { message } } }`,
    { inputs },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const { items } = Object(data).createLeads as { items: { lead: { id: string } }[] };
  return items.map((one) => one.lead.id);
}

describe.each(cases)('$rule', ({ input, lead, usual, ruled, reason }) => {
  test('holds for new leads, for those of a batch and those of an update', async () => {
    expect(keysOf(await leads.created(lead))).toEqual(usual);
    const { type, name, ...identifiers } = lead;

    const one = await another(input);
    expect(keysOf(await leadCalls(one).created(lead))).toEqual(ruled);
    const two = await another(input);
    const [id = ''] = await createMany(two, [lead]);
    expect(keysOf(await leadCalls(two).read(id))).toEqual(ruled);
    const three = leadCalls(await another(input));
    const target = await three.created({ type, name });
    expect(keysOf(await three.updated({ id: target.id, ...identifiers }))).toEqual(ruled);
  });

  test('holds for the leads that there are, which keep all else, and no more once it is taken back', async () => {
    const before = await leads.created(lead);
    expect(keysOf(before)).toEqual(usual);
    await rules.set(input);
    await rekeyWorker(gateway).runDue();
    const after = await leads.read(before.id);
    expect(keysOf(after)).toEqual(ruled);
    expect(rest(after)).toEqual(rest(before));
    expect((await rules.read()).rekey).toMatchObject({ state: 'DONE', version: 1, done: 1, total: 1 });

    await rules.set(usualAgain);
    await rekeyWorker(gateway).runDue();
    const back = await leads.read(before.id);
    expect(keysOf(back)).toEqual(usual);
    expect(rest(back)).toEqual(rest(before));
  });

  test('is what resolveLead says', async () => {
    await rules.set(input);
    const { data } = await client.send(
      `query($input: CreateLeadInput!) { resolveLead(input: $input) { ... on LeadResolution {
        identifiers { key { kind value } reason } } } }`,
      { input: lead },
    );
    const { identifiers } = Object(data).resolveLead as {
      identifiers: { key: { kind: string; value: string } | null; reason: string | null }[];
    };
    const keys = identifiers.flatMap(({ key }) => (key === null ? [] : [`${key.kind} ${key.value}`]));
    expect([...new Set(keys)]).toEqual(ruled);
    expect(identifiers.flatMap(({ reason: why }) => why ?? [])).toEqual(reason === undefined ? [] : [reason]);
  });

  test('holds for leads that were merged, and for what becomes of them', async () => {
    const { merge, unmerge } = mergeCalls(client);
    const winner = await leads.created({ type: lead.type, name: { full: 'Winner' } });
    const loser = await leads.created(lead);
    const { mergeId } = await merge(winner.id, loser.id);
    await rules.set(input);
    await rekeyWorker(gateway).runDue();
    expect(keysOf(await leads.read(winner.id)).sort()).toEqual([...ruled].sort());
    await unmerge(mergeId);
    expect(keysOf(await leads.read(loser.id)).sort()).toEqual([...ruled].sort());
    expect(keysOf(await leads.read(winner.id))).toEqual([]);
  });

  test('is seen beforehand', async () => {
    const { id } = await leads.created(lead);
    const lost = usual.filter((key) => !ruled.includes(key) && !renamed.includes(key));
    const { splits, splitCount, collisionCount, complete } = await rules.preview(input);
    expect({ collisionCount, complete, splitCount }).toEqual({
      collisionCount: 0,
      complete: true,
      splitCount: lost.length === 0 ? 0 : 1,
    });
    expect(splits.map(({ leadId, keys }) => [leadId, keysOf({ identityKeys: keys })])).toEqual(
      lost.length === 0 ? [] : [[id, lost]],
    );
  });
});
