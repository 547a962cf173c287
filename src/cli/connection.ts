import { CliError, usageError } from './cli-error.ts';
import type { Profiles } from './profile.ts';

/** Where a gateway on this machine is found unless told otherwise. */
const defaultUrl = 'http://127.0.0.1:4000';

/** A gateway's address in one spelling, without a trailing slash or `/graphql`. */
function readUrl(value: string, name: string): string {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
    throw usageError(`${name} must be an address such as ${defaultUrl}, not "${value}"`);
  }
  const { origin, pathname, username, search, hash } = new URL(value);
  if (username !== '' || search !== '' || hash !== '') {
    throw usageError(`${name} must be an address alone, without a user, a query or a fragment`);
  }
  const segments = pathname.split('/');
  while (segments.at(-1) === '') segments.pop();
  return `${origin}${segments.join('/').replace(/\/graphql$/, '')}`;
}

/** The address that a command is for: `--url`, then LEADGRAPH_URL, then that of the last login, then this machine. */
export function addressOf(option: string | undefined, env: NodeJS.ProcessEnv, profiles: Profiles): string {
  if (option !== undefined) return readUrl(option, '--url');
  const variable = env.LEADGRAPH_URL?.trim();
  return variable ? readUrl(variable, 'LEADGRAPH_URL') : (profiles.current ?? defaultUrl);
}

/**
 * The key for an address: LEADGRAPH_KEY, or the one that was saved for this very address.
 * @throws CliError (UNAUTHENTICATED) where there is none
 */
export function keyFor(url: string, env: NodeJS.ProcessEnv, profiles: Profiles): string {
  const variable = env.LEADGRAPH_KEY?.trim();
  if (variable) return readKey(variable, 'LEADGRAPH_KEY');
  const saved = Object.hasOwn(profiles.gateways, url) ? profiles.gateways[url]?.key : undefined;
  if (saved !== undefined) return saved;
  throw new CliError('UNAUTHENTICATED', `No key for ${url}: set LEADGRAPH_KEY, or run "leadgraph login --url ${url}"`);
}

/** A key that an HTTP header can carry. */
export function readKey(value: string, name: string): string {
  if (/^[!-~]+$/.test(value)) return value;
  throw usageError(`${name} is no key: it has spaces or characters that no key has`);
}
