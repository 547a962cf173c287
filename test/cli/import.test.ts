import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type RunOptions, runCli, serveGateway, serveStub, stubResult, temporaryDirectory } from './support.ts';

let gateway: TestGateway;
let client: TestClient;
let url: string;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  url = await serveGateway(gateway);
  await runCli(['--version']);
}, 60_000);

/** Imports a file of this content from a folder of its own. */
async function importing(name: string, content: string, args: string[] = [], options: RunOptions = {}) {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, name), content);
  const ended = await runCli(['import', name, ...args], { url, key: client.key, cwd, ...options });
  const rejects = join(cwd, `${name}.rejects.${name.endsWith('.jsonl') ? 'jsonl' : 'csv'}`);
  return {
    ...ended,
    cwd,
    summary: ended.stdout === '' ? null : JSON.parse(ended.stdout),
    rejects: existsSync(rejects) ? readFileSync(rejects, 'utf8').trimEnd().split('\n') : null,
  };
}

async function find(email: string) {
  const { stdout } = await runCli(['lead', 'list', '--email', email], { url, key: client.key });
  return JSON.parse(stdout).nodes;
}

describe('leadgraph import', () => {
  test("brings Apollo's export in untouched, with what it does not know in attributes", async () => {
    const { code, stderr, summary } = await importing(
      'apollo-contacts-export.csv',
      `\uFEFFFirst Name,Last Name,Title,Company Name,Company Name for Emails,Email,Corporate Phone,# Employees,Person Linkedin Url,Website,Company Linkedin Url,City,Country,Stage,Apollo Contact Id,Apollo Account Id\r
Ada,Lovelace,Analyst,Analytical Engines,Analytical,ada@engines.example.com,'+44 20 7946 0000,12,http://www.linkedin.com/in/ada-apollo,http://www.engines.example.com,http://www.linkedin.com/company/engines,London,United Kingdom,Cold,663232d80c8fc0000776f5dd,663232d80c8fc0000776f602\r
`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(summary).toMatchObject({ rows: 1, created: 1, rejects: null, finished: true });
    expect(await find('ada@engines.example.com')).toEqual([
      expect.objectContaining({
        type: 'PERSON',
        name: expect.objectContaining({ full: 'Ada Lovelace' }),
        title: 'Analyst',
        phone: '+44 20 7946 0000',
        size: '12',
        company: {
          name: 'Analytical Engines',
          id: '663232d80c8fc0000776f602',
          domain: 'http://www.engines.example.com',
        },
        location: { city: 'London', state: null, country: 'United Kingdom', raw: null },
        socials: [{ url: 'http://www.linkedin.com/in/ada-apollo' }],
        sources: [{ provider: 'apollo', id: '663232d80c8fc0000776f5dd' }],
        attributes: {
          'Company Name for Emails': 'Analytical',
          'Company Linkedin Url': 'http://www.linkedin.com/company/engines',
          Stage: 'Cold',
        },
      }),
    ]);
  });

  test('makes one lead of a row whose only identifier is none here, however often it comes', async () => {
    const own = await gateway.client();
    await own.services.identity.set({ blocked: [{ kind: 'email', value: 'ada.front@acme.com' }] }, null);
    const again = () => importing('desk.csv', 'First Name,Email\nAda,Ada.front@acme.com\n', [], { key: own.key });
    expect((await again()).summary).toMatchObject({ rows: 1, created: 1 });
    expect((await again()).summary).toMatchObject({ rows: 1, created: 0, unchanged: 1 });
  });

  test('makes companies of a company export, and puts them on lists', async () => {
    const list = await client.services.list.create({ name: 'Imported' });
    const { code, summary } = await importing(
      'hubspot.csv',
      'Record ID;Company name;Company owner;Company Domain Name;City\n101;Globex;Ann;globex.example.com;Berlin\n',
      ['--list-ids', list.id, '--source', 'hubspot'],
    );
    expect({ code, created: summary.created }).toEqual({ code: 0, created: 1 });
    const { stdout } = await runCli(['lead', 'list', '--list-id', list.id], { url, key: client.key });
    expect(JSON.parse(stdout).nodes).toMatchObject([
      {
        type: 'COMPANY',
        name: { full: 'Globex' },
        domain: 'globex.example.com',
        source: 'hubspot',
        sources: [{ provider: 'hubspot', id: '101' }],
        attributes: { 'Company owner': 'Ann' },
      },
    ]);
  });

  test('writes refused rows with the reasons, each as it was, ready to be corrected and imported', async () => {
    await client.services.lead.create({ type: 'person', name: { full: 'A' }, email: 'a@conflict.example.com' });
    await client.services.lead.create({
      type: 'person',
      name: { full: 'B' },
      socials: [{ url: 'linkedin.com/in/b-conflict' }],
    });
    const result = await importing(
      'mixed.csv',
      [
        'Name,Email,LinkedIn,Note',
        'Good One,good@mixed.example.com,,"kept, as it is"',
        ',nameless@mixed.example.com,,',
        'Short',
        'A and B,a@conflict.example.com,linkedin.com/in/b-conflict,"two\nlines"',
        'Bad Mail,bad at example,,',
        'Long,long@mixed.example.com,,,more',
      ].join('\n'),
      ['--source', 'fair'],
    );
    expect(result.code).toBe(5);
    expect(result.stderr).toBe('error: 5 rows were refused; see mixed.csv.rejects.csv (INVALID_INPUT)\n');
    expect(result.summary).toMatchObject({
      rows: 6,
      created: 1,
      conflicts: 1,
      invalid: 4,
      rejects: 'mixed.csv.rejects.csv',
    });
    expect(result.rejects?.map((line) => line.replace(/lead_\w+/g, 'lead_…'))).toEqual([
      'leadgraph_row,leadgraph_code,leadgraph_reason,Name,Email,LinkedIn,Note',
      '2,INVALID_INPUT,"name.full: A person needs a full name, or a first or last name",,nameless@mixed.example.com,,',
      '3,INVALID_ROW,"The row has 1 cell, the headers 4",Short',
      expect.stringMatching(/^4,IDENTITY_CONFLICT,".*belong to 2 different leads: lead_…, lead_…",A and B,/),
      'lines"',
      '5,INVALID_INPUT,email: Is not an email address,Bad Mail,bad at example,,',
      '6,INVALID_ROW,"The row has 5 cells, the headers 4",Long,long@mixed.example.com,,,more',
    ]);
    const corrected = await importing(
      'corrected.csv',
      `${result.rejects?.[0]}\n5,X,Y,Good Mail,better@mixed.example.com,,\n`,
    );
    expect(corrected.summary).toMatchObject({ rows: 1, created: 1 });
    expect((await find('better@mixed.example.com'))[0].attributes).toEqual({});
  });

  test('reads JSONL, and says of each line that is none what is wrong', async () => {
    const result = await importing(
      'leads.jsonl',
      [
        '{"type":"person","name":{"full":"Jay Son"},"email":"jay@lines.example.com","metadata":{"a":{"b":[1]}}}',
        '{"type":"person",',
        '',
        '{"type":"company","name":"Lines","domain":"lines.example.com","rating":5}',
        '{"name":"Default","email":"default@lines.example.com"}',
      ].join('\n'),
      ['--type', 'person'],
    );
    expect(result.summary).toMatchObject({ rows: 4, created: 2, invalid: 2 });
    expect(result.rejects).toEqual([
      expect.stringMatching(/^\{"leadgraph_row":2,"leadgraph_code":"INVALID_JSON",.*","type":"person",$/),
      expect.stringMatching(
        /^\{"leadgraph_row":3,"leadgraph_code":"INVALID_INPUT",.*"domain":"lines.example.com","rating":5\}$/,
      ),
    ]);
    expect((await find('jay@lines.example.com'))[0].metadata).toEqual({ a: { b: [1] } });
    const corrected = result.rejects?.map((line) => line.replace(/,$/, ',"name":"Jay"}').replace(',"rating":5', ''));
    const again = await importing('lines.rejects.jsonl', corrected?.join('\n') ?? '');
    expect(again.summary).toMatchObject({ rows: 2, created: 2, rejects: null });
  });

  test('counts one refused row as one', async () => {
    const { stderr } = await importing('one.csv', 'Name,Email\nJane,nowhere\n', ['--type', 'person']);
    expect(stderr).toBe('error: 1 row was refused; see one.csv.rejects.csv (INVALID_INPUT)\n');
  });

  test('meets a row without identifiers again, so that nothing is there twice', async () => {
    const content = 'Name,Company\nNo Body,Acme\nNo Body,Acme\nNo Body,Globex\n';
    expect((await importing('nobody.csv', content)).summary).toMatchObject({ rows: 3, created: 2 });
    expect((await importing('nobody.csv', content)).summary).toMatchObject({ rows: 3, created: 0 });
  });

  test('follows --map, and refuses one that does not fit before anything is sent', async () => {
    const content = 'Wer,Was,Adresse\nJane Map,Chefin,jane@map.example.com\n';
    const map = 'Wer=name.full,Adresse=email,Was=metadata.role';
    expect((await importing('map.csv', content, ['--type', 'person', '--map', map])).code).toBe(0);
    expect((await find('jane@map.example.com'))[0]).toMatchObject({
      name: { full: 'Jane Map' },
      metadata: { role: 'Chefin' },
    });
    const wrong = await importing('map.csv', content, ['--type', 'person', '--map', '{"Wo": "title"}']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toBe('error: --map names "Wo", but the headers are: Wer, Was, Adresse\n');
    expect(existsSync(join(wrong.cwd, 'map.csv.import-state.json'))).toBe(false);
  });

  test('refuses a key that may not write, and leaves nothing behind', async () => {
    const reader = await gateway.client({ scopes: ['leads:read'] });
    const refused = await importing('x.csv', 'First Name,Email\nX,x@acme.com\n', [], { key: reader.key });
    expect(refused.code).toBe(6);
    expect(existsSync(join(refused.cwd, 'x.csv.import-state.json'))).toBe(false);
  });
});

describe('a gateway in trouble', () => {
  const rows = Array.from({ length: 6 }, (_, n) => `N${n},n${n}@acme.com`).join('\n');
  const content = `First Name,Email\n${rows}\n`;

  test('is asked again when it is busy, away for a moment or cuts the connection', async () => {
    let asked = 0;
    const stub = await serveStub(({ query }, response) => {
      if (!query.includes('createLeads')) return;
      asked += 1;
      if (asked === 1) response.writeHead(503, { 'retry-after': '0' }).end('later');
      else if (asked === 2)
        response.writeHead(429).end('{"errors":[{"message":"Slow down","extensions":{"code":"RATE_LIMITED"}}]}');
      else if (asked === 3) response.destroy();
    });
    const { code, stderr, summary } = await importing('busy.csv', content, [], { url: stub });
    expect({ code, created: summary.created, asked }).toEqual({ code: 0, created: 6, asked: 4 });
    expect(stderr.split('\n').map((line) => line.replace(/\d+\.\d s/, '… s'))).toEqual([
      'note: UNREACHABLE: trying again in … s (1 of 8)',
      'note: RATE_LIMITED: trying again in … s (2 of 8)',
      'note: UNREACHABLE: trying again in … s (3 of 8)',
      '',
    ]);
  });

  test('ends the import where it stays away, and --resume goes on from there', async () => {
    let away = false;
    const sent: unknown[] = [];
    const stub = await serveStub((asked, response) => {
      if (!asked.query.includes('createLeads')) return;
      if (away) return void response.destroy();
      sent.push(...(asked.variables.inputs ?? []).map(({ email }) => email));
      away = sent.length === 4;
    });
    const args = ['--batch', '2', '--concurrency', '1', '--retries', '0'];
    const stopped = await importing('away.csv', content, args, { url: stub });
    expect(stopped.code).toBe(7);
    expect(stopped.stderr).toMatch(
      /^error: No gateway answers at .*; stopped after row 4, go on with: leadgraph import away\.csv --resume \(UNREACHABLE\)\n$/,
    );
    away = false;
    const again = ['import', 'away.csv', '--resume', ...args];
    const resumed = await runCli(again, { url: stub, key: 'sk-workspace_stub', cwd: stopped.cwd });
    expect(JSON.parse(resumed.stdout)).toMatchObject({ rows: 6, created: 6, finished: true });
    expect(sent).toEqual(Array.from({ length: 6 }, (_, n) => `n${n}@acme.com`));

    const restarted = await runCli(again, { url: stub, key: 'sk-workspace_stub', cwd: stopped.cwd });
    expect(restarted.stderr).toBe('note: nothing to resume; the import begins with the first row\n');
  });

  test('--resume refuses another file or workspace than the import began with', async () => {
    let workspaceId = 'ws_1';
    let answered = 0;
    const stub = await serveStub((asked, response) => {
      if (!asked.query.includes('createLeads'))
        return { data: { result: { ...(stubResult(asked) as object), workspaceId } } };
      answered += 1;
      if (answered > 1) response.destroy();
      return undefined;
    });
    const args = ['--batch', '2', '--concurrency', '1', '--retries', '0'];
    const { cwd } = await importing('other.csv', content, args, { url: stub });
    const resume = () => runCli(['import', 'other.csv', '--resume'], { url: stub, key: 'sk', cwd });
    workspaceId = 'ws_2';
    expect((await resume()).stderr).toContain('began in another workspace');
    workspaceId = 'ws_1';
    writeFileSync(join(cwd, 'other.csv'), `${content}N,new@acme.com\n`);
    const changed = await resume();
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain('is not the file that the import began with: begin anew with --restart');
    answered = -10;
    const restarted = await runCli(['import', 'other.csv', '--restart'], { url: stub, key: 'sk', cwd });
    expect(JSON.parse(restarted.stdout)).toMatchObject({ rows: 7, created: 7 });
  });
});
