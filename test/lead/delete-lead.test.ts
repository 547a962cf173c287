import { beforeAll, describe, expect, test } from 'vitest';
import { DeleteLeadDocument, LeadsDocument } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
});

const remove = async (id: string) => (await client.run(DeleteLeadDocument, { input: { id } })).deleteLead;

describe('deleteLead', () => {
  test('takes the lead away with one command', async () => {
    const { id, email } = await leads.created(person());
    let result: unknown;
    const commands = await gateway.commandsOf(async () => {
      result = await remove(id);
    });
    expect(commands).toEqual(['findAndModify']);
    expect(result).toEqual({ __typename: 'DeleteLeadPayload', id });
    expect(await leads.find(id)).toBeNull();
    expect((await client.run(LeadsDocument, { filter: { email } })).leads.edges).toEqual([]);
  });

  test('frees every identifier of the lead', async () => {
    const inputs = [
      person({ email: 'freed@acme.com' }),
      person({ email: null, socials: [{ url: 'linkedin.com/in/freed' }] }),
      person({ email: null, sources: [{ provider: 'crm', id: 'freed' }] }),
      company({ domain: 'freed.com' }),
    ];
    for (const input of inputs) {
      const { id } = await leads.created(input);
      await remove(id);
      const again = await leads.create(input);
      expect(again.outcome).toBe('CREATED');
      expect(again.lead.id).not.toBe(id);
    }
  });

  test('leaves prospects and signals made from it, without the link', async () => {
    const { id } = await leads.created(person({ email: 'prospect@acme.com' }));
    const campaign = await client.services.campaign.create({ name: 'Spring' });
    await client.services.campaign.addLeads({ campaignId: campaign.id, leadIds: [id] });
    await client.services.signal.record({
      items: [{ kind: 'job_change', title: 'New job', person: { name: 'Jane Doe', email: 'prospect@acme.com' } }],
    });
    const query = `query($id: ID!) {
      campaign(id: $id) { prospects { nodes { email lead { id } } } }
      signals { nodes { title personEntity { lead { id } } } }
    }`;
    const linked = await client.send(query, { id: campaign.id });
    expect(linked.data).toEqual({
      campaign: { prospects: { nodes: [{ email: 'prospect@acme.com', lead: { id } }] } },
      signals: { nodes: [{ title: 'New job', personEntity: { lead: { id } } }] },
    });
    await remove(id);
    const { data, errors } = await client.send(query, { id: campaign.id });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      campaign: { prospects: { nodes: [{ email: 'prospect@acme.com', lead: null }] } },
      signals: { nodes: [{ title: 'New job', personEntity: { lead: null } }] },
    });
  });

  test('takes the lead off its lists', async () => {
    const list = await client.services.list.create({ name: 'Shrinking' });
    const { id } = await leads.created(person({ listIds: [list.id] }));
    const kept = await leads.created(person({ listIds: [list.id] }));
    await remove(id);
    const { data } = await client.send('query($id: ID!) { leadList(id: $id) { leads { totalCount nodes { id } } } }', {
      id: list.id,
    });
    expect(data).toEqual({ leadList: { leads: { totalCount: 1, nodes: [{ id: kept.id }] } } });
  });

  test('does not find unknown, malformed, foreign and deleted leads, all the same', async () => {
    const others = leadCalls(await gateway.client());
    const foreign = await others.created(person());
    const deleted = await leads.created(person());
    await remove(deleted.id);
    for (const id of [`lead_${'0'.repeat(24)}`, 'lead_', '', foreign.id, deleted.id]) {
      expect(await remove(id)).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: `Lead ${id} was not found`,
      });
    }
    expect(await others.read(foreign.id)).toEqual(foreign);
  });
});
