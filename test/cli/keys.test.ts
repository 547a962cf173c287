import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newDatabaseUri, withDatabase } from '../start/databases.ts';
import {
  type Env,
  eventually,
  keys,
  newPath,
  seededData,
  send,
  startGateway,
  temporaryFiles,
  timeout,
} from '../start/processes.ts';

const keyPattern = /sk-workspace_[\w-]{43}/;

interface ListedKey {
  id: string;
  name: string;
  workspace: { id: string; name: string };
  hint: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  rotatedAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

async function listed(env: Env, ...args: string[]): Promise<ListedKey[]> {
  const { code, stdout } = await keys(env, 'list', '--json', ...args);
  expect(code).toBe(0);
  return JSON.parse(stdout) as ListedKey[];
}

const viewer = '{ viewer { workspaceName keyName scopes } }';

describe('on the embedded database', () => {
  test('a key is made, listed and revoked while the gateway runs, and after it stopped', { timeout }, async () => {
    const env = { LEADGRAPH_DATA: await seededData(), LEADGRAPH_KEY_CACHE_SECONDS: '1' };
    const gateway = await startGateway(env);

    const create = ['--workspace', 'Acme', '--scopes', 'leads:read,campaigns:write', '--name', 'CRM sync'];
    const made = await keys(env, 'create', ...create);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(
      /^Made key key_[0-9a-f]{24} "CRM sync" for the new workspace "Acme" \(ws_[0-9a-f]{24}\)\n/,
    );
    expect(made.stdout).toContain('Keep it now: it will not be shown again.');
    const secret = keyPattern.exec(made.stdout)?.[0] ?? '';
    expect(await send(gateway.url, secret, viewer)).toEqual({
      status: 200,
      data: { viewer: { workspaceName: 'Acme', keyName: 'CRM sync', scopes: ['leads:read', 'campaigns:write'] } },
    });

    const [key, ...others] = await listed(env, '--workspace', 'Acme');
    expect(others).toEqual([]);
    expect(key).toMatchObject({
      id: /key_[0-9a-f]{24}/.exec(made.stdout)?.[0],
      hint: `${secret.slice(0, 17)}…`,
      revokedAt: null,
    });
    const table = await keys(env, 'list');
    expect(table.stdout).toMatch(
      /^ID +NAME +WORKSPACE +HINT +SCOPES +CREATED \(UTC\) +LAST USED \(UTC\) +ENDS \(UTC\)\n/,
    );
    expect(table.stdout).toMatch(/^key_\S+ +development +Development +/m);
    expect(table.stdout).not.toMatch(keyPattern);

    const revoked = await keys(env, 'revoke', key?.id ?? '');
    expect(revoked).toMatchObject({ code: 0, stderr: '' });
    expect(revoked.stdout).toContain('within 1 seconds');
    await eventually('the key to be refused', async () => (await send(gateway.url, secret, viewer)).status === 401);
    expect((await send(gateway.url, secret, viewer)).errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(await gateway.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });

    const later = await keys(env, 'create', '--workspace', 'Acme', '--scopes', 'leads:read', '--json');
    const { secret: second, ...shown } = JSON.parse(later.stdout) as ListedKey & { secret: string };
    const all = await listed(env);
    expect(all.map(({ name }) => name)).toEqual(['development', 'CRM sync', 'API key']);
    expect(all[1]?.revokedAt).not.toBeNull();
    expect(all[2]).toEqual(shown);
    expect(temporaryFiles()).toEqual([]);

    const again = await startGateway(env);
    expect((await send(again.url, second, viewer)).status).toBe(200);
    expect((await send(again.url, secret, viewer)).status).toBe(401);
    const refused = await send(again.url, second, 'mutation { deleteLead(input: {id: "lead_1"}) { __typename } }');
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('the first key of all can be made before any gateway ran', { timeout }, async () => {
    const env = { LEADGRAPH_DATA: newPath('data') };
    expect(await keys(env, 'list')).toMatchObject({ code: 0, stdout: expect.stringContaining('No keys yet') });
    const made = await keys(env, 'create', '--workspace', 'Acme', '--scopes', 'leads:read', '--json');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(await listed(env)).toHaveLength(1);
    expect(() => readFileSync(join(env.LEADGRAPH_DATA, 'leadgraph-development-key'))).toThrow('ENOENT');
  });
});

test('a key gets an end and a new secret, and the old one ends after its grace', { timeout }, async () => {
  const env = { MONGODB_URI: await newDatabaseUri(), LEADGRAPH_KEY_CACHE_SECONDS: '0' };
  const made = await keys(env, 'create', '--workspace', 'Acme', '--scopes', 'leads:read', '--expires', '90d');
  expect(made.stdout).toMatch(/with the scopes leads:read, until \d{4}-\d\d-\d\d \d\d:\d\d UTC:\n/);
  const first = keyPattern.exec(made.stdout)?.[0] ?? '';
  const [key] = await listed(env);
  const days = (Date.parse(key?.expiresAt ?? '') - Date.parse(key?.createdAt ?? '')) / 86_400_000;
  expect(days).toBeCloseTo(90, 2);

  const gateway = await startGateway(env);
  const statusOf = async (secret: string) => (await send(gateway.url, secret, viewer)).status;
  const graceful = await keys(env, 'rotate', key?.id ?? '', '--grace', '24h');
  expect(graceful).toMatchObject({ code: 0, stderr: '' });
  expect(graceful.stdout).toMatch(/has a new secret, until [\s\S]+The secret before it works until \S+ \S+ UTC\.\n/);
  const second = keyPattern.exec(graceful.stdout)?.[0] ?? '';
  expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);

  const abrupt = await keys(env, 'rotate', key?.id ?? '', '--grace', '0', '--expires', '2099-01-01', '--json');
  expect(abrupt.stderr).toBe('error: --expires must be ahead, within 10 years\n');
  const json = await keys(env, 'rotate', key?.id ?? '', '--grace', '0', '--expires', '1d', '--json');
  const { secret: third, ...shown } = JSON.parse(json.stdout) as { secret: string };
  expect(shown).toMatchObject({ id: key?.id, graceUntil: expect.any(String), expiresAt: expect.any(String) });
  expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([200, 401, 200]);

  await keys(env, 'revoke', key?.id ?? '');
  expect([await statusOf(first), await statusOf(third)]).toEqual([401, 401]);
  const late = await keys(env, 'rotate', key?.id ?? '');
  expect(late.stderr).toBe(`error: Key ${key?.id} is revoked; make a new one\n`);
  expect(await listed(env)).toMatchObject([{ rotatedAt: expect.any(String), revokedAt: expect.any(String) }]);
});

test('on MONGODB_URI the indexes are made before the key, and only the hash of the secret is stored', {
  timeout,
}, async () => {
  const MONGODB_URI = await newDatabaseUri();
  const made = await keys({ MONGODB_URI }, 'create', '--workspace', 'Acme', '--scopes', 'leads:read', '--json');
  const { secret } = JSON.parse(made.stdout) as { secret: string };
  await withDatabase(MONGODB_URI, async (db) => {
    const indexes = await db.collection('keys').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { hash: 1 }, unique: true }));
    const [stored] = await db.collection('keys').find().toArray();
    expect(stored?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(stored)).not.toContain(secret.slice(0, 20));
  });
});

