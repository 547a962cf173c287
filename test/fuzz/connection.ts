import { connect } from 'node:net';

/** What became of a connection. */
export interface Exchanged {
  received: Buffer;
  /** Whether the server ended it in time. */
  ended: boolean;
}

/**
 * Sends bytes as they are, in two pieces where the first is not all, and takes what comes until the server ends it.
 * @param patienceMs how long it may take; then the connection is cut, and it hung
 */
export function exchange(
  port: number,
  [first, rest]: readonly [Buffer, Buffer],
  patienceMs: number,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let ended = true;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const patience = setTimeout(() => {
      ended = false;
      socket.destroy();
    }, patienceMs);
    socket.on('data', (data: Buffer) => chunks.push(data));
    // A reset is a way to end a connection too: what counts is what was received before.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(patience);
      resolve({ received: Buffer.concat(chunks), ended });
    });
    socket.on('connect', () => {
      socket.write(first, () => setImmediate(() => rest.length > 0 && socket.write(rest)));
    });
  });
}
