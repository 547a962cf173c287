import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createStores } from '../../src/services.ts';
import { recheckMs } from '../../src/workspace/rekey.ts';
import { type LeadCalls, leadCalls } from '../lead/lead-calls.ts';
import { mergeCalls, withoutStamp } from '../lead/merge-calls.ts';
import { provenanceCalls } from '../lead/provenance-calls.ts';
import { Crash, dyingAfter } from '../support/dying.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { keysOf, rekeyWorker, rulesCalls } from './rules-calls.ts';
import { expectKeyed, readStored } from './stored-keys.ts';

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

const jane: CreateLeadInput = { type: 'PERSON', name: { full: 'Jane Doe' } };
const from = (provider: string, id: string) => ({ ...jane, sources: [{ provider, id }] });
const info = { ...jane, email: 'info@acme.com' };
const noInfo = { roleWords: { removed: ['info'] } };
const runDue = () => rekeyWorker(gateway).runDue();
const expectWhole = () => expectKeyed(gateway, client.workspaceId);

describe('leads that an identifier would make one', () => {
  test('stay two: the older one is found by it, and both are listed', async () => {
    const older = await leads.created(info);
    const younger = await leads.created(info);
    const third = await leads.created({ ...info, type: 'COMPANY' });
    expect(younger.id).not.toBe(older.id);
    const collision = { key: { kind: 'EMAIL', value: 'info@acme.com' }, holderId: older.id, leadId: younger.id };
    expect(await rules.preview(noInfo)).toMatchObject({ collisions: [collision], collisionCount: 1, splitCount: 0 });
    await rules.set(noInfo);
    await runDue();
    expect((await rules.read()).rekey).toMatchObject({
      ...{ state: 'DONE', done: 3, total: 3 },
      collisions: { totalCount: 1, nodes: [collision] },
    });
    expect(keysOf(await leads.read(older.id))).toEqual(['EMAIL info@acme.com']);
    expect(keysOf(await leads.read(younger.id))).toEqual([]);
    expect((await leads.read(younger.id)).email).toBe('info@acme.com');
    expect(keysOf(await leads.read(third.id))).toEqual(['EMAIL info@acme.com']);
    expect((await leads.create(info)).lead.id).toBe(older.id);
    await expectWhole();
  });

  test('leave the key with the one that has it, though it is younger', async () => {
    const older = await leads.created(from('apollo.io', '1'));
    const younger = await leads.created(from('apollo', '1'));
    await rules.set({ providers: [{ name: 'apollo', aliases: ['apollo.io'] }] });
    await runDue();
    expect(keysOf(await leads.read(younger.id))).toEqual(['PROVIDER apollo:1']);
    expect(keysOf(await leads.read(older.id))).toEqual([]);
    expect((await rules.read()).rekey?.collisions.nodes).toMatchObject([{ holderId: younger.id, leadId: older.id }]);
    expect((await leads.create(from('apollo.io', '1'))).lead.id).toBe(younger.id);
    await expectWhole();
  });

  test('are a conflict for who names both of them', async () => {
    const other = { ...info, contacts: [{ value: 'info@acme.com' }, { value: 'jane@acme.com' }] };
    const older = await leads.created(info);
    const younger = await leads.created(other);
    await rules.set(noInfo);
    await runDue();
    const conflict = expectType(await leads.tryCreate(other), 'IdentityConflictError');
    expect(conflict.leads.map(({ id }) => id).sort()).toEqual([older.id, younger.id].sort());
  });

  test('become one by mergeLeads', async () => {
    const older = await leads.created(info);
    const younger = await leads.created(info);
    await rules.set(noInfo);
    await runDue();
    const { mergeId } = await mergeCalls(client).merge(younger.id, older.id);
    expect(keysOf(await leads.read(older.id))).toEqual(['EMAIL info@acme.com']);
    expect((await leads.create(info)).lead.id).toBe(younger.id);
    await expectWhole();
    await mergeCalls(client).unmerge(mergeId);
    expect(keysOf(await leads.read(older.id))).toEqual(['EMAIL info@acme.com']);
    expect(withoutStamp(await leads.read(younger.id))).toEqual({ ...withoutStamp(younger), identityKeys: [] });
    await expectWhole();
  });

  test('a key that another lead is only about to lose goes to the one that wants it', async () => {
    const wants = await leads.created(from('y', '9'));
    await rules.set({ providers: [{ name: 'x', aliases: ['z'] }] });
    const has = await leads.created(from('z', '9'));
    expect(keysOf(has)).toEqual(['PROVIDER x:9']);
    await rules.set({
      providers: [
        { name: 'x', aliases: ['y'] },
        { name: 'q', aliases: ['z'] },
      ],
    });
    await runDue();
    expect(keysOf(await leads.read(wants.id))).toEqual(['PROVIDER x:9']);
    expect(keysOf(await leads.read(has.id))).toEqual(['PROVIDER q:9']);
    expect((await rules.read()).rekey?.collisions.totalCount).toBe(0);
    await expectWhole();
  });
});

