import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { newUuid } from '../shared/ids.ts';
import { safeHeaders } from './headers.ts';
import { graphqlFailure, type Sent } from './sent.ts';

const late = graphqlFailure(408, 'BAD_REQUEST', 'The request did not come in time');
const malformed = graphqlFailure(400, 'BAD_REQUEST', 'The request is not HTTP/1.1 as this server reads it');
const noTunnel = graphqlFailure(405, 'BAD_REQUEST', 'This server is no proxy', {
  allow: 'GET, HEAD, POST, PATCH, PUT',
});

/** What the parser refuses, by its code for it. All else is malformed. */
const refusals: Record<string, Sent> = {
  HPE_HEADER_OVERFLOW: graphqlFailure(431, 'REQUEST_TOO_LARGE', 'The URL and headers of the request are too long'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: graphqlFailure(
    413,
    'REQUEST_TOO_LARGE',
    'The chunks of the body have long extensions',
  ),
  ERR_HTTP_REQUEST_TIMEOUT: late,
};

/** `rawPacket`: what came last, which is the beginning of nearly every head. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };

/** How long a refused client may take to read the answer (ms). */
const partingMs = 1_000;

/** Answers on a connection itself, in JSON with a code and an id as everywhere, and ends it. */
function refuse(socket: Duplex, { status, headers, text }: Sent, headOnly = false): void {
  const all = {
    ...safeHeaders,
    ...headers,
    'x-request-id': newUuid(),
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${headOnly ? '' : text}`);
  const parting = setTimeout(() => socket.destroy(), partingMs);
  socket.once('close', () => clearTimeout(parting));
}

/**
 * Answers what never becomes a request, or stops being one midway, where the connection would only have been dropped.
 * @param inFlight the responses that are not finished
 */
export function refuseOnSockets(server: Server, inFlight: Iterable<ServerResponse>): void {
  server.on('clientError', ({ code = '', rawPacket }: ParserError, socket) => {
    const begun = [...inFlight].some(({ req, headersSent }) => req.socket === socket && headersSent);
    // Behind half of another answer, this one would be taken for the rest of it.
    if (code === 'ECONNRESET' || begun || !socket.writable) socket.destroy();
    else refuse(socket, refusals[code] ?? malformed, rawPacket?.toString('latin1', 0, 5) === 'HEAD ');
  });
  server.on('connect', (_request, socket) => refuse(socket, noTunnel));
}

/** Gives up on a client from whom nothing comes in the middle of a body, or who takes nothing of an answer, for `idleMs`. */
export function watchForStalls(request: IncomingMessage, response: ServerResponse, idleMs: number): void {
  request.socket.setTimeout(idleMs);
  request.on('timeout', () => {
    // What has come and waits to be read is not the client's delay.
    if (request.readableLength > 0 || response.headersSent) return;
    refuse(request.socket, late, request.method === 'HEAD');
  });
  response.on('timeout', () => {
    // Before the answer, there is no traffic because we are at work.
    if (response.writableEnded) request.socket.destroy();
  });
}
