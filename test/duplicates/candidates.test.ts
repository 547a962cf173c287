import { ObjectId } from 'mongodb';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { duplicateCalls } from './duplicates.helpers.ts';

let gateway: TestGateway;
let client: TestClient;
let calls: ReturnType<typeof duplicateCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  calls = duplicateCalls(client);
});

type Input = Record<string, unknown>;
const person = (full: string, more: Input = {}): Input => ({ name: { full }, ...more });
const company = (full: string, more: Input = {}): Input => ({ type: 'COMPANY', name: { full }, ...more });
const acme = { company: { name: 'Acme, Inc.' } };
const berlin = { location: { city: 'Berlin', country: 'Germany' } };

/** Two leads, what is found of the one for the other, and the score. */
const found: [string, Input, Input, string[], number][] = [
  [
    'name and company',
    person('Jane Doe', acme),
    person('JANE DÖE', { company: { name: 'ACME Corp.' } }),
    ['SAME_COMPANY', 'SAME_NAME'],
    0.75,
  ],
  ['name and place', person('Jane Doe', berlin), person('Jane Doe', berlin), ['SAME_NAME', 'SAME_LOCATION'], 0.65],
  [
    'name and raw place',
    person('Jane Doe', { location: { raw: 'Berlin, Germany' } }),
    person('Jane Doe', berlin),
    ['SAME_NAME', 'SAME_LOCATION'],
    0.65,
  ],
  [
    'dots at Gmail',
    person('Jane Doe', { email: 'jane.doe@gmail.com' }),
    person('J. D.', { email: 'janedoe+crm@googlemail.com' }),
    ['SAME_MAILBOX', 'DIFFERENT_NAME'],
    0.26,
  ],
  [
    'a tag anywhere',
    person('Jane Doe', { email: 'jane@acme.com' }),
    person('Jane Doe', { email: 'jane+crm@acme.com' }),
    ['SAME_MAILBOX', 'SAME_COMPANY', 'SAME_NAME'],
    0.96,
  ],
  [
    'a phone',
    person('Jane Doe', { phone: '+1 415 555 0100' }),
    person('Doe, Jane', { phone: '0014155550100 ext. 4' }),
    ['SAME_PHONE', 'NAME_VARIANT'],
    0.68,
  ],
  [
    'a work address for a company',
    person('Jane Doe', { email: 'jane@acme.com' }),
    person('J. Doe', acme),
    ['SAME_COMPANY', 'NAME_VARIANT'],
    0.68,
  ],
  ['order', person('Doe Jane', acme), person('Jane Doe', acme), ['SAME_COMPANY', 'NAME_VARIANT'], 0.68],
  [
    'a nickname',
    person('Bob Tallgrass', acme),
    person('Robert Tallgrass', acme),
    ['SAME_COMPANY', 'NAME_VARIANT'],
    0.68,
  ],
  ['umlauts', person('Jörg Müller', acme), person('Joerg Mueller', acme), ['SAME_COMPANY', 'NAME_VARIANT'], 0.68],
  ['a middle name', person('Jane A. Doe', acme), person('Jane Doe', acme), ['SAME_COMPANY', 'NAME_VARIANT'], 0.68],
  [
    'other countries',
    person('Jane Doe', { ...acme, location: { country: 'Germany' } }),
    person('Jane Doe', { ...acme, location: { country: 'US' } }),
    ['SAME_COMPANY', 'SAME_NAME', 'DIFFERENT_COUNTRY'],
    0.52,
  ],
  ['company names', company('Acme, Inc.'), company('ACME S.A.'), ['SAME_NAME'], 0.55],
  [
    'root domains',
    company('Acme', { domain: 'https://shop.acme.co.uk' }),
    company('Acme UK', { domain: 'acme.co.uk' }),
    ['SAME_ROOT_DOMAIN', 'NAME_VARIANT'],
    0.79,
  ],
  [
    'other domains',
    company('Acme', { domain: 'acme.com' }),
    company('Acme', { domain: 'acme-anvils.com' }),
    ['SAME_NAME', 'DIFFERENT_ROOT_DOMAIN'],
    0.33,
  ],
  [
    'one name in two countries’ domains',
    company('Acme', { domain: 'acme.com' }),
    company('Acme', { domain: 'acme.de' }),
    ['SAME_NAME'],
    0.55,
  ],
];

