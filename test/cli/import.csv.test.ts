import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCsv, readDialect } from '../../src/cli/import/csv.ts';
import { readJsonl } from '../../src/cli/import/jsonl.ts';
import { inspectFile } from '../../src/cli/import/source-file.ts';
import { temporaryDirectory } from './support.ts';

const directory = temporaryDirectory();
let files = 0;

function write(content: string | Buffer, extension = 'csv'): string {
  files += 1;
  const path = join(directory, `file-${files}.${extension}`);
  writeFileSync(path, content);
  return path;
}

/** Headers and rows as an import reads them. */
async function read(content: string | Buffer, extension = 'csv') {
  const path = write(content, extension);
  const { sample } = await inspectFile(path);
  const dialect = readDialect(path, sample);
  const rows: string[][] = [];
  for await (const { cells } of readCsv(path, dialect)) rows.push(cells);
  return { delimiter: dialect.delimiter, headers: dialect.headers, rows };
}

describe('a CSV file', () => {
  const table = { headers: ['Name', 'Email', 'Note'], rows: [['Jane', 'jane@acme.com', 'a']] };
  const written: [string, string, string][] = [
    ['with commas', 'Name,Email,Note\nJane,jane@acme.com,a\n', ','],
    ['with semicolons', 'Name;Email;Note\nJane;jane@acme.com;a\n', ';'],
    ['with tabs', 'Name\tEmail\tNote\nJane\tjane@acme.com\ta\n', '\t'],
    ['with bars', 'Name|Email|Note\nJane|jane@acme.com|a', '|'],
    ['with a byte order mark and CRLF', '\uFEFFName,Email,Note\r\nJane,jane@acme.com,a\r\n', ','],
    ['with bare carriage returns', 'Name,Email,Note\rJane,jane@acme.com,a\r', ','],
    ['with mixed line ends', 'Name,Email,Note\r\nJane,jane@acme.com,a\n', ','],
    ['with Excel\'s "sep=" line', 'sep=;\r\nName;Email;Note\r\nJane;jane@acme.com;a\r\n', ';'],
    ['with blank lines and rows of nothing', '\n\nName;Email;Note\n;;\n\nJane;jane@acme.com;a\n\n;;\n', ';'],
    ['with a title', 'Contacts of 2026\n\nName,Email,Note\nJane,jane@acme.com,a\n', ','],
  ];
  test.each(written)('%s', async (_what, content, delimiter) => {
    expect(await read(content)).toEqual({ delimiter, ...table });
  });

  test('with quotes: delimiters, line ends and quotes in cells, and stray quotes as they are', async () => {
    const { headers, rows } = await read(
      'Name,"Note, long",Size\r\n"Doe, Jane","two\r\nlines; ""quoted""",5\r\nBob "The" Builder,6" pipe,7\r\n',
    );
    expect(headers).toEqual(['Name', 'Note, long', 'Size']);
    expect(rows).toEqual([
      ['Doe, Jane', 'two\r\nlines; "quoted"', '5'],
      ['Bob "The" Builder', '6" pipe', '7'],
    ]);
  });

  test('whose cells hold more of another delimiter than of its own', async () => {
    const { delimiter, rows } = await read('Name;Tags\nA;"a,b,c,d"\nB;a,b,c,d\nC;a,b\n');
    expect(delimiter).toBe(';');
    expect(rows[1]).toEqual(['B', 'a,b,c,d']);
  });

  test('of one column, and ragged ones as they are', async () => {
    expect(await read('Email\na@acme.com\nb@acme.com\n')).toMatchObject({
      headers: ['Email'],
      rows: [['a@acme.com'], ['b@acme.com']],
    });
    expect((await read('a,b,c\n1,2,3\n1,2\n1,2,3,4\n')).rows.map((row) => row.length)).toEqual([3, 2, 4]);
  });

  test("of LinkedIn's connections: the notes above the headers are skipped", async () => {
    const { headers, rows } = await read(
      'Notes:\n"When exporting, you may notice, that some addresses are missing."\n\nFirst Name,Last Name,URL\nJane,Doe,https://www.linkedin.com/in/jane\n',
    );
    expect(headers).toEqual(['First Name', 'Last Name', 'URL']);
    expect(rows).toEqual([['Jane', 'Doe', 'https://www.linkedin.com/in/jane']]);
  });

  test('with a quote that is never closed ends with the line', async () => {
    await expect(read('Name,Note\nA,b\nB,"open\nC,d\n')).rejects.toThrow('a quote is opened and not closed');
  });
});

describe('a file that cannot be imported says why', () => {
  const utf16 = Buffer.from('\uFEFFName,Email\nJane,j@acme.com\n', 'utf16le');
  const bad: [string, string | Buffer, string, string][] = [
    ['UTF-16', utf16, 'csv', 'is UTF-16, not UTF-8; convert it: iconv -f UTF-16 -t UTF-8'],
    ['UTF-16 the other way round', Buffer.from(utf16).swap16(), 'csv', 'is UTF-16, not UTF-8'],
    ['UTF-16 without a mark', utf16.subarray(2), 'csv', 'is UTF-16, not UTF-8'],
    [
      'Windows-1252',
      Buffer.from('Name,City\nJane,Köln\n', 'latin1'),
      'csv',
      'is not UTF-8 at line 2; if it is Windows-1252',
    ],
    ['a workbook', Buffer.from('PK\u0003\u0004\0\0\0\0'), 'csv', 'is a workbook or an archive; save it as CSV UTF-8'],
    ['nothing', '\n \n', 'csv', 'is empty'],
    ['a JSON array', '[{"name": {}}]', 'jsonl', 'is one JSON array; give one object a line'],
  ];
  test.each(bad)('%s', async (_what, content, extension, message) => {
    await expect(inspectFile(write(content, extension))).rejects.toThrow(message);
  });

  test('one that is not there, and a folder', async () => {
    await expect(inspectFile(join(directory, 'nope.csv'))).rejects.toThrow('There is no file');
    await expect(inspectFile(directory)).rejects.toThrow('is no file');
  });

  test('a wrong byte anywhere, before a row is sent', async () => {
    const rows = `${'Jane,Köln\n'.repeat(200_000)}`;
    const content = Buffer.concat([
      Buffer.from(`Name,City\n${rows}`),
      Buffer.from([0x4a, 0xfc, 0x0a]),
      Buffer.from(rows),
    ]);
    await expect(inspectFile(write(content))).rejects.toThrow('is not UTF-8 at line 200002');
  });
});

test('a file is known again by its size and both of its ends', async () => {
  const [one, same, other] = await Promise.all(
    ['a,b\n1,2\n', 'a,b\n1,2\n', 'a,b\n1,3\n'].map((content) => inspectFile(write(content))),
  );
  expect(same?.fingerprint).toBe(one?.fingerprint);
  expect(other?.fingerprint).not.toBe(one?.fingerprint);
});

test('JSONL lines come one by one with where they end, across reads of any size', async () => {
  const long = JSON.stringify({ note: 'ü'.repeat(100_000) });
  const content = `\uFEFF{"a":1}\r\n\n  \n${long}\n{"b":2}`;
  const lines = [];
  for await (const line of readJsonl(write(content, 'jsonl'))) lines.push(line);
  expect(lines.map(({ text }) => text)).toEqual(['{"a":1}', long, '{"b":2}']);
  expect(lines.at(-1)?.bytes).toBe(Buffer.byteLength(content));
});