describe('one line on stderr says what is wrong', () => {
  const create = (...args: string[]) => ['create', '--name', 'x', ...args];
  const all = 'leads:read,leads:write,campaigns:read,campaigns:write,signals:read,signals:write,workspace:write';
  const failures: [string[], string | RegExp, Env?][] = [
    [create('--workspace', ' ', '--scopes', 'leads:read'), '--workspace must not be empty'],
    [create('--workspace', 'Acme'), "required option '--scopes <list>' not specified"],
    [create('--workspace', 'Acme', '--scopes', 'leads:reed'), `--scopes does not know leads:reed: choose from ${all}`],
    [['list', '--workspace', 'Acme'], 'There is no workspace "Acme"'],
    [['revoke', 'key_6742f0a1b3c4d5e6f7a8b9c0'], 'There is no key key_6742f0a1b3c4d5e6f7a8b9c0'],
    [['rotate', 'key_6742f0a1b3c4d5e6f7a8b9c0'], 'There is no key key_6742f0a1b3c4d5e6f7a8b9c0'],
    [
      ['rotate', 'key_6742f0a1b3c4d5e6f7a8b9c0', '--grace', '1y'],
      '--grace must be a time such as 24h or 30m, at most 30d; 0 is none',
    ],
    [
      ['revoke', 'sk-workspace_abc'],
      'revoke takes the id of a key (key_…), not its secret: find it with "npm run keys -- list"',
    ],
    [['creat'], "unknown command 'creat'"],
    [
      ['list'],
      'LEADGRAPH_LOG_LEVEL must be one of fatal, error, warn, info, debug, silent',
      { LEADGRAPH_LOG_LEVEL: 'x' },
    ],
    [
      ['list'],
      'MONGODB_URI: the database cannot be reached or used: connect ECONNREFUSED 127.0.0.1:1',
      { MONGODB_URI: 'mongodb://ann:pa55w0rd@127.0.0.1:1/leads' },
    ],
  ];
  test.each(failures)('%j', { timeout }, async (args, line, env) => {
    const settings = env ?? { MONGODB_URI: await newDatabaseUri() };
    expect(await keys(settings, ...args)).toEqual({ code: 1, signal: null, stdout: '', stderr: `error: ${line}\n` });
  });
});

test('--help shows examples', { timeout }, async () => {
  const help = await keys({}, '--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain(
    'npm run keys -- create --workspace "Acme" --scopes leads:read,leads:write --name "CRM sync"',
  );
});
