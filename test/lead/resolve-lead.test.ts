import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
});

interface Resolution {
  action: string;
  candidates: { lead: { id: string }; keys: { kind: string; value: string }[] }[];
  changes: { path: string[]; before: unknown; after: unknown }[];
  identifiers: { path: string[]; value: string; key: { kind: string; value: string } | null; reason: string | null }[];
}

const document = `query($input: CreateLeadInput!) { result: resolveLead(input: $input) {
  ... on LeadResolution {
    action candidates { lead { id } keys { kind value } } changes { path before after }
    identifiers { path value key { kind value } reason }
  }
  ... on InvalidInputError { code issues { path code } }
} }`;

async function resolve(input: Record<string, unknown>): Promise<Resolution> {
  const { data, errors } = await client.send(document, { input: { type: 'PERSON', ...input } });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data?.result as Resolution;
}

async function create(input: Record<string, unknown>) {
  const { data, errors } = await client.send(
    `mutation($input: CreateLeadInput!) { result: createLead(input: $input) {
      ... on CreateLeadPayload { outcome lead { id } matchedKeys { kind value } changes { path before after } }
      ... on IdentityConflictError { code leads { id } } } }`,
    { input: { type: 'PERSON', ...input } },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data?.result as { outcome: string; lead: { id: string }; matchedKeys: unknown; changes: unknown };
}

const jane = { name: { full: 'Jane Doe' }, email: 'jane@acme.com' };

/** Inputs against a workspace that knows Jane by her email and Joe by his profile. */
const cases: [string, string, Record<string, unknown>][] = [
  ['a stranger', 'CREATE', { name: { full: 'Ann' }, email: 'ann@acme.com', metadata: { a: { b: 1 } } }],
  ['somebody without identifiers', 'CREATE', { name: { full: 'Ann' } }],
  ['somebody known, with news', 'MERGE', { ...jane, title: 'CTO', metadata: { crm: { owner: 'bob' } } }],
  ['somebody known, with nothing new', 'NOTHING', { ...jane, email: 'JANE@ACME.COM' }],
  ['two people at once', 'CONFLICT', { ...jane, socials: [{ url: 'https://www.linkedin.com/in/joe/' }] }],
];

describe('resolveLead', () => {
  beforeEach(async () => {
    await create({ ...jane, metadata: { crm: { owner: 'ann' } } });
    await create({ name: { full: 'Joe' }, socials: [{ url: 'linkedin.com/in/joe' }] });
  });

  test.each(cases)('says of %s: %s, which createLead then does', async (_who, action, input) => {
    const before = await client.send('{ leads { nodes { id version } } }');
    const resolution = await resolve(input);
    expect(await client.send('{ leads { nodes { id version } } }')).toEqual(before);
    expect(resolution.action).toBe(action);

    const done = await create(input);
    if (action === 'CONFLICT') {
      const ids = resolution.candidates.map(({ lead }) => lead.id);
      expect(done).toEqual({ code: 'IDENTITY_CONFLICT', leads: ids.map((id) => ({ id })) });
      expect(resolution.candidates.map(({ keys }) => keys)).toEqual([
        [{ kind: 'EMAIL', value: 'jane@acme.com' }],
        [{ kind: 'LINKEDIN', value: 'in/joe' }],
      ]);
      return;
    }
    const outcomes: Record<string, string> = { CREATE: 'CREATED', MERGE: 'MERGED', NOTHING: 'UNCHANGED' };
    expect(done.outcome).toBe(outcomes[action]);
    expect(resolution.changes).toEqual(done.changes);
    expect(resolution.candidates.flatMap(({ keys }) => keys)).toEqual(done.matchedKeys);
    expect(resolution.candidates.map(({ lead }) => lead.id)).toEqual(action === 'CREATE' ? [] : [done.lead.id]);
  });

  test('says of each identifier what it is, or why it is none', async () => {
    const { identifiers } = await resolve({
      name: { full: 'Jane' },
      email: ' Jane@Acme.com ',
      phone: '+1 415 555 0100',
      contacts: [{ value: 'jane@acme.com' }, { value: 'info@acme.com' }, { value: 'skype:jane' }],
      socials: [{ url: 'https://lnkd.in/abc' }, { url: 'https://linkedin.com/company/acme' }],
      sources: [{ provider: 'HubSpot', id: '42' }, { id: '42' }, { provider: 'apollo', id: 'null' }],
      domain: 'acme.com',
    });
    expect(identifiers.map(({ path, key, reason }) => [path.join('.'), key?.value ?? reason])).toEqual([
      ['email', 'jane@acme.com'],
      ['phone', 'PHONE'],
      ['contacts.0.value', 'jane@acme.com'],
      ['contacts.1.value', 'ROLE_ADDRESS'],
      ['contacts.2.value', 'UNKNOWN_KIND'],
      ['socials.0.url', 'SHORT_LINK'],
      ['socials.1.url', 'COMPANY_PAGE'],
      ['sources.0.id', 'hubspot:42'],
      ['sources.1.id', 'UNLABELLED_ID'],
      ['sources.2.id', 'JUNK_ID'],
      ['domain', 'COMPANY_DOMAIN'],
    ]);
    const company = await resolve({ type: 'COMPANY', name: { full: 'Acme' }, domain: 'gmail.com' });
    expect(company.identifiers).toMatchObject([{ path: ['domain'], key: null, reason: 'FREE_MAIL_DOMAIN' }]);
  });

  test('takes the input by the rules of createLead', async () => {
    expect(await resolve({ name: { full: ' ' } })).toMatchObject({ code: 'INVALID_INPUT' });
    const missing = await resolve({ ...jane, listIds: ['list_6b00ec681c28eac165c56201'] });
    expect(missing).toMatchObject({ issues: [{ path: ['input', 'listIds', '0'], code: 'not_found' }] });
  });

  test('needs two commands at most, and a key that reads', async () => {
    expect(await gateway.commandsOf(() => resolve(jane))).toEqual(['find', 'aggregate']);
    expect(await gateway.commandsOf(() => resolve({ name: { full: 'Ann' } }))).toEqual(['aggregate']);
    const other = await gateway.client({ scopes: ['signals:read'] });
    const { errors } = await other.send(document, { input: { type: 'PERSON', ...jane } });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
