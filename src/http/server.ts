import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupError } from '../shared/errors.ts';
import type { SocketTimeouts } from '../shared/limits.ts';

/** A server that listens. */
export interface RunningServer {
  /** Where it is reached from this machine: `http://127.0.0.1:4000`. */
  url: string;
  /**
   * Finishes the requests in flight, still answering others meanwhile (health checks above all), then takes no new
   * connections and is gone. What is not finished within the time given (ms) is cut off.
   */
  stop(graceMs: number): Promise<void>;
}

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
  const inFlight = new Set<ServerResponse>();
  let stopping = false;
  const options = {
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.idleMs,
    connectionsCheckingInterval: 1_000,
  };
  const server = createServer(options, (request, response) => {
    inFlight.add(response);
    response.once('close', () => inFlight.delete(response));
    if (stopping) response.setHeader('connection', 'close');
    if (!isHost(request.headers.host)) {
      response.writeHead(400, { 'content-type': 'application/json', connection: 'close' });
      response.end('{"errors":[{"message":"The Host header is malformed","extensions":{"code":"BAD_REQUEST"}}]}');
      return;
    }
    listener(request, response);
  });
  await listen(server, host, port);
  server.on('error', onError);
  return {
    url: urlOf(server.address() as AddressInfo),
    async stop(graceMs) {
      stopping = true;
      for (const response of inFlight) {
        if (!response.headersSent) response.setHeader('connection', 'close');
      }
      await stopServer(server, [...inFlight], graceMs);
    },
  };
}

function isHost(host: string | undefined): boolean {
  return host !== undefined && /^[\w.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:.]+\](:\d{1,5})?$/.test(host);
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

async function stopServer(server: Server, unfinished: readonly ServerResponse[], graceMs: number): Promise<void> {
  const deadline = performance.now() + graceMs;
  const sweep = setInterval(() => {
    if (performance.now() >= deadline) server.closeAllConnections();
    // Connections become idle one by one as their requests finish; nothing else closes them.
    else if (!server.listening) server.closeIdleConnections();
  }, 50);
  await Promise.all(unfinished.map((response) => new Promise((resolve) => response.once('close', resolve))));
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(sweep);
}
