import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { CliError } from './cli-error.ts';

const profilesShape = z.object({
  /** The address that is meant where none is named: that of the last login. */
  current: z.string().nullable(),
  gateways: z.record(z.string(), z.object({ key: z.string() })),
});

/** Saved keys, one for each address, so that no key is ever sent to another address than it was given for. */
export type Profiles = z.output<typeof profilesShape>;

/** Where the keys are saved: `$XDG_CONFIG_HOME/leadgraph/config.json`, or `~/.config/leadgraph/config.json`. */
export function profilePath(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'leadgraph', 'config.json');
}

/** What is saved; nothing yet where there is no file. */
export async function readProfiles(path: string): Promise<Profiles> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { current: null, gateways: {} };
    throw new CliError('FILE_ERROR', `${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  try {
    return profilesShape.parse(JSON.parse(text));
  } catch {
    throw new CliError('FILE_ERROR', `${path} is damaged: remove it and log in again`);
  }
}

/** Saves the profiles for this user alone (mode 0600), at once or not at all. */
export async function writeProfiles(path: string, profiles: Profiles): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // A file that was left behind would keep the mode it has.
    await rm(temporary, { force: true });
    await writeFile(temporary, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    throw new CliError('FILE_ERROR', `${path} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}
