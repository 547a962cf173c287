import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/gateway.ts';

/** Every list of the schema, each asked for so many rows. */
const lists = (size: number): [string, string][] => [
  ['leads', `{ leads(first: ${size}) { nodes { id } } }`],
  ['leads from the end', `{ leads(last: ${size}) { nodes { id } } }`],
  ['lists', `{ leadLists(first: ${size}) { nodes { id } } }`],
  ['campaigns', `{ campaigns(first: ${size}) { nodes { id } } }`],
  ['signals', `{ signals(first: ${size}) { nodes { id } } }`],
  ['entities', `{ signalEntities(first: ${size}) { nodes { id } } }`],
  ['signals of leads', `{ leads(first: 1) { nodes { signals(first: ${size}) { totalCount } } } }`],
  ['prospects of leads', `{ leads(first: 1) { nodes { prospects(first: ${size}) { totalCount } } } }`],
  ['leads of lists', `{ leadLists(first: 1) { nodes { leads(first: ${size}) { totalCount } } } }`],
  ['prospects of campaigns', `{ campaigns(first: 1) { nodes { prospects(first: ${size}) { totalCount } } } }`],
];

const routes = ['/api/leads', '/api/signals', '/api/signals/leads'];

describe.each([3, 150])('where a page may have %i rows', async (pageSize) => {
  const gateway = await createTestGateway({ pageSize });
  const client = await gateway.client();
  const names = Array.from({ length: 30 }, (_, i) => `Lead ${i}`);
  await Promise.all(names.map((full) => client.services.lead.create({ type: 'company', name: { full } })));
  await client.services.list.create({ name: 'A list' });
  await client.services.campaign.create({ name: 'A campaign' });

  const read = async (path: string) => {
    const response = await gateway.fetch(path, { headers: { authorization: `Bearer ${client.key}` } });
    return { status: response.status, body: await response.json() };
  };

  test.each(lists(pageSize))('%s come in pages of that size', async (_what, query) => {
    expect((await client.send(query)).errors).toBeUndefined();
  });

  test.each(lists(pageSize + 1))('%s come in none of one more', async (_what, query) => {
    const { errors } = await client.send(query);
    expect(errors?.[0]?.extensions.issues).toEqual([
      { path: [expect.any(String)], message: expect.stringContaining(`1 and ${pageSize}`), code: 'page_size' },
    ]);
  });

  test('a page has 25 rows unless told, or as many as it may have', async () => {
    const { data } = await client.send('{ leads { nodes { id } } }');
    expect(data).toMatchObject({ leads: { nodes: { length: Math.min(pageSize, 25) } } });
    expect((await read('/api/leads')).body.leads).toHaveLength(Math.min(pageSize, 25));
  });

  test.each(routes)('GET %s keeps to it', async (path) => {
    expect((await read(`${path}?limit=${pageSize}`)).status).toBe(200);
    const { status, body } = await read(`${path}?limit=${pageSize + 1}`);
    expect([status, body.error]).toEqual([400, expect.stringContaining(`at most ${pageSize}`)]);
  });
});