describe('while leads are re-keyed', () => {
  test('createLead finds the lead that its identifiers will be of', async () => {
    const older = await leads.created(info);
    const source = await leads.created(from('apollo.io', '1'));
    const company = await leads.created({ type: 'COMPANY', name: { full: 'GMX' }, domain: 'gmx.at' });
    await rules.set({
      ...noInfo,
      freeMailDomains: { removed: ['gmx.at'] },
      providers: [{ name: 'apollo', aliases: ['apollo.io'] }],
    });
    expect((await leads.create({ ...info, title: 'CTO' })).lead.id).toBe(older.id);
    expect((await leads.create(from('Apollo', '1'))).lead.id).toBe(source.id);
    const again = { type: 'COMPANY', name: { full: 'GMX GmbH' }, domain: 'www.gmx.at' } as const;
    expect((await leads.create(again)).lead.id).toBe(company.id);
    await runDue();
    expect((await rules.read()).rekey?.collisions.totalCount).toBe(0);
    await expectWhole();
  });

  test('what a gateway with the former rules writes is put right, whenever it comes', async () => {
    const blocked = { blocked: [{ kind: 'EMAIL', value: 'jane@shop.com' }] };
    const stale = (title: string) =>
      client.services.lead.create({ type: 'person', name: { full: 'Jane' }, email: 'jane@shop.com', title } as never);
    const { lead } = await stale('one');
    await rules.set(blocked);
    // All leads have been gone through, and others may still write by the former rules.
    await rekeyWorker(gateway, { aheadMs: 0 }).runDue();
    expect((await rules.read()).rekey?.state).toBe('SETTLING');
    const { lead: second } = await stale('two');
    expect(second.id).not.toBe(lead.id);
    expect(keysOf(await leads.read(second.id))).toEqual(['EMAIL jane@shop.com']);
    await runDue();
    expect((await rules.read()).rekey?.state).toBe('DONE');
    expect(keysOf(await leads.read(second.id))).toEqual([]);
    // A process that slept with the write in its hands: much later, somebody looks again.
    await client.services.lead.update({ id: lead.id, email: 'jane@shop.com', title: 'three' } as never);
    expect(keysOf(await leads.read(lead.id))).toEqual(['EMAIL jane@shop.com']);
    await rekeyWorker(gateway, { aheadMs: 3 * 60 * 60 * 1000 }).runDue();
    expect(keysOf(await leads.read(lead.id))).toEqual([]);
    await expectWhole();
  });

  test('no race of creates, updates, merges and deletes leaves a key twice or with nobody', {
    timeout: 60_000,
  }, async () => {
    const inputs = Array.from({ length: 24 }, (_, n) => ({
      ...jane,
      contacts: [{ value: 'info@acme.com' }, { value: `p${n % 6}@acme.com` }],
      sources: [{ provider: n % 2 === 0 ? 'apollo' : 'apollo.io', id: `${n % 4}` }],
    }));
    const first = await Promise.all(inputs.slice(0, 12).map((input) => leads.tryCreate(input)));
    const ids = [...new Set(first.flatMap((one) => (one.__typename === 'CreateLeadPayload' ? [one.lead.id] : [])))];
    await rules.set({
      ...noInfo,
      blocked: [{ kind: 'EMAIL', value: 'p1@acme.com' }],
      providers: [{ name: 'apollo', aliases: ['apollo.io'] }],
    });
    const { lead: stale } = client.services;
    const quiet = (work: Promise<unknown>) => work.catch(() => {});
    await Promise.all([
      rekeyWorker(gateway, { pageSize: 1 }).runDue(),
      rekeyWorker(gateway, { pageSize: 2 }).runDue(),
      ...inputs.map((input) => leads.tryCreate(input)),
      ...inputs.map((input) => quiet(stale.create({ ...input, type: 'person' } as never))),
      ...ids.map((id, n) => leads.tryUpdate({ id, email: `p${n + 1}@acme.com` })),
      mergeCalls(client).tryMerge({ winnerId: ids[0] ?? '', loserIds: ids.slice(1, 3) }),
      leads.find(ids[4] ?? ''),
      quiet(stale.delete(ids[5] ?? '')),
    ]);
    // The workers may have been done before the last write by the former rules: they look again an hour later.
    await rekeyWorker(gateway, { aheadMs: 3 * recheckMs }).runDue();
    await expectWhole();
  });
});

