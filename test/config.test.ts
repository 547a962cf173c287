import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultAccess } from '../src/access/access.settings.ts';
import { type Config, loadConfig } from '../src/config.ts';
import { StartupError } from '../src/shared/errors.ts';
import { defaultLimits, defaultTimeouts } from '../src/shared/limits.ts';

const defaults: Config = {
  port: 4000,
  host: '127.0.0.1',
  workers: 1,
  mongodbUri: null,
  dataDirectory: resolve('.leadgraph/data'),
  corsOrigins: [],
  graphiql: true,
  introspection: true,
  trustedDocuments: false,
  keyCacheSeconds: 5,
  historyLength: 30,
  logLevel: 'warn',
  access: defaultAccess,
  limits: defaultLimits,
  timeouts: defaultTimeouts,
  drainMs: 1_000,
};

test('nothing configured gives the defaults, whatever else the environment holds', () => {
  expect(loadConfig({})).toEqual(defaults);
  expect(loadConfig({ HOME: '/root', LEADGRAPH_PORT: 'tcp://10.0.0.1:4000' })).toEqual(defaults);
});

describe('a setting', () => {
  const accepted: [NodeJS.ProcessEnv, Partial<Config>][] = [
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65_535 }],
    [{ PORT: '' }, { port: 4000 }],
    [{ PORT: ' 8080\n' }, { port: 8080 }],
    [{ WORKERS: '4' }, { workers: 4, access: { ...defaultAccess, store: 'mongodb' } }],
    [{ HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ HOST: 'fe80::1%eth0' }, { host: 'fe80::1%eth0' }],
    [{ HOST: 'localhost' }, { host: 'localhost' }],
    [{ MONGODB_URI: 'mongodb://db.example.com/leads' }, { mongodbUri: 'mongodb://db.example.com/leads' }],
    [{ MONGODB_URI: 'mongodb+srv://ann:x@db.example.com\n' }, { mongodbUri: 'mongodb+srv://ann:x@db.example.com' }],
    [{ MONGODB_URI: '' }, { mongodbUri: null }],
    [{ MONGODB_URI: '  ' }, { mongodbUri: null }],
    [{ LEADGRAPH_DATA: '/var/lib/leadgraph' }, { dataDirectory: '/var/lib/leadgraph' }],
    [{ LEADGRAPH_DATA: 'data' }, { dataDirectory: resolve('data') }],
    [{ LEADGRAPH_CORS_ORIGINS: '*' }, { corsOrigins: ['*'] }],
    [{ LEADGRAPH_CORS_ORIGINS: 'https://App.example.com:443' }, { corsOrigins: ['https://app.example.com'] }],
    [
      { LEADGRAPH_CORS_ORIGINS: 'http://localhost:3000, https://app.example.com,http://localhost:3000' },
      { corsOrigins: ['http://localhost:3000', 'https://app.example.com'] },
    ],
    [{ LEADGRAPH_GRAPHIQL: 'off' }, { graphiql: false }],
    [{ LEADGRAPH_INTROSPECTION: 'off' }, { introspection: false }],
    [{ LEADGRAPH_TRUSTED_DOCUMENTS: 'on' }, { trustedDocuments: true }],
    [{ LEADGRAPH_GRAPHIQL: 'on' }, { graphiql: true }],
    [{ LEADGRAPH_KEY_CACHE_SECONDS: '0' }, { keyCacheSeconds: 0 }],
    [{ LEADGRAPH_KEY_CACHE_SECONDS: '3600' }, { keyCacheSeconds: 3600 }],
    [{ LEADGRAPH_LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [{ LEADGRAPH_MAX_BODY_KB: '1024' }, { limits: { ...defaultLimits, bodyBytes: 1024 * 1024 } }],
    [{ LEADGRAPH_MAX_COST: '500' }, { limits: { ...defaultLimits, cost: 500 } }],
    [{ LEADGRAPH_MAX_ALIASES: '0' }, { limits: { ...defaultLimits, aliases: 0 } }],
    [{ LEADGRAPH_EXECUTION_SECONDS: '30' }, { limits: { ...defaultLimits, executionMs: 30_000 } }],
    [{ LEADGRAPH_DRAIN_SECONDS: '0' }, { drainMs: 0 }],
    [{ LEADGRAPH_DRAIN_SECONDS: '15' }, { drainMs: 15_000 }],
    [{ LEADGRAPH_IDLE_SECONDS: '60' }, { timeouts: { ...defaultTimeouts, idleMs: 60_000 } }],
  ];
  test.each(accepted)('%j is taken', (env, expected) => {
    expect(loadConfig(env)).toEqual({ ...defaults, ...expected });
  });

  const port = 'PORT must be a whole number from 0 to 65535';
  const host = 'HOST must be an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0';
  const uri = 'MONGODB_URI must begin with mongodb:// or mongodb+srv://';
  const origins = 'LEADGRAPH_CORS_ORIGINS must be origins such as "https://app.example.com", separated by commas';
  const seconds = 'LEADGRAPH_KEY_CACHE_SECONDS must be a whole number from 0 to 3600';
  const refused: [NodeJS.ProcessEnv, string][] = [
    [{ PORT: 'http' }, port],
    [{ PORT: '65536' }, port],
    [{ PORT: '-1' }, port],
    [{ PORT: '4000.5' }, port],
    [{ PORT: '0x1' }, port],
    [{ PORT: '9'.repeat(400) }, port],
    [{ HOST: 'http://127.0.0.1' }, host],
    [{ HOST: '[::1]' }, host],
    [{ HOST: 'a b' }, host],
    [{ MONGODB_URI: 'db.example.com' }, uri],
    [{ MONGODB_URI: 'mongodb:/db.example.com' }, uri],
    [{ MONGODB_URI: 'postgres://ann:pa55w0rd@db.example.com/leads' }, uri],
    [{ MONGODB_URI: 'mongodb_embedded:///var/lib' }, uri],
    [{ LEADGRAPH_CORS_ORIGINS: 'app.example.com' }, origins],
    [{ LEADGRAPH_CORS_ORIGINS: 'https://app.example.com/' }, origins],
    [{ LEADGRAPH_CORS_ORIGINS: 'https://app.example.com,,' }, origins],
    [{ LEADGRAPH_CORS_ORIGINS: 'https://ann:x@app.example.com' }, origins],
    [{ LEADGRAPH_CORS_ORIGINS: 'https://app.example.com:port' }, origins],
    [{ LEADGRAPH_GRAPHIQL: 'true' }, 'LEADGRAPH_GRAPHIQL must be "on" or "off"'],
    [{ LEADGRAPH_KEY_CACHE_SECONDS: '3601' }, seconds],
    [{ LEADGRAPH_KEY_CACHE_SECONDS: '1s' }, seconds],
    [{ LEADGRAPH_LOG_LEVEL: 'loud' }, 'LEADGRAPH_LOG_LEVEL must be one of fatal, error, warn, info, debug, silent'],
  ];
  test.each(refused)('%j is refused', (env, message) => {
    const load = () => loadConfig(env);
    expect(load).toThrow(StartupError);
    expect(load).toThrow(new Error(message));
  });

  test('is named first where several are wrong', () => {
    expect(() => loadConfig({ LEADGRAPH_LOG_LEVEL: 'loud', PORT: 'http' })).toThrow(new Error(port));
  });
});
