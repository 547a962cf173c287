import { beforeAll, describe, expect, test } from 'vitest';
import { hostileTexts, shareOf } from './hostile-values.ts';
import {
  createHostileWorld,
  expectNothingFound,
  expectOnly,
  explained,
  readAnswer,
  topCodes,
  type World,
} from './trial.ts';

let world: World;

beforeAll(async () => {
  world = await createHostileWorld();
});

const query = '{ viewer { workspaceId } }';

/** Texts that a header can hold at all; HTTP itself refuses the others. */
const headerTexts = hostileTexts.filter((value) => {
  try {
    return new Headers({ x: `Bearer ${value}` }).get('x') !== '';
  } catch {
    return false;
  }
});

/** A request of each door, with a key unless the headers bring another. */
const doors: Record<string, (headers: Record<string, string>) => Promise<Response>> = {
  GraphQL: (headers) =>
    world.gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.mine.client.key}`, ...headers },
      body: JSON.stringify({ query }),
    }),
  'REST, reading': (headers) =>
    world.gateway.fetch('/api/leads/lead_aaaaaaaaaaaaaaaaaaaaaaaa', {
      headers: { authorization: `Bearer ${world.mine.client.key}`, ...headers },
    }),
  'REST, writing': (headers) =>
    world.gateway.fetch('/api/leads', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.mine.client.key}`, ...headers },
      body: JSON.stringify({ name: {} }),
    }),
};

describe.each(Object.entries(doors))('a hostile header of %s', (_door, send) => {
  test.each(['authorization', 'Bearer'])('lets nobody in: %s', async (header) => {
    expect(headerTexts.length).toBeGreaterThan(80);
    for (const value of headerTexts) {
      await explained(value, async () => {
        const authorization = header === 'Bearer' ? `Bearer ${value}` : value;
        const answered = await readAnswer(world, value, await send({ authorization }));
        expect(answered.status).toBe(401);
        expectNothingFound(world, answered);
      });
    }
  });

  test.each([
    ...['content-type', 'accept', 'accept-language', 'content-encoding', 'origin', 'x-request-id', 'x-forwarded-for'],
    ...['idempotency-key', 'traceparent', 'x-graphql-client-name', 'cookie', 'if-none-match', 'host', 'prefer'],
  ])('is refused or means nothing: %s', async (header) => {
    for (const value of shareOf(headerTexts, header.length)) {
      await explained(value, async () => {
        await readAnswer(world, value, await send({ [header]: value }));
      });
    }
    // What was sent with a key is remembered with it.
    const written = await expectOnly(world, '');
    expect(written.map(({ collection }) => collection)).toEqual(written.map(() => 'idempotency'));
  });
});

test.each(['query', 'variables', 'operationName', 'extensions', 'id', 'constructor', '__proto__'])(
  'a hostile parameter of a GraphQL address is refused or means nothing: %s',
  async (name) => {
    for (const value of hostileTexts) {
      await explained(value, async () => {
        const parameters = new URLSearchParams({ query: '{ __typename }' });
        parameters.set(name, value.toWellFormed());
        const headers = { authorization: `Bearer ${world.mine.client.key}`, 'content-type': 'application/json' };
        const response = await world.gateway.fetch(`/graphql?${parameters}`, { headers });
        topCodes(await readAnswer(world, value, response));
      });
    }
  },
);

test.each([
  `{"query":"${query}","__proto__":{"polluted":true}}`,
  `{"query":"${query}","constructor":{"prototype":{"polluted":true}}}`,
  `{"__proto__":{"query":"${query}"}}`,
  `{"query":"${query}","variables":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}`,
  `{"query":"query($__proto__: ID!) { lead(id: $__proto__) { id } }","variables":{"__proto__":"x"}}`,
  `{"query":"query($constructor: ID) { leads(filter: { listId: $constructor }) { totalCount } }"}`,
  `{"query":"query($toString: String) { leads(filter: { source: $toString }) { totalCount } }","variables":{}}`,
  `{"query":"{ __proto__: viewer { constructor: workspaceId toString: workspaceName } }"}`,
  `{"query":"${query}","operationName":"__proto__"}`,
  `{"query":"${query}","operationName":"constructor"}`,
  `{"query":"${query}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"__proto__"}}}`,
])('names that JavaScript knows mean nothing in a request: %s', async (body) => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.mine.client.key}` };
  const response = await world.gateway.fetch('/graphql', { method: 'POST', headers, body });
  topCodes(await readAnswer(world, world.mine.client.workspaceId, response));
  expect(await expectOnly(world, '')).toEqual([]);
});
