import { text as readText } from 'node:stream/consumers';
import { CliError } from './cli-error.ts';
import type { Io } from './output.ts';

/**
 * A secret: typed at a terminal, where it is not shown, or the whole of stdin elsewhere.
 * @throws CliError (INTERRUPTED) on Ctrl-C
 */
export async function readSecret({ stdin, stderr }: Io, question: string): Promise<string> {
  if (stdin.isTTY !== true || stdin.setRawMode === undefined) return (await readText(stdin)).trim();
  stderr.write(question);
  stdin.setRawMode(true);
  let secret = '';
  try {
    for await (const chunk of stdin) {
      for (const char of String(chunk)) {
        if (char === '\r' || char === '\n' || char === '\u0004') return secret.trim();
        if (char === '\u0003') throw new CliError('INTERRUPTED', 'Interrupted', { exitCode: 130 });
        secret = char === '\u007f' || char === '\b' ? secret.slice(0, -1) : secret + char;
      }
    }
    return secret.trim();
  } finally {
    stdin.setRawMode(false);
    stderr.write('\n');
  }
}
