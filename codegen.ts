import type { CodegenConfig } from '@graphql-codegen/cli';
import { printSchema } from 'graphql';
import { schema } from './src/schema/schema.ts';

const scalars = {
  DateTime: 'string',
  UUID: 'string',
  JSON: { input: 'unknown', output: 'unknown' },
  JSONObject: { input: 'Record<string, unknown>', output: 'Record<string, unknown>' },
};

/** Writes the published SDL and the typed documents of our clients. CI fails where either has drifted. */
const config: CodegenConfig = {
  schema: printSchema(schema),
  documents: 'schema/operations/*.graphql',
  silent: true,
  importExtension: '.ts',
  generates: {
    'schema/schema.graphql': { plugins: ['schema-ast'], config: { includeDirectives: false } },
    'schema/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: { documentMode: 'string', useTypeImports: true, enumsAsTypes: true, scalars, strictScalars: true },
    },
  },
};

export default config;
