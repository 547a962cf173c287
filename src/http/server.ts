import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { StartupError } from '../shared/errors.ts';
import type { SocketTimeouts } from '../shared/limits.ts';
import { InFlight } from './in-flight.ts';
import { maxHeaderLines } from './request-head.ts';
import { refuseOnSockets, watchForStalls } from './socket-refusals.ts';

/** A server that listens. */
export interface RunningServer {
  /** Where it is reached from this machine: `http://127.0.0.1:4000`. */
  url: string;
  /**
   * Goes on answering for `drainMs`, and until what was in flight has its answer, so that a load balancer's checks find
   * out; then takes no new connections and is gone. What is not finished `graceMs` after the drain is cut off.
   */
  stop(drainMs: number, graceMs: number): Promise<void>;
}

/** How long after the drain a connection may still bring the head of its first request (ms). */
const silentMs = 500;

/** Bytes of the first line and all headers: enough for a document in a URL, a token and a few cookies of others. */
const maxHeadBytes = 16 * 1024;

/** A connection ends after this many requests, so that those of a pool spread over gateways that come and go. */
const maxRequestsPerSocket = 10_000;

/** Why an address cannot be had, and which setting would have to change. */
const refusals: Record<string, { setting: 'HOST' | 'PORT'; why: string }> = {
  EADDRINUSE: { setting: 'PORT', why: 'is taken by another program; set another one' },
  EACCES: { setting: 'PORT', why: 'may not be used by this user; set one above 1023' },
  EADDRNOTAVAIL: { setting: 'HOST', why: 'is not an address of this machine' },
  EAFNOSUPPORT: { setting: 'HOST', why: 'is of a kind that this machine does not have' },
  EINVAL: { setting: 'HOST', why: 'is not an address of this machine' },
  ENOTFOUND: { setting: 'HOST', why: 'is not a name or address that can be found' },
  EAI_AGAIN: { setting: 'HOST', why: 'could not be looked up' },
};

/**
 * Serves HTTP.
 * @param onError hears of connections that could not be accepted (too many open files); they are no reason to stop
 * @throws StartupError that names the setting when the address cannot be had
 */
export async function startServer(
  listener: RequestListener,
  { host, port, timeouts }: { host: string; port: number; timeouts: SocketTimeouts },
  onError: (error: Error) => void = () => {},
): Promise<RunningServer> {
  const inFlight = new InFlight();
  const sockets = new Set<Socket>();
  let stopping = false;
  const options: ServerOptions = {
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.idleMs,
    connectionsCheckingInterval: Math.min(1_000, timeouts.headersMs / 4),
    maxHeaderSize: maxHeadBytes,
    // Node's own refusal would have no body.
    requireHostHeader: false,
  };
  const handle: RequestListener = (request, response) => {
    response.once('close', inFlight.add(response));
    if (stopping) response.setHeader('connection', 'close');
    watchForStalls(request, response, timeouts.idleMs);
    listener(request, response);
  };
  const server = createServer(options, handle);
  // One more, so that too many are seen.
  server.maxHeadersCount = maxHeaderLines + 1;
  server.maxRequestsPerSocket = maxRequestsPerSocket;
  // A body is asked for only where the request is not refused by its head.
  server.on('checkContinue', (request, response) => {
    handle(request, response);
    if (!response.headersSent) response.writeContinue();
  });
  server.on('checkExpectation', handle);
  refuseOnSockets(server, inFlight);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      // Node tells only the response whose turn it was: the stop would wait for ever for those of requests behind it.
      for (const response of inFlight) {
        if (response.req.socket === socket && response.socket === null) response.emit('close');
      }
    });
  });
  await listen(server, host, port);
  server.on('error', onError);
  return {
    url: urlOf(server.address() as AddressInfo),
    async stop(drainMs, graceMs) {
      stopping = true;
      for (const response of inFlight) {
        if (!response.headersSent) response.setHeader('connection', 'close');
      }
      await stopServer(server, { sockets, inFlight }, drainMs, graceMs);
    },
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  // A server that listens on every address names none that a browser could be sent to.
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return `http://${family === 'IPv6' ? `[${reachable}]` : reachable}:${port}`;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      const { setting, why } = refusals[error.code ?? ''] ?? { setting: 'PORT', why: `cannot be used (${error.code})` };
      reject(new StartupError(`${setting} ${setting === 'HOST' ? host : port} ${why}`, { cause: error }));
    };
    server.once('error', refuse).listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

interface OpenConnections {
  sockets: ReadonlySet<Socket>;
  inFlight: InFlight;
}

async function stopServer(server: Server, open: OpenConnections, drainMs: number, graceMs: number): Promise<void> {
  const deadline = performance.now() + drainMs + graceMs;
  let silentUntil = Number.POSITIVE_INFINITY;
  const sweep = setInterval(() => {
    if (performance.now() >= deadline) server.closeAllConnections();
    // Connections become idle one by one as their requests finish; nothing else closes them.
    else if (!server.listening) server.closeIdleConnections();
    if (performance.now() >= silentUntil) closeWithoutRequest(open);
  }, 50);
  const unfinished = [...open.inFlight].map((response) => new Promise((resolve) => response.once('close', resolve)));
  await Promise.all([setTimeout(drainMs), ...unfinished]);
  silentUntil = performance.now() + silentMs;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(sweep);
}

/** Node counts a connection as busy from its start: one that a browser opened to have it ready would hold the stop up. */
function closeWithoutRequest({ sockets, inFlight }: OpenConnections): void {
  const busy = new Set([...inFlight].map(({ req }) => req.socket));
  for (const socket of sockets) {
    if (!busy.has(socket)) socket.destroy();
  }
}
