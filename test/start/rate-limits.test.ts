import { expect, test } from 'vitest';
import { newDatabaseUri } from './databases.ts';
import { eventually, keys, startGateway, timeout } from './processes.ts';

const limit = 5_000;

/** Sends a request, and answers how many are left as the gateway sees it. */
async function remainingAfter(url: string, key: string): Promise<number> {
  const response = await fetch(`${url}/api/leads?limit=1`, { headers: { authorization: `Bearer ${key}` } });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
  return Number(response.headers.get('ratelimit-remaining'));
}

test('gateways of one database count together, and write down when a key was last used', { timeout }, async () => {
  const env = {
    MONGODB_URI: await newDatabaseUri(),
    LEADGRAPH_RATE_LIMIT: String(limit),
    LEADGRAPH_RATE_LIMIT_STORE: 'mongodb',
  };
  const made = await keys(env, 'create', '--workspace', 'Acme', '--scopes', 'leads:read', '--json');
  const { secret } = JSON.parse(made.stdout) as { secret: string };
  const [one, two] = await Promise.all([startGateway(env), startGateway(env)]);
  for (let turn = 1; turn <= 10; turn += 1) await remainingAfter(one.url, secret);
  let own = 0;
  await eventually('the second gateway to know of the requests of the first', async () => {
    own += 1;
    return (await remainingAfter(two.url, secret)) <= limit - own - 10;
  });

  await Promise.all([one.kill('SIGTERM'), two.kill('SIGTERM')]);
  const [listed] = JSON.parse((await keys(env, 'list', '--json')).stdout) as { lastUsedAt: string | null }[];
  expect(listed?.lastUsedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
});
