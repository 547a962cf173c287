import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../src/lead/lead.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { run, runCurl, works } from './processes.ts';
import { expectDocumented } from './rest-client.ts';
import { differencesInShape } from './same-shape.ts';
import { pollybotSamples, puffleSample } from './seeds.ts';
import { type Served, serveOnLoopback } from './serve-on-loopback.ts';

const hasCurl = works('curl', ['--version']);
const hasRequests = works('python3', ['-c', 'import requests']);
if (!hasCurl) process.stdout.write('The curl lines of the seeds are not run: there is no curl\n');
if (!hasRequests) process.stdout.write('The Python of the seeds is not run: python3 has no "requests"\n');

let gateway: TestGateway;
let client: TestClient;
let server: Served;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  server = await serveOnLoopback(gateway.listener);
});

afterAll(async () => {
  await server?.stop();
});

const newLead = async (email: string): Promise<Lead> =>
  (await client.services.lead.create({ type: 'person', name: { full: 'John Doe' }, email })).lead;

describe.runIf(hasCurl)("Puffle's curl lines, as they stand", () => {
  /** Exchanges base URL and key; the ids are each test's own. */
  const ours = (curl: string) =>
    curl.replace('https://app.puffle.ai', () => server.url).replace('<token>', () => client.key);

  test('create a lead, and reuse it', async () => {
    const { curl, answer } = puffleSample('createLead');
    const list = await client.services.list.create({ name: 'Webinar' });
    const line = ours(curl).replace(/("listIds": \[\s*)"<string>"/, `$1"${list.id}"`);
    const created = await runCurl(line);
    expect(created.status).toBe(201);
    expect(differencesInShape(created.body, answer)).toEqual([]);
    expect(created.body).toMatchObject({
      lead: {
        type: 'person',
        name: { full: '<string>', short: '<string>', aliases: ['<string>'], first: '<string>', last: '<string>' },
        lists: [{ id: list.id, name: 'Webinar' }],
        contacts: [{ value: '<string>' }],
      },
    });
    expectDocumented('POST', '/api/leads', created);
    // Nothing of the sample identifies anybody, so a lead with an email address shows that it is reused.
    const reused = line.replace('"value": "<string>"', '"value": "jsmith@example.com"');
    const first = await runCurl(reused);
    const second = await runCurl(reused);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  test('update a lead', async () => {
    const sample = puffleSample('createLead');
    const list = await client.services.list.create({ name: 'Update' });
    const { body } = await runCurl(ours(sample.curl).replace(/("listIds": \[\s*)"<string>"/, `$1"${list.id}"`));
    const created = body as { lead: { id: string } };
    const { curl, answer } = puffleSample('updateLead');
    const updated = await runCurl(
      ours(curl).replace('"id": "<string>",\n  "title"', `"id": "${created.lead.id}",\n  "title"`),
    );
    expect(updated.status).toBe(200);
    expect(differencesInShape(updated.body, answer)).toEqual([]);
    expect(updated.body).toMatchObject({ lead: { id: created.lead.id, title: '<string>' } });
    expectDocumented('PATCH', '/api/leads', updated);
  });

  test('update a lead in a campaign', async () => {
    const { curl, answer } = puffleSample('updateCampaignLead');
    const campaign = await client.services.campaign.create({ name: 'Spring' });
    const lead = await newLead('prospect@example.com');
    const { prospects } = await client.services.campaign.addLeads({ campaignId: campaign.id, leadIds: [lead.id] });
    const prospectId = prospects[0]?.id ?? '';
    // What only the sending of messages writes, so that the row has all that the sample has.
    const happened = new Date('2023-11-07T05:31:56Z');
    const uuid = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
    await gateway.mongo.db
      .collection<{ _id: string }>('prospects')
      .updateOne(
        { _id: prospectId },
        { $set: { userId: uuid, currentNodeId: uuid, bouncedAt: happened, repliedAt: happened } },
      );
    const updated = await runCurl(
      ours(curl)
        .replace('{id}', campaign.id)
        .replace(/("prospect_id": )"[^"]*"/, `$1"${prospectId}"`),
    );
    expect(updated.status).toBe(200);
    expect(differencesInShape(updated.body, answer)).toEqual([]);
    expect(updated.body).toMatchObject({
      prospect: { id: prospectId, campaign_id: campaign.id, linkedin_url: '<string>', headline: '<string>' },
    });
    expectDocumented('PATCH', `/api/campaigns/${campaign.id}/leads`, updated);
  });

  test('update signal leads', async () => {
    const { curl, answer } = puffleSample('updateSignalLeads');
    const [signal] = await client.services.signal.record({
      items: [{ kind: 'news', title: 'In the news', person: { name: 'Jane Smith', email: 'jane@example.com' } }],
    });
    const id = signal?.personEntityId ?? '';
    const line = ours(curl).replace(/("entityId": )"[^"]*"/, `$1"${id}"`);
    // The sample sets no status; only the text of Puffle's page asks for one.
    const withoutStatus = await runCurl(line);
    expect(withoutStatus).toEqual({ status: 200, body: { updated: [], errors: [{ id, error: 'invalid_status' }] } });

    const unknown = { entityId: '3c90c3cc-0d44-4b50-8888-8dd25736052a', status: 'contacted' };
    const both = await runCurl(
      line.replace(/\{\s*("entityId": "[^"]*")\s*\}/, `{ $1, "status": "contacted" }, ${JSON.stringify(unknown)}`),
    );
    expect(differencesInShape(both.body, answer)).toEqual([]);
    expect(both).toEqual({
      status: 200,
      body: { updated: [id], errors: [{ id: unknown.entityId, error: 'not_found' }] },
    });
  });
});

describe("PollyBot's samples, as they stand", () => {
  const samples = pollybotSamples();
  const ours = (code: string, leadId: string) =>
    code
      .replaceAll('https://your-domain.com', server.url)
      .replaceAll('sk-workspace_your_api_key', client.key)
      .replaceAll('lead_1234567890abcdef', leadId);

  async function put(leadId: string, body: unknown) {
    const response = await fetch(`${server.url}/api/v1/leads/${leadId}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  const read = async (leadId: string) => (await client.services.lead.findByIds([leadId]))[0];

  test.runIf(hasCurl)('the curl line', async () => {
    const lead = await newLead('curl@example.com');
    await put(lead.id, { phone: '+1-555-456-7890', source: 'webinar' });
    const answer = await runCurl(ours(samples.curl, lead.id));
    expect(answer.status).toBe(200);
    expect(
      differencesInShape(answer.body, { ...samples.answer, data: { ...samples.answer.data, metadata: {} } }),
    ).toEqual([]);
    expect(answer.body).toMatchObject({
      success: true,
      data: {
        id: lead.id,
        status: 'contacted',
        metadata: { notes: 'Follow up scheduled for next week', last_interaction: '2024-01-16T14:30:00.000Z' },
        workspaceId: client.workspaceId,
      },
    });
    expectDocumented('PUT', `/api/v1/leads/${lead.id}`, answer);
  });

  test('the JavaScript, whose three updates run at once', async () => {
    const lead = await newLead('javascript@example.com');
    const ended = await run(process.execPath, ['--input-type=module'], ours(samples.javascript, lead.id));
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await read(lead.id)).toMatchObject({
      source: 'referral',
      status: expect.stringMatching(/^(contacted|qualified)$/),
      contacts: [{ value: 'javascript@example.com' }, { value: '+1-555-999-8888' }],
      metadata: {
        notes: 'Very interested in our services',
        lead_score: 90,
        follow_up_date: '2024-01-25',
        referrer: 'Jane Smith',
        budget_range: '$10k-25k',
      },
    });
  });

  test.runIf(hasRequests)('the Python', async () => {
    const lead = await newLead('python@example.com');
    const { code, stdout, stderr } = await run('python3', ['-'], ours(samples.python, lead.id));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toEqual([
      'Updated lead: John Doe - Status: contacted',
      'Status updated to: contacted',
      'Updated lead: John Doe - Status: contacted',
      'Updated lead: John Doe - Status: qualified',
    ]);
    expect(await read(lead.id)).toMatchObject({
      status: 'qualified',
      metadata: { notes: 'Ready for sales team', follow_up_date: '2024-01-25', priority: 'high' },
    });
  });

  test('the three example requests: the last one is answered as the sample says, to the letter', async () => {
    const lead = await newLead('john.doe@example.com');
    await put(lead.id, { metadata: { utm_source: 'google', utm_campaign: 'spring_2024' } });
    const first = await put(lead.id, samples.statusAndPhone);
    expect(first.body.data).toMatchObject({ status: 'contacted', phone: '+1-555-123-9999' });
    const { metadata } = samples.metadataAndNotes;
    const second = await put(lead.id, samples.metadataAndNotes);
    expect(second.body.data.metadata).toEqual({ utm_source: 'google', utm_campaign: 'spring_2024', ...metadata });
    await put(lead.id, { metadata: Object.fromEntries(Object.keys(metadata).map((key) => [key, null])) });

    const last = await put(lead.id, samples.completeUpdate);
    expect(last.status).toBe(200);
    const { createdAt } = first.body.data;
    const { updatedAt } = last.body.data;
    expect(last.body).toEqual({
      ...samples.answer,
      data: { ...samples.answer.data, id: lead.id, createdAt, updatedAt, workspaceId: client.workspaceId },
    });
    expect(Object.keys(last.body.data)).toEqual(Object.keys(samples.answer.data));
    expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(createdAt));
  });

  test('the error of a wrong status, to the letter', async () => {
    const lead = await newLead('invalid@example.com');
    expect(await put(lead.id, { status: 'invalid_status' })).toEqual({ status: 400, body: samples.validationError });
  });

  test('the error of an email that exists, to the letter', async () => {
    const { email } = samples.duplicateEmail.details;
    const existing = await newLead(email);
    const lead = await newLead('other@example.com');
    const expected = {
      ...samples.duplicateEmail,
      details: { ...samples.duplicateEmail.details, existingLeadId: existing.id },
    };
    expect(await put(lead.id, { email })).toEqual({ status: 409, body: expected });
  });
});
