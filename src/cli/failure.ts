import { StartupError } from '../shared/errors.ts';

/** Text without what it may hold of keys and of the user and password of an address. */
function withoutSecrets(text: string): string {
  return text.replace(/sk-workspace_[\w-]+/g, 'sk-workspace_***').replace(/:\/\/[^\s"'<>]*@/g, '://***@');
}

/** An error in one line, without secrets. */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return withoutSecrets(message).replace(/\s*\n\s*/g, ' ');
}

/** What is written of an error that nobody foresaw: one line, and where it came from, but none of the values it carries. */
export function describeUnexpected(error: unknown): string {
  if (!(error instanceof Error)) return describeError(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}: ${describeError(error)}`, ...frames].join('\n');
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
