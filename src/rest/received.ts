import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientSignal } from '../shared/deadline.ts';
import { readBytes, readStream } from './body.ts';

/** A request as far as it is read, whichever way it came. */
export interface Received {
  headers: { get(name: string): string | null };
  /** @throws HttpError 413 when the body is too long, 400 when it breaks off */
  bytes(maxBytes: number): Promise<Uint8Array>;
  /** Aborts when nobody waits for the answer any more. */
  signal: ClientSignal;
}

/** One that came over a socket, without the objects of the Fetch API, which would take longer than all the rest. */
export function receivedMessage(request: IncomingMessage, response: ServerResponse): Received {
  return {
    headers: { get: (name) => request.headers[name]?.toString() ?? null },
    bytes: (maxBytes) => readStream(request, maxBytes),
    signal: new CutOff(response),
  };
}

/** Aborts where an answer cannot be given any more. An AbortController takes longer than all that most requests need of it. */
class CutOff implements ClientSignal {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get aborted(): boolean {
    return this.#response.destroyed && !this.#response.writableFinished;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#response.once('close', listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#response.off('close', listener);
  }
}

export function receivedRequest(request: Request): Received {
  const { headers, signal } = request;
  return { headers, bytes: (maxBytes) => readBytes(request, maxBytes), signal };
}
