import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/rest/routes.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Served, serveOnLoopback } from './serve-on-loopback.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const hasChromium = existsSync(executablePath);
if (!hasChromium) {
  process.stdout.write(`The page of the REST API is not tested in a browser: there is no ${executablePath}\n`);
}

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

describe('the page of the REST API', () => {
  const files: [string, string][] = [
    ['/api/docs', 'text/html; charset=utf-8'],
    ['/api/docs/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/api/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['/api/docs/start.js', 'text/javascript; charset=utf-8'],
    ['/api/docs/favicon-32x32.png', 'image/png'],
    ['/api/openapi.json', 'application/json'],
  ];
  test.each(files)('%s is %s, may be kept and is sent once', async (path, type) => {
    const response = await gateway.fetch(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
    const etag = response.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await gateway.fetch(path, { headers: { 'if-none-match': known } });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await gateway.fetch(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  test.each([
    ['index.html'],
    ['package.json'],
    ['swagger-initializer.js'],
    ['swagger-ui-bundle.js.map'],
    ['..%2Fpackage.json'],
    ['%2e%2e%2f%2e%2e%2fpackage.json'],
    ['__proto__'],
    ['constructor'],
  ])('has no file %s', async (file) => {
    const response = await gateway.fetch(`/api/docs/${file}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('names no other host, and lets the browser load from none', async () => {
    const response = await gateway.fetch('/api/docs');
    expect(await response.text()).not.toMatch(/https?:\/\//);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    expect(await (await gateway.fetch('/api/docs/start.js')).text()).not.toMatch(/https?:\/\//);
  });
});

describe.runIf(hasChromium)('the page in a browser', () => {
  let server: Served;
  let browser: Browser;
  let page: Page;
  const foreign: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await serveOnLoopback(gateway.listener);
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !/^(blob|data):/.test(url)) foreign.push(url);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.url}/api/docs`);
    await page.locator('.opblock').first().waitFor();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('shows every call, and loads and breaks nothing else', async () => {
    const shown = await page.locator('.opblock-summary-path').allTextContents();
    for (const { path } of routes) expect(shown.map((text) => text.replace(/\u200b/g, ''))).toContain(path);
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('sends a call with the key that is given', async () => {
    const client = await gateway.client();
    await client.services.lead.create({ type: 'person', name: { full: 'Jane Browser' }, email: 'jane@acme.com' });
    await page.locator('button.authorize').first().click();
    await page.locator('.auth-container input').fill(client.key);
    await page.locator('.auth-btn-wrapper button.authorize').click();
    await page.locator('.auth-btn-wrapper button.btn-done').click();
    await page.locator('#operations-Leads-listLeads .opblock-summary-control').click();
    await page.locator('#operations-Leads-listLeads button.execute').click();
    await expect
      .poll(() => page.locator('#operations-Leads-listLeads .live-responses-table').textContent())
      .toContain('Jane Browser');
  });
});