describe('duplicateCandidates', () => {
  test.each(found)('knows %s', async (_what, one, other, kinds, score) => {
    const [a, b] = [await calls.create(one), await calls.create(other)];
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const { candidates } = await calls.candidates(from);
      if (score < 0.3) expect(candidates).toEqual([]);
      else {
        expect(candidates.map(({ lead }) => lead.id)).toEqual([to]);
        expect(candidates[0]?.reasons.map(({ kind }) => kind)).toEqual(kinds);
        expect(candidates[0]?.score).toBe(score);
      }
    }
  });

  const strangers: [string, Input, Input][] = [
    ['colleagues', person('Jane Doe', acme), person('John Doe', acme)],
    ['namesakes about whom nothing else is known', person('Jane Doe'), person('Jane Doe')],
    ['namesakes elsewhere', person('Jane Doe', berlin), person('Jane Doe', acme)],
    ['people of one phone', person('Jane Doe', { phone: '+14155550100' }), person('Al Bo', { phone: '+14155550100' })],
    ['dots elsewhere', person('Jane Doe', { email: 'jane.doe@web.de' }), person('Jan', { email: 'janedoe@web.de' })],
    ['readers of a role address', person('Jane', { email: 'info@acme.com' }), person('Al', { email: 'info@acme.com' })],
    ['a person and a company', person('Acme', { phone: '+14155550100' }), company('Acme', { phone: '+14155550100' })],
    [
      'namesakes with profiles of their own',
      person('Jane Doe', { ...berlin, socials: [{ url: 'linkedin.com/in/jane-1' }] }),
      person('Jane Doe', { ...berlin, socials: [{ url: 'linkedin.com/in/jane-2' }] }),
    ],
  ];
  test.each(strangers)('does not take %s for one', async (_who, one, other) => {
    const [a, b] = [await calls.create(one), await calls.create(other)];
    expect(await calls.candidates(a)).toEqual({ candidates: [], tooCommon: [] });
    expect(await calls.candidates(b)).toEqual({ candidates: [], tooCommon: [] });
  });

  test('follows updates, and forgets what is cleared', async () => {
    const a = await calls.create(person('Jane Doe', acme));
    const b = await calls.create(person('Joan Roe', acme));
    await calls.update({ id: b, name: { first: 'Jane', last: 'Doe' } });
    expect((await calls.candidates(a)).candidates).toMatchObject([{ lead: { id: b }, score: 0.75 }]);
    await calls.update({ id: b, company: null });
    expect((await calls.candidates(a)).candidates).toEqual([]);
    await calls.update({ id: b, email: 'jane.doe@acme.com' });
    expect((await calls.candidates(a)).candidates).toMatchObject([{ lead: { id: b }, score: 0.75 }]);
  });

  test('puts the likeliest first and as many as are asked for', async () => {
    const a = await calls.create(person('Jane Doe', { ...acme, phone: '+14155550100' }));
    const variant = await calls.create(person('J. Doe', acme));
    const same = await calls.create(person('Jane Doe', { ...acme, phone: '+14155550100' }));
    const ids = async (first: number) => (await calls.candidates(a, first)).candidates.map(({ lead }) => lead.id);
    expect(await ids(10)).toEqual([same, variant]);
    expect(await ids(1)).toEqual([same]);
    expect(await calls.candidates(a, 0)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await calls.candidates(a, 101)).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('says what too many leads share, and does not follow it', async () => {
    const items = Array.from({ length: 201 }, () => ({ type: 'person', ...person('John Smith', acme) }));
    await client.services.lead.createMany(items);
    const a = await calls.create(person('John Smith', { ...acme, phone: '+14155550100' }));
    const b = await calls.create(person('John Smith', { phone: '+14155550100' }));
    const { candidates, tooCommon } = await calls.candidates(a);
    expect(tooCommon).toEqual(['person:at:acme|j.smith', 'person:at:acme|s.john']);
    expect(candidates.map(({ lead }) => lead.id)).toEqual([b]);
  });

  test('answers a foreign lead as an unknown one, and finds none of another workspace', async () => {
    const a = await calls.create(person('Jane Doe', acme));
    const stranger = duplicateCalls(await gateway.client());
    await stranger.create(person('Jane Doe', acme));
    expect(await stranger.candidates(a)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await stranger.candidates('lead_6b00ec681c28eac165c56201')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await stranger.candidates('nonsense')).toMatchObject({ code: 'NOT_FOUND' });
    expect((await calls.candidates(a)).candidates).toEqual([]);
  });

  test('takes two commands, one where nobody is like the lead, and reads blocks by their index', async () => {
    const a = await calls.create(person('Jane Doe', acme));
    expect(await gateway.commandsOf(() => calls.candidates(a))).toEqual(['aggregate']);
    await calls.create(person('Jane Doe', acme));
    expect(await gateway.commandsOf(() => calls.candidates(a))).toEqual(['aggregate', 'find']);
    const explained = await gateway.mongo.db
      .collection('leads')
      .aggregate([
        { $match: { workspaceId: client.workspaceId, identityKeys: `id:${a}` } },
        { $unwind: '$blocks' },
        {
          $lookup: {
            from: 'leads',
            localField: 'blocks',
            foreignField: 'blocks',
            pipeline: [{ $match: { workspaceId: client.workspaceId } }, { $limit: 201 }],
            as: 'member',
          },
        },
      ])
      .explain('executionStats');
    expect(JSON.stringify(explained)).toContain('"workspaceId_1_blocks_1"');
  });

  test('asks for leads:read, and for leads:write to dismiss', async () => {
    const reader = await gateway.client({ scopes: ['leads:read'] });
    const other = await gateway.client({ scopes: ['signals:read'] });
    await expect(duplicateCalls(other).candidates('x')).rejects.toThrow('FORBIDDEN');
    await expect(duplicateCalls(reader).dismiss(['x', 'y'])).rejects.toThrow('FORBIDDEN');
  });
});

test('the id of a merged lead asks for the lead that it is part of, and nothing proposes it any more', async () => {
  const [winner, loser] = [await calls.create(person('Jane Doe', acme)), await calls.create(person('Jane Doe', acme))];
  const other = await calls.create(person('Jane Doe', acme));
  await client.services.lead.mergeLeads({ winnerId: winner, loserIds: [loser] }, false);
  for (const id of [winner, loser]) {
    expect((await calls.candidates(id)).candidates.map(({ lead }) => lead.id)).toEqual([other]);
  }
  expect((await calls.candidates(other)).candidates.map(({ lead }) => lead.id)).toEqual([winner]);
});

describe('dismissDuplicate', () => {
  test('keeps two leads apart until it is undone, without a change of them', async () => {
    const [a, b] = [await calls.create(person('Jane Doe', acme)), await calls.create(person('Jane Doe', acme))];
    const leads = [
      { id: b, version: 1 },
      { id: a, version: 1 },
    ];
    expect(await calls.dismiss([b, a])).toEqual({ leads });
    expect(await calls.dismiss([b, a])).toEqual({ leads });
    expect((await calls.candidates(a)).candidates).toEqual([]);
    expect((await calls.candidates(b)).candidates).toEqual([]);
    // An update keeps it.
    await calls.update({ id: a, title: 'CTO' });
    expect((await calls.candidates(b)).candidates).toEqual([]);
    await calls.dismiss([a, b], 'undoDismissDuplicate');
    expect((await calls.candidates(a)).candidates).toMatchObject([{ lead: { id: b } }]);
    expect((await calls.candidates(b)).candidates).toMatchObject([{ lead: { id: a } }]);
  });

  test('wants two leads of the workspace', async () => {
    const a = await calls.create(person('Jane Doe', acme));
    const foreign = await duplicateCalls(await gateway.client()).create(person('Jane Doe', acme));
    expect(await calls.dismiss([a])).toEqual({ code: 'INVALID_INPUT' });
    expect(await calls.dismiss([a, a])).toEqual({ code: 'INVALID_INPUT' });
    expect(await calls.dismiss([a, a, foreign])).toEqual({ code: 'INVALID_INPUT' });
    expect(await calls.dismiss([a, foreign])).toEqual({ code: 'NOT_FOUND' });
    expect(await calls.dismiss([a, 'nonsense'])).toEqual({ code: 'NOT_FOUND' });
    const marked = {
      workspaceId: client.workspaceId,
      _id: new ObjectId(a.slice('lead_'.length)),
      'notSame.0': { $exists: true },
    };
    expect(await gateway.mongo.db.collection('leads').countDocuments(marked)).toBe(0);
  });
});
