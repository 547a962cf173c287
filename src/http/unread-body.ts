import type { IncomingMessage, ServerResponse } from 'node:http';

/** How much of a body is still taken in once the request has its answer, and for how long (ms). */
const maxDiscarded = 512 * 1024;
const maxMs = 2_000;

/**
 * Takes in a little of what an answered request still sends, so that the answer is not lost to a client that reads it only
 * after it has sent everything, and then cuts the connection. Node would read on for as long as there is something to read.
 */
export function discardUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  // Before Node's own listener, which would have begun to read without a bound.
  response.prependOnceListener('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    let left = maxDiscarded;
    const timer = setTimeout(() => socket.destroy(), maxMs);
    request.once('close', () => clearTimeout(timer));
    request.removeAllListeners('data').on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) socket.destroy();
    });
    // Tells Node that somebody reads already.
    request.read(0);
    request.resume();
  });
}
