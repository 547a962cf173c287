import { Command } from 'commander';
import type * as z from 'zod';
import { loadConfig } from '../config.ts';
import { connectMongo } from '../mongo/client.ts';
import { createIndexes, createStores } from '../services.ts';
import { systemClock } from '../shared/clock.ts';
import { StartupError } from '../shared/errors.ts';
import { blaming, describeError, describeUnexpected } from '../shared/failure.ts';
import { KeyNotInUseError } from '../workspace/key.errors.ts';
import { createWorkspaceService, type WorkspaceService } from '../workspace/workspace.service.ts';
import type { ApiKey } from '../workspace/workspace.ts';
import { scopes } from '../workspace/workspace.ts';
import { toJson, toKeyTable, toMinutes } from './keys.output.ts';
import { createKeyRules, listKeysRules, rotateKeyRules } from './keys.rules.ts';

const command = 'npm run keys --';

interface JsonOption {
  json?: boolean;
}

interface CreateOptions extends JsonOption {
  workspace: string;
  scopes: string;
  name: string;
  expires?: string;
}

async function create(options: CreateOptions): Promise<string> {
  const { expires: expiresAt = null, ...input } = check(createKeyRules(systemClock()), options);
  const created = await withWorkspaces(async (workspaces, prepare) => {
    await prepare();
    return workspaces.createKey({ ...input, expiresAt });
  });
  const { workspace, isNewWorkspace, key, secret } = created;
  if (options.json) return JSON.stringify({ ...toJson({ key, workspace }), secret }, null, 2);
  return [
    `Made key ${key.id} "${key.name}" for ${isNewWorkspace ? 'the new ' : ''}workspace "${workspace.name}" (${workspace.id})`,
    `with the scopes ${key.scopes.join(', ')}${untilEnd(key)}:`,
    '',
    `  ${secret}`,
    '',
    'Keep it now: it will not be shown again.',
  ].join('\n');
}

async function list(options: { workspace?: string } & JsonOption): Promise<string> {
  const { workspace = null } = check(listKeysRules, options);
  const keys = await withWorkspaces((workspaces) => workspaces.listKeys(workspace));
  if (keys === null) throw new StartupError(`There is no workspace "${workspace}"`);
  if (options.json) return JSON.stringify(keys.map(toJson), null, 2);
  if (keys.length === 0) return `No keys yet. Make one: ${command} create --workspace "Acme" --scopes leads:read`;
  return toKeyTable(keys, systemClock());
}

async function rotate(id: string, options: { grace: string; expires?: string } & JsonOption): Promise<string> {
  refuseSecret('rotate', id);
  const { grace, expires = null } = check(rotateKeyRules(systemClock()), options);
  const rotated = await withWorkspaces(async (workspaces, prepare) => {
    // A gateway of this version has made the index that retired secrets are found by; an older one has not.
    await prepare();
    return workspaces.rotateKey({ id, graceMs: grace, expiresAt: expires });
  });
  if (rotated === null) throw new StartupError(`There is no key ${id}`);
  const { key, secret, graceUntil } = rotated;
  if (options.json) {
    return JSON.stringify({ id: key.id, ...endsOf(key), graceUntil: graceUntil.toISOString(), secret }, null, 2);
  }
  return [
    `Key ${key.id} "${key.name}" has a new secret${untilEnd(key)}:`,
    '',
    `  ${secret}`,
    '',
    'Keep it now: it will not be shown again.',
    grace === 0
      ? `The secret before it has ended. ${withinCache()}`
      : `The secret before it works until ${toMinutes(graceUntil)} UTC.`,
  ].join('\n');
}

const endsOf = ({ expiresAt }: ApiKey) => ({ expiresAt: expiresAt?.toISOString() ?? null });
const untilEnd = ({ expiresAt }: ApiKey) => (expiresAt === null ? '' : `, until ${toMinutes(expiresAt)} UTC`);

/** How soon gateways, which trust a key for a while, know. */
function withinCache(): string {
  const { keyCacheSeconds } = loadConfig(process.env);
  return keyCacheSeconds === 0
    ? 'Running gateways refuse it at once.'
    : `Running gateways refuse it within ${keyCacheSeconds} seconds, or what their LEADGRAPH_KEY_CACHE_SECONDS says.`;
}

function refuseSecret(name: string, id: string): void {
  if (!id.startsWith('sk-')) return;
  throw new StartupError(`${name} takes the id of a key (key_…), not its secret: find it with "${command} list"`);
}

