import { beforeAll, describe, expect, test } from 'vitest';
import { type LeadNameInput, LeadsDocument, type LeadsQuery } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person } from './lead-calls.ts';

let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  client = await (await createTestGateway()).client();
  leads = leadCalls(client);
});

const jane = { full: 'Jane Doe', first: 'Jane', last: 'Doe' };

describe('the name of a person', () => {
  const changes: [string, stored: LeadNameInput, patch: LeadNameInput, LeadNameInput][] = [
    ['splits a new full name', jane, { full: 'Ann Lee' }, { full: 'Ann Lee', first: 'Ann', last: 'Lee' }],
    ['joins a new first name', jane, { first: 'Ann' }, { full: 'Ann Doe', first: 'Ann', last: 'Doe' }],
    ['joins a new last name', jane, { last: 'Lee' }, { full: 'Jane Lee', first: 'Jane', last: 'Lee' }],
    ['joins both', jane, { first: 'Ann', last: 'Lee' }, { full: 'Ann Lee', first: 'Ann', last: 'Lee' }],
    ['joins what is left', jane, { first: null }, { full: 'Doe', first: null, last: 'Doe' }],
    ['stays where nothing is left to join', jane, { first: '', last: null }, { ...jane, first: null, last: null }],
    ['splits one word', jane, { full: 'Cher' }, { full: 'Cher', first: 'Cher', last: null }],
    [
      'keeps all three as they are given',
      jane,
      { full: 'Dr. Ann Lee', first: 'Annie', last: 'Lee' },
      { full: 'Dr. Ann Lee', first: 'Annie', last: 'Lee' },
    ],
    [
      'takes a first name beside the full one and splits off the rest',
      jane,
      { full: 'Mary Ann Lee', first: 'Mary' },
      { full: 'Mary Ann Lee', first: 'Mary', last: 'Lee' },
    ],
    [
      'keeps a correct split when the same full name arrives again',
      { full: 'Anna Maria Sharp', first: 'Anna', last: 'Maria Sharp' },
      { full: 'Anna Maria Sharp', short: 'Ann' },
      { full: 'Anna Maria Sharp', first: 'Anna', last: 'Maria Sharp', short: 'Ann' },
    ],
    [
      'keeps a full name that says more when the same first and last name arrive again',
      { full: 'Dr. Jane Doe', first: 'Jane', last: 'Doe' },
      { first: 'Jane', last: 'Doe' },
      { full: 'Dr. Jane Doe', first: 'Jane', last: 'Doe' },
    ],
    ['takes names that no search can read', jane, { full: '🙂 ✨' }, { full: '🙂 ✨', first: '🙂', last: '✨' }],
    ['joins names that no search can read', jane, { first: '🙂', last: null }, { full: '🙂', first: '🙂', last: null }],
    ['leaves $ and . alone', jane, { first: '$name', last: '$$ROOT.x' }, { full: '$name $$ROOT.x', first: '$name' }],
  ];
  test.each(changes)('%s', async (_what, stored, patch, expected) => {
    const { id } = await leads.created(person({ name: stored }));
    expect((await leads.updated({ id, name: patch })).name).toMatchObject(expected);
  });

  test('cannot be lost', async () => {
    const before = await leads.created(person());
    expect(await leads.issuesOf({ id: before.id, name: null })).toEqual(['input.name required']);
    expect(await leads.issuesOf({ id: before.id, name: { full: null } })).toEqual(['input.name.full required']);
    expect(await leads.issuesOf({ id: before.id, name: { full: ' ' } })).toEqual(['input.name.full required']);
    expect(await leads.read(before.id)).toEqual(before);
  });
});

describe('the name of a company', () => {
  test('is only the full one, and is not split', async () => {
    const { id } = await leads.created(company({ name: { full: 'Acme Inc.' } }));
    const { name } = await leads.updated({ id, name: { full: 'Bolt GmbH', short: 'Bolt' } });
    expect(name).toEqual({ full: 'Bolt GmbH', short: 'Bolt', aliases: [], first: null, last: null });
  });

  test.each<[LeadNameInput]>([[{ first: 'Ann' }], [{ last: 'Lee' }], [{ full: 'Bolt', first: 'B', last: 'T' }]])(
    'has no first and no last: refuses %j and writes nothing',
    async (name) => {
      const before = await leads.created(company());
      expect(await leads.issuesOf({ id: before.id, title: 'X', name })).toEqual(['input.name not_for_company']);
      expect(await leads.read(before.id)).toEqual(before);
    },
  );

  test('can have the first and last cleared that it does not have', async () => {
    const before = await leads.created(company());
    expect(await leads.updated({ id: before.id, name: { first: null, last: ' ' } })).toEqual(before);
  });
});

describe('search and order by name', () => {
  const find = async (text: string) =>
    (await client.run(LeadsDocument, { filter: { text } })).leads.edges.map(({ node }) => node.id);

  test('follow every part of a changed name and forget the old one', async () => {
    const { id } = await leads.created(person({ name: { full: 'Oldina Previa', short: 'Oldie', aliases: ['Olga'] } }));
    for (const word of ['oldina', 'previa', 'oldie', 'olga']) expect(await find(word)).toEqual([id]);
    await leads.updated({ id, name: { first: 'Ünna', short: 'Newie', aliases: ['Nora', 'Noël'] } });
    for (const word of ['unna', 'previa', 'newie', 'nora', 'noel']) expect(await find(word)).toEqual([id]);
    for (const word of ['oldina', 'oldie', 'olga']) expect(await find(word)).toEqual([]);
    await leads.updated({ id, name: { first: '🙂', last: null, short: null, aliases: [] } });
    for (const word of ['unna', 'previa', 'newie', 'nora', 'noel']) expect(await find(word)).toEqual([]);
  });

  test('follow the title and the company', async () => {
    const { id } = await leads.created(person({ title: 'Zookeeper', company: { name: 'Zebra Works' } }));
    expect(await find('zookeeper zebra')).toEqual([id]);
    await leads.updated({ id, title: 'Quartermaster', company: { name: null, domain: 'zebra.com' } });
    expect(await find('zookeeper')).toEqual([]);
    expect(await find('zebra')).toEqual([]);
    expect(await find('quartermaster')).toEqual([id]);
    await leads.updated({ id, title: null, company: null });
    expect(await find('quartermaster')).toEqual([]);
  });

  test('page through names that no search can read', async () => {
    const own = await (await createTestGateway()).client();
    const { created } = leadCalls(own);
    const names: LeadNameInput[] = [{ first: '🙂' }, { full: '…' }, { last: '✨', first: '🙂' }, { full: 'Ann' }];
    for (const name of names) await created(person({ name }));
    const orderBy = { field: 'NAME', direction: 'ASC' } as const;
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: LeadsQuery['leads'] = (await own.run(LeadsDocument, { orderBy, first: 1, after })).leads;
      seen.push(...page.edges.map(({ node }) => node.name.full));
      after = page.pageInfo.endCursor ?? null;
      more = page.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(['🙂', '…', '🙂 ✨', 'Ann']);
  });
});
