import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { type RunningGateway, startGateway } from '../../src/start.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const hasChromium = existsSync(executablePath);
if (!hasChromium)
  process.stdout.write(`GraphiQL is not tested in a browser: there is no ${executablePath} (set CHROMIUM)\n`);

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.runIf(hasChromium)('GraphiQL in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'leadgraph-graphiql-'));
  let gateway: RunningGateway;
  let browser: Browser;
  let page: Page;
  const foreign: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    gateway = await startGateway(loadConfig({ PORT: '0', LEADGRAPH_DATA: join(directory, 'data') }));
    browser = await chromium.launch({ executablePath, args: quiet });
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(gateway.url) && !/^(blob|data):/.test(url)) foreign.push(url);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${gateway.url}/graphql`);
    await page.locator('.graphiql-execute-button').waitFor();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const response = () => page.locator('.result-window');

  test('opens with a tab for each example and nothing from another host', async () => {
    const names = await page.locator('.graphiql-tab-button').allTextContents();
    for (const name of ['CreateLead', 'UpdateLead', 'UpdateCampaignLead', 'SetSignalStatuses', 'RecordSignals']) {
      expect(names).toContain(name);
    }
    expect(foreign).toEqual([]);
  });

  test('runs createLead with the development key and shows the lead', async () => {
    await page.locator('.graphiql-execute-button').click();
    await response().getByText('jane.doe@acme.example').first().waitFor();
    await expect.poll(() => response().textContent()).toContain('CREATED');
  });

  test('switches to the next tab by a click, whose variables name a lead that exists', async () => {
    await page.locator('.graphiql-tab-button').nth(1).click();
    await page.locator('.graphiql-tab-active', { hasText: 'UpdateLead' }).waitFor();
    await page.locator('.graphiql-execute-button').click();
    await response().getByText('UpdateLeadPayload').waitFor();
    await expect.poll(() => response().textContent()).toContain('QUALIFIED');
  });

  test('does all of it under a policy that lets no script run but its own', async () => {
    const { headers } = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'nonce-[\w-]+';/);
    // Each of what the policy forbids would be an error in the console.
    expect(complaints).toEqual([]);
    await page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'ran = 1' }))");
    await expect.poll(() => complaints.join()).toContain('Content Security Policy');
    expect(await page.evaluate('typeof ran')).toBe('undefined');
  });
});
