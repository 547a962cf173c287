import { HttpError } from '../rest/failure.ts';

/** What is known of a request before its body. */
export interface RequestHead {
  method: string;
  /** As it stands in the first line: a path, perhaps with a query. */
  target: string;
  host: string | undefined;
  /** Names and values of all headers in turns, as they came. */
  lines: readonly string[];
  header(name: string): string | undefined;
}

/** Node drops further headers, so a request with more would not be the one that was sent. */
export const maxHeaderLines = 100;

/** Headers that may come once only: of several, two programs could read different ones. */
const single = ['host', 'authorization', 'content-type'];

/**
 * Why no door can take a request, whichever it is for; null for one that they can.
 * A request in the form for proxies (`GET http://…`) is refused: its target and its Host header could disagree.
 */
export function malformation({ target, host, lines, header }: RequestHead): HttpError | null {
  if (!target.startsWith('/')) return refused(400, 'The request target must be a path');
  if (!isHost(host)) return refused(400, 'The Host header is malformed');
  if (lines.length > 2 * maxHeaderLines) return refused(431, `A request has at most ${maxHeaderLines} headers`);
  const repeated = single.find((name) => isRepeated(name, lines));
  if (repeated !== undefined) return refused(400, `The request has several headers "${repeated}"`);
  const expected = header('expect');
  if (expected !== undefined && expected.toLowerCase() !== '100-continue') {
    return refused(417, 'The only expectation that can be met is 100-continue');
  }
  return null;
}

function isRepeated(name: string, lines: readonly string[]): boolean {
  let count = 0;
  for (let at = 0; at < lines.length; at += 2) {
    const line = lines[at] ?? '';
    if (line.length === name.length && line.toLowerCase() === name) count += 1;
  }
  return count > 1;
}

export function refused(status: number, message: string, headers: Record<string, string> = {}): HttpError {
  return new HttpError(status, 'BAD_REQUEST', message, headers);
}

/** The path of a request, without its query. */
export function pathOf(target: string): string {
  const [path = ''] = target.split('?', 1);
  return path;
}

/** The last host that was in order: clients name few, and each check makes a URL. */
let lastHost: string | undefined;

function isHost(host: string | undefined): boolean {
  if (host === undefined || !/^[\w.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:.]+\](:\d{1,5})?$/.test(host)) return false;
  // `1.2.3.4.5` and port 65536 look like a host, and the URL that the doors make of it fails.
  if (host !== lastHost && !URL.canParse(`http://${host}`)) return false;
  lastHost = host;
  return true;
}
