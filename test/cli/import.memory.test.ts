import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { runCli, serveStub, temporaryDirectory } from './support.ts';

/** LEADGRAPH_TEST_LONG=1 imports as many rows as a partner would; the shorter form would show a leak as well. */
const rows = process.env.LEADGRAPH_TEST_LONG === '1' ? 100_000 : 20_000;
/** What a process of Node that reads, sends and forgets stays under, however long the file. */
const maxMegabytes = 256;

/** Writes what the process measured of itself when it ends. */
const measure = `data:text/javascript,${encodeURIComponent(`
  import { writeFileSync } from 'node:fs';
  process.on('exit', () => writeFileSync(process.env.MAX_RSS_FILE, String(process.resourceUsage().maxRSS / 1024)));
`)}`;

test(`${rows} rows are imported in bounded memory`, async () => {
  const directory = temporaryDirectory();
  const file = createWriteStream(join(directory, 'large.csv'));
  file.write('First Name,Last Name,Email,Person Linkedin Url,Company,Keywords\n');
  for (let n = 0; n < rows; n += 1) {
    file.write(
      `First${n},Last${n},p${n}@acme.com,http://www.linkedin.com/in/p-${n},Acme ${n % 50},"${'word, '.repeat(40)}"\n`,
    );
  }
  file.end();
  await finished(file);
  let sent = 0;
  let largest = 0;
  const url = await serveStub(({ variables }) => {
    sent += variables.inputs?.length ?? 0;
    largest = Math.max(largest, JSON.stringify(variables).length);
    return undefined;
  });
  const rssFile = join(directory, 'rss');
  const { code, stdout, stderr } = await runCli(['import', 'large.csv'], {
    ...{ url, key: 'sk-workspace_stub', cwd: directory },
    ...{ node: ['--import', measure], env: { MAX_RSS_FILE: rssFile } },
  });
  expect({ code, stderr, sent }).toEqual({ code: 0, stderr: '', sent: rows });
  const { created } = JSON.parse(stdout);
  expect(created).toBe(rows);
  expect(largest).toBeLessThan(256 * 1024);
  const megabytes = Number(readFileSync(rssFile, 'utf8'));
  expect(megabytes).toBeLessThan(maxMegabytes);
}, 300_000);