async function revoke(id: string, options: JsonOption): Promise<string> {
  refuseSecret('revoke', id);
  const key = await withWorkspaces((workspaces) => workspaces.revokeKey(id));
  if (key === null || key.revokedAt === null) throw new StartupError(`There is no key ${id}`);
  if (options.json) return JSON.stringify({ id: key.id, revokedAt: key.revokedAt.toISOString() }, null, 2);
  return [`Key ${key.id} "${key.name}" is revoked since ${toMinutes(key.revokedAt)} UTC.`, withinCache()].join('\n');
}

/** The database of the settings: with the embedded engine, that of a running gateway where there is one. */
async function withWorkspaces<T>(
  use: (workspaces: WorkspaceService, prepare: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { mongodbUri, dataDirectory } = loadConfig(process.env);
  const mongo = await connectMongo({ uri: mongodbUri, dataDirectory }, 'share');
  const workspaces = createWorkspaceService({ ...createStores(mongo.db), clock: systemClock, keyCacheSeconds: 0 });
  try {
    return await blaming(mongodbUri === null ? 'LEADGRAPH_DATA' : 'MONGODB_URI', 'the database failed', () =>
      // Without the unique indexes, which a gateway that never ran has not made, a workspace could be there twice.
      use(workspaces, () => createIndexes(mongo.db)),
    );
  } finally {
    await mongo.close();
  }
}

function check<T>(rules: z.ZodType<T>, options: object): T {
  const result = rules.safeParse(options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new StartupError(`--${issue?.path.join('.')} ${issue?.message}`);
}

/** Prints what a command answers, or one line that says why it failed. */
function printed<A extends unknown[]>(run: (...args: A) => Promise<string>) {
  return async (...args: A) => {
    try {
      process.stdout.write(`${await run(...args)}\n`);
    } catch (error) {
      const isExpected = error instanceof StartupError || error instanceof KeyNotInUseError;
      const reason = isExpected ? describeError(error) : describeUnexpected(error);
      process.stderr.write(`error: ${reason}\n`);
      process.exitCode = 1;
    }
  };
}

const examples = `
Examples:
  ${command} create --workspace "Acme" --scopes leads:read,leads:write --name "CRM sync"
  ${command} list --workspace "Acme"
  ${command} rotate key_6742f0a1b3c4d5e6f7a8b9c0 --grace 24h
  ${command} revoke key_6742f0a1b3c4d5e6f7a8b9c0

Scopes: ${scopes.join(', ')}.
A write scope includes the read scope of its kind.

Keys are those of the database that the settings name: MONGODB_URI, or the embedded database in LEADGRAPH_DATA, whether
or not a gateway has it open.`;

const program = new Command()
  .name(command)
  .description('Makes, lists, rotates and revokes the keys that clients of Leadgraph send.')
  .addHelpText('after', examples)
  .showSuggestionAfterError(false)
  .configureOutput({ outputError: (text, write) => write(`${describeError(text.trim())}\n`) });

const json = ['--json', 'print JSON'] as const;

program
  .command('create')
  .description('make a key, and its workspace if it is new; prints the secret, once')
  .requiredOption('--workspace <name>', 'the workspace that the key opens')
  .requiredOption('--scopes <list>', `what it may do, separated by commas: ${scopes.join(',')}`)
  .option('--name <name>', 'what the key is for', 'API key')
  .option('--expires <when>', 'when it ends: after a time (90d, 12h) or on a date (2027-06-30); never unless given')
  .option(...json)
  .addHelpText(
    'after',
    `\nExample:\n  ${command} create --workspace "Acme" --scopes leads:read,leads:write --name "CRM sync"`,
  )
  .action(printed((options) => create(options)));

program
  .command('list')
  .description('show the keys, never their secrets')
  .option('--workspace <name>', 'only those of this workspace')
  .option(...json)
  .addHelpText('after', `\nExample:\n  ${command} list --workspace "Acme" --json`)
  .action(printed((options) => list(options)));

program
  .command('rotate')
  .description('give a key a new secret; the one before it goes on working for a while')
  .argument('<key id>', 'key_…, as list shows it')
  .option('--grace <time>', 'how long the old secret still works: 24h, 30m, 7d, or 0', '24h')
  .option('--expires <when>', 'a new end of the key; it keeps the one it has unless given')
  .option(...json)
  .addHelpText('after', `\nExample:\n  ${command} rotate key_6742f0a1b3c4d5e6f7a8b9c0 --grace 24h`)
  .action(printed((id, options) => rotate(id, options)));

program
  .command('revoke')
  .description('take a key out of use, for good')
  .argument('<key id>', 'key_…, as list shows it')
  .option(...json)
  .addHelpText('after', `\nExample:\n  ${command} revoke key_6742f0a1b3c4d5e6f7a8b9c0`)
  .action(printed((id, options) => revoke(id, options)));

await program.parseAsync();
