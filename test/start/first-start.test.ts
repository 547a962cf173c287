import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { findRunningEngine } from '../../src/mongo/embedded.ts';
import { sampleCampaigns } from '../../src/sample/campaigns.ts';
import { sampleCompanies } from '../../src/sample/companies.ts';
import { sampleLists } from '../../src/sample/lists.ts';
import { samplePeople } from '../../src/sample/people.ts';
import { sampleSignals } from '../../src/sample/signals.ts';
import {
  eventually,
  newPath,
  seededData,
  send,
  startGateway,
  startProcess,
  temporaryFiles,
  timeout,
} from './processes.ts';

const run = promisify(execFile);

/** What a complete set of sample data consists of. */
const sample = {
  workspaces: 1,
  keys: 1,
  leads: samplePeople.length + sampleCompanies.length,
  lists: sampleLists.length,
  campaigns: sampleCampaigns.length,
  prospects: sampleCampaigns.flatMap(({ people }) => people).length,
  signals: sampleSignals.length,
};

function engineOf(data: string): string {
  return (JSON.parse(readFileSync(join(data, 'leadgraph-engine.json'), 'utf8')) as { uri: string }).uri;
}

async function withDatabase<T>(uri: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri);
  return use(client).finally(() => client.close());
}

/** How many documents there are of each kind, as another process reads them. */
function countsOf(data: string): Promise<Record<string, number>> {
  return withDatabase(engineOf(data), async (client) => {
    const db = client.db('leadgraph');
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await db.collection(name).countDocuments()])),
    );
  });
}

describe('with nothing configured', () => {
  test('the first start seeds and prints what to try; the second keeps the data and the key', { timeout }, async () => {
    const LEADGRAPH_DATA = newPath('data');
    const first = await startGateway({ LEADGRAPH_DATA });
    expect(first.banner).toContain(
      `Leadgraph serves ${first.url}/graphql from the embedded database, with sample data.`,
    );
    expect(first.banner).toContain(`GraphiQL         ${first.url}/graphql`);
    expect(first.key).toMatch(/^sk-workspace_[\w-]{43}$/);
    expect(await countsOf(LEADGRAPH_DATA)).toMatchObject(sample);

    // The line as a person would copy it.
    const curl = first.banner.slice(first.banner.indexOf('curl '));
    const { stdout } = await run('bash', ['-c', curl]);
    const answer = JSON.parse(stdout) as { data: { leads: { nodes: unknown[] } } };
    expect(answer.data.leads.nodes).toHaveLength(3);
    const mine =
      'mutation { createLead(input: {type: COMPANY, name: {full: "Mine"}, domain: "mine.example.com"}) { __typename } }';
    expect((await send(first.url, first.key, mine)).data).toEqual({ createLead: { __typename: 'CreateLeadPayload' } });
    expect(await first.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });

    const second = await startGateway({ LEADGRAPH_DATA });
    expect(second.key).toBe(first.key);
    expect(await countsOf(LEADGRAPH_DATA)).toMatchObject({ ...sample, leads: sample.leads + 1 });
    expect(await second.kill('SIGINT')).toMatchObject({ code: 0, stderr: '' });
    expect(statSync(join(LEADGRAPH_DATA, 'leadgraph-development-key')).mode & 0o777).toBe(0o600);
    expect(temporaryFiles()).toEqual([]);
  });

  test('sample data that a kill -9 cut off is completed by the next start, with nothing twice', {
    timeout,
  }, async () => {
    const LEADGRAPH_DATA = newPath('data');
    // Cut off among the leads, then among what comes after them.
    for (const progress of [
      { collection: 'leads', count: 60 },
      { collection: 'prospects', count: 10 },
    ]) {
      const cut = startProcess('main.js', [], { PORT: '0', LEADGRAPH_DATA });
      await eventually('the engine', async () => (await findRunningEngine(LEADGRAPH_DATA)) !== null);
      await withDatabase(engineOf(LEADGRAPH_DATA), async (client) => {
        const collection = client.db('leadgraph').collection(progress.collection);
        await eventually('some seeding', async () => (await collection.countDocuments()) >= progress.count);
      });
      expect((await cut.kill('SIGKILL')).stdout).toBe('');
    }

    const gateway = await startGateway({ LEADGRAPH_DATA });
    expect(await countsOf(LEADGRAPH_DATA)).toMatchObject(sample);
    await withDatabase(engineOf(LEADGRAPH_DATA), async (client) => {
      const db = client.db('leadgraph');
      expect(await db.collection('leads').distinct('version')).toEqual([1]);
      const entities = db.collection('entities');
      expect(await entities.countDocuments()).toBe((await entities.distinct('name')).length);
    });
    expect((await send(gateway.url, gateway.key, '{ leads { totalCount } }')).data).toEqual({
      leads: { totalCount: sample.leads },
    });
  });

  test('a development key that was revoked is replaced by the next start', { timeout }, async () => {
    const LEADGRAPH_DATA = await seededData();
    const first = await startGateway({ LEADGRAPH_DATA });
    await withDatabase(engineOf(LEADGRAPH_DATA), (client) =>
      client
        .db('leadgraph')
        .collection('keys')
        .updateMany({}, { $set: { revokedAt: new Date() } }),
    );
    await first.kill('SIGTERM');

    const second = await startGateway({ LEADGRAPH_DATA });
    expect(second.key).not.toBe(first.key);
    expect((await send(second.url, second.key, '{ leads { totalCount } }')).data).toEqual({
      leads: { totalCount: sample.leads },
    });
    expect(await countsOf(LEADGRAPH_DATA)).toMatchObject({ ...sample, keys: 2 });
  });
});

describe('with MONGODB_URI', () => {
  test('nothing is seeded, no key exists, and the banner says how to make one', { timeout }, async () => {
    const data = await seededData();
    const other = await startGateway({ LEADGRAPH_DATA: data });
    const gateway = await startGateway({ MONGODB_URI: engineOf(data).replace('/?', '/theirs?') });

    expect(gateway.banner).toBe(
      [
        `Leadgraph serves ${gateway.url}/graphql from the database of MONGODB_URI.`,
        'Make a key:  npm run keys -- create --workspace "Acme" --scopes leads:read,leads:write\n',
      ].join('\n'),
    );
    const found = await withDatabase(engineOf(data), async (client) => {
      const db = client.db('theirs');
      const collections = await db.listCollections().toArray();
      const counts = await Promise.all(collections.map(({ name }) => db.collection(name).countDocuments()));
      return new Map(collections.map(({ name }, index) => [name, counts[index]]));
    });
    expect(found.has('leads')).toBe(true);
    expect(new Set(found.values())).toEqual(new Set([0]));
    expect((await send(gateway.url, other.key, '{ viewer { workspaceId } }')).status).toBe(401);
    expect(await gateway.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });
});

test.each([
  ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
  ['::1', /^http:\/\/\[::1\]:\d+$/],
])(
  'on HOST %s the printed lines work, and GraphiQL holds the key only where no other machine can ask',
  { timeout },
  async (HOST, url) => {
    const gateway = await startGateway({ LEADGRAPH_DATA: await seededData(), HOST });
    expect(gateway.url).toMatch(url);
    const { stdout } = await run('bash', ['-c', gateway.banner.slice(gateway.banner.indexOf('curl '))]);
    expect(JSON.parse(stdout)).toMatchObject({ data: { leads: {} } });
    const page = await (await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('Leadgraph');
    expect(page.includes(gateway.key)).toBe(HOST === '::1');
  },
);
