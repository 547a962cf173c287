import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { GraphiQLOptions } from 'graphql-yoga';
import type { Exchange } from '../shared/exchange.ts';
import { packageFile } from '../shared/package-file.ts';

const operations = packageFile('schema/operations/');

interface Tab {
  query: string;
  variables: string;
}

let tabs: Tab[] | undefined;

/** The documents that our clients use, each a tab with the variables of the JSON file beside it. */
function exampleTabs(): Tab[] {
  tabs ??= readdirSync(operations)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const variables = new URL(name.replace(/graphql$/, 'variables.json'), operations);
      return {
        query: readFileSync(new URL(name, operations), 'utf8'),
        variables: existsSync(variables) ? readFileSync(variables, 'utf8') : '{}',
      };
    });
  return tabs;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Ids of things that a visitor of the sample data can try the examples on, by the placeholder that they stand for. */
export type ExampleIds = Record<string, string>;

function withExamples(variables: string, ids: ExampleIds): string {
  return variables.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => ids[name] ?? placeholder);
}

interface PageOptions extends GraphiQLOptions {
  variables: string;
  /** What the page's script is marked with, so that the browser runs it and no other. */
  nonce: string;
}

/**
 * GraphiQL as a visitor finds it. The development key is handed only to pages asked for under a loopback name, so that
 * neither another machine nor a name that was pointed at this one (DNS rebinding) gets it.
 */
export function graphiqlOptions(
  request: Request,
  exchange: Exchange,
  developmentKey: string | null,
  ids: ExampleIds,
): PageOptions {
  const key = loopbackNames.has(new URL(request.url).hostname) ? developmentKey : null;
  const headers = JSON.stringify({ Authorization: `Bearer ${key ?? 'sk-workspace_…'}` }, null, 2);
  const shown = exampleTabs().map(({ query, variables }) => ({
    query,
    variables: withExamples(variables, key === null ? {} : ids),
    headers,
  }));
  const nonce = randomBytes(16).toString('base64url');
  exchange.scriptNonce = nonce;
  return {
    nonce,
    title: 'Leadgraph',
    defaultTabs: shown,
    // The editors of the first tab take their content from here alone.
    headers,
    variables: shown[0]?.variables ?? '{}',
    defaultHeaders: headers,
    shouldPersistHeaders: true,
    defaultEditorToolsVisibility: 'variables',
  };
}

/** GraphiQL moves a tab from under the pointer while its opening animation is unfinished, and the click is lost. */
const steadyTabs = '<style>.graphiql-tab { transform: none !important; }</style>';

/** The page with all that it needs inside: it loads nothing from anywhere else, and runs no script but its one. */
export async function renderGraphiqlPage({ nonce, ...options }: Partial<PageOptions> = {}): Promise<string> {
  // 10 MB of text that a gateway whose page nobody opens does without.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options)
    .replace('</head>', () => `${steadyTabs}</head>`)
    .replace('<script>', () => `<script nonce="${nonce}">`);
}
