import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { startServer } from '../../src/http/server.ts';
import { defaultTimeouts, type SocketTimeouts } from '../../src/shared/limits.ts';
import type { TestGateway } from '../support/gateway.ts';

/** An answer as it came over the socket. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The gateway behind the server that it has in production. */
export async function serveForReal(gateway: TestGateway, timeouts: Partial<SocketTimeouts> = {}) {
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    const { socket } = request;
    if (!sockets.has(socket)) sockets.add(socket.once('close', () => sockets.delete(socket)));
    gateway.listener(request, response);
  };
  const server = await startServer(listener, {
    host: '127.0.0.1',
    port: 0,
    timeouts: { ...defaultTimeouts, ...timeouts },
  });
  const port = Number(new URL(server.url).port);
  return {
    ...server,
    /** How many connections are open over which a request came. */
    connections: () => sockets.size,
    /** Sends bytes as they are, and answers what comes back until the connection ends. */
    exchange: (bytes: string | Buffer) => exchange(port, bytes),
    /** An open connection. */
    open: () => open(port),
  };
}

export type RealServer = Awaited<ReturnType<typeof serveForReal>>;

/** A connection with what came over it so far. */
export interface Connection {
  socket: Socket;
  received(): string;
  /** When the server has ended it. */
  closed: Promise<void>;
}

function open(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (data: Buffer) => chunks.push(data));
    // A reset is a way to end a connection too: what counts is what was received before.
    socket.on('error', (error: NodeJS.ErrnoException) => (socket.connecting ? reject(error) : undefined));
    const closed = new Promise<void>((end) => {
      socket.on('close', () => end());
    });
    socket.on('connect', () => resolve({ socket, received: () => Buffer.concat(chunks).toString(), closed }));
  });
}

async function exchange(port: number, bytes: string | Buffer): Promise<RawAnswer[]> {
  const { socket, received, closed } = await open(port);
  socket.write(bytes);
  await closed;
  return parseAnswers(received());
}

/** Splits what a connection received into its answers. */
export function parseAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    const [line = '', ...lines] = rest.slice(0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
    const headers = Object.fromEntries(
      lines.map((header) => [
        header.slice(0, header.indexOf(':')).toLowerCase(),
        header.slice(header.indexOf(':') + 1).trim(),
      ]),
    );
    if (end === -1 || Number.isNaN(status)) throw new Error(`This is no answer: ${rest.slice(0, 200)}`);
    const body = rest.slice(end + 4);
    const length = headers['content-length'] === undefined ? 0 : Number(headers['content-length']);
    answers.push({ status, headers, body: body.slice(0, length) });
    rest = body.slice(length);
  }
  return answers;
}

/** The code of an error, in whichever of our shapes it comes. */
export function codeOf(body: string): unknown {
  const { errors, code } = JSON.parse(body);
  return errors === undefined ? code : errors[0].extensions.code;
}
