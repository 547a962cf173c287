import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '../shared/errors.ts';

/** An answer that is ready to go out. */
export interface Sent {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/**
 * A failure in the words of GraphQL: of its own door, and of every path that is no door's.
 * @param requestId for failures of ours, which a client may want to ask about
 */
export function graphqlFailure(
  status: number,
  code: ErrorCode,
  message: string,
  headers: Record<string, string> = {},
  requestId?: string,
): Sent {
  const extensions = { code, ...(requestId === undefined ? {} : { requestId }) };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    text: JSON.stringify({ errors: [{ message, extensions }] }),
  };
}

/**
 * Sends an answer.
 * @param common headers that every answer has, in lower case; its own stand in for those of the same name
 */
export function send({ status, headers, text }: Sent, response: ServerResponse, common: Record<string, string>): void {
  // Cut off meanwhile: there is nobody to tell.
  if (response.destroyed || response.headersSent) return;
  // All at once: Node checks and copies each header that is set by itself.
  const all: Record<string, string | number> = { ...common };
  // One name in two spellings would go out twice.
  for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value;
  if (status !== 204) all['content-length'] ??= Buffer.byteLength(text);
  response.writeHead(status, all);
  response.end(text);
}
