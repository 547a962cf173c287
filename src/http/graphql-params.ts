import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { readJson } from '../rest/body.ts';
import { receivedRequest } from '../rest/received.ts';
import { findInexactInteger, isJsonObject, type JsonObject } from '../shared/json.ts';
import { refused } from './request-head.ts';

/**
 * Reads what a request asks, in place of yoga's own readers: those take forms and uploads, unpack nothing safely, let bad
 * UTF-8 pass as other text, and fail with 500 on `variables` in a URL that are no JSON.
 */
export function createParamsReader(maxBytes: number): Plugin {
  return {
    onRequestParse({ request, url, setRequestParser }) {
      if (request.method === 'GET') setRequestParser(() => readUrl(url));
      if (request.method === 'POST')
        setRequestParser(async () => readBody(await readJson(receivedRequest(request), maxBytes)));
    },
  };
}

/** @throws HttpError 400 for a body that is no JSON object */
export function readBody(body: unknown): GraphQLParams {
  if (Array.isArray(body)) throw refused(400, 'Batches are not taken: send one operation a request');
  if (!isJsonObject(body)) throw refused(400, 'The body must be a JSON object with a "query"');
  return body;
}

function readUrl({ search }: URL): GraphQLParams {
  const given = new Map<string, string>();
  for (const pair of search.slice(1).split('&')) {
    const [name = '', ...value] = pair.split('=').map(decode);
    if (given.has(name)) throw refused(400, 'A parameter of the URL stands there twice');
    if (name !== '') given.set(name, value.join('='));
  }
  const params: JsonObject = Object.fromEntries(given);
  for (const name of ['variables', 'extensions']) {
    const text = given.get(name);
    if (text !== undefined) params[name] = text === '' ? null : readObject(name, text);
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw refused(400, 'The URL is not text in UTF-8');
  }
}

function readObject(name: string, text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value) && findInexactInteger(text) === null) return value;
  } catch {
    // The same refusal for text that is no JSON, JSON that is no object, and numbers that would not be kept.
  }
  throw refused(400, `"${name}" in the URL must be a JSON object`);
}
