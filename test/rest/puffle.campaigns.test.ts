import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { restAs, type Send } from './rest-client.ts';

let gateway: TestGateway;
let client: TestClient;
let send: Send;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  send = restAs(gateway, client);
});

/** A draft with a prospect for each email address. */
async function draft(...emails: string[]) {
  const campaign = await client.services.campaign.create({ name: 'Spring' });
  const leadIds: string[] = [];
  for (const email of emails) {
    const { lead } = await client.services.lead.create({ type: 'person', name: { full: 'Jane Doe' }, email });
    leadIds.push(lead.id);
  }
  const { prospects } = await client.services.campaign.addLeads({ campaignId: campaign.id, leadIds });
  return { id: campaign.id, path: `/api/campaigns/${campaign.id}/leads`, prospects: prospects.map(({ id }) => id) };
}

describe('PATCH /api/campaigns/{id}/leads', () => {
  test('changes the fields that are listed, ignores all others and lets the name follow', async () => {
    const { path, id, prospects } = await draft('edit@acme.com');
    const updates = {
      first_name: 'Joan',
      position: 'CEO',
      linkedin_url: 'https://linkedin.com/in/joan',
      status: 'replied',
      current_node_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
      firstName: 'Nobody',
      id: 'x',
    };
    const { status, body } = await send('PATCH', path, { prospect_id: prospects[0], updates, other: 1 });
    expect(status).toBe(200);
    expect(body.prospect).toMatchObject({
      id: prospects[0],
      campaign_id: id,
      status: 'pending',
      email: 'edit@acme.com',
      first_name: 'Joan',
      last_name: 'Doe',
      name: 'Joan Doe',
      position: 'CEO',
      linkedin_url: 'https://linkedin.com/in/joan',
      source: 'lead',
      current_node_id: null,
      bounced_at: null,
    });
  });

  test('keeps what is absent and clears what is null', async () => {
    const { path, prospects } = await draft('clear@acme.com');
    const [prospect_id] = prospects;
    await send('PATCH', path, { prospect_id, updates: { headline: 'A', company: 'B' } });
    const { body } = await send('PATCH', path, { prospect_id, updates: { headline: null } });
    expect(body.prospect).toMatchObject({ headline: null, company: 'B', email: 'clear@acme.com' });
  });

  test('answers 409 once the campaign has left its draft', async () => {
    const { path, id, prospects } = await draft('launched@acme.com');
    await client.services.campaign.launch(id);
    const answer = await send('PATCH', path, { prospect_id: prospects[0], updates: { name: 'A' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'CAMPAIGN_NOT_DRAFT', details: { status: 'active' } } });
  });

  test('answers 409 for the email of another prospect and says whose', async () => {
    const { path, prospects } = await draft('first@acme.com', 'second@acme.com');
    const answer = await send('PATCH', path, { prospect_id: prospects[1], updates: { email: 'First@acme.com' } });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'PROSPECT_CONFLICT', details: { prospectId: prospects[0] } },
    });
  });

  const unknown = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
  const cases: [string, { campaign?: string; body: object }, number, string][] = [
    ['an unknown campaign', { campaign: unknown, body: { prospect_id: unknown, updates: {} } }, 404, 'Campaign'],
    ['a campaign that is no UUID', { campaign: 'x', body: { prospect_id: unknown, updates: {} } }, 404, 'Campaign x'],
    ['an unknown prospect', { body: { prospect_id: unknown, updates: { name: 'A' } } }, 404, 'Prospect'],
    ['a prospect that is no UUID', { body: { prospect_id: 'x', updates: { name: 'A' } } }, 404, 'Prospect x'],
    ['no prospect', { body: { updates: {} } }, 400, 'prospect_id is required'],
    ['no updates', { body: { prospect_id: unknown } }, 400, 'updates is required'],
    ['updates that are a list', { body: { prospect_id: unknown, updates: [] } }, 400, 'updates must be a JSON object'],
    [
      'a field of the wrong type',
      { body: { prospect_id: unknown, updates: { linkedin_url: 1 } } },
      400,
      'updates.linkedin_url must be text',
    ],
  ];
  test.each(cases)('answers %s', async (_what, { campaign, body }, status, message) => {
    const { id } = await draft();
    const answer = await send('PATCH', `/api/campaigns/${campaign ?? id}/leads`, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toContain(message);
  });

  test('finds no prospect under another campaign', async () => {
    const { prospects } = await draft('here@acme.com');
    const elsewhere = await draft('there@acme.com');
    const answer = await send('PATCH', elsewhere.path, { prospect_id: prospects[0], updates: { name: 'A' } });
    expect(answer.status).toBe(404);
  });
});

describe('GET /api/campaigns/{id}/leads', () => {
  test('pages through the prospects in the order they were added', async () => {
    const { path, prospects } = await draft('one@acme.com', 'two@acme.com', 'three@acme.com');
    const first = await send('GET', `${path}?limit=2`);
    const second = await send('GET', `${path}?limit=2&cursor=${first.body.nextCursor}`);
    const rows = [...first.body.prospects, ...second.body.prospects];
    expect(rows.map((row) => row.id)).toEqual(prospects);
    expect(second.body.nextCursor).toBeNull();
  });

  test('answers 404 for a campaign that is not there, and refuses what it does not know', async () => {
    expect((await send('GET', '/api/campaigns/nope/leads')).status).toBe(404);
    const { path } = await draft();
    expect((await send('GET', `${path}?status=pending`)).status).toBe(400);
    expect((await send('GET', path)).body).toEqual({ prospects: [], nextCursor: null });
  });
});
