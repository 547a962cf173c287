import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type Terminal = Writable & { isTTY?: boolean | undefined; columns?: number | undefined };

/** What a command reads from and writes to. */
export interface Io {
  env: NodeJS.ProcessEnv;
  stdin: Readable & { isTTY?: boolean | undefined; setRawMode?: ((mode: boolean) => unknown) | undefined };
  stdout: Terminal;
  stderr: Terminal;
  /** Aborted by the first Ctrl-C or SIGTERM from now on; the second ends the process. */
  stopSignal(): AbortSignal;
}

/** Answers of commands: text for people on a terminal, JSON for programs. */
export interface Output {
  /** Whether programs read this: `--json`, or stdout is no terminal. */
  json: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Writes a value as JSON, or the text for people. */
  print(value: unknown, toText: () => string): Promise<void>;
  /** Writes as it is, and waits while the reader is behind. */
  write(text: string): Promise<void>;
  /** A line for people on stderr. */
  note(text: string): void;
}

/** Where a command's answer goes. */
export function createOutput({ stdout, stderr }: Io, options: { json?: boolean }): Output {
  const json = options.json === true || stdout.isTTY !== true;
  async function write(text: string): Promise<void> {
    if (!stdout.write(text)) await once(stdout, 'drain');
  }
  return {
    json,
    width: stdout.columns ?? Number.POSITIVE_INFINITY,
    print: (value, toText) => write(`${json ? JSON.stringify(value, null, 2) : toText()}\n`),
    write,
    note: (text) => void stderr.write(`${text}\n`),
  };
}
