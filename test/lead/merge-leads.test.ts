import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person, type WholeLead } from './lead-calls.ts';
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

type Given = Partial<CreateLeadInput>;

/** What of a lead becomes what, where the winner has the first and the loser the second. */
const fields: [string, Given, Given, (lead: WholeLead) => unknown, unknown][] = [
  ['a blank text is filled', {}, { title: 'CTO' }, (lead) => lead.title, 'CTO'],
  ['a text of its own stays', { title: 'CEO' }, { title: 'CTO' }, (lead) => lead.title, 'CEO'],
  ['a status stays', {}, { status: 'QUALIFIED' }, (lead) => lead.status, 'NEW'],
  ['a name stays', {}, { name: { full: 'Jane Roe' } }, (lead) => lead.name.full, 'Jane Doe'],
  [
    'aliases are united',
    { name: { full: 'Jane Doe', aliases: ['JD'] } },
    { name: { full: 'Jane', short: 'J', aliases: ['JD', 'Janie'] } },
    ({ name }) => [name.short, ...name.aliases],
    ['J', 'JD', 'Janie'],
  ],
  [
    'a company is completed',
    { company: { name: 'Acme' } },
    { company: { name: 'Acme', domain: 'acme.com' } },
    (lead) => lead.company,
    { name: 'Acme', id: null, domain: 'acme.com' },
  ],
  [
    'two companies are not mixed',
    { company: { name: 'Acme' } },
    { company: { name: 'Globex', domain: 'globex.com' } },
    (lead) => lead.company,
    { name: 'Acme', id: null, domain: null },
  ],
  [
    'a place comes whole',
    {},
    { location: { city: 'Bonn', country: 'DE' } },
    (lead) => lead.location,
    { city: 'Bonn', state: null, country: 'DE', raw: null },
  ],
  [
    'profiles are united by what they are',
    { socials: [{ url: 'https://www.linkedin.com/in/jane-a/' }] },
    { socials: [{ url: 'https://x.com/jane' }] },
    (lead) => lead.socials.map(({ url }) => url),
    ['https://www.linkedin.com/in/jane-a/', 'https://x.com/jane'],
  ],
  [
    'JSON merges deeply',
    { metadata: { crm: { owner: 'ann' }, tags: [1] } },
    { metadata: { crm: { owner: 'bob', team: 'x' }, tags: [2], 'a.b': { $c: 1 } } },
    (lead) => lead.metadata,
    { crm: { owner: 'ann', team: 'x' }, tags: [1], 'a.b': { $c: 1 } },
  ],
  ['a raw record is taken whole', {}, { raw: { a: [1] } }, (lead) => lead.raw, { a: [1] }],
];

