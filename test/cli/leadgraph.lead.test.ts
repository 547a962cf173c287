import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type Ended, type RunOptions, runCli, serveGateway, temporaryDirectory } from './support.ts';

let gateway: TestGateway;
let client: TestClient;
let url: string;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  url = await serveGateway(gateway);
  await runCli(['--version']);
}, 60_000);

const cli = (args: readonly string[], options: RunOptions = {}) => runCli(args, { url, key: client.key, ...options });

/** The JSON that a command printed; fails with what it said where it failed. */
async function json(args: readonly string[], options: RunOptions = {}) {
  const { code, stdout, stderr } = await cli(args, options);
  expect(`${code} ${stderr}`).toBe('0 ');
  return JSON.parse(stdout);
}

const failure = ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr: stderr.trimEnd() });

describe('leadgraph lead create', () => {
  test('takes every option of the seeds, as plain text and as JSON, and prints the lead as JSON', async () => {
    const list = await client.services.list.create({ name: 'From the command line' });
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'raw.json'), '{"as": {"it": "was"}}');
    const created = await json(
      [
        ...['lead', 'create', '--type', 'person', '--name', 'Jane Doe', '--title', 'VP Sales', '--company', 'Acme'],
        ...[
          '--location',
          '{"city": "Berlin", "country": "Germany"}',
          '--email',
          'jane@acme.com',
          '--phone',
          '+49 30 123456',
        ],
        ...['--socials', 'https://www.linkedin.com/in/jane-cli', '--socials', '["https://github.com/jane"]'],
        ...['--contacts', '[{"value": "jane@home.example.org"}, {"value": "jane@acme.com"}]', '--industry', 'Tools'],
        ...[
          '--size',
          '11-50',
          '--status',
          'follow-up',
          '--attributes',
          '{"a":1}',
          '--metadata',
          '-',
          '--source',
          'webinar',
        ],
        ...['--sources', 'apollo:42', '--list-ids', ` ${list.id} ,`, '--raw', '@raw.json'],
      ],
      { cwd: directory, stdin: '{"from": {"stdin": true}}' },
    );
    expect(created).toMatchObject({
      outcome: 'CREATED',
      matchedKeys: [],
      lead: {
        type: 'PERSON',
        name: { full: 'Jane Doe', first: 'Jane', last: 'Doe' },
        title: 'VP Sales',
        company: { name: 'Acme' },
        location: { city: 'Berlin', country: 'Germany' },
        email: 'jane@acme.com',
        phone: '+49 30 123456',
        socials: [{ url: 'https://www.linkedin.com/in/jane-cli' }, { url: 'https://github.com/jane' }],
        industry: 'Tools',
        size: '11-50',
        status: 'FOLLOW_UP',
        attributes: { a: 1 },
        metadata: { from: { stdin: true } },
        source: 'webinar',
        sources: [{ provider: 'apollo', id: '42' }],
        lists: [{ id: list.id, name: 'From the command line' }],
      },
    });
    const { lead } = await json(['lead', 'get', created.lead.id]);
    expect(lead.raw).toEqual({ as: { it: 'was' } });
    expect(Object.keys(created.lead).slice(0, 5)).toEqual(['id', 'type', 'version', 'name', 'title']);
  });

  test('answers MERGED by which key, and a company with its domain', async () => {
    await json(['lead', 'create', '--type', 'company', '--name', 'Merge Inc', '--domain', 'merge.example.org']);
    const merged = await json([
      ...['lead', 'create', '--type', 'COMPANY', '--name', '{"full": "Merge Inc", "short": "M"}'],
      ...['--domain', 'https://www.merge.example.org/about', '--source', '{"provider": "hubspot", "id": "7"}'],
    ]);
    expect(merged).toMatchObject({
      outcome: 'MERGED',
      matchedKeys: [{ kind: 'DOMAIN', value: 'merge.example.org' }],
      lead: { name: { short: 'M' }, source: 'hubspot', sources: [{ provider: 'hubspot', id: '7' }] },
    });
  });

  test('fails with 5 and every broken rule, with 4 and the leads where identifiers are taken', async () => {
    const invalid = await cli(['lead', 'create', '--type', 'person', '--name', '{}', '--email', 'nope']);
    expect(failure(invalid)).toEqual({
      code: 5,
      stdout: '',
      stderr:
        'error: email: Is not an email address; name.full: A person needs a full name, or a first or last name (INVALID_INPUT)',
    });
    const one = await json(['lead', 'create', '--type', 'person', '--name', 'One', '--email', 'one@taken.example.org']);
    const two = await json(['lead', 'create', '--type', 'person', '--name', 'Two', '--sources', 'x:two']);
    const conflict = await cli([
      ...[
        'lead',
        'create',
        '--type',
        'person',
        '--name',
        'Both',
        '--email',
        'one@taken.example.org',
        '--sources',
        'x:two',
      ],
    ]);
    expect(conflict.code).toBe(4);
    expect(conflict.stderr).toMatch(
      /^error: .* belong to 2 different leads: lead_\w+, lead_\w+ \(IDENTITY_CONFLICT\)\n$/,
    );
    expect(conflict.stderr).toContain(one.lead.id);
    expect(conflict.stderr).toContain(two.lead.id);
  });
});

