import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTestGateway } from '../support/gateway.ts';

/** What a client sends by itself, and what builds indexes, which takes as long as it takes. */
const unbounded = new Set(['hello', 'ping', 'endSessions', 'createIndexes', 'getMore', 'buildInfo']);

/** Values for the variables of our documents that name something. */
const ids = {
  leadId: 'lead_0123456789abcdef01234567',
  listId: 'list_0123456789abcdef01234567',
  uuid: '01890000-0000-7000-8000-000000000000',
};

test('every command tells the server how long it may work', async () => {
  const gateway = await createTestGateway({ executionMs: 5_000 });
  const sent: { name: string; maxTimeMS: unknown }[] = [];
  gateway.mongo.client.on('commandStarted', ({ commandName, command }) => {
    if (!unbounded.has(commandName)) sent.push({ name: commandName, maxTimeMS: command.maxTimeMS });
  });
  const client = await gateway.client();
  const folder = new URL('../../schema/operations/', import.meta.url);
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const variables = readFileSync(new URL(name, folder), 'utf8').replace(/\{\{(\w+)\}\}/g, (_all, id: string) =>
      id.toLowerCase().includes('lead') ? ids.leadId : id.toLowerCase().includes('list') ? ids.listId : ids.uuid,
    );
    const query = readFileSync(new URL(name.replace('.variables.json', '.graphql'), folder), 'utf8');
    await client.send(query, JSON.parse(variables));
  }
  const { lead } = await client.services.lead.create({ type: 'person', name: { full: 'Ann' }, email: 'ann@acme.com' });
  const list = await client.services.list.create({ name: 'A list' });
  const campaign = await client.services.campaign.create({ name: 'A campaign' });
  await client.send(
    `mutation ($lead: ID!, $list: ID!, $campaign: UUID!, $key: String) {
      a: addLeadsToList(input: { listId: $list, leadIds: [$lead] }) { __typename }
      b: addCampaignLeads(input: { campaignId: $campaign, leadIds: [$lead] }) { __typename }
      c: launchCampaign(input: { campaignId: $campaign }) { __typename }
      d: createLeads(inputs: [{ type: PERSON, name: { full: "Bob" } }], idempotencyKey: $key) { __typename }
      e: updateLead(input: { id: $lead, title: "CEO" }) { __typename }
      f: deleteLead(input: { id: $lead }) { __typename }
    }`,
    { lead: lead.id, list: list.id, campaign: campaign.id, key: 'a key' },
  );
  await client.send(`{
    leads { totalCount nodes { lists { leads { totalCount } } company { lead { id } } signals { totalCount nodes { id } } } }
    campaigns { totalCount nodes { prospects { totalCount nodes { lead { id } } } } } signals { totalCount } signalEntities { totalCount }
  }`);

  expect(sent.filter(({ maxTimeMS }) => typeof maxTimeMS !== 'number')).toEqual([]);
  const kinds = new Set(sent.map(({ name }) => name));
  expect([...kinds].sort()).toEqual(['aggregate', 'delete', 'find', 'findAndModify', 'insert', 'update']);
  const longest = Math.max(...sent.filter(({ name }) => name === 'aggregate').map((one) => Number(one.maxTimeMS)));
  expect(longest).toBeLessThanOrEqual(30_000);
});