describe('mergeLeads', () => {
  test.each(fields)('%s, and comes apart again', async (_what, own, theirs, read, expected) => {
    const [winner, loser] = [await leads.created(person(own)), await leads.created(person(theirs))];
    const { mergeId } = await merges.merge(winner.id, loser.id);
    expect(read(await leads.read(winner.id))).toEqual(expected);
    expect((await merges.unmerge(mergeId)).kept).toEqual([]);
    expect(withoutStamp(await leads.read(winner.id))).toEqual(withoutStamp(winner));
    expect(withoutStamp(await leads.read(loser.id))).toEqual(withoutStamp(loser));
  });

  test('makes the ids and identifiers of the losers lead to the winner', async () => {
    const [winner, loser] = [await leads.created(person()), await leads.created(person())];
    const { lead, changes, mergeId } = await merges.merge(winner.id, loser.id);
    expect(lead.mergedFrom).toEqual([
      { id: loser.id, name: 'Jane Doe', mergeId, mergedAt: expect.stringContaining('T') },
    ]);
    expect(lead.identityKeys).toEqual([...winner.identityKeys, ...loser.identityKeys]);
    expect(changes.map(({ path }) => path.join('.'))).toEqual(['contacts', 'mergedFrom']);
    expect((await leads.read(loser.id)).id).toBe(winner.id);
    const { data } = await client.send('query($id: ID!) { node(id: $id) { id } leads { totalCount nodes { id } } }', {
      id: loser.id,
    });
    expect(data).toEqual({ node: { id: winner.id }, leads: { totalCount: 1, nodes: [{ id: winner.id }] } });

    const updated = await leads.updated({ id: loser.id, title: 'CTO' });
    expect(updated).toMatchObject({ id: winner.id, title: 'CTO' });
    const created = await leads.create(person({ email: loser.email ?? '', industry: 'Tools' }));
    expect(created).toMatchObject({ outcome: 'MERGED', lead: { id: winner.id } });
    expect(created.matchedKeys).toEqual(loser.identityKeys);
    const conflict = await leads.tryUpdate({ id: (await leads.created(person())).id, email: loser.email ?? '' });
    expect(conflict).toMatchObject({ code: 'IDENTITY_CONFLICT', leads: [{ id: winner.id }] });
  });

  test('writes nothing for a preview, and tells what the merge then does', async () => {
    const [winner, loser] = [await leads.created(person()), await leads.created(person({ title: 'CTO' }))];
    const input = { winnerId: winner.id, loserIds: [loser.id] };
    const preview = expectType(await merges.tryMerge(input, true), 'MergeLeadsPayload');
    expect(preview).toMatchObject({ mergeId: null, lead: { id: winner.id, version: 2 } });
    expect(await leads.read(winner.id)).toEqual(winner);
    expect(await leads.read(loser.id)).toEqual(loser);
    const { changes } = await merges.merge(winner.id, loser.id);
    const told = (all: typeof changes) => all.filter(({ path }) => path[0] !== 'mergedFrom');
    expect(told(preview.changes)).toEqual(told(changes));
  });

  test('answers the same merge again, and refuses what is merged elsewhere', async () => {
    const [a, b, c] = [
      await leads.created(person()),
      await leads.created(person()),
      await leads.created(person()),
    ] as const;
    const first = await merges.merge(a.id, b.id);
    expect(await merges.merge(a.id.toUpperCase().replace('LEAD', 'lead'), b.id)).toEqual(first);
    for (const input of [
      { winnerId: c.id, loserIds: [b.id] },
      { winnerId: b.id, loserIds: [c.id] },
      { winnerId: a.id, loserIds: [b.id, c.id] },
    ]) {
      const message = `Lead ${b.id} has been merged into ${a.id}, by merge ${first.mergeId}`;
      const refusal = { __typename: 'LeadMergedError', code: 'LEAD_MERGED', message };
      expect(await merges.tryMerge(input)).toEqual({ ...refusal, lead: { id: a.id }, mergedBy: first.mergeId });
    }
    expect(await leads.read(c.id)).toEqual(c);
  });

  test('refuses itself, another type, strangers and other versions, and writes nothing', async () => {
    const others = leadCalls(await gateway.client());
    const [a, b, corp, foreign] = [
      await leads.created(person()),
      await leads.created(person()),
      await leads.created(company()),
      await others.created(person()),
    ] as const;
    const cases = [
      [{ winnerId: a.id, loserIds: [a.id] }, 'INVALID_INPUT'],
      [{ winnerId: a.id, loserIds: [] }, 'INVALID_INPUT'],
      [{ winnerId: a.id, loserIds: [b.id, corp.id] }, 'INVALID_INPUT'],
      [{ winnerId: a.id, loserIds: [b.id, foreign.id] }, 'NOT_FOUND'],
      [{ winnerId: foreign.id, loserIds: [a.id] }, 'NOT_FOUND'],
      [{ winnerId: a.id, loserIds: ['lead_', 'x'] }, 'NOT_FOUND'],
      [{ winnerId: a.id, loserIds: [b.id], expectedVersions: [{ id: b.id, version: 2 }] }, 'VERSION_CONFLICT'],
      [{ winnerId: a.id, loserIds: [b.id], expectedVersions: [{ id: corp.id, version: 1 }] }, 'INVALID_INPUT'],
    ] as const;
    for (const [input, code] of cases) {
      const given = { ...input, loserIds: [...input.loserIds] };
      expect(await merges.tryMerge(given as never)).toMatchObject({ code });
      expect(await merges.tryMerge(given as never, true)).toMatchObject({ code });
    }
    expect(await leads.read(a.id)).toEqual(a);
    expect(await leads.read(b.id)).toEqual(b);
    expect(await others.read(foreign.id)).toEqual(foreign);
    const { mergeId } = await merges.merge(a.id, b.id);
    expect(await mergeCalls(await gateway.client()).tryUnmerge(mergeId)).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('takes lists, prospects, signals and company links along, and gives them back', async () => {
    const { services } = client;
    const [one, two] = [await services.list.create({ name: 'One' }), await services.list.create({ name: 'Two' })];
    const winner = await leads.created(person({ listIds: [one.id] }));
    const loser = await leads.created(person({ listIds: [one.id, two.id] }));
    const campaign = await services.campaign.create({ name: 'Spring' });
    await services.campaign.addLeads({ campaignId: campaign.id, leadIds: [loser.id] });
    await services.signal.record({
      items: [{ kind: 'job_change', title: 'New job', person: { name: 'Jane', email: loser.email ?? '' } }],
    });
    const query = `query($id: ID!) { lead(id: $id) { id lists { name } prospects { totalCount nodes { lead { id } } }
      signals { nodes { personEntity { lead { id } } } } } }`;
    const read = async (id: string) => (await client.send(query, { id })).data?.lead;
    const apart = [await read(winner.id), await read(loser.id)];

    const { mergeId } = await merges.merge(winner.id, loser.id);
    const together = {
      id: winner.id,
      lists: [{ name: 'One' }, { name: 'Two' }],
      prospects: { totalCount: 1, nodes: [{ lead: { id: winner.id } }] },
      signals: { nodes: [{ personEntity: { lead: { id: winner.id } } }] },
    };
    expect(await read(winner.id)).toEqual(together);
    expect(await read(loser.id)).toEqual(together);
    const again = await services.campaign.addLeads({ campaignId: campaign.id, leadIds: [loser.id, winner.id] });
    expect(again.errors.map(({ code }) => code)).toEqual(['PROSPECT_CONFLICT', 'PROSPECT_CONFLICT']);
    const three = await services.list.create({ name: 'Three' });
    expect((await services.list.addLeads({ listId: three.id, leadIds: [loser.id] })).changed).toBe(1);
    await services.list.removeLeads({ listId: three.id, leadIds: [loser.id] });

    await merges.unmerge(mergeId);
    expect([await read(winner.id), await read(loser.id)]).toEqual(apart);
  });

  test('keeps to a number of commands that does not grow with the leads, and costs other leads none', async () => {
    const commandsOf = async (count: number) => {
      const [winner, ...losers] = await Promise.all(Array.from({ length: count + 1 }, () => leads.created(person())));
      const ids = losers.map(({ id }) => id);
      let mergeId = '';
      const merging = await gateway.commandsOf(async () => {
        mergeId = (await merges.merge(winner?.id ?? '', ...ids)).mergeId;
      });
      return [merging, await gateway.commandsOf(() => merges.unmerge(mergeId))];
    };
    const [merging, unmerging] = await commandsOf(1);
    expect(await commandsOf(20)).toEqual([merging, unmerging]);
    expect(merging?.length).toBeLessThanOrEqual(10);
    expect(unmerging?.length).toBeLessThanOrEqual(10);
    const input = person();
    expect(await gateway.commandsOf(() => leads.create(input))).toEqual(['findAndModify']);
    expect(await gateway.commandsOf(() => leads.create(input))).toEqual(['findAndModify']);
  });
});
