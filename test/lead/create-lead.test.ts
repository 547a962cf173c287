import { beforeAll, describe, expect, test } from 'vitest';
import { CreateLeadDocument, type CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const create = async (input: CreateLeadInput, as = client) => (await as.run(CreateLeadDocument, { input })).createLead;
const created = async (input: CreateLeadInput, as = client) => expectType(await create(input, as), 'CreateLeadPayload');

const jane = (email: string): CreateLeadInput => ({ type: 'PERSON', name: { full: 'Jane Doe' }, email });

describe('createLead', () => {
  test('creates a person with one command and derives the rest of the name', async () => {
    let payload: Awaited<ReturnType<typeof created>> | undefined;
    const commands = await gateway.commandsOf(async () => {
      payload = await created({ ...jane('Jane.Doe@ACME.com'), metadata: { a: 1 } });
    });
    expect(commands).toEqual(['findAndModify']);
    expect(payload).toMatchObject({
      outcome: 'CREATED',
      matchedKeys: [],
      lead: {
        type: 'PERSON',
        version: 1,
        status: 'NEW',
        name: { full: 'Jane Doe', first: 'Jane', last: 'Doe' },
        email: 'Jane.Doe@ACME.com',
        identityKeys: [{ kind: 'EMAIL', value: 'jane.doe@acme.com' }],
        metadata: { a: 1 },
      },
    });
  });

  test('merges a second arrival: given values win, lists are united, JSON merges deeply, null never clears', async () => {
    const first = await created({
      ...jane('merge@acme.com'),
      title: 'Sales',
      phone: '+14155550100',
      metadata: { keep: 1, nested: { a: 1, b: 1 }, tags: ['x'] },
    });
    let second: Awaited<ReturnType<typeof created>> | undefined;
    const commands = await gateway.commandsOf(async () => {
      second = await created({
        type: 'PERSON',
        name: { full: 'Jane Doe', short: 'JD' },
        title: null,
        contacts: [{ value: 'MERGE@acme.com' }, { value: 'jane@home.example.org' }],
        socials: [{ url: 'https://de.linkedin.com/in/jane-merge/en' }],
        metadata: { nested: { b: 2, c: null }, tags: ['y'], keep: null },
      });
    });
    expect(commands).toEqual(['findAndModify']);
    expect(second).toMatchObject({
      outcome: 'MERGED',
      matchedKeys: [{ kind: 'EMAIL', value: 'merge@acme.com' }],
      lead: {
        id: first.lead.id,
        version: 2,
        title: 'Sales',
        name: { short: 'JD' },
        email: 'merge@acme.com',
        phone: '+14155550100',
        metadata: { keep: 1, nested: { a: 1, b: 2 }, tags: ['y'] },
      },
    });
    expect(second?.lead.identityKeys.map((key) => key.value).sort()).toEqual([
      'in/jane-merge',
      'jane@home.example.org',
      'merge@acme.com',
    ]);
  });

  test('answers UNCHANGED and moves neither version nor updatedAt when the lead has it all', async () => {
    const input: CreateLeadInput = {
      ...jane('same@acme.com'),
      aliases: undefined,
      metadata: { n: 1 },
    } as CreateLeadInput;
    const first = await created(input);
    const again = await created(input);
    expect(again).toMatchObject({
      outcome: 'UNCHANGED',
      matchedKeys: [{ kind: 'EMAIL', value: 'same@acme.com' }],
      lead: { id: first.lead.id, version: 1 },
    });
  });

  test('names every lead that the identifiers belong to, and writes nothing', async () => {
    const a = await created(jane('conflict-a@acme.com'));
    const b = await created({
      type: 'PERSON',
      name: { full: 'J. Doe' },
      socials: [{ url: 'linkedin.com/in/conflict-b' }],
    });
    const error = expectType(
      await create({ ...jane('conflict-a@acme.com'), socials: [{ url: 'linkedin.com/in/conflict-b' }], title: 'X' }),
      'IdentityConflictError',
    );
    expect(error.code).toBe('IDENTITY_CONFLICT');
    expect(error.leads.map((lead) => lead.id).sort()).toEqual([a.lead.id, b.lead.id].sort());
    expect(error.keys).toEqual([
      { kind: 'EMAIL', value: 'conflict-a@acme.com' },
      { kind: 'LINKEDIN', value: 'in/conflict-b' },
    ]);
    const { data } = await client.send('query($ids: [ID!]!) { nodes(ids: $ids) { ... on Lead { title version } } }', {
      ids: [a.lead.id, b.lead.id],
    });
    expect(data?.nodes).toEqual([
      { title: null, version: 1 },
      { title: null, version: 1 },
    ]);
  });

  test('makes one lead of 100 parallel arrivals, holding what each of them brought', async () => {
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, n) => created({ ...jane('race@acme.com'), metadata: { [`key${n}`]: n } })),
    );
    expect(new Set(results.map((result) => result.lead.id)).size).toBe(1);
    expect(results.filter((result) => result.outcome === 'CREATED')).toHaveLength(1);
    const last = await created({ ...jane('race@acme.com') });
    expect(last.lead.metadata).toEqual(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`key${n}`, n])));
    expect(last.lead.version).toBe(100);
  });

  test('keeps persons and companies apart, and workspaces', async () => {
    const person = await created(jane('both@acme.com'));
    const company = await created({
      type: 'COMPANY',
      name: { full: 'Acme' },
      email: 'both@acme.com',
      domain: 'acme.com',
    });
    const elsewhere = await created(jane('both@acme.com'), await gateway.client());
    expect(new Set([person.lead.id, company.lead.id, elsewhere.lead.id]).size).toBe(3);
    expect(company.lead.identityKeys).toContainEqual({ kind: 'DOMAIN', value: 'acme.com' });
  });

  test('creates a lead of its own for each arrival without identifiers', async () => {
    const input: CreateLeadInput = { type: 'PERSON', name: { full: 'Nobody Known' }, email: 'info@acme.com' };
    const [first, second] = [await created(input), await created(input)];
    expect(first.lead.id).not.toBe(second.lead.id);
    expect(first.lead.identityKeys).toEqual([]);
    expect(second.outcome).toBe('CREATED');
  });

  test('puts the lead on lists that exist, leaves it on those it is on, and refuses unknown ones', async () => {
    const one = await client.services.list.create({ name: 'One' });
    const two = await client.services.list.create({ name: 'Two' });
    const foreign = await (await gateway.client()).services.list.create({ name: 'Foreign' });
    await created({ ...jane('lists@acme.com'), listIds: [one.id] });
    const merged = await created({ ...jane('lists@acme.com'), listIds: [two.id, two.id] });
    expect(merged.lead.lists.map((list) => list.name)).toEqual(['One', 'Two']);
    expect((await created(jane('lists@acme.com'))).lead.lists).toHaveLength(2);
    const refused = expectType(
      await create({ ...jane('nolist@acme.com'), listIds: [one.id, foreign.id, 'list_nope'] }),
      'InvalidInputError',
    );
    expect(refused.issues.map((issue) => issue.path.join('.'))).toEqual(['input.listIds.1', 'input.listIds.2']);
    expect((await created(jane('nolist@acme.com'))).outcome).toBe('CREATED');
  });

  const bad: [string, CreateLeadInput, string, string][] = [
    ['a person without a name', { type: 'PERSON', name: {} }, 'input.name.full', 'required'],
    ['a company without a full name', { type: 'COMPANY', name: { short: 'A' } }, 'input.name.full', 'required'],
    [
      'a company with a first name',
      { type: 'COMPANY', name: { full: 'A', first: 'B' } },
      'input.name',
      'not_for_company',
    ],
    ['a malformed email', jane('not an email'), 'input.email', 'invalid_email'],
    ['a malformed phone', { ...jane('p@acme.com'), phone: 'call me' }, 'input.phone', 'invalid_phone'],
    [
      'an email that contradicts the contacts',
      { ...jane('a@acme.com'), contacts: [{ value: 'b@acme.com' }] },
      'input.email',
      'contradiction',
    ],
    ['a name that is too long', { type: 'PERSON', name: { full: 'x'.repeat(501) } }, 'input.name.full', 'too_big'],
    ['NUL in text', { type: 'PERSON', name: { full: 'a\0b' } }, 'input.name.full', 'invalid_text'],
    [
      'half a surrogate pair in JSON',
      { ...jane('s@acme.com'), metadata: { a: '\ud800' } },
      'input.metadata',
      'invalid_json',
    ],
    [
      '51 socials',
      { ...jane('m@acme.com'), socials: Array.from({ length: 51 }, () => ({ url: 'x' })) },
      'input.socials',
      'too_big',
    ],
  ];
  test.each(bad)('refuses %s', async (_what, input, path, code) => {
    const error = expectType(await create(input), 'InvalidInputError');
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.issues).toEqual([{ path: path.split('.'), message: expect.any(String), code }]);
  });

  test('keeps a correct split of the name when the same full name arrives again', async () => {
    await created({ ...jane('name@acme.com'), name: { full: 'Anna Maria Sharp', first: 'Anna', last: 'Maria Sharp' } });
    const again = await created({ ...jane('name@acme.com'), name: { full: 'Anna Maria Sharp' } });
    expect(again).toMatchObject({ outcome: 'UNCHANGED', lead: { name: { first: 'Anna', last: 'Maria Sharp' } } });
    const renamed = await created({ ...jane('name@acme.com'), name: { full: 'Anna Blunt' } });
    expect(renamed.lead.name).toMatchObject({ full: 'Anna Blunt', first: 'Anna', last: 'Blunt' });
  });
});
