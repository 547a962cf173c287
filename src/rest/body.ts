import { HttpError } from './failure.ts';

/** No body that we take is longer. */
const maxBodyBytes = 256 * 1024;

/**
 * The JSON of a request's body.
 * @throws HttpError 415 for another type, 413 when it is too long, 400 when it is no JSON in UTF-8
 */
export async function readJson(request: Request): Promise<unknown> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (!isJson(request.headers.get('content-type') ?? '') || encoding.toLowerCase() !== 'identity') {
    throw new HttpError(415, 'BAD_REQUEST', 'The body must be JSON: send "Content-Type: application/json"', {
      'accept-post': 'application/json',
    });
  }
  const bytes = await readBytes(request);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'The body is not JSON in UTF-8');
  }
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

async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLong = () => new HttpError(413, 'REQUEST_TOO_LARGE', `The body is longer than ${maxBodyBytes / 1024} KB`);
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBodyBytes) throw tooLong();
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Left unfinished rather than cancelled: cancelling would cut the connection that the answer has to take.
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
      size += next.value.byteLength;
      if (size > maxBodyBytes) break;
      chunks.push(next.value);
    }
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'The body ended before it was complete');
  }
  if (size > maxBodyBytes) throw tooLong();
  return Buffer.concat(chunks);
}
