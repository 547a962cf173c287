import { type Client, createClient } from './client.ts';
import { addressOf, keyFor } from './connection.ts';
import { createOptionReader, type OptionReader } from './options.ts';
import { createOutput, type Io, type Output } from './output.ts';
import { profilePath, readProfiles } from './profile.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  url?: string;
  json?: boolean;
}

/** What a command works with. */
export interface Session {
  client: Client;
  output: Output;
  reader: OptionReader;
}

/**
 * Readies a command: which gateway, with which key, and where the answer goes.
 * @param name what the client calls itself to the gateway, which notes an import as one in the history of leads
 * @throws CliError where there is no key for the gateway
 */
export async function openSession(io: Io, options: GlobalOptions, name?: string): Promise<Session> {
  const profiles = await readProfiles(profilePath(io.env));
  const url = addressOf(options.url, io.env, profiles);
  const client = createClient({ url, key: keyFor(url, io.env, profiles), ...(name === undefined ? {} : { name }) });
  return { client, output: createOutput(io, options), reader: createOptionReader(io.stdin) };
}