describe('leadgraph lead update', () => {
  test('changes what is given, clears what --clear names, and holds to the version', async () => {
    const { lead } = await json([
      ...['lead', 'create', '--type', 'person', '--name', 'Up Date', '--title', 'CEO', '--phone', '+4930654321'],
      ...['--metadata', '{"keep": 1, "drop": 2}'],
    ]);
    const update = ['lead', 'update', '--id', lead.id, '--expected-version', '1'];
    const changed = await json([
      ...update,
      '--status',
      'qualified',
      '--clear',
      'title,phone',
      '--metadata',
      '{"drop": null}',
    ]);
    expect(changed.lead).toMatchObject({
      version: 2,
      status: 'QUALIFIED',
      title: null,
      phone: null,
      metadata: { keep: 1 },
    });
    const late = await cli([...update, '--title', 'CTO']);
    expect(failure(late)).toEqual({
      code: 4,
      stdout: '',
      stderr: `error: Lead ${lead.id} is at version 2, not 1 (VERSION_CONFLICT)`,
    });
    const contradiction = await cli(['lead', 'update', '--id', lead.id, '--title', 'X', '--clear', 'title']);
    expect(failure(contradiction)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --title and --clear title contradict each other',
    });
  });
});

describe('leadgraph lead get and delete', () => {
  test('fail with 3 for ids that are not known', async () => {
    const { lead } = await json(['lead', 'create', '--type', 'person', '--name', 'Gone Soon']);
    expect(await json(['lead', 'delete', lead.id])).toEqual({ id: lead.id });
    for (const command of ['get', 'delete']) {
      expect(failure(await cli(['lead', command, lead.id]))).toEqual({
        code: 3,
        stdout: '',
        stderr: `error: Lead ${lead.id} was not found (NOT_FOUND)`,
      });
    }
  });
});

describe('leadgraph lead list', () => {
  test('filters, sorts and pages; --all prints the JSON of one page however many there are', async () => {
    const other = await gateway.client();
    const listed = Array.from({ length: 103 }, (_, index) => {
      const n = index + 1;
      const type = n % 2 === 0 ? 'company' : 'person';
      return {
        type,
        name: { full: `Listed ${String(n).padStart(3, '0')}` },
        metadata: { n },
        source: n <= 3 ? 'webinar' : null,
      };
    });
    await other.services.lead.createMany(listed);
    const key = other.key;
    const names = async (...args: string[]) => {
      const { nodes } = await json(['lead', 'list', ...args], { key });
      return nodes.map((lead: { name: { full: string } }) => lead.name.full);
    };
    expect(await names('--source', 'webinar', '--sort', 'name')).toEqual(['Listed 001', 'Listed 002', 'Listed 003']);
    expect(await names('--type', 'company', '--sort', '-name', '--first', '2')).toEqual(['Listed 102', 'Listed 100']);
    expect(await names('--metadata', 'n=7')).toEqual(['Listed 007']);
    expect(await names('--created-to', '2020-01-31')).toEqual([]);
    const all = await names('--all', '--sort', 'name');
    expect(all).toHaveLength(103);
    const page = await json(['lead', 'list', '--sort', 'name', '--first', '100'], { key });
    const rest = await json(['lead', 'list', '--sort', 'name', '--after', page.pageInfo.endCursor], { key });
    expect([...page.nodes, ...rest.nodes].map((lead) => lead.name.full)).toEqual(all);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    expect(await names('--all', '--text', 'nobody')).toEqual([]);
  });
});

test('options are read by the command line before anything is sent', async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'folder'));
  const wrong: [string[], string][] = [
    [['lead', 'create', '--type', 'robot', '--name', 'X'], '--type must be one of person, company, not "robot"'],
    [['lead', 'create', '--type', 'person'], "required option '--name <name>' not specified; see --help"],
    [['lead', 'update', '--id', 'x', '--attributes', '{"a"'], '--attributes is not JSON: '],
    [
      ['lead', 'update', '--id', 'x', '--attributes', '{"a":9007199254740993}'],
      '--attributes: the number 9007199254740993 has more digits than a number keeps: write it as text',
    ],
    [
      ['lead', 'update', '--id', 'x', '--attributes', '[1]'],
      '--attributes must be a JSON object such as \'{"key": "value"}\'',
    ],
    [['lead', 'update', '--id', 'x', '--raw', '@missing.json'], '--raw: the file missing.json cannot be read (ENOENT)'],
    [['lead', 'update', '--id', 'x', '--raw', '-', '--metadata', '-'], '--metadata and --raw cannot both read stdin'],
    [
      ['lead', 'update', '--id', 'x', '--source', '{"provider": "hubspot", "id": "7"}'],
      '--source must be text in an update; --sources replaces the records elsewhere by those it names',
    ],
    [['lead', 'update', '--id', 'x', '--nope', 'y'], "unknown option '--nope'"],
    [['lead', 'list', '--first', '101'], '--first must be a whole number from 1 to 100, not "101"'],
    [['lead', 'list', '--created-from', 'yesterday'], '--created-from must be a time such as 2026-01-31'],
    [['lead', 'list', '--sort', 'email'], '--sort must be one of created_at, updated_at, name, not "email"'],
    [['lead', 'fly'], "unknown command 'fly'"],
  ];
  const results = await Promise.all(wrong.map(([args]) => cli(args, { cwd: directory, stdin: '{}' })));
  for (const [index, { code, stdout, stderr }] of results.entries()) {
    expect(stderr).toContain(`error: ${wrong[index]?.[1]}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
}, 60_000);
