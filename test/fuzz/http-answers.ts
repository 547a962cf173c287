import { pollybot } from '../../src/rest/pollybot.ts';
import { puffle } from '../../src/rest/puffle.ts';
import { errorCodes } from '../../src/shared/errors.ts';
import { isJsonObject } from '../../src/shared/json.ts';

/** An answer as HTTP has it. */
export interface HttpAnswer {
  status: number;
  headers: ReadonlyMap<string, string>;
  body: string;
}

const line = /^HTTP\/1\.1 ([1-5]\d\d) [\x20-\x7e]*$/;
const header = /^([!#$%&'*+.^_`|~\w-]+): ?([\x20-\x7e\t]*)$/;

/**
 * Takes what a connection received apart, as strictly as HTTP has it.
 * @param headOnly whether the first answer is to a HEAD request, which has no body
 * @throws Error where it is anything else than whole answers
 */
export function readAnswers(received: Buffer, headOnly: boolean): HttpAnswer[] {
  const answers: HttpAnswer[] = [];
  let rest = received;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const [first = '', ...lines] = rest.toString('latin1', 0, Math.max(0, end)).split('\r\n');
    const status = Number(line.exec(first)?.[1]);
    if (Number.isNaN(status)) throw new Error(`This is no answer: ${rest.toString('latin1', 0, 300)}`);
    const headers = new Map<string, string>();
    for (const text of lines) {
      const [, name = '', value = ''] = header.exec(text) ?? [];
      if (name === '') throw new Error(`This is no header: ${text}`);
      if (headers.has(name.toLowerCase())) throw new Error(`The header ${name} came twice`);
      headers.set(name.toLowerCase(), value);
    }
    rest = rest.subarray(end + 4);
    // Only says that the body may come.
    if (status === 100) continue;
    const { body, after } = headOnly || status === 204 ? { body: '', after: rest } : readBody(headers, rest);
    answers.push({ status, headers, body });
    rest = after;
  }
  return answers;
}

function readBody(headers: ReadonlyMap<string, string>, rest: Buffer): { body: string; after: Buffer } {
  const text = (bytes: Buffer) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  if (headers.get('transfer-encoding') === 'chunked') {
    const chunks: Buffer[] = [];
    for (let after = rest; ; ) {
      const end = after.indexOf('\r\n');
      const size = Number.parseInt(after.toString('latin1', 0, Math.max(0, end)), 16);
      if (!(size >= 0) || after.length < end + 4 + size) throw new Error('The last chunk of the answer is missing');
      chunks.push(after.subarray(end + 2, end + 2 + size));
      after = after.subarray(end + 4 + size);
      if (size === 0) return { body: text(Buffer.concat(chunks)), after };
    }
  }
  // HTTP/1.0 has bodies that end with the connection; what is in them has to be whole all the same.
  if (!headers.has('content-length') && headers.get('connection') === 'close') {
    return { body: text(rest), after: rest.subarray(rest.length) };
  }
  const length = Number(headers.get('content-length') ?? Number.NaN);
  if (Number.isNaN(length)) throw new Error('The answer does not say how long it is');
  if (rest.length < length) throw new Error(`The answer has ${rest.length} of its ${length} bytes`);
  return { body: text(rest.subarray(0, length)), after: rest.subarray(length) };
}

const internals =
  /Mongo\w*Error|BSON|PlanExecutor|node_modules|file:\/\/|\/src\/|\.ts\b|\bat \S+ \(|(Range|Type|Syntax|Reference)Error/;
/** Codes of failures that are ours, whatever the status says. */
const ownFailures = ['INTERNAL_SERVER_ERROR', 'DATABASE_UNAVAILABLE', 'LOGIN_UNAVAILABLE', 'TIMEOUT'];

/**
 * Checks an answer to whatever was asked.
 * @returns the codes of its errors; none where it is no failure
 * @throws Error that says what is wrong with it
 */
export function checkAnswer({ status, headers, body }: HttpAnswer): string[] {
  if (status >= 500) throw new Error(`The status is ${status}: ${body.slice(0, 300)}`);
  for (const name of ['x-request-id', 'x-content-type-options', 'content-security-policy']) {
    if (!headers.has(name)) throw new Error(`The answer has no ${name}`);
  }
  if (body === '') return [];
  const type = headers.get('content-type') ?? '';
  if (status < 400 && /^(text\/(html|css|javascript)|image\/)/.test(type)) return [];
  if (internals.test(body)) throw new Error(`The answer tells something internal: ${body.slice(0, 1_000)}`);
  return resultsIn(type, body).flatMap((result) => codesOf(status, result));
}

/** What a body of JSON, or of events that bring JSON, says. */
function resultsIn(type: string, body: string): unknown[] {
  if (/^text\/event-stream(;|$)/.test(type)) {
    return [...body.matchAll(/^data: ?(.+)$/gm)].map(([, data = '']): unknown => JSON.parse(data));
  }
  if (!/^application\/(json|graphql-response\+json)(;|$)/.test(type)) throw new Error(`The answer is ${type}`);
  return [JSON.parse(body)];
}

/** What answers without failure say; none where they are pages or have no body. */
export function goodResults({ status, headers, body }: HttpAnswer): unknown[] {
  const type = headers.get('content-type') ?? '';
  return status >= 400 || body === '' || !/json|event-stream/.test(type) ? [] : resultsIn(type, body);
}

function codesOf(status: number, answer: unknown): string[] {
  if (!isJsonObject(answer)) throw new Error('The answer is no object');
  const isGraphql = 'errors' in answer && !('updated' in answer);
  if (status < 400 && !isGraphql) return [];
  const codes = isGraphql ? graphqlCodes(answer.errors) : [restCode(answer)];
  const own = codes.find((code) => ownFailures.includes(code));
  if (own !== undefined) throw new Error(`The answer has the code ${own}`);
  return codes;
}

function graphqlCodes(errors: unknown): string[] {
  if (!Array.isArray(errors) || errors.length === 0) throw new Error('The errors are no list of some');
  return errors.map((error: unknown) => {
    if (!isJsonObject(error) || typeof error.message !== 'string') throw new Error('An error has no message');
    const code = isJsonObject(error.extensions) ? error.extensions.code : undefined;
    if (typeof code !== 'string' || !Object.hasOwn(errorCodes, code)) {
      throw new Error(`An error has no code of the list: ${JSON.stringify(error)}`);
    }
    return code;
  });
}

function restCode(answer: { [key: string]: unknown }): string {
  const { errorShape } = 'success' in answer ? pollybot : puffle;
  const { success, error } = errorShape.safeParse(answer);
  if (!success) throw new Error(`The failure has another shape than documented: ${error.message}`);
  return String(answer.code);
}
