import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type Ended, type RunOptions, runCli, serveGateway, serveStub, temporaryDirectory } from './support.ts';

let gateway: TestGateway;
let client: TestClient;
let url: string;
/** Where nothing listens. */
const nowhere = 'http://127.0.0.1:58439';

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client({ workspace: 'Acme' });
  url = await serveGateway(gateway);
  await runCli(['--version']);
}, 60_000);

const cli = (args: readonly string[], options: RunOptions = {}) => runCli(args, { url, key: client.key, ...options });

async function json(args: readonly string[], options: RunOptions = {}) {
  const { code, stdout, stderr } = await cli(args, options);
  expect(`${code} ${stderr}`).toBe('0 ');
  return JSON.parse(stdout);
}

const failure = ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr: stderr.trimEnd() });

describe('leadgraph login', () => {
  test('saves a key that the gateway takes, for this user alone, and never prints it', async () => {
    const config = temporaryDirectory();
    const { code, stdout, stderr } = await runCli(['login', '--url', `${url}/graphql/`], {
      config,
      stdin: `${client.key}\n`,
    });
    const path = join(config, 'leadgraph/config.json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ url, workspaceName: 'Acme', savedIn: path });
    expect(stdout).not.toContain(client.key);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(config, 'leadgraph')).mode & 0o777).toBe(0o700);

    const who = await runCli(['whoami'], { config });
    expect(JSON.parse(who.stdout)).toMatchObject({ url, workspaceId: client.workspaceId, keyName: 'test' });
    const other = await runCli(['whoami'], { config, url: nowhere });
    expect(failure(other)).toEqual({
      code: 6,
      stdout: '',
      stderr: `error: No key for ${nowhere}: set LEADGRAPH_KEY, or run "leadgraph login --url ${nowhere}" (UNAUTHENTICATED)`,
    });

    expect((await runCli(['logout'], { config })).code).toBe(0);
    expect(readFileSync(path, 'utf8')).not.toContain(client.key);
    expect((await runCli(['whoami'], { config, url })).code).toBe(6);
  });

  test('saves nothing for a key that the gateway refuses', async () => {
    const config = temporaryDirectory();
    const refused = await runCli(['login'], { config, url, stdin: 'sk-workspace_wrong' });
    expect(refused.code).toBe(6);
    expect(refused.stderr).toMatch(/^error: .*\(UNAUTHENTICATED\)\n$/);
    expect(() => statSync(join(config, 'leadgraph'))).toThrow();
  });
});

describe('the gateway that a command goes to', () => {
  test('is that of --url before LEADGRAPH_URL, with the key of LEADGRAPH_KEY', async () => {
    expect(await json(['whoami', '--url', url], { url: nowhere })).toMatchObject({
      url,
      workspaceName: 'Acme',
    });
    expect((await cli(['whoami', '--url', 'ftp://x'])).code).toBe(2);
  });

  test('fails with 7 where nothing answers or it cannot serve now, with 1 where something else answers', async () => {
    const nobody = await cli(['whoami'], { url: nowhere });
    expect(nobody.code).toBe(7);
    expect(nobody.stderr).toMatch(
      /^error: No gateway answers at .*\/graphql: nothing listens there \(UNREACHABLE\)\n$/,
    );
    const busy = await serveStub((_asked, response) => {
      response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Later</h1>');
    });
    expect((await cli(['whoami'], { url: busy })).code).toBe(7);
    const elsewhere = await serveStub((_asked, response) => {
      response.writeHead(302, { location: 'https://example.com/' }).end();
    });
    expect(failure(await cli(['whoami'], { url: elsewhere }))).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: ${elsewhere}/graphql answers a redirect to https://example.com/, not as a Leadgraph gateway does (NO_GATEWAY)`,
    });
  });

  test('refuses with 6 what the scopes of the key do not cover', async () => {
    const reader = await gateway.client({ workspace: 'Acme', scopes: ['leads:read'] });
    const refused = await cli(['lead', 'create', '--type', 'person', '--name', 'X'], { key: reader.key });
    expect(refused.code).toBe(6);
    expect(refused.stderr).toMatch(/\(FORBIDDEN\)\n$/);
  });
});

