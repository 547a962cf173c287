import { connect, type Socket } from 'node:net';

/** An answer's status and body. */
export interface Answer {
  status: number;
  body: Buffer;
}

/** A request as it goes over the wire. */
export function encode(path: string, body: unknown, key: string): Buffer {
  const text = Buffer.from(JSON.stringify(body));
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    'accept: application/json',
    `authorization: Bearer ${key}`,
    `content-length: ${text.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), text]);
}

/**
 * One kept-alive connection that has one request under way at a time. It reads no more of an answer than where it ends,
 * so that the load costs little beside what it measures.
 */
export class Connection {
  readonly #socket: Socket;
  #held: Buffer[] = [];
  #size = 0;
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection')));
  }

  send(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#held.push(chunk);
    this.#size += chunk.length;
    // Joined once for most answers; a large one waits for its end before it is looked at again.
    const whole = this.#held.length === 1 ? chunk : Buffer.concat(this.#held, this.#size);
    this.#held = [whole];
    const answer = read(whole);
    if (answer === null) return;
    this.#held = [];
    this.#size = 0;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(answer);
  }
}

const blankLine = Buffer.from('\r\n\r\n');

/** The answer in these bytes; null while its end is missing. */
function read(bytes: Buffer): Answer | null {
  const end = bytes.indexOf(blankLine);
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end).toLowerCase();
  const status = Number(head.slice(9, 12));
  const start = end + blankLine.length;
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    const stop = start + Number(length);
    return bytes.length < stop ? null : { status, body: bytes.subarray(start, stop) };
  }
  if (!/\r\ntransfer-encoding: *chunked/.test(head)) throw new Error(`An answer without a length: ${head}`);
  const body = readChunks(bytes, start);
  return body === null ? null : { status, body };
}

function readChunks(bytes: Buffer, from: number): Buffer | null {
  const chunks: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + 2;
    if (bytes.length < start + size + 2) return null;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}
