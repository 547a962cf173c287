import { resolve } from 'node:path';
import * as z from 'zod';
import { type AccessSettings, accessRules, toAccessSettings } from './access/access.settings.ts';
import { StartupError } from './shared/errors.ts';
import {
  defaultHistoryLength,
  defaultLimits,
  defaultTimeouts,
  type RequestLimits,
  type SocketTimeouts,
} from './shared/limits.ts';
import { count, setting, wholeNumber } from './shared/settings.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

const onOff = z.enum(['on', 'off'], { error: 'must be "on" or "off"' }).transform((value) => value === 'on');

/** Origins as browsers send them: lower case, without the port that the scheme has anyway. */
const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every((origin) => origin === '*' || isOrigin(origin)), {
    error: 'must be origins such as "https://app.example.com", separated by commas',
  })
  .transform((list) => [...new Set(list.map((origin) => (origin === '*' ? origin : new URL(origin).origin)))]);

function isOrigin(value: string): boolean {
  return /^https?:\/\/[^/?#@\s]+$/i.test(value) && URL.canParse(value);
}

const kilobytes = (fallback: number, max: number) => count(fallback / 1024, max).transform((value) => value * 1024);
const seconds = (fallback: number, max: number) => count(fallback / 1000, max).transform((value) => value * 1000);

const rules = z.object({
  PORT: setting(wholeNumber(0, 65_535).default(4000)),
  HOST: setting(
    z
      .string()
      .regex(/^[\w.:%-]+$/, { error: 'must be an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0' })
      .default('127.0.0.1'),
  ),
  WORKERS: count(1, 64),
  MONGODB_URI: setting(
    z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//, { error: 'must begin with mongodb:// or mongodb+srv://' })
      .optional(),
  ),
  LEADGRAPH_DATA: setting(z.string().default('./.leadgraph/data')),
  LEADGRAPH_CORS_ORIGINS: setting(origins.default([])),
  LEADGRAPH_GRAPHIQL: setting(onOff.default(true)),
  LEADGRAPH_INTROSPECTION: setting(onOff.default(true)),
  LEADGRAPH_TRUSTED_DOCUMENTS: setting(onOff.default(false)),
  LEADGRAPH_KEY_CACHE_SECONDS: setting(wholeNumber(0, 3600).default(5)),
  LEADGRAPH_HISTORY_LENGTH: count(defaultHistoryLength, 200, 8),
  LEADGRAPH_MAX_BODY_KB: kilobytes(defaultLimits.bodyBytes, 16 * 1024),
  LEADGRAPH_MAX_IMPORT_BODY_KB: kilobytes(defaultLimits.importBodyBytes, 64 * 1024),
  LEADGRAPH_MAX_TOKENS: count(defaultLimits.tokens, 100_000),
  LEADGRAPH_MAX_DEPTH: count(defaultLimits.depth, 100),
  LEADGRAPH_MAX_ALIASES: count(defaultLimits.aliases, 10_000, 0),
  LEADGRAPH_MAX_DIRECTIVES: count(defaultLimits.directives, 10_000, 0),
  LEADGRAPH_MAX_LITERAL_DEPTH: count(defaultLimits.literalDepth, 200),
  LEADGRAPH_MAX_COST: count(defaultLimits.cost, 100_000_000),
  LEADGRAPH_MAX_PAGE_SIZE: count(defaultLimits.pageSize, 1_000),
  LEADGRAPH_MAX_RESPONSE_KB: kilobytes(defaultLimits.responseBytes, 256 * 1024),
  LEADGRAPH_EXECUTION_SECONDS: seconds(defaultLimits.executionMs, 600),
  LEADGRAPH_HEADERS_SECONDS: seconds(defaultTimeouts.headersMs, 600),
  LEADGRAPH_REQUEST_SECONDS: seconds(defaultTimeouts.requestMs, 3600),
  LEADGRAPH_IDLE_SECONDS: seconds(defaultTimeouts.idleMs, 3600),
  LEADGRAPH_DRAIN_SECONDS: setting(wholeNumber(0, 300).default(1)).transform((value) => value * 1000),
  ...accessRules,
  LEADGRAPH_LOG_LEVEL: setting(z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('warn')),
});

/** All settings of a gateway, checked. docs/settings.md lists them. */
export interface Config {
  port: number;
  host: string;
  /** How many processes serve. */
  workers: number;
  mongodbUri: string | null;
  dataDirectory: string;
  corsOrigins: string[];
  graphiql: boolean;
  introspection: boolean;
  trustedDocuments: boolean;
  keyCacheSeconds: number;
  /** How many writes a lead remembers. */
  historyLength: number;
  logLevel: (typeof logLevels)[number];
  access: AccessSettings;
  limits: RequestLimits;
  timeouts: SocketTimeouts;
  /** Milliseconds. */
  drainMs: number;
}

/** How long requests in flight may take to finish after a signal to stop. */
export const graceMs = 8_000;

/**
 * Reads the settings from the environment. Nobody else reads it.
 * @throws StartupError that names the first setting that is wrong
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const result = rules.safeParse(env);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new StartupError(`${issue?.path.join('.')} ${issue?.message}`);
  }
  const settings = result.data;
  return {
    port: settings.PORT,
    host: settings.HOST,
    workers: settings.WORKERS,
    mongodbUri: settings.MONGODB_URI ?? null,
    dataDirectory: resolve(settings.LEADGRAPH_DATA),
    corsOrigins: settings.LEADGRAPH_CORS_ORIGINS,
    graphiql: settings.LEADGRAPH_GRAPHIQL,
    introspection: settings.LEADGRAPH_INTROSPECTION,
    trustedDocuments: settings.LEADGRAPH_TRUSTED_DOCUMENTS,
    keyCacheSeconds: settings.LEADGRAPH_KEY_CACHE_SECONDS,
    historyLength: settings.LEADGRAPH_HISTORY_LENGTH,
    logLevel: settings.LEADGRAPH_LOG_LEVEL,
    // Processes of one gateway count together, or each would let as much pass.
    access: { ...toAccessSettings(settings), ...(settings.WORKERS > 1 ? { store: 'mongodb' } : {}) },
    limits: {
      bodyBytes: settings.LEADGRAPH_MAX_BODY_KB,
      importBodyBytes: settings.LEADGRAPH_MAX_IMPORT_BODY_KB,
      tokens: settings.LEADGRAPH_MAX_TOKENS,
      depth: settings.LEADGRAPH_MAX_DEPTH,
      aliases: settings.LEADGRAPH_MAX_ALIASES,
      directives: settings.LEADGRAPH_MAX_DIRECTIVES,
      literalDepth: settings.LEADGRAPH_MAX_LITERAL_DEPTH,
      cost: settings.LEADGRAPH_MAX_COST,
      pageSize: settings.LEADGRAPH_MAX_PAGE_SIZE,
      responseBytes: settings.LEADGRAPH_MAX_RESPONSE_KB,
      executionMs: settings.LEADGRAPH_EXECUTION_SECONDS,
    },
    timeouts: {
      headersMs: settings.LEADGRAPH_HEADERS_SECONDS,
      requestMs: settings.LEADGRAPH_REQUEST_SECONDS,
      idleMs: settings.LEADGRAPH_IDLE_SECONDS,
    },
    drainMs: settings.LEADGRAPH_DRAIN_SECONDS,
  };
}
