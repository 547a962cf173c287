import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { ProjectConfig } from 'vitest/node';

/** Where .ci/run wants the counts as JSON. */
const report = process.env.LEADGRAPH_TEST_REPORT;

/** Tests that start processes or open engines of their own, each file in a process of its own. */
const apart = [
  'test/{bench,chaos,cli,start}/**/*.test.ts',
  'test/mongo/{embedded,glibc}*.test.ts',
  'test/http/graphiql.test.ts',
  'test/rest/seeds.test.ts',
];

const enginesFolder = 'test/support/engines-folder.ts';

const shared: ProjectConfig = {
  pool: 'forks',
  globalSetup: [enginesFolder],
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // Vite would load graphql's ESM build beside the CommonJS one that Node gives the plugins.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    maxWorkers: 2,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      {
        extends: true,
        test: { ...shared, name: 'gateway', include: ['test/**/*.test.ts'], exclude: apart, isolate: false },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'processes',
          include: apart,
          globalSetup: [enginesFolder, 'test/support/installed-gateway.ts'],
        },
      },
    ],
  },
});
