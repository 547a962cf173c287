import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;
let id: string;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  const { lead } = await client.services.lead.create({
    ...{ type: 'person', name: { full: 'Jane Doe' }, email: 'jane@acme.com', title: 'CTO', industry: 'Steel' },
    metadata: { crm: { owner: 'ann', stage: 1 }, note: 'x' },
  });
  id = lead.id;
});

const others = (input: Record<string, unknown>) => client.services.lead.update({ id, ...input });

async function tooLate(input: Record<string, unknown>) {
  const { data, errors } = await client.send(
    `mutation($input: UpdateLeadInput!) { result: updateLead(input: $input) {
      ... on UpdateLeadPayload { lead { version } }
      ... on VersionConflictError { code lead { version } differences { path base yours theirs baseKnown } } } }`,
    { input: { id, expectedVersion: 1, ...input } },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data?.result as { code?: string; lead: { version: number }; differences: Record<string, unknown>[] };
}

describe('VersionConflictError tells for each value', () => {
  test('what both changed, what only you changed and what only others changed', async () => {
    await others({ title: 'CEO', metadata: { crm: { owner: 'bob' } } });
    await others({ title: 'Chair', size: '10', metadata: { note: null } });
    const { code, lead, differences } = await tooLate({
      title: 'CFO',
      industry: 'Iron',
      metadata: { crm: { owner: 'cara', stage: 2 } },
    });
    expect({ code, version: lead.version }).toEqual({ code: 'VERSION_CONFLICT', version: 3 });
    expect(differences).toEqual([
      { path: ['industry'], base: 'Steel', yours: 'Iron', theirs: 'Steel', baseKnown: true },
      { path: ['metadata', 'crm', 'owner'], base: 'ann', yours: 'cara', theirs: 'bob', baseKnown: true },
      { path: ['metadata', 'crm', 'stage'], base: 1, yours: 2, theirs: 1, baseKnown: true },
      { path: ['metadata', 'note'], base: 'x', yours: 'x', theirs: null, baseKnown: true },
      { path: ['size'], base: null, yours: null, theirs: '10', baseKnown: true },
      { path: ['title'], base: 'CTO', yours: 'CFO', theirs: 'Chair', baseKnown: true },
    ]);
  });

  test('what both made the same, and nothing of what came back to what it was', async () => {
    await others({ title: 'CEO', size: '10' });
    await others({ size: null });
    const { differences } = await tooLate({ title: 'CEO' });
    expect(differences).toEqual([{ path: ['title'], base: 'CTO', yours: 'CEO', theirs: 'CEO', baseKnown: true }]);
  });

  test('contacts as a whole, with the keys that come of them', async () => {
    await others({ contacts: [{ value: 'jane@acme.com' }, { value: 'jane.doe@acme.com' }] });
    const { differences } = await tooLate({ email: 'j@acme.com' });
    const email = (value: string) => ({ value, kind: 'EMAIL' });
    expect(differences).toContainEqual({
      path: ['contacts'],
      base: [email('jane@acme.com')],
      yours: [email('j@acme.com'), email('jane.doe@acme.com')],
      theirs: [email('jane@acme.com'), email('jane.doe@acme.com')],
      baseKnown: true,
    });
  });

  test('that the version is not remembered any more', async () => {
    for (let n = 0; n < 40; n += 1) await others({ title: `Title ${n}` });
    const { differences } = await tooLate({ industry: 'Iron' });
    expect(differences).toContainEqual({
      ...{ path: ['industry'], base: null, yours: 'Iron', theirs: 'Steel', baseKnown: false },
    });
    expect(differences.find(({ path }) => String(path) === 'title')).toMatchObject({
      theirs: 'Title 39',
      baseKnown: false,
    });
  });

  test('writes nothing', async () => {
    await others({ title: 'CEO' });
    await tooLate({ title: 'CFO' });
    const { data } = await client.send('query($id: ID!) { lead(id: $id) { version title } }', { id });
    expect(data).toEqual({ lead: { version: 2, title: 'CEO' } });
  });
});
