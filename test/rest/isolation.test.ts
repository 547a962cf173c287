import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { restAs, type Send } from './rest-client.ts';

let gateway: TestGateway;
let owner: TestClient;
let send: Send;
const theirs = { lead: '', list: '', campaign: '', prospect: '', company: '', person: '' };

const unknown = {
  lead: 'lead_6b00ec681c28eac165c56100',
  list: 'list_6b00ec681c28eac165c56100',
  campaign: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  prospect: '3c90c3cc-0d44-4b50-8888-8dd25736052b',
  company: '3c90c3cc-0d44-4b50-8888-8dd25736052c',
  person: '3c90c3cc-0d44-4b50-8888-8dd25736052d',
};
type Ids = typeof theirs;

beforeAll(async () => {
  gateway = await createTestGateway();
  owner = await gateway.client();
  send = restAs(gateway, await gateway.client());
  const { services } = owner;
  theirs.list = (await services.list.create({ name: 'Theirs' })).id;
  const { lead } = await services.lead.create({
    type: 'person',
    name: { full: 'Their Lead' },
    email: 'their@acme.com',
    listIds: [theirs.list],
  });
  theirs.lead = lead.id;
  theirs.campaign = (await services.campaign.create({ name: 'Theirs' })).id;
  const added = await services.campaign.addLeads({ campaignId: theirs.campaign, leadIds: [lead.id] });
  theirs.prospect = added.prospects[0]?.id ?? '';
  const [signal] = await services.signal.record({
    items: [{ kind: 'news', title: 'Theirs', entity: { name: 'Their Company' }, person: { name: 'Their Person' } }],
  });
  theirs.company = signal?.entityId ?? '';
  theirs.person = signal?.personEntityId ?? '';
});

/** Every call with ids in it: what it answers may tell nothing of whose they are. */
const calls: [string, string, (ids: Ids) => [path: string, body?: object]][] = [
  ['reads a lead', 'GET', (ids) => [`/api/leads/${ids.lead}`]],
  ['updates a lead', 'PATCH', (ids) => ['/api/leads', { id: ids.lead, title: 'Mine' }]],
  ['creates a lead on a list', 'POST', (ids) => ['/api/leads', { name: { full: 'A' }, listIds: [ids.list] }]],
  ['lists the leads of a list', 'GET', (ids) => [`/api/leads?list_id=${ids.list}`]],
  ['reads a lead of PollyBot', 'GET', (ids) => [`/api/v1/leads/${ids.lead}`]],
  ['updates a lead of PollyBot', 'PUT', (ids) => [`/api/v1/leads/${ids.lead}`, { name: 'Mine' }]],
  ['lists prospects', 'GET', (ids) => [`/api/campaigns/${ids.campaign}/leads`]],
  [
    'updates a prospect',
    'PATCH',
    (ids) => [`/api/campaigns/${ids.campaign}/leads`, { prospect_id: ids.prospect, updates: { name: 'Mine' } }],
  ],
  [
    'sets statuses',
    'PATCH',
    (ids) => [
      '/api/signals/leads',
      { items: [ids.company, ids.person].map((entityId) => ({ entityId, status: 'dismissed' })) },
    ],
  ],
  ['lists the signals of an entity', 'GET', (ids) => [`/api/signals?entity_id=${ids.company}`]],
];

describe('ids of another workspace', () => {
  test.each(calls)('a call that %s takes them as unknown', async (_what, method, build) => {
    const answers = [];
    for (const ids of [theirs, unknown]) {
      const { status, body } = await send(method, ...build(ids));
      const text = Object.entries(ids).reduce(
        (shown, [kind, id]) => shown.replaceAll(id, `<${kind}>`),
        JSON.stringify(body),
      );
      answers.push({ status, text });
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  test('a prospect of theirs is unknown in a campaign of mine', async () => {
    const mine = await gateway.client();
    const campaign = await mine.services.campaign.create({ name: 'Mine' });
    const body = { prospect_id: theirs.prospect, updates: { name: 'Mine' } };
    expect((await restAs(gateway, mine)('PATCH', `/api/campaigns/${campaign.id}/leads`, body)).status).toBe(404);
  });

  test('lists hold nothing of theirs, whatever they are filtered by', async () => {
    for (const path of [
      '/api/leads',
      '/api/leads?email=their@acme.com',
      '/api/leads?q=their',
      '/api/signals',
      '/api/signals/leads',
    ]) {
      const { body } = await send('GET', path);
      expect(JSON.stringify(body)).not.toContain('Their');
    }
  });

  test('a cursor of theirs reads only mine', async () => {
    await owner.services.lead.create({ type: 'person', name: { full: 'Their Second' } });
    const { nextCursor } = (await restAs(gateway, owner)('GET', '/api/leads?limit=1')).body;
    expect(nextCursor).not.toBeNull();
    const { status, body } = await send('GET', `/api/leads?cursor=${nextCursor}`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('Their');
  });

  test('an identifier of theirs makes a lead of my own', async () => {
    const { status, body } = await send('POST', '/api/leads', { name: { full: 'Mine' }, email: 'their@acme.com' });
    expect(status).toBe(201);
    expect(body.lead.id).not.toBe(theirs.lead);
  });

  test('nothing of theirs has changed', async () => {
    const [lead] = await owner.services.lead.findByIds([theirs.lead]);
    expect(lead).toMatchObject({ version: 1, title: null, name: { full: 'Their Lead' } });
    const statuses = (await restAs(gateway, owner)('GET', '/api/signals/leads')).body.leads;
    expect(statuses.map((entity: { status: string }) => entity.status)).toEqual(['new', 'new']);
  });
});
