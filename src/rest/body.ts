import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { findInexactInteger } from '../shared/json.ts';
import { HttpError } from './failure.ts';
import type { Received } from './received.ts';

/**
 * Why a body is not read at all, as far as its headers tell; null for one that may be.
 * @param maxBytes the longest body that is taken, as it is received: nothing is unpacked
 */
export function refusalOfBody({ headers }: Pick<Received, 'headers'>, maxBytes: number): HttpError | null {
  const type = headers.get('content-type') ?? '';
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (/^multipart\//i.test(type)) return unsupported('Multipart requests are not taken: the body must be JSON');
  if (encoding.toLowerCase() !== 'identity') return unsupported('The body must be JSON without a Content-Encoding');
  if (!isJson(type)) return unsupported('The body must be JSON: send "Content-Type: application/json"');
  return Number(headers.get('content-length') ?? 0) > maxBytes ? tooLong(maxBytes) : null;
}

/**
 * The JSON of a request's body.
 * @param maxBytes the longest body that is taken; not much more is read of one that is longer
 * @throws HttpError 415 for another type, 413 when it is too long, 400 when it is no JSON in UTF-8
 */
export async function readJson(request: Pick<Received, 'headers' | 'bytes'>, maxBytes: number): Promise<unknown> {
  const refusal = refusalOfBody(request, maxBytes);
  if (refusal !== null) throw refusal;
  return parseJson(await request.bytes(maxBytes));
}

/**
 * The JSON that the bytes of a body are.
 * @throws HttpError 413 for too many values, 400 when it is no JSON in UTF-8
 */
export function parseJson(bytes: Uint8Array): unknown {
  if (countsMoreValues(bytes, maxValues)) {
    throw new HttpError(413, 'REQUEST_TOO_LARGE', `The body has more than ${maxValues.toLocaleString('en')} values`);
  }
  const { text, value } = parse(bytes);
  const inexact = findInexactInteger(text);
  if (inexact === null) return value;
  const number = inexact.slice(0, 40);
  throw new HttpError(400, 'BAD_REQUEST', `The number ${number} has more digits than a number keeps: send it as text`);
}

/** Everybody else waits while JSON is parsed, and 5 MB of nothing but brackets take half a second. */
const maxValues = 125_000;

/** Whether JSON has more values than this, keys not counted; for bytes that are no JSON it may answer either. */
function countsMoreValues(bytes: Uint8Array, most: number): boolean {
  if (bytes.length <= most) return false;
  let count = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    // Behind each of , [ and { comes one more.
    else if (byte === 0x2c || byte === 0x5b || byte === 0x7b) count += 1;
  }
  return count > most;
}

/** Some programs begin texts with it; it is none of the text. */
const byteOrderMark = [0xef, 0xbb, 0xbf];

function parse(bytes: Uint8Array): { text: string; value: unknown } {
  try {
    if (!isUtf8(bytes)) throw new TypeError('not UTF-8');
    const start = byteOrderMark.every((byte, at) => bytes[at] === byte) ? byteOrderMark.length : 0;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString();
    return { text, value: JSON.parse(text) };
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'The body is not JSON in UTF-8');
  }
}

function unsupported(message: string): HttpError {
  return new HttpError(415, 'BAD_REQUEST', message, { 'accept-post': 'application/json' });
}

function tooLong(maxBytes: number): HttpError {
  const [size, unit] = maxBytes < 1024 * 1024 ? [maxBytes / 1024, 'KB'] : [maxBytes / 1024 / 1024, 'MB'];
  return new HttpError(413, 'REQUEST_TOO_LARGE', `The body is longer than ${Math.round(size * 10) / 10} ${unit}`);
}

function isJson(contentType: string): boolean {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return (
    /^application\/([\w.+-]+\+)?json$/.test(type) && (charset === undefined || /^charset="?utf-?8"?$/.test(charset))
  );
}

/**
 * The bytes of a body.
 * @throws HttpError 413 when it is too long, 400 when it breaks off
 */
export async function readBytes({ body }: Pick<Request, 'body'>, maxBytes: number): Promise<Uint8Array> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Left unfinished rather than cancelled: cancelling would cut the connection that the answer has to take.
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
      size += next.value.byteLength;
      if (size > maxBytes) break;
      chunks.push(next.value);
    }
  } catch {
    throw incomplete();
  }
  if (size > maxBytes) throw tooLong(maxBytes);
  return Buffer.concat(chunks);
}

function incomplete(): HttpError {
  return new HttpError(400, 'BAD_REQUEST', 'The body ended before it was complete');
}

/**
 * The bytes of a body, straight from its socket.
 * @throws HttpError 413 when it is too long, 400 when it breaks off
 */
export function readStream(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const leave = () => stream.off('data', take).off('end', end).off('close', breakOff).off('error', breakOff);
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      // Left unread: the answer goes out first.
      leave();
      stream.pause();
      reject(tooLong(maxBytes));
    };
    const end = () => {
      leave();
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    };
    const breakOff = () => {
      leave();
      reject(incomplete());
    };
    if (stream.destroyed) breakOff();
    else stream.on('data', take).on('end', end).on('close', breakOff).on('error', breakOff);
  });
}
