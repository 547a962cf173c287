import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeleteLeadDocument } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { jsonObject, runs, timeFor } from './json-values.ts';
import { type LeadCalls, leadCalls, person, type WholeLead } from './lead-calls.ts';
import { type MergeCalls, mergeCalls, withoutStamp } from './merge-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let merges: MergeCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
  merges = mergeCalls(client);
});

const text = fc.option(fc.constantFrom('a', 'b'), { nil: null });
const some = <T>(...values: T[]) => fc.subarray(values);
const anyPerson = fc.record({
  title: text,
  industry: text,
  company: fc.record({ name: text, domain: fc.option(fc.constantFrom('a.com', 'b.com'), { nil: null }) }),
  location: fc.record({ city: text, country: text }),
  aliases: some('A', 'B', 'C'),
  phones: some('+1 415 555 0100', '+1 415 555 0101'),
  sources: some('1', '2'),
  metadata: jsonObject,
  attributes: jsonObject,
  raw: fc.option(jsonObject, { nil: null }),
});

type Any = typeof anyPerson extends fc.Arbitrary<infer T> ? T : never;

describe('unmergeLead', () => {
  test(
    'is the inverse of mergeLeads, in whatever order merges of one winner are undone',
    async () => {
      const inputOf = ({ aliases, phones, sources, ...rest }: Any, n: number) =>
        person({
          ...rest,
          name: { full: `Jane ${n}`, aliases },
          contacts: phones.map((value) => ({ value })),
          sources: sources.map((id) => ({ id })),
        });
      const order = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
      await fc.assert(
        fc.asyncProperty(fc.array(anyPerson, { minLength: 4, maxLength: 4 }), order, async (people, undone) => {
          const all: WholeLead[] = [];
          for (const [n, one] of people.entries()) all.push(await leads.created(inputOf(one, n)));
          const [first, ...others] = all;
          const ids: string[] = [];
          for (const { id } of others) ids.push((await merges.merge(first?.id ?? '', id)).mergeId);
          for (const n of undone) {
            expect((await merges.unmerge(ids[n] ?? '')).kept).toEqual([]);
            const lead = others[n];
            if (lead !== undefined) expect(withoutStamp(await leads.read(lead.id))).toEqual(withoutStamp(lead));
          }
          for (const lead of all) expect(withoutStamp(await leads.read(lead.id))).toEqual(withoutStamp(lead));
        }),
        runs(12),
      );
    },
    timeFor(120_000),
  );

  test('gives each lead back what it put into an object that another one brought', async () => {
    const winner = await leads.created(person());
    const parts = [{}, { x: 1 }, { y: 2 }];
    const merged: { lead: WholeLead; mergeId: string }[] = [];
    for (const plan of parts) {
      const lead = await leads.created(person({ metadata: { plan } }));
      merged.push({ lead, mergeId: (await merges.merge(winner.id, lead.id)).mergeId });
    }
    for (const { lead, mergeId } of merged) {
      expect((await merges.unmerge(mergeId)).kept).toEqual([]);
      expect(withoutStamp(await leads.read(lead.id))).toEqual(withoutStamp(lead));
    }
    expect(await leads.read(winner.id)).toMatchObject({ metadata: {} });
  });

  test.each([
    ['first one', [0, 1]],
    ['last one', [1, 0]],
  ])('takes a company away that two leads brought parts of, the %s first', async (_which, undone) => {
    const company = { name: null, domain: null };
    const winner = await leads.created(person({ company }));
    const others = [
      await leads.created(person({ company: { ...company, name: 'a' } })),
      await leads.created(person({ company: { ...company, domain: 'a.com' } })),
    ];
    const ids: string[] = [];
    for (const { id } of others) ids.push((await merges.merge(winner.id, id)).mergeId);
    for (const n of undone) await merges.unmerge(ids[n] ?? '');
    expect(withoutStamp(await leads.read(winner.id))).toEqual(withoutStamp(winner));
  });

  test('leaves the company of one lead, not parts of two', async () => {
    const companyOf = (name: string | null, domain: string | null = null) => person({ company: { name, domain } });
    const winner = await leads.created(companyOf(null));
    const ids: string[] = [];
    for (const input of [companyOf('a'), companyOf('b'), companyOf('a', 'a.com')]) {
      ids.push((await merges.merge(winner.id, (await leads.created(input)).id)).mergeId);
    }
    for (const [n, company] of [
      [0, { name: 'a', domain: 'a.com', id: null }],
      [2, { name: 'b', domain: null, id: null }],
      [1, null],
    ] as const) {
      expect((await merges.unmerge(ids[n] ?? '')).kept).toEqual([]);
      expect(await leads.read(winner.id)).toMatchObject({ company });
    }
  });

  test('leaves what a later merge has brought again since it was given up', async () => {
    const bringing = { title: 'VP Sales', email: 'jane@acme.com', metadata: { plan: 'pro' } };
    const winner = await leads.created(person({ email: null }));
    const first = await leads.created(person(bringing));
    const one = await merges.merge(winner.id, first.id);
    await leads.updated({ id: winner.id, title: null, email: null, metadata: null });
    const second = await leads.created(person(bringing));
    const two = await merges.merge(winner.id, second.id);
    const before = await leads.read(winner.id);
    expect(before).toMatchObject(bringing);

    await merges.unmerge(one.mergeId);
    expect(await leads.read(winner.id)).toMatchObject(bringing);
    expect(await leads.read(first.id)).toMatchObject({ ...bringing, identityKeys: [] });

    await merges.unmerge(two.mergeId);
    expect(await leads.read(winner.id)).toMatchObject({ title: null, email: null, metadata: {} });
    expect(withoutStamp(await leads.read(second.id))).toEqual(withoutStamp(second));
  });

  test('tells what was written since, and where it stays', async () => {
    const winner = await leads.created(person({ metadata: { own: 1 } }));
    const loser = await leads.created(
      person({ title: 'CTO', industry: 'Tools', metadata: { crm: { owner: 'ann', team: 'x' }, score: 1 } }),
    );
    const { mergeId } = await merges.merge(winner.id, loser.id);
    await leads.updated({ id: winner.id, title: 'CEO', metadata: { crm: { owner: 'bob', since: 2 }, own: 2 } });
    await leads.create(person({ email: loser.email, size: '1-10' }));

    const { kept, restored } = await merges.unmerge(mergeId);
    const leadId = winner.id;
    expect(kept).toEqual([
      { path: ['title'], reason: 'EDITED', leadId },
      { path: ['metadata', 'crm', 'owner'], reason: 'EDITED', leadId },
      { path: ['metadata', 'crm', 'since'], reason: 'ADDED', leadId },
      { path: ['size'], reason: 'ADDED', leadId },
      { path: ['metadata', 'own'], reason: 'ADDED', leadId },
    ]);
    expect(restored.map(({ id }) => id)).toEqual([loser.id]);
    expect(await leads.read(winner.id)).toMatchObject({
      ...{ title: 'CEO', industry: null, size: '1-10', email: winner.email },
      metadata: { own: 2, crm: { owner: 'bob', since: 2 } },
      identityKeys: winner.identityKeys,
    });
    expect(withoutStamp(await leads.read(loser.id))).toEqual(withoutStamp(loser));
    expect((await merges.unmerge(mergeId)).kept).toEqual(kept);
  });

  test('lets an identifier go that the winner has given up, and leaves it with whoever has it then', async () => {
    const [winner, loser] = [await leads.created(person()), await leads.created(person({ phone: '+14155550100' }))];
    const { mergeId } = await merges.merge(winner.id, loser.id);
    await leads.updated({ id: winner.id, contacts: [{ value: winner.email ?? '' }] });
    const other = await leads.create(person({ email: loser.email }));
    expect(other).toMatchObject({ outcome: 'CREATED' });
    const taken = await leads.tryUpdate({ id: winner.id, email: loser.email });
    expect(taken).toMatchObject({ code: 'IDENTITY_CONFLICT', leads: [{ id: other.lead.id }] });

    const { kept } = await merges.unmerge(mergeId);
    const key = `email:${loser.email}`;
    expect(kept).toEqual([{ path: ['identityKeys', key], reason: 'TAKEN', leadId: other.lead.id }]);
    expect(await leads.read(loser.id)).toMatchObject({ email: loser.email, identityKeys: [] });
    expect(await leads.read(winner.id)).toMatchObject({ identityKeys: winner.identityKeys });
  });

  test('leaves it there also where the lead had it of one that was merged into it before', async () => {
    const [winner, middle, first] = [
      await leads.created(person()),
      await leads.created(person()),
      await leads.created(person()),
    ];
    await merges.merge(middle.id, first.id);
    const { mergeId } = await merges.merge(winner.id, middle.id);
    await leads.updated({ id: winner.id, contacts: [{ value: winner.email ?? '' }] });
    const taker = await leads.created(person({ email: first.email }));
    expect(taker.id).not.toBe(winner.id);
    const { kept } = await merges.unmerge(mergeId);
    expect(kept).toContainEqual({
      path: ['identityKeys', `email:${first.email}`],
      reason: 'TAKEN',
      leadId: taker.id,
    });
    const back = await leads.read(middle.id);
    expect(back.contacts).toMatchObject([{ value: middle.email }, { value: first.email }]);
    expect(back.identityKeys).toEqual(middle.identityKeys);
    expect(await leads.read(taker.id)).toEqual(taker);
  });

  test('gives an identifier back to the winner that it has let go of and nobody has got', async () => {
    const [winner, loser] = [await leads.created(person()), await leads.created(person())];
    await merges.merge(winner.id, loser.id);
    await leads.updated({ id: winner.id, contacts: [{ value: winner.email ?? '' }] });
    expect(await leads.read(winner.id)).toMatchObject({ identityKeys: winner.identityKeys });
    await leads.updated({ id: winner.id, contacts: [{ value: winner.email ?? '' }, { value: loser.email ?? '' }] });
    const { outcome, lead } = await leads.create(person({ email: loser.email }));
    expect({ outcome, id: lead.id }).toEqual({ outcome: 'UNCHANGED', id: winner.id });
  });

  test('does not give the winner again what it had given up of an earlier merge', async () => {
    const winner = await leads.created(person());
    const earlier = await leads.created(person());
    await merges.merge(winner.id, earlier.id);
    await leads.updated({ id: winner.id, contacts: [{ value: winner.email ?? '' }] });
    const later = await leads.created(person({ email: earlier.email }));
    expect(later.id).not.toBe(winner.id);
    const { mergeId } = await merges.merge(winner.id, later.id);
    const { restored } = await merges.unmerge(mergeId);
    expect(restored).toMatchObject([{ id: later.id }]);
    expect(await leads.read(later.id)).toMatchObject({ email: earlier.email, identityKeys: later.identityKeys });
    expect(await leads.read(winner.id)).toMatchObject({ contacts: [{ value: winner.email }] });
  });

  test('works on the last merge of a chain first', async () => {
    const [a, b, c] = [await leads.created(person()), await leads.created(person()), await leads.created(person())];
    const inner = await merges.merge(b.id, a.id);
    const outer = await merges.merge(c.id, b.id);
    expect(outer.lead.mergedFrom.map(({ id, mergeId }) => [id, mergeId])).toEqual([
      [b.id, outer.mergeId],
      [a.id, inner.mergeId],
    ]);
    expect((await leads.read(a.id)).id).toBe(c.id);
    expect(await leads.create(person({ email: a.email }))).toMatchObject({ lead: { id: c.id } });
    expect(await merges.tryUnmerge(inner.mergeId)).toMatchObject({
      ...{ code: 'LEAD_MERGED', lead: { id: c.id }, mergedBy: outer.mergeId },
    });
    await merges.unmerge(outer.mergeId);
    expect((await leads.read(a.id)).id).toBe(b.id);
    expect(withoutStamp(await leads.read(c.id))).toEqual(withoutStamp(c));
    await merges.unmerge(inner.mergeId);
    for (const lead of [a, b, c]) expect(withoutStamp(await leads.read(lead.id))).toEqual(withoutStamp(lead));
  });

  test('is remembered by every lead, and so is the merge', async () => {
    const [winner, loser] = [await leads.created(person()), await leads.created(person())];
    const { mergeId } = await merges.merge(winner.id, loser.id);
    await merges.unmerge(mergeId);
    const outcomes = async (id: string) => {
      const query = 'query($id: ID!) { lead(id: $id) { history { nodes { outcome } } } }';
      const { data } = await client.send(query, { id });
      const { history } = (data?.lead ?? {}) as { history: { nodes: { outcome: string }[] } };
      return history.nodes.map(({ outcome }) => outcome);
    };
    expect(await outcomes(winner.id)).toEqual(['UNMERGED_LEADS', 'MERGED_LEADS', 'CREATED']);
    expect(await outcomes(loser.id)).toEqual(['RESTORED', 'CREATED']);
  });
});

describe('deleteLead', () => {
  const remove = async (id: string) => (await client.run(DeleteLeadDocument, { input: { id } })).deleteLead;

  test('takes merged leads along, and refuses their ids', async () => {
    const [winner, loser] = [await leads.created(person()), await leads.created(person())];
    const { mergeId } = await merges.merge(winner.id, loser.id);
    expect(await remove(loser.id)).toMatchObject({ code: 'LEAD_MERGED' });
    expect(await remove(winner.id)).toMatchObject({ id: winner.id });
    expect(await leads.find(loser.id)).toBeNull();
    expect(await merges.tryUnmerge(mergeId)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await leads.create(person({ email: loser.email }))).outcome).toBe('CREATED');
    expect(await gateway.mongo.db.collection('leads').countDocuments({ workspaceId: client.workspaceId })).toBe(1);
  });
});
