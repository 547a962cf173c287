import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange } from '../shared/exchange.ts';

/**
 * Writes one line when a request has its answer. It tells what was asked for and by which key, and repeats nothing that a
 * client sent: no query, no header, no body, no path that is not one of ours.
 */
export function logWhenAnswered(
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  level: 'info' | 'debug',
): void {
  const { socket, method } = request;
  const start = performance.now();
  const sentBefore = socket.bytesWritten;
  response.once('close', () => {
    const { logger, route, operation, workspaceId, keyId } = exchange;
    const line = {
      method,
      path: route,
      status: response.headersSent ? response.statusCode : null,
      ms: Math.round((performance.now() - start) * 10) / 10,
      bytes: socket.bytesWritten - sentBefore,
      ...(operation === null ? {} : { operation }),
      ...(workspaceId === null ? {} : { workspaceId }),
      ...(keyId === null ? {} : { keyId }),
      ...(response.writableFinished ? {} : { cutOff: true }),
    };
    logger[level](line, 'Request');
  });
}
