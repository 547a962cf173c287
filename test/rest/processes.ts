import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Requests stay on this machine, whatever proxy its environment names. */
const environment = { ...process.env, NO_PROXY: '*', no_proxy: '*' };

/** What a program printed and how it ended. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end with a text on its standard input. */
export function run(program: string, args: readonly string[], input = '', more: Record<string, string> = {}) {
  return new Promise<Ended>((resolve) => {
    const child = execFile(program, args, { env: { ...environment, ...more } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

/** Whether a program is there and does this much. */
export function works(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs a curl line of a page as it stands: what it needs for a test, curl reads from a file of settings. */
export async function runCurl(line: string): Promise<{ status: number; body: unknown }> {
  const directory = mkdtempSync(join(tmpdir(), 'leadgraph-curl-'));
  try {
    writeFileSync(join(directory, '.curlrc'), 'silent\nshow-error\nmax-time = 15\nwrite-out = "\\n%{http_code}"\n');
    const { code, stdout, stderr } = await run('sh', ['-c', line], '', { CURL_HOME: directory });
    if (code !== 0) throw new Error(`curl ended with ${code}: ${stderr}`);
    const at = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(at + 1)), body: JSON.parse(stdout.slice(0, at)) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
