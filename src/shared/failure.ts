import { StartupError } from './errors.ts';

/** Text without what it may hold of keys and of the user and password of an address. */
function withoutSecrets(text: string): string {
  return text.replace(/sk-workspace_[\w-]+/g, 'sk-workspace_***').replace(/[^\s"'<>]+/g, withoutLogin);
}

function withoutLogin(word: string): string {
  const start = word.indexOf('://');
  const end = word.lastIndexOf('@');
  return start === -1 || end < start ? word : `${word.slice(0, start)}://***${word.slice(end)}`;
}

/** An error in one line, without secrets. */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = withoutSecrets(message).split('\n');
  return lines.flatMap((line) => line.trim() || []).join(' ');
}

/** What is written of an error that nobody foresaw: one line, and where it came from, but none of the values it carries. */
export function describeUnexpected(error: unknown): string {
  if (!(error instanceof Error)) return describeError(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  // A driver's message may quote the data that it speaks of.
  const name = error.name.startsWith('Mongo') ? error.name : `${error.name}: ${describeError(error)}`;
  return [name, ...frames].join('\n');
}

/**
 * Does something with the database or the data folder of a setting.
 * @throws StartupError that names the setting, where the database or the file system fails
 */
export async function blaming<T>(setting: string, purpose: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFromOutside(error)) throw error;
    throw new StartupError(`${setting}: ${purpose}: ${describeError(error)}`, { cause: error });
  }
}

function isFromOutside(error: unknown): boolean {
  return error instanceof Error && (error.name.startsWith('Mongo') || 'syscall' in error);
}
