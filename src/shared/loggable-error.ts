/** What a log may say of an error. */
interface LoggableError {
  name: string;
  /** Of MongoDB (11000) or of the system (ECONNRESET). */
  code?: number | string;
  codeName?: string;
  syscall?: string;
  /** Where it was thrown: lines of the stack. */
  stack: string[];
  cause?: LoggableError;
}

const word = /^[A-Za-z][\w.]{0,63}$/;
const frame = /^\s{4}at (?:.+ \()?(?:file:\/\/|node:|\/|[A-Za-z]:\\|native|<anonymous>)/;
const maxFrames = 20;
const maxCauses = 4;

/**
 * An error as it may be logged: what kind it is and where it was thrown. Its message and properties stay out: those of
 * the driver repeat stored values (`dup key: { identityKeys: "email:jane@…" }`), those of a parser what a client sent.
 */
export function toLoggable(error: unknown, causes = 0): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const { name, stack = '', message, cause } = error;
  // A message of several lines could pass for frames.
  const end = message === '' ? -1 : stack.indexOf(message);
  const lines = stack.slice(end === -1 ? 0 : end + message.length).split('\n');
  const result: LoggableError = {
    name: word.test(name) ? name : 'Error',
    stack: lines
      .filter((line) => frame.test(line))
      .slice(0, maxFrames)
      .map((line) => line.trim()),
  };
  if ('code' in error && isCode(error.code)) result.code = error.code;
  if ('codeName' in error && isWord(error.codeName)) result.codeName = error.codeName;
  if ('syscall' in error && isWord(error.syscall)) result.syscall = error.syscall;
  if (cause !== undefined && causes < maxCauses) result.cause = toLoggable(cause, causes + 1);
  return result;
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && word.test(value);
}

function isCode(value: unknown): value is number | string {
  return Number.isInteger(value) || isWord(value);
}