describe('a worker that dies', () => {
  /** Leads of all sorts that the second rules treat in all ways. */
  async function scene() {
    client = await gateway.client();
    leads = leadCalls(client);
    rules = rulesCalls(client);
    const shared = { ...jane, email: 'jane@shop.com' };
    const inputs = [from('apollo.io', '1'), from('apollo', '1'), from('y', '9'), info, info, shared];
    for (const input of inputs) await leads.created(input);
    const winner = await leads.created(from('crm', '5'));
    const loser = await leads.created({ ...from('apollo.io', '5'), email: 'blocked@acme.com' });
    await mergeCalls(client).merge(winner.id, loser.id);
    await rules.set({ providers: [{ name: 'x', aliases: ['z'] }] });
    await leads.created(from('z', '9'));
    await runDue();
    await rules.set({
      ...noInfo,
      blocked: ['jane@shop.com', 'blocked@acme.com'].map((value) => ({ kind: 'EMAIL', value })),
      providers: [
        { name: 'x', aliases: ['y'] },
        { name: 'q', aliases: ['z'] },
        { name: 'apollo', aliases: ['apollo.io'] },
      ],
    });
  }

  /** The keys of all leads and the collisions, the leads by their place. */
  async function outcome() {
    const stored = await readStored(gateway, client.workspaceId);
    const place = new Map(stored.map(({ _id }, at) => [`lead_${_id.toHexString()}`, at]));
    const { rekey } = await rules.read();
    return {
      keys: stored.map(({ identityKeys, inheritedKeys = [] }) => [...identityKeys.slice(1), '|', ...inheritedKeys]),
      collisions: rekey?.collisions.nodes.map(({ key, holderId, leadId }) => [
        key.value,
        place.get(holderId),
        place.get(leadId),
      ]),
      state: rekey?.state,
    };
  }

  test('at any point leaves what another one brings to the same end', { timeout: 120_000 }, async () => {
    await scene();
    await runDue();
    const whole = await outcome();
    await expectWhole();
    expect(whole.collisions).toEqual([
      ['info@acme.com', 3, 4],
      ['apollo:1', 1, 0],
    ]);
    let points = 0;
    for (let died = true; died; points += 1) {
      await scene();
      const stores = createStores(dyingAfter(gateway.mongo.db, points));
      died = await rekeyWorker({ ...gateway, stores })
        .runDue()
        .then(
          () => false,
          (error: unknown) => {
            if (error instanceof Crash) return true;
            throw error;
          },
        );
      await rekeyWorker(gateway, { aheadMs: 600_000 }).runDue();
      expect(await outcome(), `after ${points} writes`).toEqual(whole);
      await expectWhole();
    }
    expect(points).toBeGreaterThan(15);
  });
});

test.each([
  ['own.com', 'which counts'],
  ['first.com', 'blocked as well'],
])('a blocked domain that a lead has not taken in never becomes its identifier: it has %s, %s', async (domain) => {
  const calls = provenanceCalls(client);
  const acme: CreateLeadInput = { type: 'COMPANY', name: { full: 'Acme' }, sources: [{ provider: 'crm', id: '1' }] };
  await rules.set({ blocked: ['first.com', 'other.com'].map((value) => ({ kind: 'DOMAIN', value })) });
  await runDue();
  const { id } = await leads.created({ ...acme, domain });
  const { outcome } = await calls.create({ ...acme, domain: 'other.com' }, { onMatch: 'FILL_BLANKS' });
  expect(outcome).toBe('UNCHANGED');
  await rules.set({ blocked: [] });
  await runDue();
  expect(keysOf(await leads.read(id))).toEqual([`DOMAIN ${domain}`, 'PROVIDER crm:1']);
  const other: CreateLeadInput = { type: 'COMPANY', name: { full: 'Other' }, domain: 'other.com' };
  expect((await leads.create(other)).outcome).toBe('CREATED');
  await expectWhole();
});
