import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Context } from 'hono';
import { HttpError } from './failure.ts';
import { buildDocument } from './openapi.ts';
import type { Route } from './route.ts';

/** Something that everybody may read, without a key. */
export interface AssetRoute {
  method: 'GET';
  path: string;
  operationId: string;
  summary: string;
  contentType: string;
  /** Values of the path's parameter. */
  names?: readonly string[];
  serve(context: Context): Response;
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Leadgraph REST API</title>
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png">
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <div id="page"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#page',
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
});
`;

/** Everything that the page loads comes from here. Swagger UI sets styles on its elements and draws icons inline. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const require = createRequire(import.meta.url);
const distribution = dirname(require.resolve('swagger-ui-dist/package.json'));
const distributed = (file: string) => () => readFileSync(join(distribution, file));

interface Asset {
  contentType: string;
  read: () => string | Uint8Array;
}

/** All that is served beside the page; no other file of the package can be had. */
const files: Record<string, Asset> = {
  'swagger-ui.css': { contentType: 'text/css; charset=utf-8', read: distributed('swagger-ui.css') },
  'swagger-ui-bundle.js': {
    contentType: 'text/javascript; charset=utf-8',
    read: distributed('swagger-ui-bundle.js'),
  },
  'favicon-32x32.png': { contentType: 'image/png', read: distributed('favicon-32x32.png') },
  'start.js': { contentType: 'text/javascript; charset=utf-8', read: () => start },
};

/** The document of these routes, and the page that shows it. */
export function assetRoutes(routes: readonly Route[]): AssetRoute[] {
  const assets: AssetRoute[] = [];
  const json: Asset = { contentType: 'application/json', read: () => JSON.stringify(buildDocument(routes, assets)) };
  const html: Asset = { contentType: 'text/html; charset=utf-8', read: () => page };
  const serveDocument = cached(json, 300);
  const servePage = cached(html, 300, { 'content-security-policy': pagePolicy });
  const serveFile = new Map(Object.entries(files).map(([name, file]) => [name, cached(file, 86_400)]));
  assets.push(
    {
      method: 'GET',
      path: '/api/openapi.json',
      operationId: 'openapi',
      summary: 'This document',
      contentType: json.contentType,
      serve: serveDocument,
    },
    {
      method: 'GET',
      path: '/api/docs',
      operationId: 'docs',
      summary: 'A page that shows this document',
      contentType: html.contentType,
      serve: servePage,
    },
    {
      method: 'GET',
      path: '/api/docs/{file}',
      operationId: 'docsFile',
      summary: 'What the page is made of',
      contentType: '*/*',
      names: Object.keys(files),
      serve(context) {
        const serve = serveFile.get(context.req.param('file') ?? '');
        if (serve === undefined) throw new HttpError(404, 'NOT_FOUND', 'The page has no such file');
        return serve(context);
      },
    },
  );
  return assets;
}

/** Serves what was read once, and says 304 to who has it. */
function cached({ contentType, read }: Asset, seconds: number, more: Record<string, string> = {}) {
  let loaded: { content: string | Uint8Array<ArrayBuffer>; etag: string } | undefined;
  return (context: Context): Response => {
    loaded ??= load(read);
    const headers = {
      etag: loaded.etag,
      'cache-control': `public, max-age=${seconds}`,
      ...more,
    };
    const known = (context.req.header('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(loaded.etag)) return new Response(null, { status: 304, headers });
    return new Response(loaded.content, { headers: { ...headers, 'content-type': contentType } });
  };
}

function load(read: Asset['read']) {
  const bytes = read();
  const content = typeof bytes === 'string' ? bytes : Uint8Array.from(bytes);
  return { content, etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"` };
}
