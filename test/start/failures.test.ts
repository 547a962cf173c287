import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newDatabaseUri, startOldServer, takePort, withDatabase } from './databases.ts';
import {
  type Env,
  newPath,
  runProcess,
  seededData,
  startGateway,
  startProcess,
  temporaryFiles,
  timeout,
} from './processes.ts';

const secret = 'pa55w0rd';

/** Settings that cannot work, made when their test runs, and the only line that says so. */
const failures: [string, () => Promise<Env> | Env, string | RegExp][] = [
  ['a bad setting', () => ({ PORT: 'http' }), 'PORT must be a whole number from 0 to 65535'],
  [
    'an address of another kind',
    () => ({ MONGODB_URI: `postgres://ann:${secret}@db.example.com/leads` }),
    'MONGODB_URI must begin with mongodb:// or mongodb+srv://',
  ],
  [
    'an address that cannot be read',
    () => ({ MONGODB_URI: `mongodb://ann:${secret}/@127.0.0.1/leads` }),
    'MONGODB_URI is not a MongoDB address: Password contains unescaped characters',
  ],
  [
    'a database that is not there',
    () => ({ MONGODB_URI: `mongodb://ann:${secret}@127.0.0.1:1/leads` }),
    'MONGODB_URI: the database cannot be reached or used: connect ECONNREFUSED 127.0.0.1:1',
  ],
  [
    'a database that does not know the password',
    async () => ({ MONGODB_URI: (await newDatabaseUri()).replace('://', `://ann:${secret}@`) }),
    'MONGODB_URI: the database cannot be reached or used: Authentication failed.',
  ],
  [
    'a MongoDB that is too old',
    async () => ({ MONGODB_URI: await startOldServer('5.0.31', 13) }),
    'MONGODB_URI names MongoDB 5.0.31; Leadgraph needs 6.0 or later',
  ],
  [
    'one that is too old behind a password, which is prepared as RFC 4013 says',
    async () => ({
      MONGODB_URI: (await startOldServer('5.0.31', 13, 'IX')).replace('://', '://ann:I%C2%ADX@'),
    }),
    'MONGODB_URI names MongoDB 5.0.31; Leadgraph needs 6.0 or later',
  ],
  [
    'one that asks for another password',
    async () => ({ MONGODB_URI: (await startOldServer('5.0.31', 13, 'IX')).replace('://', `://ann:${secret}@`) }),
    'MONGODB_URI: the database cannot be reached or used: Authentication failed.',
  ],
  [
    'a MongoDB that is older than the driver knows',
    async () => ({ MONGODB_URI: await startOldServer('3.6.23', 6) }),
    /^MONGODB_URI: the database cannot be reached or used: Server at .* requires at least .*\(MongoDB 4\.\d\)$/,
  ],
  [
    'data that breaks a unique index',
    async () => {
      const MONGODB_URI = await newDatabaseUri();
      const twice = [{ name: 'Acme' }, { name: 'Acme' }];
      await withDatabase(MONGODB_URI, (db) => db.collection('workspaces').insertMany(twice));
      return { MONGODB_URI };
    },
    /^MONGODB_URI: the indexes cannot be created: .*E11000 duplicate key.* name_1 .*$/,
  ],
  [
    'a port that is taken',
    async () => ({ MONGODB_URI: await newDatabaseUri(), PORT: String(await takePort()) }),
    /^PORT \d+ is taken by another program; set another one$/,
  ],
  [
    'an address of another machine',
    async () => ({ MONGODB_URI: await newDatabaseUri(), HOST: '203.0.113.7' }),
    'HOST 203.0.113.7 is not an address of this machine',
  ],
  [
    'a name that nobody knows',
    async () => ({ MONGODB_URI: await newDatabaseUri(), HOST: 'nowhere.invalid' }),
    /^HOST nowhere\.invalid (is not a name or address that can be found|could not be looked up)$/,
  ],
  [
    'a data folder that cannot be made',
    () => ({ LEADGRAPH_DATA: '/dev/null/data' }),
    /^The data folder \/dev\/null\/data cannot be written: set LEADGRAPH_DATA to one that can \(ENOTDIR.*\)$/,
  ],
  [
    'a file of ours that cannot be read',
    async () => {
      const LEADGRAPH_DATA = newPath('data');
      mkdirSync(join(LEADGRAPH_DATA, 'leadgraph-development-key'), { recursive: true });
      return { LEADGRAPH_DATA };
    },
    /^LEADGRAPH_DATA: the sample data cannot be written: EISDIR.*$/,
  ],
];

describe('one line names the setting and the process ends with 1', () => {
  test.each(failures)('%s', { timeout }, async (_case, settings, line) => {
    const { code, stdout, stderr } = await runProcess('main.js', [], { PORT: '0', ...(await settings()) });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const [first = '', ...others] = stderr.split('\n');
    expect(others).toEqual(['']);
    expect(first).toMatch(/^Leadgraph cannot start: /);
    const reason = first.replace('Leadgraph cannot start: ', '');
    if (typeof line === 'string') expect(reason).toBe(line);
    else expect(reason).toMatch(line);
    expect(stderr).not.toContain(secret);
    expect(temporaryFiles()).toEqual([]);
  });

  test('a data folder that another gateway has open', { timeout }, async () => {
    const LEADGRAPH_DATA = await seededData();
    await startGateway({ LEADGRAPH_DATA });
    expect(await runProcess('main.js', [], { LEADGRAPH_DATA })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `Leadgraph cannot start: The data folder ${LEADGRAPH_DATA} is in use by another process: stop that one or set LEADGRAPH_DATA to another folder\n`,
    });
  });
});

test('an error that nobody foresaw ends the process without printing what the error carries', { timeout }, async () => {
  // Thrown in the running gateway, as a bug would: with an address in the text and a property that holds the password.
  const bug = `
    process.on('SIGUSR2', () => {
      const address = 'mongodb://ann:${secret}@db.example.com/leads';
      throw Object.assign(new TypeError('No answer of ' + address + ' for sk-workspace_${secret}'), { address });
    });
  `;
  const file = `${newPath('bug')}.mjs`;
  writeFileSync(file, bug);
  const preload = ['--import', file];
  const gateway = startProcess('main.js', [], { PORT: '0', MONGODB_URI: await newDatabaseUri() }, preload);
  await gateway.printed(/npm run keys/);
  const { code, stderr } = await gateway.kill('SIGUSR2');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^Leadgraph stopped unexpectedly: TypeError: No answer of mongodb:\/\/\*\*\*@db\.example\.com\/leads for sk-workspace_\*\*\*\n {4}at /,
  );
  expect(stderr).not.toContain(secret);
});
