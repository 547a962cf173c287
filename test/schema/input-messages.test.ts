import { beforeAll, expect, test } from 'vitest';
import { createTestGateway, type TestClient } from '../support/gateway.ts';

let client: TestClient;

beforeAll(async () => {
  client = await (await createTestGateway()).client();
});

const merge = `mutation($input: MergeLeadsInput!) { mergeLeads(input: $input) { ... on InvalidInputError { message } } }`;
const versions = Array.from({ length: 22 }, (_, at) => ({ id: `lead_${at}`, version: 1 }));

const refused: [string, string, Record<string, unknown>, string][] = [
  ['too many ids', 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(101).fill('x') }, '100 items'],
  [
    'too long a text',
    'query($text: String) { leads(filter: { text: $text }) { nodes { id } } }',
    { text: 'a'.repeat(201) },
    'Must be at most 200 characters long',
  ],
  [
    'too many versions',
    merge,
    { input: { winnerId: 'a', loserIds: ['b'], expectedVersions: versions } },
    'Must have at most 21 items',
  ],
];
test.each(refused)('%s are refused in words of our own', async (_what, document, variables, message) => {
  const answer = JSON.stringify(await client.send(document, variables));
  expect(answer).toContain(message);
  expect(answer).not.toMatch(/Too (big|small)|Invalid input|expected /);
});
