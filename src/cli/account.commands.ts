import { Command } from 'commander';
import * as z from 'zod';
import { CliError } from './cli-error.ts';
import { createClient } from './client.ts';
import { addressOf, readKey } from './connection.ts';
import { viewerDocument } from './documents.ts';
import { createOutput, type Io } from './output.ts';
import { profilePath, readProfiles, writeProfiles } from './profile.ts';
import { readSecret } from './prompt.ts';
import { type GlobalOptions, openSession } from './session.ts';
import { toRecord } from './table.ts';

/** Who a key speaks for, as the gateway answers it. */
export const viewerShape = z.object({
  workspaceId: z.string(),
  workspaceName: z.string(),
  keyName: z.string().nullable(),
  scopes: z.array(z.string()),
});

const loopback = /^https?:\/\/(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)(?::\d+)?(?:\/|$)/;

/** `leadgraph login`, `logout` and `whoami`. */
export function createAccountCommands(io: Io): Command[] {
  return [loginCommand(io), logoutCommand(io), whoamiCommand(io)];
}

function loginCommand(io: Io): Command {
  return new Command('login')
    .description('save a key for a gateway, after asking the gateway whether it is good')
    .addHelpText('after', loginHelp)
    .action(async (_options: unknown, self: Command) => {
      const options: GlobalOptions = self.optsWithGlobals();
      const output = createOutput(io, options);
      const path = profilePath(io.env);
      const profiles = await readProfiles(path);
      const url = addressOf(options.url, io.env, profiles);
      const variable = io.env.LEADGRAPH_KEY?.trim();
      const key = variable || (await readSecret(io, `Key for ${url}: `));
      if (key === '') throw new CliError('UNAUTHENTICATED', 'No key was given');
      const viewer = await createClient({ url, key: readKey(key, 'The key') }).run(viewerDocument, {}, viewerShape);
      await writeProfiles(path, { current: url, gateways: { ...profiles.gateways, [url]: { key } } });
      if (url.startsWith('http:') && !loopback.test(url)) {
        output.note(`warning: ${url} is not encrypted; whoever is on the way can read the key`);
      }
      await output.print({ url, ...viewer, savedIn: path }, () => {
        const { workspaceName, scopes } = viewer;
        return `Logged in to ${url}: workspace "${workspaceName}", ${scopes.join(', ')}.\nThe key is saved in ${path}.`;
      });
    });
}

function logoutCommand(io: Io): Command {
  return new Command('logout')
    .description('forget the key that is saved for a gateway; it stays valid')
    .addHelpText('after', '\nExample:\n  leadgraph logout --url https://leads.example.com')
    .action(async (_options: unknown, self: Command) => {
      const options: GlobalOptions = self.optsWithGlobals();
      const path = profilePath(io.env);
      const profiles = await readProfiles(path);
      const url = addressOf(options.url, io.env, profiles);
      if (!Object.hasOwn(profiles.gateways, url)) throw new CliError('NOT_FOUND', `No key is saved for ${url}`);
      const gateways = Object.fromEntries(Object.entries(profiles.gateways).filter(([address]) => address !== url));
      const current = profiles.current === url ? (Object.keys(gateways)[0] ?? null) : profiles.current;
      await writeProfiles(path, { current, gateways });
      await createOutput(io, options).print({ url }, () => `The key for ${url} is forgotten.`);
    });
}

function whoamiCommand(io: Io): Command {
  return new Command('whoami')
    .description('show which gateway and workspace commands go to, and what the key may do')
    .addHelpText('after', '\nExample:\n  leadgraph whoami --json')
    .action(async (_options: unknown, self: Command) => {
      const { client, output } = await openSession(io, self.optsWithGlobals());
      const viewer = await client.run(viewerDocument, {}, viewerShape);
      await output.print({ url: client.url, ...viewer }, () =>
        toRecord([
          ['gateway', client.url],
          ['workspace', `${viewer.workspaceName} (${viewer.workspaceId})`],
          ['key', viewer.keyName],
          ['scopes', viewer.scopes.join(', ')],
        ]),
      );
    });
}

const loginHelp = `
The key is typed without being shown, or comes from stdin or LEADGRAPH_KEY: never from the command line, which other
users of the machine can read. It is saved for this address alone.

Examples:
  leadgraph login --url https://leads.example.com
  leadgraph login < key.txt`;