describe('leadgraph campaign lead update', () => {
  test('edits a prospect of a draft by the names of the REST call, and fails with 4 once it is launched', async () => {
    const { lead } = await client.services.lead.create({
      type: 'person',
      name: { full: 'Pro Spect' },
      email: 'pro@acme.com',
    });
    const campaign = await client.services.campaign.create({ name: 'Spring' });
    const added = await client.services.campaign.addLeads({ campaignId: campaign.id, leadIds: [lead.id] });
    const prospect = added.prospects[0]?.id ?? '';
    const update = ['campaign', 'lead', 'update', '--id', campaign.id, '--prospect-id', prospect, '--updates'];
    const updates = {
      first_name: 'Pia',
      last_name: 'Spect',
      linkedin_url: 'https://linkedin.com/in/pia',
      status: 'sent',
    };
    const changed = await cli([...update, '-'], { stdin: JSON.stringify(updates) });
    expect({ code: changed.code, stderr: changed.stderr }).toEqual({
      code: 0,
      stderr: 'note: status cannot be changed here and is ignored\n',
    });
    expect(JSON.parse(changed.stdout).prospect).toMatchObject({
      id: prospect,
      campaignId: campaign.id,
      name: 'Pia Spect',
      linkedinUrl: 'https://linkedin.com/in/pia',
    });
    await client.services.campaign.launch(campaign.id);
    const locked = await cli([...update, '{"position": "CEO"}']);
    expect(locked.code).toBe(4);
    expect(locked.stderr).toMatch(/\(CAMPAIGN_NOT_DRAFT\)\n$/);
  });
});

describe('leadgraph signal lead update', () => {
  test('sets statuses from JSON or pairs, and fails with 3 after setting those that are known', async () => {
    const [signal] = await client.services.signal.record({
      items: [{ kind: 'job_change', title: 'New job', person: { name: 'Sig Nal', email: 'sig@acme.com' } }],
    });
    const entity = signal?.personEntityId ?? '';
    const unknown = '019373a4-8b1e-7c3f-9f5e-0c4d8b2a6e10';
    expect(await json(['signal', 'lead', 'update', '--items', `${entity}=dismissed`])).toEqual({
      updated: [entity],
      errors: [],
    });
    const items = [
      { entityId: entity, status: 'contacted' },
      { entityId: unknown, status: 'NEW' },
    ];
    const partly = await cli(['signal', 'lead', 'update', '--items', JSON.stringify(items)]);
    expect(partly.code).toBe(3);
    expect(JSON.parse(partly.stdout)).toEqual({ updated: [entity], errors: [{ id: unknown, error: 'not_found' }] });
    expect(partly.stderr).toBe(`error: ${unknown}: not_found; 1 updated (NOT_FOUND)\n`);
  });
});

test('every level has help with an example, and a command line without a command is wrong', async () => {
  const levels = [
    [],
    ['lead'],
    ['lead', 'create'],
    ['lead', 'update'],
    ['lead', 'get'],
    ['lead', 'list'],
    ['lead', 'delete'],
  ];
  const others = [
    ['campaign'],
    ['campaign', 'lead', 'update'],
    ['signal', 'lead', 'update'],
    ['import'],
    ['login'],
    ['whoami'],
  ];
  const helps = await Promise.all([...levels, ...others].map((level) => cli([...level, '--help'])));
  for (const { code, stdout } of helps) {
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples?:\n {2}leadgraph /);
  }
  const { code, stdout, stderr } = await cli(['lead']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Usage: leadgraph lead');
}, 60_000);

test('keys never show in what is printed, and a damaged config file is told apart from none', async () => {
  const config = temporaryDirectory();
  await runCli(['login'], { config, url, stdin: client.key });
  writeFileSync(join(config, 'leadgraph/config.json'), '{');
  const damaged = await runCli(['whoami'], { config, url });
  expect(failure(damaged)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is damaged: remove it and log in again'),
  });
  const leaked = await runCli(['lead', 'get', client.key], { url, key: client.key });
  expect(leaked.stderr).not.toContain(client.key);
});
