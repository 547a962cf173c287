import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupError } from '../shared/errors.ts';

/** A server that listens. */
export interface RunningServer {
  /** Where it is reached: `http://127.0.0.1:4000`. */
  url: string;
  /** Takes no new connections, lets requests in flight finish within the time given (ms) and then is gone. */
  stop(graceMs: number): Promise<void>;
}

/** Slow clients: all headers within 10 s, the whole request within 30 s, an idle connection for 5 s. */
const timeouts = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 };

/**
 * Serves HTTP.
 * @throws StartupError that names the setting when the address cannot be had
 */
export async function startServer(listener: RequestListener, host: string, port: number): Promise<RunningServer> {
  const server = createServer({ ...timeouts, connectionsCheckingInterval: 1_000 }, (request, response) => {
    if (!isHost(request.headers.host)) {
      response.writeHead(400, { 'content-type': 'application/json', connection: 'close' });
      response.end('{"errors":[{"message":"The Host header is malformed","extensions":{"code":"BAD_REQUEST"}}]}');
      return;
    }
    if (!server.listening) response.setHeader('connection', 'close');
    listener(request, response);
  });
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, stop: (graceMs) => stopServer(server, graceMs) };
}

function isHost(host: string | undefined): boolean {
  return host !== undefined && /^[\w.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:.]+\](:\d{1,5})?$/.test(host);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.code})`;
      const setting = error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' ? `HOST ${host}` : `PORT ${port}`;
      reject(new StartupError(`${setting} ${why}`, { cause: error }));
    });
    server.listen(port, host, () => resolve());
  });
}

async function stopServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections become idle one by one as their requests finish; nothing else closes them.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const force = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(force);
}
